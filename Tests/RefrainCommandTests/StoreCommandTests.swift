import FlowModel
import RefrainKit
import ServiceCore
import Testing

@testable import RefrainCommand

@Suite("Commands over a service's store")
struct StoreCommandTests {
  private static let ana = Customer(channel: .sms, address: "+14155550123")
  private static let now = Timestamp(milliseconds: 1_767_225_600_000)
  private static let key = EffectKey(incarnation: "i1", session: SessionKey("a1"), number: 3)

  private let store = MemoryStore()

  /// A flow that asks and waits.
  private static let questionFile = Array(
    #"""
    {
      "formatVersion": 1, "name": "Question",
      "nodes": {
        "start": {
          "type": "Start",
          "trigger": { "channel": "sms", "number": "+15550100", "keyword": "*", "onlyWithoutLiveSession": true },
          "on": { "onBegin": "ask" }
        },
        "ask": {
          "type": "SendSMS", "destination": "$(start.sms.senderNumber)", "from": "+15550100",
          "message": "What is it?", "on": { "onSuccess": "answer", "otherwise": "@end:error" }
        },
        "answer": {
          "type": "Receive", "channels": { "sms": {} }, "timeoutSeconds": 60,
          "on": { "sms.mo": "@end", "onTimeout": "@end:incomplete", "onError": "@end:error" }
        }
      }
    }
    """#.utf8)

  @Test("sessions lists who waits where since when, of all or of one customer, and no one who has ended")
  func sessions() async throws {
    try await fill()
    let line = "a1  sms:+14155550123  support.flow.json  ask  message  2026-01-01T00:00:01.000Z  stalled"
    #expect(try await run(SessionsCommand.self).lines == [line, "b1  messenger:77  support.flow.json  -"])
    #expect(try await run(SessionsCommand.self, "+14155550123").lines == [line])
    // As people write it, and without the plus that a shell or a form may have taken away.
    for name in ["1 (415) 555-0123", "sms:14155550123", " 14155550123"] as [Argument] {
      #expect(try await run(SessionsCommand.self, name).lines == [line])
    }
    #expect(try await run(SessionsCommand.self, "sms:+14155550199").lines == [])
    let ended = "b2  messenger:77  support.flow.json  -  ended  2026-01-01T00:00:00.000Z"
    #expect(try await run(SessionsCommand.self, "--all", "messenger:77").lines.last == ended)
    #expect(try await run(SessionsCommand.self, "--all").lines.count == 3)
    let json = try JSON(
      parsing: try await run(SessionsCommand.self, "--format", "json", "77").lines.joined(separator: "\n"))
    #expect(json["version"] == 1 && json["sessions"]?.array?.count == 1)
    #expect(json["sessions"]?[0]?["session"] == "b1" && json["sessions"]?[0]?["stalled"] == false)
  }

  @Test("a session is shown as a transcript or its trace, replayed, and ended")
  func oneSession() async throws {
    try await serve()
    let shown = try await run(SessionsCommand.self, "show", "s1")
    #expect(
      shown.lines == [
        "s1  sms:+14155550123  question.flow.json  begun 2026-01-01T00:00:00.000Z, waits at answer (message) "
          + "since 2026-01-01T00:00:00.000Z",
        "", "     0:00  customer  hello",
        "     0:00            · a session of Question begins for +14155550123",
        "     0:00  flow      What is it?",
        "     0:00            · answer waits for a message, until 1:00",
      ])
    #expect(shown.notice == nil)
    let lines = try await run(SessionsCommand.self, "show", "s1", "--format", "json").lines
    #expect(lines.first?.hasPrefix(#"{"seq":1,"at":0,"type":"sessionStarted""#) == true)
    #expect(try await run(ReplayCommand.self, "s1").lines == ["1 session, 2 turns: the same"])
    #expect(try await run(SessionsCommand.self, "end", "s1") == .done("session s1 is ended"))
    #expect(try await run(SessionsCommand.self).lines.isEmpty)
    let after = try await run(SessionsCommand.self, "show", "s1").lines
    #expect(after[0].hasSuffix("begun 2026-01-01T00:00:00.000Z, ended 2026-01-01T00:00:00.000Z"))
    #expect(after[1...] == shown.lines[1...] + ["     0:00  service   somebody ends the session by hand"])
    #expect(
      try await run(SessionsCommand.self, "show", "s1", "--format", "json").lines.last
        == #"{"seq":\#(lines.count + 1),"at":0,"type":"endedByOperator","session":"s1"}"#)
    #expect(try await run(ReplayCommand.self, "--all").lines == ["1 session, 3 turns: the same"])
    #expect(try await run(SessionsCommand.self, "end", "s1") == .unknown("live session s1"))
    #expect(try await run(SessionsCommand.self, "show", "s2") == .unknown("session s2"))
    #expect(try await run(ReplayCommand.self, "s2") == .unknown("session s2"))
  }

  @Test("sessions that are exported are read by graph --diff, and none that has ended is among them")
  func export() async throws {
    try await serve()
    let lines = try await run(SessionsCommand.self, "export").lines
    #expect(lines.count == 1)
    let sessions = try ParkedSessions(Array(lines.joined(separator: "\n").utf8))
    let flow = try FlowProgram(file: Self.questionFile, named: "question.flow.json")
    #expect(
      try sessions.lines(from: flow, to: flow, renaming: [:]) == ["1 parked at `answer`: goes on alike (s1)"])
    _ = try await run(SessionsCommand.self, "end", "s1")
    #expect(try await run(SessionsCommand.self, "export").lines.isEmpty)
  }

  @Test("a difference in a replay is told, and forgetting tells how much it deleted")
  func replayAndForgetting() async throws {
    #expect(try await run(ReplayCommand.self, "--all").lines == ["0 sessions, 0 turns: the same"])
    try await fill()
    let replayed = try await run(ReplayCommand.self, "--all")
    #expect(replayed.status == .findings)
    #expect(replayed.lines == ["session a1, turn 1: the definition d0 is not kept or cannot be run"])
    #expect(
      try await run(SessionsCommand.self, "show", "a1").notice
        == "the rest is not told: turn 1: the definition d0 is not kept or cannot be run")
    #expect(
      try await run(ForgetCommand.self, "+14155550123").lines[0]
        == "deleted: 1 session, 0 inputs, 0 held events, 1 dead letter; 0 conversations to be ended")
    #expect(try await run(SessionsCommand.self, "+14155550123").lines.isEmpty)
  }

  @Test("pause and resume are in the store, and suppress is a list")
  func switches() async throws {
    _ = try await run(PauseCommand.self)
    #expect(try await look { $0.isPaused() })
    _ = try await run(ResumeCommand.self)
    #expect(try await look { !$0.isPaused() })
    for customer in ["14155550123", "messenger:77", "sms:+14155550199", "sms:+14155550199"] as [Argument] {
      _ = try await run(SuppressCommand.self, "add", customer)
    }
    for (act, notice) in [
      ("remove", "sms:+14155550199 is no longer suppressed"),
      ("remove", "sms:+14155550199 was not suppressed"),
    ] {
      let answer = try await run(
        SuppressCommand.self, Argument(bytes: Array(act.utf8)), "+1 415 555 0199")
      #expect(answer == .done(notice))
    }
    #expect(try await run(SuppressCommand.self, "list").lines == ["messenger:77", "sms:+14155550123"])
  }

  @Test("dead letters are listed, shown, tried again and dropped")
  func deadLetters() async throws {
    try await fill()
    let list = try await run(DeadCommand.self).lines
    let number = try #require(list.first?.split(separator: " ").first.map(String.init))
    #expect(list == ["\(number)  2026-01-01T00:00:00.000Z  forward  a1  it was not taken"])
    let argument = Argument(bytes: Array(number.utf8))
    let shown = try JSON(
      parsing: try await run(DeadCommand.self, "show", argument).lines.joined(separator: "\n"))
    #expect(shown["content"]?["text"] == "hello" && shown["kind"] == "forward")
    #expect(try await run(DeadCommand.self, "show", "0") == .unknown("dead letter 0"))
    #expect(
      try await run(DeadCommand.self, "retry", "0") == .unknown("dead letter 0 that can be tried again"))
    #expect(try await run(DeadCommand.self, "drop", argument) == .done("\(number) is dropped"))
    #expect(try await run(DeadCommand.self, "drop", argument) == .unknown("dead letter \(number)"))
    let input: JSON = [
      "arrival": 77, "received": .number(Self.now.milliseconds), "content": "{}", "queue": [1, "sms:+1"],
    ]
    let other = try await look {
      $0.insert(
        DeadLetter(
          .input, at: Self.now, session: nil, customer: nil, problem: "it failed",
          content: Array(input.compact.utf8)))
    }
    #expect(
      try await run(DeadCommand.self, "retry", Argument(bytes: Array("\(other)".utf8)))
        == .done("\(other) is tried once more"))
    #expect(try await look { $0.inputs(limit: 9).map(\.arrival) } == [77])
    #expect(try await run(DeadCommand.self).lines.isEmpty)
    for problem in ["one", "two"] {
      _ = try await look {
        $0.insert(
          DeadLetter(
            .orphan, at: Self.now, session: nil, customer: nil, problem: problem, content: Array("{}".utf8)))
      }
    }
    #expect(try await run(DeadCommand.self, "retry", "--all") == .done("0 tried once more"))
    #expect(try await run(DeadCommand.self, "drop", "--all") == .done("2 dropped"))
    #expect(try await run(DeadCommand.self).lines.isEmpty)
  }

  @Test("an effect in doubt is listed, and tried once more or settled")
  func doubts() async throws {
    try await fill()
    let line = "i1.a1.3  2026-01-01T00:00:00.000Z  send  tried once"
    #expect(try await run(DoubtsCommand.self, "list").lines == [line])
    #expect(try await run(DoubtsCommand.self, "retry", "i1.a1.3") == .done("i1.a1.3 is tried once more"))
    let effect = try await look { $0.effect(Self.key) }
    #expect(effect?.state == .waiting(notBefore: Timestamp(milliseconds: 0)) && effect?.isLastTry == true)
    #expect(try await run(DoubtsCommand.self, "settle", "i1.a1.3") == .unknown("effect i1.a1.3 in doubt"))
    _ = try await look { store in
      var doubt = try #require(effect)
      doubt.state = .inDoubt(since: Self.now)
      try store.update(doubt)
    }
    #expect(try await run(DoubtsCommand.self, "settle", "--all") == .done("1 settled"))
    #expect(try await look { $0.effect(Self.key) } == nil)
    #expect(try await run(DoubtsCommand.self, "retry", "--all") == .done("0 tried once more"))
  }

  static let wrong: [(any Command.Type, [Argument], String)] = [
    (SessionsCommand.self, ["a", "b"], "unexpected argument 'b'"),
    (SessionsCommand.self, ["show"], "'sessions show' needs a SESSION"),
    (ReplayCommand.self, [], "'replay' needs either a SESSION or '--all'"),
    (ReplayCommand.self, ["a", "--all"], "'replay' needs either a SESSION or '--all'"),
    (DeadCommand.self, ["shwo"], "unknown action 'shwo'; did you mean 'show'?"),
    (DeadCommand.self, ["drop", "x"], "'dead drop' needs a letter's NUMBER"),
    (DoubtsCommand.self, ["list", "x"], "'doubts list' takes no KEY"),
    (DoubtsCommand.self, ["settle", "x"], "'doubts settle' needs an effect's KEY"),
    (DoubtsCommand.self, ["show", "--all"], "'doubts show' takes no --all"),
    (DeadCommand.self, ["--all"], "'dead list' takes no --all"),
    (DeadCommand.self, ["drop", "7", "--all"], "'dead drop' takes no --all beside a NUMBER"),
    (SuppressCommand.self, ["add"], "'suppress add' needs a CUSTOMER"),
    (SuppressCommand.self, [], "'suppress' needs an ACTION"),
    (
      SessionsCommand.self, ["shwo"],
      "'shwo' names no customer; sms:+15555550142 and messenger:1234567890 do"
    ),
    (
      ForgetCommand.self, ["sms:0415 555 0123"],
      "'sms:0415 555 0123' names no customer; sms:+15555550142 and messenger:1234567890 do"
    ),
    (
      SuppressCommand.self, ["add", "messenger:"],
      "'messenger:' names no customer; sms:+15555550142 and messenger:1234567890 do"
    ),
    (WholeStoreCommand.self, ["restore"], "unknown action 'restore'; did you mean 'restored'?"),
    (WholeStoreCommand.self, ["copy"], "'store copy' needs '--to'"),
    (WholeStoreCommand.self, ["restored", "--to", "a"], "'store restored' takes no '--to'"),
  ]

  @Test("wrong usage is told", arguments: wrong.indices)
  func usage(_ index: Int) {
    let (command, arguments, message) = Self.wrong[index]
    let error = #expect(throws: UsageError.self) { _ = try command.init(try command.syntax.parse(arguments)) }
    #expect(error?.message == message)
  }

  private func run<Kind: StoreCommand>(
    _ command: Kind.Type, _ arguments: Argument...
  ) async throws -> StoreAnswer {
    try await Kind(try Kind.syntax.parse(arguments)).answer(from: store, at: Self.now)
  }

  private func look<Value: Sendable>(
    _ body: @escaping @Sendable (inout MemoryTransaction) throws -> Value
  ) async throws -> Value {
    try await store.transaction { (store) throws(StoreFailure) in
      do {
        return .commit(try body(&store))
      } catch {
        throw error as? StoreFailure ?? .damaged("\(error)")
      }
    }
  }

  /// One session of a flow that asks and waits.
  private func serve() async throws {
    let source = FlowSource(file: Self.questionFile)
    let program = try #require(source.program())
    try await look { $0.set(StoreLife(incarnation: "i1", kind: .emulated)) }
    let driver = try await TurnDriver(store, clock: { Self.now }, sessionKey: { SessionKey("s1") })
    try await driver.put(
      ServiceProject([
        ServiceProject.Flow(path: "question.flow.json", service: nil, program: program, source: source)
      ]))
    let message = InboundMessage(
      channel: .sms, from: Self.ana.address, to: "+15550100", text: "hello", transactionID: "t1")
    _ = try await store.accept([NewInput(.message(message), received: Self.now)])
    _ = try await driver.takeAll()
    let effect = try await look { $0.effects(after: 0, limit: 9)[0].key }
    let answer = HostInput.answer(
      .gateway(.accepted(transactionID: "g1")),
      to: IdempotencyKey(session: effect.session, effect: EffectID(effect.number)))
    _ = try await store.accept([NewInput(answer, received: Self.now)])
    _ = try await driver.takeAll()
  }

  /// Three sessions, of which one has ended, a dead letter, and an effect in doubt.
  private func fill() async throws {
    let rows: [(String, Customer, SessionRow.Parking?, Timestamp?)] = [
      ("a1", Self.ana, .init(node: "ask", reason: .message, since: Self.now + 1_000), nil),
      ("b1", Customer(channel: .messenger, address: "77"), nil, nil),
      ("b2", Customer(channel: .messenger, address: "77"), nil, Self.now),
    ]
    try await look { store in
      for (key, customer, parking, end) in rows {
        _ = try store.insert(
          SessionRow(
            key: SessionKey(key), flow: "support.flow.json", definition: DefinitionHash(text: "d0"),
            customer: customer, turn: 1, recordCount: 1, startedAt: Self.now, latestTurnAt: Self.now,
            endedAt: end, parking: parking, document: []), under: [])
      }
      store.setStalled(true, SessionKey("a1"))
      _ = store.insert(
        DeadLetter(
          .forward, at: Self.now, session: SessionKey("a1"), customer: Self.ana, problem: "it was not taken",
          content: Array("{\"text\":\"hello\"}".utf8)))
      var doubt = EffectRow(
        key: Self.key, content: Array("{\"send\":{}}".utf8), lane: nil, notAfter: Self.now,
        notBefore: Self.now)
      doubt.tries = 1
      doubt.state = .inDoubt(since: Self.now)
      try store.insert(doubt)
    }
  }
}
