#if Service
import FlowInterpreter
import FlowModel
import FlowSimulation
import JSONSyntax
import ServiceProtocols
import Testing

@testable import ServiceEmulators

@Suite("What a scenario expects of a program that is seen from outside alone")
struct OutsideRecordsTests {
  private static func sms(_ text: String) -> Happening {
    WireHappening.message(on: .sms, to: "+15555550142", from: "15555550100", text)
  }

  private static func records(_ happenings: [Happening]...) -> OutsideRecords {
    var records = OutsideRecords(startingAt: Simulation.defaultStart)
    for forms in happenings { records.see(forms, after: 0) }
    return records
  }

  @Test("leaves a node and a session out, and tells what of the inside it does not check")
  func inside() {
    guard
      case .asked(.messageSent, let members, let isCertain) = OutsideExpectation(
        .record(type: .messageSent, members: ["node": "relay", "session": "session-1", "text": "Hi"]))
    else {
      Issue.record("a message is seen")
      return
    }
    #expect(members == ["text": "Hi"] && isCertain)
    guard
      case .asked(_, [:], isCertain: false) = OutsideExpectation(
        .record(type: .messageSent, members: ["node": "relay"]))
    else {
      Issue.record("that some message is sent is seen")
      return
    }
    let hidden: [Scenario.Expectation] = [
      .record(type: .outcome, members: [:]), .record(type: .ended, members: ["result": "success"]),
      .noRecord(type: .messageSent, members: ["node": "relay"]), .variables([:]), .waitingAt("open"),
      .live(true),
    ]
    for expectation in hidden {
      guard case .inside = OutsideExpectation(expectation) else {
        Issue.record("\(expectation) is not seen")
        continue
      }
    }
  }

  @Test("is met by the first record that fits behind the last match")
  func order() {
    var records = Self.records([Self.sms("one")], [Self.sms("two")], [Self.sms("one")])
    func match(_ members: JSON) -> Bool { records.match(.messageSent, members, isCertain: true) }
    let two: JSON = ["text": "two", "from": "+15555550100"]
    #expect([match(two), match(two)] == [true, false])
    #expect(records.nearest(.messageSent, ["text": "two"])?["text"] == "one")
    #expect(records.unmatched.map { $0["seq"] } == [3])
    #expect([match(["text": "one"]), match([:])] == [true, false])
  }

  @Test("finds a start's inputs where its contact has them, and passes over those that it does not tell")
  func start() {
    let body: JSON = [
      "entryPointConfiguration": ["entryPoint": ["id": 1001], "lastModified": ["date": "new"]],
      "activity": [
        "customer": [
          "contacts": ["contact": [["firstName": "Ada", "phone": [["phoneNumber": "5555550142"]]]]]
        ]
      ],
    ]
    let request = ReceivedRequest(
      method: "POST", path: "/", query: "searchContactOnAttribute=mobile.phone",
      body: Array(body.compact.utf8))
    let records = Self.records(
      WireHappening.of(.start, request, ids: PerformedIDs(suffix: "")) { _ in false })
    func fits(_ input: JSON) -> Bool {
      var copy = records
      return copy.match(.conversationRequested, ["input": input], isCertain: true)
    }
    #expect(fits(["entryPointId": "1001", "key": "mobile.phone", "lastModifiedDate": "new"]))
    #expect(fits(["phoneNumber": "5555550142", "transactionId": "t", "conversationId": .null]))
    #expect(!fits(["phoneNumber": "5555550143"]) && !fits(["entryPointId": "1002"]))
  }

  @Test("takes a text to an agent for the customer's or for the program's own")
  func texts() {
    let body: JSON = ["conversation": ["id": "c-1"], "type": ["value": "text/html"], "content": "<b>hi</b>"]
    let request = ReceivedRequest(method: "POST", path: "/", body: Array(body.compact.utf8))
    for isForwarded in [true, false] {
      let forms = WireHappening.of(.sendMessage, request, ids: PerformedIDs(suffix: "")) { _ in isForwarded }
      #expect(
        forms.map(\.type)
          == (isForwarded ? [.messageForwarded, .serviceRequested] : [.serviceRequested, .messageForwarded]))
      var (first, second) = (Self.records(forms), Self.records(forms))
      let isForwardedText = first.match(.messageForwarded, ["text": "<b>hi</b>"], isCertain: true)
      let isTold = second.match(
        .serviceRequested, ["request": "sendMessage", "conversationId": "c-1", "format": "html"],
        isCertain: true)
      #expect(isForwardedText && isTold)
    }
  }

  @Test("says what has not happened of what it knows alone")
  func absence() {
    var records = Self.records([Self.sms("one")])
    #expect(records.canJudgeAbsence && records.first(.messageSent, ["text": "one"])?.number == 1)
    records.passOver()
    #expect(!records.canJudgeAbsence)
    // What came before may have been passed over for what nobody sees; what comes now has not.
    records.beginStep()
    #expect(records.canJudgeAbsence && records.first(.messageSent, [:]) == nil)
    records.see([Self.sms("two")], after: 0)
    #expect(records.first(.messageSent, [:])?.record["text"] == "two")
    // An expectation is met by what came before all the same.
    let isMet = records.match(.messageSent, ["text": "one"], isCertain: true)
    #expect(isMet)
  }

  @Test("has ids of its own on the wire, and tells them as they are written")
  func ids() {
    var ids = PerformedIDs(suffix: "77")
    let wire = [ids.wire("c-1"), ids.wire("10001")]
    #expect(wire == ["c-1-77", "1000177"])
    #expect(ids.written("of c-1-77 and 1000177") == "of c-1 and 10001")
    let body: JSON = [
      "message": [["id": 5, "conversation": ["id": "c-1"], "content": "c-1"], "x"], "client": "k",
    ]
    let posted = ids.wire(callback: body)
    #expect(
      posted
        == [
          "message": [["id": "577", "conversation": ["id": "c-1-77"], "content": "c-1"], "x"], "client": "k",
        ])
    var same = PerformedIDs(suffix: "")
    let (id, unchanged) = (same.wire("c-1"), same.wire(callback: body))
    #expect(id == "c-1" && unchanged == body)
  }

  @Test("is refused before it is played where it cannot be")
  func obstacles() {
    func obstacle(
      _ actions: [Scenario.Action], to: [Channel: BusinessAddress] = [.sms: "55501"], hasOwnTime: Bool = false
    )
      -> Int?
    {
      ScenarioPerformance(
        Scenario(name: "s", playing: .flows(["f"]), actions: actions), writingTo: to, patience: .zero,
        drawsIDs: false
      ).obstacle(EmulatorSettings(), hasOwnTime: hasOwnTime)?.step
    }
    let text = Scenario.Action.message(.scripted("hi", on: .sms, from: "+15555550142"))
    #expect(obstacle([text, .advance(milliseconds: 3_600_000)]) == nil)
    #expect(obstacle([text], to: [:]) == 0)
    #expect(obstacle([text, .advance(milliseconds: 3_599_000), .advance(milliseconds: 2_000)]) == 2)
    #expect(obstacle([.advance(milliseconds: 86_400_000)], hasOwnTime: true) == nil)
    #expect(obstacle([text, .gateway([.accepted, .policyFail])]) == 1)
    #expect(obstacle([.gateway([.policyFail])]) == nil)
  }
}
#endif
