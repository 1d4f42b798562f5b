import FlowModel
import RefrainKit
import ServiceCore
import Synchronization
import Testing

@testable import RefrainCommand

@Suite("sessions export SESSION")
final class SessionExportTests: Sendable {
  private static let flow = Array(
    #"""
    {
      "formatVersion": 1, "name": "Refunds",
      "nodes": {
        "start": {
          "type": "Start",
          "trigger": { "channel": "sms", "number": "+15550100", "keyword": "*", "onlyWithoutLiveSession": true },
          "on": { "onBegin": "what" }
        },
        "what": {
          "type": "Branch",
          "branches": [
            { "name": "refund",
              "all": [ { "value": "$(start.sms.message)", "operator": "containsIgnoreCase", "operand": "refund" } ] }
          ],
          "on": { "refund": "welcome", "none": "@end:incomplete" }
        },
        "welcome": {
          "type": "SendSMS", "destination": "$(start.sms.senderNumber)", "from": "+15550100",
          "message": "One moment.", "on": { "onSuccess": "open", "otherwise": "open" }
        },
        "open": {
          "type": "StartConversation", "method": "sms", "authorization": "ece", "forwardCustomerMessages": true,
          "input": {
            "key": "mobile.phone", "entryPointId": "1001", "lastModifiedDate": "2026-01-15T09:30:00Z",
            "isRichTextSupported": false, "transactionId": "$(start.sms.transId)", "firstName": "Customer",
            "clusterId": "c1", "phoneNumber": "5555550142", "countryCode": "1"
          },
          "on": { "Message": "relay", "Complete": "@end", "otherwise": "@end:error" }
        },
        "relay": {
          "type": "SendSMS", "destination": "$(start.sms.senderNumber)", "from": "+15550100",
          "message": "$(open.event.content)", "on": { "onSuccess": "@resume", "otherwise": "@resume" }
        }
      }
    }
    """#.utf8)

  private let store = MemoryStore()
  private let now = Mutex(Timestamp(milliseconds: 1_767_225_600_000))

  @Test(
    "A session is a scenario that passes, with nobody's number and none of the words that the flow does not look for"
  )
  func masked() async throws {
    try await serve(forwarding: .delivered)
    let answer = try await export()
    #expect(answer.status == .success && answer.notice == nil)
    let text = answer.lines.joined(separator: "\n")
    for word in ["4155550123", "4471", "Zoë", "Maya", "0199", "c-77", "thanks"] {
      #expect(!text.contains(word), "\(word)")
    }
    #expect(text.contains(#""text": "X xxxx x REFUND xxx xxxxx 5555, Xxé!""#), "\(text)")
    #expect(text.contains(#""content": "Xx, Xxxx xxxx. Xxxx 555-5555.""#))
    try expectPassing(text)
  }

  @Test("--plain leaves all as it was")
  func plain() async throws {
    try await serve(forwarding: .delivered)
    let text = try await export("--plain").lines.joined(separator: "\n")
    for word in ["+14155550123", "I want a REFUND for order 4471, Zoë!", "Maya", "c-77", "thanks"] {
      #expect(text.contains(word), "\(word)")
    }
    try expectPassing(text)
  }

  @Test("What the service itself told of a session moves no answer to another message")
  func afterDoubt() async throws {
    try await serve(forwarding: .delivered, isInDoubtAtFirst: true)
    #expect(
      try await SessionsCommand(try SessionsCommand.syntax.parse(["show", "s1"]))
        .answer(from: store, at: now.withLock(\.self)).lines.contains { $0.contains("nobody knows whether") })
    let answer = try await export()
    #expect(answer.status == .success && answer.notice == nil)
    try expectPassing(answer.lines.joined(separator: "\n"))
  }

  @Test("What no step can show is left out, and that is told")
  func omissions() async throws {
    try await serve(forwarding: .givenUp(reason: "refused"), media: 2)
    let answer = try await export("--plain")
    #expect(
      answer.notice
        == "the scenario of session s1 leaves out what no step can show: 1 text did not reach the agent, 2 messages had attachments"
    )
    #expect(answer.status == .success)
    try expectPassing(answer.lines.joined(separator: "\n"))
    #expect(try await export(of: "s2") == .unknown("session s2"))
  }

  @Test("An event with attachments comes as on the wire, with other names", arguments: [true, false])
  func attachments(_ isPlain: Bool) async throws {
    try await serve(
      forwarding: .delivered,
      attachments: [
        "attachment": [["fileName": "Maya.png", "size": 123_456, "contentUrl": "https://ece/4471"]]
      ])
    let answer = try await (isPlain ? export("--plain") : export())
    #expect(answer.status == .success && answer.notice == nil)
    let text = answer.lines.joined(separator: "\n")
    try expectPassing(text)
    let steps = try JSON(parsing: text)["steps"]?.array ?? []
    let message = steps.compactMap { $0["callback"]?["message"]?[0] }.first
    #expect(message?["conversation"]?["id"] == (isPlain ? "c-77" : "conversation-1"))
    #expect(
      message?["attachments"]?["attachment"]?[0]
        == (isPlain
          ? ["fileName": "Maya.png", "size": 123_456, "contentUrl": "https://ece/4471"]
          : ["fileName": "Xxxx.xxx", "size": 555_555, "contentUrl": "xxxxx://xxx/5555"]))
    for word in ["Maya", "4471", "c-77"] { #expect(text.contains(word) == isPlain, "\(word)") }
  }

  @Test(
    "A masked text is as long, in the same script, and keeps punctuation, emoji and what is looked for",
    arguments: [
      ("Здравствуйте, 12!", "Жжжжжжжжжжжж, 55!"), ("stop REFUNDing 👍🏽", "xxxx REFUNDxxx 👍🏽"),
      ("Ünïcode €5", "Éxéxxxx €5"), ("你好", "字字"), ("", ""), ("2026-01-15T09:30:00Z", "2026-01-15T09:30:00Z"),
      ("+14155550123", "+15555550142"),
    ])
  func mask(_ text: String, _ masked: String) throws {
    let program = try FlowProgram(file: Self.flow, named: "refunds.flow.json")
    let mask = TextMask(for: program.graph, of: Customer(channel: .sms, address: "+14155550123"))
    #expect(mask.text(text) == masked)
    #expect(mask.text(text).unicodeScalars.count == text.unicodeScalars.count)
    #expect(
      mask.json(["a": .string(text), "b": [1, 123_456], "c2": .null, "+14155550123": 1, "zoe@x.example": 2])
        == ["a": .string(masked), "b": [1, 555_555], "c2": .null, "+15555550142": 1, "xxx@x.xxxxxxx": 2])
  }

  private func expectPassing(_ text: String) throws {
    let loaded = ScenarioLoader.load(Array(text.utf8))
    #expect(loaded.findings.isEmpty, "\(loaded.findings)")
    let scenario = try #require(loaded.scenario)
    let result = ScenarioRunner.run(
      scenario, with: try FlowProgram(file: Self.flow, named: "refunds.flow.json"))
    #expect(result.failure == nil)
    #expect(text.contains(#""ended": { "result": "success" }"#), "\(text)")
  }

  private func export(_ options: Argument..., of session: Argument = "s1") async throws -> StoreAnswer {
    try await SessionsCommand(try SessionsCommand.syntax.parse(["export", session] + options))
      .answer(from: store, at: now.withLock(\.self))
  }

  // MARK: The session

  /// A conversation about a refund, in which the gateway refuses the first text.
  /// - Parameters:
  ///   - media: How many attachments each of the customer's messages has.
  ///   - attachments: Those of the agent's first message.
  ///   - isInDoubtAtFirst: Whether nobody knows for a while what became of the first text.
  private func serve(
    forwarding answer: ForwardAnswer, media: Int = 0, attachments: JSON? = nil, isInDoubtAtFirst: Bool = false
  ) async throws {
    let source = FlowSource(file: Self.flow)
    let program = try #require(source.program())
    _ = try await store.transaction { (store) throws(StoreFailure) in
      store.set(StoreLife(incarnation: "i1", kind: .emulated))
      return .commit(())
    }
    let driver = try await TurnDriver(
      store, clock: { self.now.withLock(\.self) }, sessionKey: { SessionKey("s1") })
    try await driver.put(
      ServiceProject([
        ServiceProject.Flow(path: "care/refunds.flow.json", service: nil, program: program, source: source)
      ]))
    try await take(message("I want a REFUND for order 4471, Zoë!", media), by: driver)
    if isInDoubtAtFirst {
      let effects = EffectDriver(
        store, SilentWorld(), processStart: driver.processStart, clock: { self.now.withLock(\.self) },
        random: { 0 })
      _ = try await effects.performReady()
      try await effects.judge(isOnlyProcess: true)
    }
    try await take(.gateway(.refusedByPolicy), by: driver)
    try await take(
      .conversation(
        .started(
          status: 200, StartedConversation(id: "c-77", caseID: "9", activityID: "7", body: ["id": "c-77"]))),
      by: driver)
    try await take(event(1, "Message", "Hi, Maya here. Call 555-0199.", attachments), by: driver)
    try await take(.gateway(.accepted(transactionID: "g1")), by: driver)
    try await take(message("thanks", media), by: driver)
    try await take(.forward(answer), by: driver)
    try await take(event(2, "Complete", "bye"), by: driver)
  }

  private func message(_ text: String, _ media: Int) -> HostInput {
    .message(
      InboundMessage(
        channel: .sms, from: "+14155550123", to: "+15550100", text: text, transactionID: "t1", media: media))
  }

  private func event(
    _ number: Int, _ type: String, _ content: String, _ attachments: JSON? = nil
  ) throws -> HostInput {
    let event = WebhookEvent(
      id: EventID("m\(number)"), conversationID: "c-77", type: type, content: content)
    guard let attachments, var wire = event.wire.object else { return .event(event, of: nil) }
    wire["attachments"] = attachments
    return .event(try WebhookEvent(wire: .object(wire)), of: nil)
  }

  /// The latest effect is answered.
  private func take(_ answer: EffectAnswer, by driver: TurnDriver<MemoryStore>) async throws {
    let effects = try await store.transaction { (store) throws(StoreFailure) in
      .commit(store.effects(after: 0, limit: 9))
    }
    let key = try #require(effects.map(\.key).max { $0.number < $1.number })
    try await take(
      .answer(answer, to: IdempotencyKey(session: key.session, effect: EffectID(key.number))), by: driver)
  }

  /// An input comes, ten seconds after the one before.
  private func take(_ input: HostInput, by driver: TurnDriver<MemoryStore>) async throws {
    let time = now.withLock { now in
      now = now.advanced(by: 10_000)
      return now
    }
    _ = try await store.accept([NewInput(input, received: time)])
    _ = try await driver.takeAll()
  }
}

/// Nobody answers, and what is asked is asked again.
private struct SilentWorld: EffectPerformer {
  func terms(of effect: WantedEffect) -> CallTerms {
    CallTerms(host: "nobody", timeout: 5_000, keyWindow: nil, whenInDoubt: .repeat)
  }

  func perform(_ call: EffectCall) async -> CallResult { .unanswered }
}
