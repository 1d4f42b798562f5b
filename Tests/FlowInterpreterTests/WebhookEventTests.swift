import FlowModel
import JSONSyntax
import Testing

@testable import FlowInterpreter

@Suite struct WebhookEventTests {
  static let wireValues: [(wire: String, name: String)] = [
    ("text/plain", "Message"), ("text/html", "Message"), ("complete", "Complete"), ("assigned", "Assigned"),
    ("pagePush", "PagePush"), ("transfer", "Transfer"), ("acceptAttachment", "AcceptAttachment"),
    ("rejectAttachment", "RejectAttachment"), ("uploadAttachment", "UploadAttachment"),
    ("text/plain; charset=utf-8", "Message"), ("TEXT/Html;charset=\"utf-8\"", "Message"),
    (" Text/Plain ;x", "Message"), ("PAGEPUSH", "PagePush"), ("Complete", "Complete"),
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
    "startTyping", "endTyping", "Complete d", "TEXT/PLAINS", "text / plain", "message", ";complete",
    "onStartConversationSuccess",
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
    message(["id": nil]), message(["id": 7.5]), message(["id": true]), message(["id": ""]),
    message(["conversation": nil]), message(["conversation": "c-1"]), message(["conversation": ["id": 1.5]]),
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

  @Test func anIdMayBeAnInteger() throws {
    let wire = try JSON(
      parsing: #"{"id": 763459218764532199, "conversation": {"id": 4.711e3}, "type": {"value": "complete"}}"#)
    let event = try WebhookEvent(wire: wire)
    #expect(event.id == "763459218764532199" && event.conversationID == "4711")
    #expect(event.wire == wire)
    #expect(WebhookEvent(kept: event.wire) == event)
  }

  @Test func aMalformedMessageSaysWhatIsMissingOrOfTheWrongType() {
    let cases: [(JSON, String)] = [
      (7, "it is no object"), (Self.message(["id": nil]), "it has no `id`"),
      (Self.message(["id": [1]]), "its `id` is of the wrong type"),
      (Self.message(["id": ""]), "its `id` is empty"),
      (Self.message(["conversation": nil]), "it has no `conversation.id`"),
      (Self.message(["conversation": [:]]), "it has no `conversation.id`"),
      (Self.message(["conversation": "c-1"]), "its `conversation` is of the wrong type"),
      (Self.message(["type": ["value": 5]]), "its `type.value` is of the wrong type"),
      (Self.message(["content": 5]), "its `content` is of the wrong type"),
      (Self.message(["sender": "user"]), "its `sender` is of the wrong type"),
      (Self.message(["timeStamp": "5"]), "its `timeStamp` is of the wrong type"),
    ]
    for (wire, problem) in cases {
      #expect(throws: MalformedCallback.message(problem)) { try WebhookEvent(wire: wire) }
    }
  }

  @Test(arguments: [
    ("Message", "text/plain"), ("text/html", "text/html"),
    ("Text/HTML; charset=utf-8", "Text/HTML; charset=utf-8"),
    ("Complete", "complete"), ("startTyping", "startTyping"),
  ])
  func anEventHasTheTypeOfTheWire(type: String, contentType: String) throws {
    let event = WebhookEvent(id: "m1", conversationID: "c-1", type: type)
    #expect(event.contentType == contentType)
    #expect(try WebhookEvent(wire: event.wire) == event)
  }

  // MARK: Bodies

  @Test func aBodyOfXMLHoldsTheSameElements() throws {
    let xml = """
      \u{FEFF}<?xml version="1.0" encoding="UTF-8"?>
      <!-- posted -->
      <e:messages xmlns:e="urn:x" note='a > b'>
        <e:message><id>m&#49;</id><conversation><id>4711</id></conversation><type><value>text/html</value></type>
          <content>&lt;b&gt;Hi &amp; bye&lt;/b&gt;<![CDATA[ <i>]]>\r\n</content><sender><type>system</type></sender>
          <timeStamp>1624144754000</timeStamp></e:message>
        <e:message/><e:message><id>m3</id><conversation><id>c</id></conversation><type><value>complete</value></type></e:message>
      </e:messages>
      """
    let messages = try CallbackBody(parsing: Array(xml.utf8)).messages
    let json: JSON = [
      "message": [
        [
          "id": "m1", "conversation": ["id": "4711"], "type": ["value": "text/html"],
          "content": "<b>Hi & bye</b> <i>\n", "sender": ["type": "system"], "timeStamp": 1_624_144_754_000,
        ], "", ["id": "m3", "conversation": ["id": "c"], "type": ["value": "complete"]],
      ]
    ]
    #expect(messages == (try CallbackBody(json).messages))
    #expect(messages.map { try? $0.get().id } == ["m1", nil, "m3"])
    #expect(try CallbackBody(parsing: Array(json.compact.utf8)).messages == messages)
    let one =
      "<message><id>1</id><conversation><id>2</id></conversation><type><value>assigned</value></type></message>"
    #expect(try CallbackBody(parsing: Array(one.utf8)).messages.count == 1)
  }

  @Test(arguments: [
    "<!DOCTYPE a [<!ENTITY b \"c\">]><a><message>&b;</message></a>", "<a><message>&nbsp;</message></a>",
    "<a><message></a></message>", "<a><message>", "<a/><a/>", "<a/>x", "x<a/>", "<a>", "</a>", "<a b></a>",
    "<a b=c></a>",
    "<a b=\"c></a>", "<1/>", "<a><!-- ", "<a><![CDATA[ ]]</a>",
    "<a><message>&#xD800;</message></a>", "<a><message>&#x110000;</message></a>",
    "<a><message>&#+65;</message></a>",
    "<a b=\"&c;\"></a>", "<a><other/></a>", "", " ", "{", "<",
    String(repeating: "<a>", count: 65) + String(repeating: "</a>", count: 65),
  ])
  func aBodyThatIsNeitherJSONNorXMLIsMalformed(text: String) {
    #expect(throws: MalformedCallback.self) { try CallbackBody(parsing: Array(text.utf8)) }
  }

  private static let xml =
    "<message><id>1</id><conversation><id>c</id></conversation><type><value>text/plain</value></type><content>CONTENT</content></message>"

  static let texts: [(body: [UInt8], content: String)] = {
    func xml(_ content: String, declared encoding: String? = nil) -> String {
      (encoding.map { "<?xml version='1.0' encoding='\($0)'?>" } ?? "")
        + Self.xml.replacing("CONTENT", with: content)
    }
    func json(_ content: [UInt8]) -> [UInt8] {
      Array(
        #"{"message":[{"id":"1","conversation":{"id":"c"},"type":{"value":"text/plain"},"content":""#.utf8)
        + content + Array(#""}]}"#.utf8)
    }
    let wide = Array(xml("h\u{E9} \u{1F389}", declared: "UTF-16").utf16)
    return [
      (json(Array(#"a \ud83c b \udf89 c"#.utf8)), "a \u{FFFD} b \u{FFFD} c"),
      (json(Array(#"\ud83c\udf89 \ud83c\u0041 \\ud83c \ud83c"#.utf8)), #"🎉 �A \ud83c �"#),
      (json([0x68, 0xE9, 0x20, 0xFF]), "h\u{FFFD} \u{FFFD}"),
      (Array(xml("a\u{8}b&#x8;c").utf8), "a\u{FFFD}b\u{FFFD}c"),
      (Array(xml("h").utf8.map { $0 == 0x68 ? 0xE9 : $0 }), "\u{FFFD}"),
      ([0xFE, 0xFF] + wide.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }, "h\u{E9} \u{1F389}"),
      ([0xFF, 0xFE] + wide.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, "h\u{E9} \u{1F389}"),
      (
        Array(xml("h", declared: "ISO-8859-1").unicodeScalars.map { $0 == "h" ? 0xE9 : UInt8($0.value) }),
        "\u{E9}"
      ),
    ]
  }()

  @Test("a character that is none costs nothing of what stands around it", arguments: texts)
  func mendedTexts(body: [UInt8], content: String) throws {
    #expect(try CallbackBody(parsing: body).messages.map { try $0.get().content } == [content])
  }

  @Test func aBodyHasALimit() {
    let json = #"{"message":[{"id":"1","conversation":{"id":"2"},"type":{"value":"x"}}]}"#
    let longest =
      Array(json.utf8) + Array(repeating: UInt8(ascii: " "), count: Limits.callbackSize - json.utf8.count)
    #expect((try? CallbackBody(parsing: longest)) != nil)
    #expect((try? CallbackBody(parsing: longest + [0x20])) == nil)
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
