import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax
import TestSupport
import Testing

/// Who takes an input; and what is kept for whom, and for how long.
@Suite struct RoutingTests {
  /// A conversation, and after it another one whose request names the first.
  static let again: JSONObject = [
    "first": TestFlow.conversation(["Message": "@resume", "Complete": "second"]),
    "second": named("$(first.conversationId)"),
  ]

  /// A StartConversation whose request names a conversation.
  static func named(_ id: String) -> JSON {
    var node = TestFlow.conversation(["Message": "@resume", "Complete": "@end"]).object ?? [:]
    var input = node["input"]?.object ?? [:]
    input["conversationId"] = .string(id)
    node["input"] = .object(input)
    return .object(node)
  }

  @Test func eventsOfTheConversationThatARequestNamesAreHeldForItsAnswer() throws {
    var host = TestHost(try TestFlow.machine(Self.again))
    host.take(.message(TestFlow.message()))
    try host.answerRequest(of: 0, with: TestFlow.started("c-1"))
    host.take(.event(TestFlow.event("Complete", "m1", in: "c-1"), of: nil))
    #expect(host.told(of: .event(TestFlow.event("Message", "m2", in: "c-1"), of: nil)) == ["eventHeld m2"])
    let start = host.records.count
    try host.answerRequest(of: 0, with: TestFlow.started("c-1"))
    #expect(host.records[start...].map(\.short).contains("eventReceived m2"))
  }

  @Test func aRequestTakesEventsOfAConversationThatOnlyAnEndedSessionHad() throws {
    var host = TestHost(try TestFlow.machine(["open": Self.named("$(start.sms.message)")]))
    host.take(.message(TestFlow.message("c-1")))
    try host.answerRequest(of: 0, with: TestFlow.started("c-1"))
    host.take(.event(TestFlow.event("Complete", "m1", in: "c-1"), of: nil))
    #expect(
      host.told(of: .event(TestFlow.event("Message", "m2", in: "c-1"), of: nil)) == ["eventDiscarded m2"])
    host.take(.message(TestFlow.message("c-1")))
    #expect(host.told(of: .event(TestFlow.event("Message", "m3", in: "c-1"), of: nil)) == ["eventHeld m3"])
    #expect(host.records.last?.session == "session-2")
  }

  @Test func aLiveSessionThatHasAConversationComesBeforeAnothersRequest() throws {
    var host = TestHost(
      try TestFlow.machine(["open": Self.named("$(start.sms.message)")], onlyWithoutLiveSession: false))
    host.take(.message(TestFlow.message("c-1")))
    try host.answerRequest(of: 0, with: TestFlow.started("c-1"))
    host.take(.message(TestFlow.message("c-1", from: "+14155559999")))
    host.take(.event(TestFlow.event("Message", "m1", in: "c-1"), of: nil))
    #expect(host.records.last?.session == "session-1")
  }

  @Test func ofTwoLiveSessionsThatLearntAConversationTheLaterHasIt() throws {
    var host = TestHost(try TestFlow.machine(TestFlow.chat, onlyWithoutLiveSession: false))
    host.take(.message(TestFlow.message()))
    host.take(.message(TestFlow.message(from: "+14155559999")))
    try host.answerRequest(of: 1, with: TestFlow.started("c-1"))
    host.take(.timePassed(until: TestFlow.start + 1))
    try host.answerRequest(of: 0, with: TestFlow.started("c-1"))
    host.take(.event(TestFlow.event("Complete", "m1", in: "c-1"), of: nil))
    #expect(host.records.last?.session == "session-1")
    // It has ended, so the other one has it now.
    host.take(.event(TestFlow.event("Complete", "m2", in: "c-1"), of: nil))
    #expect(host.records.last?.session == "session-2")
  }

  @Test func conversationsWhoseIdsAreEqualOnlyInAnotherNormalFormAreTwo() throws {
    var host = TestHost(try TestFlow.machine(TestFlow.chat))
    let names = ["caf\u{E9}", "cafe\u{301}"]
    for (index, name) in names.enumerated() {
      host.take(.message(TestFlow.message(from: CustomerAddress("+1-\(name)"))))
      try host.answerRequest(of: index, with: TestFlow.started(ConversationID(name)))
    }
    #expect(host.host.startCount == 2)
    for (index, name) in names.enumerated() {
      host.take(.event(TestFlow.event("Complete", "m", in: ConversationID(name)), of: nil))
      #expect(host.records.last?.session == "session-\(index + 1)")
    }
  }

  @Test func aReceiptCountsForTheMessageThatItNamesAlone() throws {
    var host = TestHost(
      try TestFlow.machine([
        "send": TestFlow.sms("a", ["onDRSuccess": "again"], waitFor: "deliveryReport"),
        "again": TestFlow.sms(
          "b", ["onDRSuccess": "@end", "onDRFail": "@end:error"], waitFor: "deliveryReport"),
      ]))
    host.take(.message(TestFlow.message()))
    let first = try #require(host.submissions[SessionKey("session-1")]?.first)
    host.answerGateway(of: 0, with: .accepted(transactionID: "g-1"))
    #expect(host.told(of: .receipt(.failed, gatewayID: "g-0", of: nil)) == [])
    // The effect's key says it all, whatever the gateway names the message by.
    #expect(
      host.told(of: .receipt(.delivered, gatewayID: "g-0", of: first)).first == "outcome send")
    host.answerGateway(of: 0, with: .accepted(transactionID: "g-2"))
    // One that comes late is of the first message still.
    #expect(host.told(of: .receipt(.failed, gatewayID: "g-1", of: nil)) == [])
    #expect(host.told(of: .receipt(.failed, gatewayID: "g-1", of: first)) == [])
    #expect(host.told(of: .receipt(.delivered, gatewayID: "g-2", of: nil)).last == "ended success")
  }

  @Test func anEventOfAnEndedSessionIsItsForADayAndNobodysAfterThat() throws {
    var host = TestHost(try TestFlow.machine(TestFlow.chat))
    host.take(.message(TestFlow.message()))
    try host.answerRequest(of: 0, with: TestFlow.started("c"))
    host.gatewayAnswer = .accepted(transactionID: "g")
    host.take(.event(TestFlow.event("Complete", "m1", in: "c"), of: nil))
    host.take(.timePassed(until: TestFlow.start + (Limits.endedMilliseconds - 1)))
    host.take(.event(TestFlow.event("Message", "m2", in: "c"), of: nil))
    #expect(
      host.records.last?.happening == .eventDiscarded(event: "Message", id: "m2", reason: .sessionEnded))
    host.take(.timePassed(until: TestFlow.start + Limits.endedMilliseconds))
    #expect(host.host.sessions.isEmpty)
    host.take(.event(TestFlow.event("Message", "m3", in: "c"), of: nil))
    #expect(
      host.records.last?.happening == .eventHeld(event: "Message", id: "m3", reason: .unknownConversation))
  }

  @Test func theOldestHeldEventLeavesBeforeOneTooManyIsHeld() throws {
    var host = TestHost(try TestFlow.machine(TestFlow.chat))
    for number in 1...Limits.heldUnknownEvents {
      let told = host.told(of: .event(TestFlow.event("Message", EventID("m\(number)"), in: "c"), of: nil))
      #expect(told == ["eventHeld m\(number)"])
    }
    #expect(
      host.told(of: .event(TestFlow.event("Message", "last", in: "c"), of: nil)) == [
        "eventDiscarded m1", "eventHeld last",
      ])
    #expect(host.host.eventsHeld.count == Limits.heldUnknownEvents)
  }

  @Test func anEventIsHeldForAsLongAsItMayBeAndNoLonger() throws {
    var host = TestHost(try TestFlow.machine(TestFlow.chat))
    host.take(.event(TestFlow.event("Message", "m1", in: "c"), of: nil))
    let end = TestFlow.start + Limits.heldUnknownMilliseconds
    #expect(host.told(of: .timePassed(until: end + (-1))) == [])
    #expect(host.told(of: .timePassed(until: end)) == ["eventDiscarded m1"])
  }
}
