import FlowModel
import JSONSyntax
import Testing

@testable import FlowInterpreter

@Suite struct WebhookEventTests {
  static let wireValues: [(wire: String, name: String)] = [
    ("text/plain", "Message"), ("text/html", "Message"), ("complete", "Complete"), ("assigned", "Assigned"),
    ("pagePush", "PagePush"), ("transfer", "Transfer"), ("acceptAttachment", "AcceptAttachment"),
    ("rejectAttachment", "RejectAttachment"), ("uploadAttachment", "UploadAttachment"),
  ]

  @Test(arguments: wireValues)
  func aTypeOnTheWireMeansAnOutcome(wire: String, name: String) throws {
    let event = try WebhookEvent(wire: Self.message(["type": ["value": .string(wire)]]))
    guard case .outcome(let outcome) = event.kind else {
      Issue.record("\(wire) has no outcome")
      return
    }
    #expect(outcome.name == name)
    #expect(event.kind.name == name)
  }

  @Test(arguments: [
    "startTyping", "endTyping", "Complete", "TEXT/PLAIN", "message", "onStartConversationSuccess",
  ])
  func anyOtherTypeHasNoOutcome(wire: String) throws {
    let event = try WebhookEvent(wire: Self.message(["type": ["value": .string(wire)]]))
    #expect(event.kind == .unhandled(wire))
    #expect(event.kind.name == wire)
  }

  @Test func aMessageIsReadWhole() throws {
    let wire = Self.message([
      "content": "Hello", "sender": ["type": "system"], "timeStamp": 1_624_144_754_000,
    ])
    let event = try WebhookEvent(wire: wire)
    #expect(event.id == "m1")
    #expect(event.conversationID == "c-1")
    #expect(event.content == "Hello")
    #expect(event.sender == "system")
    #expect(event.timeStamp == 1_624_144_754_000)
    #expect(event.wire == wire)
  }

  @Test func whatNeedNotBeThereMayBeNullOrMissing() throws {
    for extra: JSON in [
      [:], ["content": nil, "sender": nil, "timeStamp": nil], ["sender": ["type": nil]], ["new": 1],
    ] {
      let event = try WebhookEvent(wire: Self.message(extra))
      #expect(event.content == nil)
      #expect(event.sender == nil)
      #expect(event.timeStamp == nil)
    }
  }

  static let malformed: [JSON] = [
    "text", 1, nil, [], [:],
    message(["id": nil]), message(["id": 7]), message(["id": ""]),
    message(["conversation": nil]), message(["conversation": "c-1"]), message(["conversation": ["id": 1]]),
    message(["conversation": ["id": ""]]), message(["type": nil]), message(["type": "text/plain"]),
    message(["type": ["value": 1]]), message(["type": ["value": ""]]), message(["content": 1]),
    message(["sender": "user"]), message(["sender": ["type": 1]]), message(["timeStamp": "now"]),
  ]

  @Test(arguments: malformed)
  func aMalformedMessageIsSkippedAndTheOthersOfItsBatchAreRead(wire: JSON) throws {
    let body: JSON = ["message": [Self.message(["id": "m1"]), wire, Self.message(["id": "m3"])]]
    let messages = try CallbackBody(body).messages
    #expect(messages.map { try? $0.get().id } == ["m1", nil, "m3"])
  }

  @Test(
    arguments: [nil, [], [:], ["message": nil], ["message": [:]], ["messages": [message([:])]]] as [JSON])
  func aBodyWithoutMessagesIsMalformed(body: JSON) {
    #expect(throws: MalformedCallback.self) { try CallbackBody(body) }
  }

  @Test(arguments: [(0, false), (1, true), (1000, true), (1001, false)])
  func aBodyHasOneToAThousandMessages(count: Int, isRead: Bool) {
    let body: JSON = ["message": .array((0..<count).map { Self.message(["id": "m\($0)"]) })]
    #expect((try? CallbackBody(body).messages.count) == (isRead ? count : nil))
  }

  @Test func aScenariosEventStandsOnTheWireAsACallbackWouldHaveIt() throws {
    let event = WebhookEvent(
      id: "m1", conversationID: "c-1", type: "Message", content: "Hi", sender: "user", timeStamp: 5)
    #expect(
      event.wire.compact
        == #"{"id":"m1","conversation":{"id":"c-1"},"type":{"value":"text/plain"},"content":"Hi","sender":{"type":"user"},"timeStamp":5}"#
    )
    #expect(try WebhookEvent(wire: event.wire) == event)
    #expect(WebhookEvent(id: "m1", conversationID: nil, type: "text/html").kind.name == "Message")
    #expect(
      WebhookEvent(id: "m1", conversationID: nil, type: "startTyping").wire["type"] == [
        "value": "startTyping"
      ])
  }

  /// A message on the wire, with some members otherwise.
  private static func message(_ changes: JSON) -> JSON {
    var message: JSONObject = ["id": "m1", "conversation": ["id": "c-1"], "type": ["value": "text/plain"]]
    for change in changes.object ?? [:] { message[change.key] = change.value }
    return .object(message)
  }
}
