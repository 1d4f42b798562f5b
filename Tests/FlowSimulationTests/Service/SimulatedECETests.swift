import FlowInterpreter
import FlowModel
import FlowSimulation
import JSONSyntax
import Testing

@Suite struct SimulatedECETests {
  private typealias Fixture = ServiceFixture

  @Test func aRequestIsAnsweredByWhatTheServiceKnows() {
    let cases: [(Channel, [String: JSON?], String)] = [
      (.sms, [:], "200 conversation-1"), (.messenger, [:], "200 conversation-1"),
      (.sms, ["phoneNumber": "4155550009"], "200 conversation-1"),
      (.sms, ["isRichTextSupported": "true"], "200 conversation-1"),
      (.sms, ["key": "custom.facebookpsid"], "400-101"), (.messenger, ["key": "mobile.phone"], "400-101"),
      (.sms, ["key": nil], "400-102"), (.sms, ["firstName": ""], "400-102"),
      (.sms, ["clusterId": nil], "400-102"), (.sms, ["isRichTextSupported": nil], "400-102"),
      (.sms, ["isRichTextSupported": "yes"], "400-103"), (.sms, ["phoneNumber": "+14155550001"], "400-103"),
      (.sms, ["countryCode": "1234"], "400-103"), (.sms, ["lastModifiedDate": "yesterday"], "400-103"),
      (.sms, ["entryPointId": "first"], "400-103"), (.sms, ["entryPointId": "9999"], "400-104"),
      (.sms, ["conversationId": "conversation-7"], "400-105"), (.sms, ["conversationId": 7], "400-103"),
      (.sms, ["phoneNumber": "4155550002"], "400-106"), (.messenger, ["facebookPsid": "psid-2"], "400-106"),
      (.sms, ["phoneNumber": "4155550003"], "400-107"), (.sms, ["entryPointId": "1002"], "403-101"),
      (.sms, ["lastModifiedDate": "2026-01-14T09:30:00Z"], "409-101"),
      (.sms, ["lastModifiedDate": "2026-01-15T10:30:00+01:00"], "200 conversation-1"),
    ]
    for (method, changes, expected) in cases {
      var ece = SimulatedECE(Fixture.directory, seed: 1)
      let answer = ece.start(Fixture.request(method, changes: changes), at: Fixture.start)
      #expect(answer?.value.short == expected, "\(changes)")
      #expect(answer.map { $0.time > Fixture.start } == true)
    }
  }

  @Test func aRefusalSaysWhatIsWrongWithStatusCodeAndMessage() {
    var codes: Set<String> = []
    for failure in ServiceFailure.allCases {
      let refusal = failure.refusal
      #expect(failure.code.hasPrefix("\(failure.status)-"))
      #expect(codes.insert(failure.code).inserted)
      #expect(refusal.body["code"]?.string == failure.code)
      #expect(refusal.body["developerMessage"]?.string == refusal.developerMessage)
    }
  }

  @Test func aSuccessBringsIDsAndTheBody() {
    var ece = SimulatedECE(Fixture.directory, seed: 1)
    let first = ece.answer(Fixture.request(), after: 0)
    #expect(first?.body == ["id": "conversation-1", "caseId": "case-1", "activityId": "activity-1"])
    let again = ece.answer(Fixture.request(changes: ["conversationId": "conversation-1"]), after: 0)
    #expect(again?.body == ["id": "conversation-1", "caseId": "case-1", "activityId": "activity-2"])
    #expect(ece.conversations.count == 1)
  }

  @Test func withoutAgentsOrCallbackOrInsideNothingStarts() {
    var directory = Fixture.directory
    directory.agentCapacity = 1
    var ece = SimulatedECE(directory, seed: 1)
    var answers = [ece.answer(Fixture.request(), after: 0), ece.answer(Fixture.request(), after: 0)]
    ece.act("complete", inConversation: "conversation-1", at: Fixture.start)
    answers.append(ece.answer(Fixture.request(), after: 0))
    ece.directory.hasActiveCallback = false
    answers.append(ece.answer(Fixture.request(), after: 0))
    var faults = Faults.none
    faults[.serviceFailed] = 1
    ece = SimulatedECE(directory, faults: faults, seed: 1)
    answers.append(ece.answer(Fixture.request(), after: 0))
    #expect(
      answers.map { $0?.short } == [
        "200 conversation-1", "500-102", "200 conversation-2", "500-101", "500-100",
      ])
  }

  @Test func tokensExpireAndAreRevokedAndCannotAlwaysBeHad() throws {
    var ece = SimulatedECE(Fixture.directory, seed: 1)
    let day: Int64 = 86_400_000
    let cases: [(authorization: String, milliseconds: Int64, answer: String)] = [
      ("wrong", 0, "authorization"), ("nobody", 0, "authorization"), ("main", 0, "200 conversation-1"),
      ("lazy", 0, "200 conversation-2"), ("main", day, "200 conversation-3"),
      // What has expired is refused once; then another token is obtained.
      ("lazy", day, "401-102"), ("lazy", day + 1, "200 conversation-4"),
    ]
    for (authorization, milliseconds, expected) in cases {
      let answer = ece.answer(Fixture.request(authorization: authorization), after: milliseconds)
      #expect(answer?.short == expected, "\(authorization) after \(milliseconds) ms")
    }
    let token = ece.token(forAuthorization: "main", at: Fixture.start + day)
    ece.revoke(try #require(token))
    let refused = ece.answer(Fixture.request(), after: day)
    let renewed = ece.answer(Fixture.request(), after: day)
    #expect([refused?.short, renewed?.short] == ["401-103", "200 conversation-5"])
    for token in [nil, "forged"] {
      let answer = ece.answer(Fixture.request(), bearing: token, at: Fixture.start)
      #expect(answer.short == "401-101")
    }
  }

  @Test func aContactThatIsNotFoundIsCreated() {
    var ece = SimulatedECE(Fixture.directory, seed: 1)
    #expect(ece.directory.contacts.search("mobile.phone", for: "14155550009") == .none)
    _ = ece.start(Fixture.request(changes: ["phoneNumber": "4155550009"]), at: Fixture.start)
    #expect(ece.directory.contacts.search("mobile.phone", for: "14155550009") == .one)
  }

  @Test func agentsAreAssignedActAndEndTheConversation() {
    var kinds: Set<String> = []
    for seed in 0..<40 as Range<UInt64> {
      var agents = AgentBehavior()
      agents.completionProbability = 1
      var ece = SimulatedECE(Fixture.directory, agents: agents, seed: seed)
      let answered = ece.start(Fixture.request(), at: Fixture.start)?.time.milliseconds ?? .max
      let events = ece.postedEvents()
      #expect(events.first?.kind.name == "Assigned", "seed \(seed)")
      #expect(events.last?.kind.name == "Complete", "seed \(seed)")
      #expect(events.map(\.id) == (1...events.count).map { "message-\($0)" }, "seed \(seed)")
      #expect(events.allSatisfy { $0.timeStamp?.integer ?? 0 >= answered }, "seed \(seed)")
      #expect(!ece.conversations[0].isOpen)
      #expect(ece.faultCounts.total == 0)
      kinds.formUnion(events.map(\.kind.name))
    }
    let expected: Set = [
      "Assigned", "Message", "PagePush", "Transfer", "AcceptAttachment", "RejectAttachment",
      "UploadAttachment", "Complete", "startTyping", "endTyping",
    ]
    #expect(kinds == expected)
  }

  @Test func whatACustomerWritesReachesTheAgentWhoMayAnswer() throws {
    var agents = AgentBehavior()
    agents.answerProbability = 1
    agents.activities = 0...0
    agents.completionProbability = 0
    var ece = SimulatedECE(Fixture.directory, agents: agents, seed: 1)
    _ = ece.start(Fixture.request(), at: Fixture.start)
    var results = [ece.forward("late?", toConversation: "conversation-1", at: Fixture.start)]
    #expect(ece.conversations[0].customerTexts == ["late?"])
    let events = ece.postedEvents()
    #expect(events.contains { $0.content == "You wrote: late?" })
    results.append(ece.forward("?", toConversation: "conversation-9", at: Fixture.start))
    ece.act("complete", inConversation: "conversation-1", at: Fixture.start)
    results.append(ece.forward("?", toConversation: "conversation-1", at: Fixture.start))
    #expect(results == [.taken, .refused, .refused])
    let acted = ece.act("text/plain", inConversation: "conversation-1", at: Fixture.start)
    #expect(!acted)
  }

  @Test func everySwitchDoesWhatItSays() {
    /// What comes of one conversation of which only one thing can go wrong, always.
    func events(_ fault: Fault) -> (ids: [EventID], bodies: Int, counts: FaultCounts) {
      var faults = Faults.none
      faults[fault] = 1
      var agents = AgentBehavior()
      agents.completionProbability = 1
      var ece = SimulatedECE(Fixture.directory, agents: agents, faults: faults, seed: 3)
      _ = ece.start(Fixture.request(), at: Fixture.start)
      var bodies = 0
      let ids = ece.postedEvents(countingBodies: &bodies).map(\.id)
      return (ids, bodies, ece.faultCounts)
    }
    let plain = events(.httpFailed)
    for fault in [
      Fault.eventDuplicated, .eventReordered, .eventDelayed, .eventBeforeAnswer, .eventAfterComplete,
      .eventOfStranger, .messageMalformed, .callbackLost, .callbackUnacknowledged, .answerDelayed,
      .answerMissing,
    ] { #expect(events(fault).counts[fault] > 0, "\(fault)") }
    #expect(events(.eventDuplicated).ids.count == 2 * plain.ids.count)
    #expect(events(.eventReordered).ids.map(\.text).sorted() == plain.ids.map(\.text).sorted())
    #expect(events(.eventReordered).ids != plain.ids)
    #expect(events(.callbackUnacknowledged).bodies == 5 * plain.bodies)
    // However often a body is lost, the last attempt arrives.
    #expect(Set(events(.callbackLost).ids) == Set(plain.ids))
    for (fault, short) in [
      (Fault.requestFailed, "error"), (.tokenRefused, "authorization"), (.tokenRevoked, "401-103"),
    ] {
      var faults = Faults.none
      faults[fault] = 1
      var ece = SimulatedECE(Fixture.directory, faults: faults, seed: 3)
      let answer = ece.answer(Fixture.request(), after: 0)
      #expect(answer?.short == short)
    }
  }

  @Test func whatIsMalformedIsReportedAndTheRestOfItsBatchIsRead() throws {
    var faults = Faults.none
    faults[.messageMalformed] = 1
    var ece = SimulatedECE(Fixture.directory, faults: faults, seed: 3)
    for _ in 0..<10 { _ = ece.start(Fixture.request(), at: Fixture.start) }
    var bodies = 0
    var malformed = 0
    while ece.nextTime != nil {
      guard let callback = ece.proceed() else { continue }
      let messages = try CallbackBody(callback.body).messages
      bodies += 1
      malformed += messages.count { if case .failure = $0 { true } else { false } }
    }
    #expect(bodies > 10)
    #expect(malformed == bodies)
  }

  @Test func aSeedBringsTheSameAgain() {
    func events(seed: UInt64) -> [WebhookEvent] {
      var ece = SimulatedECE(Fixture.directory, faults: .all, seed: seed)
      for _ in 0..<5 { _ = ece.start(Fixture.request(), at: Fixture.start) }
      return ece.postedEvents()
    }
    #expect(events(seed: 7) == events(seed: 7))
    #expect(events(seed: 7) != events(seed: 8))
  }
}

extension SimulatedECE {
  /// The answer to a request that is made some time after the start.
  fileprivate mutating func answer(_ request: ConversationRequest, after milliseconds: Int64)
    -> ConversationAnswer?
  {
    start(request, at: ServiceFixture.start + milliseconds)?.value
  }

  /// Lets the service do all that it has to, and reads what reaches the receiver.
  mutating func postedEvents() -> [WebhookEvent] {
    var bodies = 0
    return postedEvents(countingBodies: &bodies)
  }

  mutating func postedEvents(countingBodies bodies: inout Int) -> [WebhookEvent] {
    var events: [WebhookEvent] = []
    while nextTime != nil {
      guard let callback = proceed(), callback.isReceived, let body = try? CallbackBody(callback.body) else {
        continue
      }
      bodies += 1
      events += body.messages.compactMap { try? $0.get() }
    }
    return events
  }
}
