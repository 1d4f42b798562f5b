import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax
import Testing

@testable import FlowSimulation

/// The async session. Nothing here depends on how tasks are scheduled: tests wait for what the trace is to say.
/// Its limit is for one that would wait for ever: all tests begin together, so the others' time counts too.
@Suite(.timeLimit(.minutes(10))) struct FlowSessionTests {
  @Test func aConversationRunsFromItsMessageToItsEnd() async throws {
    var live = try await LiveFixture(LiveFixture.chat)
    #expect(
      await live.trace.lines(upTo: "waiting open conversationEvent") == [
        "sessionStarted Test sms +14155550123", "nodeEntered start Start", "outcome start onBegin open",
        "nodeEntered open StartConversation", "conversationRequested open",
        "waiting open conversationAnswer until=30000", "answerReceived open 200",
        "outcome open onStartConversationSuccess @resume", "branchEnded open onStartConversationSuccess",
        "waiting open conversationEvent",
      ])
    await live.session.deliver(event("Message", "m1"))
    #expect(
      await live.trace.lines(upTo: "waiting open conversationEvent") == [
        "eventReceived Message m1", "outcome open Message relay", "nodeEntered relay SendSMS",
        "messageSent relay sms +14155550123 +15550100 \"text of m1\"",
        "waiting relay gatewayAnswer until=60000",
        "outcome relay onSuccess @resume", "branchEnded open Message", "waiting open conversationEvent",
      ])
    await live.session.deliver(event("Complete", "m2"))
    #expect(
      await live.trace.lines() == [
        "eventReceived Complete m2", "outcome open Complete @end", "ended success 101",
      ])
    #expect(await live.channel.submissions.map(\.message.text) == ["text of m1"])
    #expect(await live.service.requests.map(\.request.authorization) == ["ece"])
    #expect(await !live.session.state.isLive)
  }

  @Test func itsTraceIsTheSimulations() async throws {
    var live = try await LiveFixture(LiveFixture.chat)
    var simulation = Simulation(live.program)
    simulation.customerWrites("hi", on: .sms, from: LiveFixture.customer, to: "+15550100")
    if let session = simulation.sessionAwaitingAnswer { simulation.answerRequest(of: session) }
    var lines = await live.trace.lines(upTo: "waiting open conversationEvent")
    for (index, type) in ["Message", "Assigned", "Message", "Complete"].enumerated() {
      let event = event(type, "m\(index)", in: "conversation-1")
      await live.session.deliver(event)
      simulation.post(event)
      lines += await live.trace.lines(upTo: "waiting open conversationEvent")
    }
    let simulated = simulation.records.map {
      TranscriptLine.text(of: $0.json(traceStart: Simulation.defaultStart), showsInput: false)
    }
    #expect(lines == simulated)
  }

  @Test func eventsDeliveredFromManyTasksAreEachProcessedExactlyOnce() async throws {
    var live = try await LiveFixture(LiveFixture.chat, starts: [.later])
    let session = live.session
    let service = live.service
    let events = (0..<200).map { event($0 % 2 == 0 ? "Message" : "Assigned", "m\($0)") }
    await withTaskGroup(of: Void.self) { group in
      for start in 0..<40 {
        group.addTask {
          // Every event is delivered twice, from different tasks.
          for event in events[start * 5..<start * 5 + 5] + events[(39 - start) * 5..<(39 - start) * 5 + 5] {
            await session.deliver(event)
          }
        }
      }
      group.addTask {
        await service.reply(.started(status: 200, Self.conversation("conversation-1")))
      }
    }
    await session.deliver(event("Complete", "last"))
    let lines = await live.trace.lines()
    let received = lines.filter { $0.hasPrefix("eventReceived") }.compactMap { $0.split(separator: " ").last }
    #expect(received.last == "last")
    #expect(received.count == 201)
    #expect(Set(received).count == 201)
    let duplicates = lines.filter { $0.hasPrefix("eventDiscarded") }
    #expect(duplicates.count == 200)
    #expect(duplicates.allSatisfy { $0.hasSuffix("duplicate") })
    #expect(Set(duplicates).count == 200)
    #expect(await live.channel.submissions.count == 100)
  }

  @Test func aTimerFiresWhenItsTimeHasCome() async throws {
    var live = try await LiveFixture(LiveFixture.chat, starts: [.later])
    _ = await live.trace.lines(upTo: "waiting open conversationAnswer until=30000")
    await live.clock.advance(by: 29_999)
    #expect(await live.session.state.wait?.reason == .conversationAnswer)
    await live.clock.advance(by: 1)
    #expect(
      await live.trace.lines(upTo: "[30000] waiting pause delay until=1030000") == [
        "[30000] outcome open onTimeout pause", "[30000] nodeEntered pause Delay",
        "[30000] waiting pause delay until=1030000",
      ])
  }

  @Test func aLateAnswerChangesNothing() async throws {
    var live = try await LiveFixture(LiveFixture.chat, starts: [.later])
    await live.clock.advance(by: 30_000)
    _ = await live.trace.lines(upTo: "[30000] waiting pause delay until=1030000")
    let state = await live.session.state
    await live.service.reply(.started(status: 200, Self.conversation("c-1")))
    await live.clock.advance(by: 1)
    await live.session.deliver(event("Message", "m1"))
    #expect(
      await live.trace.lines(upTo: "[30001] eventDiscarded Message m1 conversationNotStarted").count == 1)
    #expect(await live.session.state.wait == state.wait)
  }

  @Test func aGatewayThatDoesNotAnswerIsWaitedForAsLongAsTheNodeLetsIt() async throws {
    let nodes: JSON = ["send": ["type": "SendSMS", "expirySeconds": 5, "on": ["onSuccess": "@end"]]]
    var live = try await LiveFixture(nodes, sends: [.later])
    await live.clock.advance(by: 5000)
    #expect(
      await live.trace.lines().suffix(2) == [
        "[5000] outcome send onTimeout @end:incomplete", "[5000] ended incomplete 103",
      ])
  }

  @Test func theSameTimerGoesOnForTheReport() async throws {
    let nodes: JSON = [
      "send": [
        "type": "SendSMS", "waitFor": "deliveryReport", "expirySeconds": 5, "on": ["onDRSuccess": "@end"],
      ]
    ]
    var live = try await LiveFixture(nodes, sends: [.later])
    await live.clock.advance(by: 3000)
    await live.channel.reply(.accepted(transactionID: "g"))
    let waiting = "[3000] waiting send deliveryReport until=5000"
    #expect(await live.trace.lines(upTo: waiting).last == waiting)
    await live.clock.advance(by: 2000)
    #expect(await live.trace.lines().last == "[5000] ended incomplete 103")
  }

  @Test func aReportIsTakenWhereOneIsAwaited() async throws {
    let nodes: JSON = [
      "send": ["type": "SendSMS", "waitFor": "deliveryReport", "on": ["onDRSuccess": "@end"]]
    ]
    var live = try await LiveFixture(nodes, sends: [.later])
    await live.session.deliver(DeliveryReport.failed, gatewayID: "g")
    await live.channel.reply(.accepted(transactionID: "g"))
    _ = await live.trace.lines(upTo: "waiting send deliveryReport until=60000")
    await live.session.deliver(DeliveryReport.failed, gatewayID: "another")
    await live.session.deliver(DeliveryReport.delivered, gatewayID: "g")
    #expect(await live.trace.lines() == ["outcome send onDRSuccess @end", "ended success 101"])
  }

  @Test func anInputFindsTheTimersFiredThatWereDueBeforeIt() async throws {
    let nodes: JSON = [
      "ask": ["type": "Receive", "timeoutSeconds": 5, "on": ["sms.mo": "@end", "onTimeout": "wait"]],
      "wait": ["type": "Delay", "seconds": 5, "on": ["onTimeout": "again"]],
      "again": ["type": "Receive", "timeoutSeconds": 60, "on": ["sms.mo": "@end"]],
    ]
    var live = try await LiveFixture(nodes)
    await live.clock.advance(to: Simulation.defaultStart + 12_000)
    #expect(await live.session.deliver(LiveFixture.message("yes", number: 2)))
    // However late the session hears of the time, its timers fire at theirs.
    #expect(
      await live.trace.lines().suffix(9) == [
        "[5000] outcome ask onTimeout wait", "[5000] nodeEntered wait Delay",
        "[5000] waiting wait delay until=10000",
        "[10000] outcome wait onTimeout again", "[10000] nodeEntered again Receive",
        "[10000] waiting again message until=70000", "[12000] messageReceived again sms yes",
        "[12000] outcome again sms.mo @end", "[12000] ended success 101",
      ])
  }

  @Test func aSessionExpiresAndItsTraceEnds() async throws {
    var live = try await LiveFixture(LiveFixture.chat, settings: ["expiresAfterSeconds": 10])
    _ = await live.trace.lines(upTo: "waiting open conversationEvent")
    await live.clock.advance(by: 10_000)
    #expect(await live.trace.lines() == ["[10000] ended incomplete 103 reason=expired"])
    await live.session.deliver(event("Message", "m1"))
    #expect(await live.trace.lines() == [])
    #expect(live.clock.sleepers == 0)
  }

  @Test func whatTheCustomerWritesIsSentOnInOrder() async throws {
    var live = try await LiveFixture(LiveFixture.chat)
    #expect(await !live.session.deliver(LiveFixture.message("too early", number: 2)))
    _ = await live.trace.lines(upTo: "waiting open conversationEvent")
    let texts = (1...20).map { "text \($0)" }
    for (index, text) in texts.enumerated() {
      #expect(await live.session.deliver(LiveFixture.message(text, number: index + 3)))
    }
    while await live.service.forwards.count < texts.count { await Task.yield() }
    #expect(await live.service.forwards.map(\.text) == texts)
    #expect(await Set(live.service.forwards.map(\.conversationID)) == ["conversation-1"])
    #expect(await Set(live.service.forwards.map(\.key)).count == texts.count)
  }

  @Test func whatAFlowTellsTheAgentFollowsWhatTheCustomerWrote() async throws {
    var live = try await LiveFixture([
      "open": [
        "type": "StartConversation", "forwardCustomerMessages": true,
        "on": ["Message": "say", "Complete": "@end"],
      ],
      "say": ["type": "SendMessage", "on": ["onSendMessageSuccess": "@resume"]],
    ])
    _ = await live.trace.lines(upTo: "waiting open conversationEvent")
    #expect(await live.session.deliver(LiveFixture.message("first", number: 2)))
    await live.session.deliver(event("Message", "m1"))
    let lines = await live.trace.lines(upTo: "waiting open conversationEvent")
    #expect(lines.contains("answerReceived say 200"))
    #expect(await live.service.forwards.map(\.text) == ["first"])
    #expect(
      await live.service.questions.map(\.request.question) == [
        .sendMessage("conversation-1", text: "Hi", format: .plain)
      ])
  }

  @Test func anEventOfAnUnknownConversationIsHeldForTheAnswerThatBringsIt() async throws {
    var live = try await LiveFixture(LiveFixture.chat, starts: [.later])
    _ = await live.trace.lines(upTo: "waiting open conversationAnswer until=30000")
    await live.session.deliver(event("Assigned", "m1", in: "another"))
    await live.session.deliver(event("Assigned", "m2", in: "c-1"))
    await live.session.deliver(event("Assigned", "m3"))
    await live.service.reply(.started(status: 200, Self.conversation("c-1")))
    #expect(
      await live.trace.lines(upTo: "waiting open conversationEvent").filter { $0.contains("event") } == [
        "-: eventHeld Assigned m1 unknownConversation", "-: eventHeld Assigned m2 unknownConversation",
        "eventHeld Assigned m3 awaitingAnswer", "eventReceived Assigned m3", "eventReceived Assigned m2",
      ])
    await live.clock.advance(by: 300_000)
    let discarded = "[300000] -: eventDiscarded Assigned m1 unknownConversation"
    #expect(await live.trace.lines(upTo: discarded) == [discarded])
  }

  @Test func anEventOfAFormerConversationIsDiscardedWhileTheNextIsRequested() async throws {
    let nodes: JSON = [
      "first": ["type": "StartConversation", "on": ["Complete": "second"]],
      "second": ["type": "StartConversation", "on": ["Complete": "@end"]],
    ]
    let first = ConversationAnswer.started(status: 200, Self.conversation("c-1"))
    var live = try await LiveFixture(nodes, starts: [.atOnce(first), .later])
    _ = await live.trace.lines(upTo: "waiting first conversationEvent")
    await live.session.deliver(event("Complete", "m1", in: "c-1"))
    _ = await live.trace.lines(upTo: "waiting second conversationAnswer until=30000")
    await live.session.deliver(event("Message", "m2", in: "c-1"))
    let discarded = "eventDiscarded Message m2 conversationCompleted"
    #expect(await live.trace.lines(upTo: discarded) == [discarded])
  }

  @Test func anEffectsKeyIsMadeOfTheSessionAndTheRecordThatTellsOfIt() async throws {
    var live = try await LiveFixture(LiveFixture.chat, name: "session-42")
    let lines = await live.trace.lines(upTo: "session-42: waiting open conversationEvent")
    let requested = lines.firstIndex(of: "session-42: conversationRequested open").map { $0 + 1 }
    #expect(await live.service.requests.map(\.key.session.text) == ["session-42"])
    #expect(await live.service.requests.map(\.key.effect.number) == [requested])
  }

  @Test func aWebServicesAnswerGoesToTheSessionThatAsked() async throws {
    var live = try await LiveFixture(
      [
        "web": [
          "type": "HTTPRequest", "method": "GET", "url": "https://a.example/", "on": ["onSuccess": "@end"],
        ]
      ],
      webAnswers: [.later])
    _ = await live.trace.lines(upTo: "waiting web httpAnswer until=10000")
    await live.http.reply(.response(status: 404))
    #expect(
      await live.trace.lines() == [
        "answerReceived web 404", "outcome web onSuccess @end", "ended success 101",
      ])
    #expect(await live.http.requests.map(\.request.url) == ["https://a.example/"])
  }

  @Test func aMessageThatTheTriggerDoesNotAdmitBeginsNoSession() async throws {
    let program = try FlowProgram(file: UsualFlow.file(["nodes": LiveFixture.chat]))
    let message = InboundMessage(channel: .sms, from: "+1", to: "+15550199", text: "hi", transactionID: "t")
    let session = await FlowSession(
      FlowMachine(program), startingWith: .message(message), key: SessionKey("s"),
      channel: RecordingChannel(),
      service: ScriptedConversationService(), http: ScriptedHTTPClient(), clock: VirtualClock())
    #expect(session == nil)
  }

  @Test func aFlowThatSendsInALoopThroughAChannelThatAnswersAtOnceEndsAtItsLimit() async throws {
    let program = try FlowProgram(
      file: UsualFlow.file([
        "nodes": [
          "ping": ["type": "SendSMS", "on": ["onSuccess": "pong"]],
          "pong": ["type": "SendSMS", "on": ["onSuccess": "ping"]],
        ],
        "settings": ["nodeExecutionLimit": 30_000],
      ]))
    let session = try #require(
      await FlowSession(
        FlowMachine(program), startingWith: .message(LiveFixture.message("hi")), key: SessionKey("s"),
        isTraced: false,
        channel: InstantChannel(), service: ScriptedConversationService(), http: ScriptedHTTPClient(),
        clock: VirtualClock()))
    // The trace is empty, and ends with the session.
    for try await _ in session.trace {}
    #expect(await session.state.executions == 30_000)
    let ending = await session.state.ending
    #expect(ending?.result == .error && ending?.reason == .nodeExecutionLimit)
  }

  @Test func aCancelledSessionTakesNothingMoreAndItsTraceSaysSo() async throws {
    var live = try await LiveFixture(LiveFixture.chat, starts: [.later])
    _ = await live.trace.lines(upTo: "waiting open conversationAnswer until=30000")
    await live.session.cancel()
    let state = await live.session.state
    await live.service.reply(.started(status: 200, Self.conversation("c-1")))
    await live.session.deliver(event("Message", "m1"))
    #expect(await !live.session.deliver(LiveFixture.message("hello?", number: 2)))
    await live.clock.advance(by: 100_000)
    #expect(await live.trace.lines() == [])
    #expect(live.trace.failure is CancellationError)
    #expect(await live.session.state == state)
    #expect(live.clock.sleepers == 0)
  }

  @Test func aParkedSessionGoesOnFromItsDocumentAndAsksAgainWhatHasNoAnswer() async throws {
    var live = try await LiveFixture(LiveFixture.chat, name: "s-1", starts: [.later])
    let parkedLines = await live.trace.lines(upTo: "s-1: waiting open conversationAnswer until=30000")
    await live.session.deliver(event("Assigned", "m1"))
    let document = await live.session.park()
    await live.session.deliver(event("Assigned", "m2"))
    #expect(await live.trace.lines() == ["s-1: eventHeld Assigned m1 awaitingAnswer"])
    #expect(live.trace.failure == nil)

    let clock = VirtualClock(startingAt: Simulation.defaultStart + 10_000)
    let service = ScriptedConversationService()
    let session = try await FlowSession(
      restoring: SessionDocument(document.bytes), FlowMachine(live.program), channel: live.channel,
      service: service, http: live.http, clock: clock)
    #expect(await service.requests.map(\.key) == live.service.requests.map(\.key))
    let records = try await session.trace.prefix(1).reduce(into: []) { $0.append($1) }
    #expect(records.map(\.sequence) == [parkedLines.count + 2])
    #expect(records.map(\.milliseconds) == [10_000])
    await session.deliver(event("Complete", "m3"))
    #expect(await !session.state.isLive)
    #expect(await session.state.conversations.map(\.id) == ["conversation-1"])
  }

  @Test func timersThatWereDueWhileASessionWasParkedFireWhenItIsRestored() async throws {
    var live = try await LiveFixture(
      LiveFixture.chat, settings: ["expiresAfterSeconds": 3600], starts: [.later])
    _ = await live.trace.lines(upTo: "waiting open conversationAnswer until=30000")
    let document = await live.session.park()
    #expect(live.clock.sleepers == 0)
    let session = try await FlowSession(
      restoring: document, FlowMachine(live.program), channel: live.channel,
      service: ScriptedConversationService(answering: [.later]), http: live.http,
      clock: VirtualClock(startingAt: Simulation.defaultStart + 86_400_000))
    var trace = TraceReader(session.trace)
    #expect(
      await trace.lines() == [
        "[30000] outcome open onTimeout pause", "[30000] nodeEntered pause Delay",
        "[30000] waiting pause delay until=1030000", "[1030000] outcome pause onTimeout @end",
        "[1030000] ended success 101",
      ])
  }

  @Test func aClockThatFailsEndsTheSessionWithItsError() async throws {
    let program = try FlowProgram(file: UsualFlow.file(["nodes": LiveFixture.chat]))
    let session = try #require(
      await FlowSession(
        FlowMachine(program), startingWith: .message(LiveFixture.message("hi")), key: SessionKey("s"),
        channel: RecordingChannel(), service: ScriptedConversationService(answering: [.later]),
        http: ScriptedHTTPClient(), clock: BrokenClock()))
    var trace = TraceReader(session.trace)
    #expect(await trace.lines().last == "s: waiting open conversationAnswer until=30000")
    guard case FlowSession.Failure.clock(is BrokenClock.Broken)? = trace.failure else {
      Issue.record("the trace says what has failed: \(String(describing: trace.failure))")
      return
    }
    await session.deliver(event("Message", "m1"))
    #expect(await session.state.eventsHeld.isEmpty)
  }

  /// A conversation service that begins conversations, and tells agents nothing before it is told to.
  private struct HoldingService: ConversationService {
    let twin = ScriptedConversationService()
    let gate: AsyncStream<Void>

    func start(_ request: ConversationRequest, key: IdempotencyKey) async -> ConversationAnswer {
      await twin.start(request, key: key)
    }

    func ask(_ request: ServiceRequest, key: IdempotencyKey) async -> ServiceAnswer {
      await twin.ask(request, key: key)
    }

    func forward(
      _ text: String, toConversation id: ConversationID, key: IdempotencyKey
    ) async -> ForwardAnswer {
      for await _ in gate {}
      return text == "lost" ? .givenUp(reason: "nobody answers") : .delivered
    }
  }

  @Test func whatIsBeyondWhatAnAgentMayStillBeToldIsGivenUp() async throws {
    let program = try FlowProgram(file: UsualFlow.file(["nodes": LiveFixture.chat]))
    let (gate, opener) = AsyncStream<Void>.makeStream()
    let service = HoldingService(gate: gate)
    let begun = await FlowSession(
      FlowMachine(program), startingWith: .message(LiveFixture.message("hi")), key: "session-1",
      channel: RecordingChannel(), service: service, http: ScriptedHTTPClient(), clock: VirtualClock())
    let session = try #require(begun)
    while await session.state.stage.reason != .conversationEvent { await Task.yield() }
    for number in 1...Limits.untoldTexts {
      #expect(await session.deliver(LiveFixture.message("text", number: number)))
    }
    #expect(await session.state.pendingEffects.count == Limits.untoldTexts)
    await session.deliver(LiveFixture.message("one more"))
    #expect(await session.state.pendingEffects.count == Limits.untoldTexts)
    opener.finish()
    while await !session.state.pendingEffects.isEmpty { await Task.yield() }
    await session.deliver(LiveFixture.message("lost", number: 101))
    while await !session.state.pendingEffects.isEmpty { await Task.yield() }
    await session.deliver(LiveFixture.message("room again", number: 102))
    await session.cancel()
    var trace = TraceReader(session.trace)
    let lines = await trace.lines()
    #expect(lines.filter { $0.contains("forwardFailed") && $0.contains("nobody answers") }.count == 1)
    #expect(lines.filter { $0.contains("too much is still to be sent") }.count == 1)
    #expect(lines.last { $0.contains("room again") } == lines.last)
  }

  @Test func aTraceThatNobodyReadsEndsAtItsLimit() async throws {
    // An event of a type without an outcome is one record.
    func unread(_ count: Int) async throws -> (lines: Int, failure: (any Error)?) {
      var live = try await LiveFixture(LiveFixture.chat, starts: [.later])
      for number in 0..<count - 6 { await live.session.deliver(event("typing", "m\(number)")) }
      await live.session.cancel()
      return (await live.trace.lines().count, live.trace.failure)
    }
    let full = try await unread(Limits.unreadRecords)
    #expect(full.lines == Limits.unreadRecords)
    #expect(full.failure is CancellationError)
    let over = try await unread(Limits.unreadRecords + 1)
    #expect(over.lines == Limits.unreadRecords)
    guard case FlowSession.Failure.unreadTrace? = over.failure else {
      Issue.record("the trace says that it was not read: \(String(describing: over.failure))")
      return
    }
  }

  /// A clock that cannot wait.
  private struct BrokenClock: FlowClock {
    struct Broken: Error {}
    let now = Simulation.defaultStart

    func sleep(until time: Timestamp) async throws { throw Broken() }
  }

  /// Accepts every message without waiting for anything.
  private struct InstantChannel: MessageChannel {
    nonisolated(nonsending) func send(
      _ message: OutboundMessage, key: IdempotencyKey
    ) async -> GatewayAnswer { .accepted(transactionID: "gateway") }
  }

  private func event(_ type: String, _ id: EventID, in conversation: ConversationID? = nil) -> WebhookEvent {
    WebhookEvent(id: id, conversationID: conversation, type: type, content: "text of \(id)", sender: "user")
  }

  private static func conversation(_ id: ConversationID) -> StartedConversation {
    StartedConversation(id: id, caseID: nil, activityID: nil, body: ["id": .string(id.text)])
  }
}
