import FlowInterpreter
import FlowModel
import JSONSyntax
import Testing

@testable import ServiceProtocols

/// Messenger: Meta's verification, its events, and messages to customers.
@Suite struct MessengerTests {
  private static let pages = MessengerPages(
    [
      .init(id: "1", token: SecretBytes("t1"), appSecret: SecretBytes("a"), verifyToken: SecretBytes("v")),
      .init(id: "2", token: SecretBytes("t2"), appSecret: SecretBytes("b"), verifyToken: SecretBytes("w")),
    ], url: Sample.address("https://graph.facebook.com/v25.0"), authentication: Sample.authentication)
  private static let gate = ServiceGate(messenger: pages)

  static let verifications: [(query: String, told: [String])] = [
    ("?hub.mode=subscribe&hub.verify_token=v&hub.challenge=123", ["200 123"]),
    ("?hub.mode=subscribe&hub.verify_token=w&hub.challenge=a%20b", ["200 a b"]),
    ("?hub.mode=subscribe&hub.verify_token=x&hub.challenge=123", ["401"]),
    ("?hub.mode=other&hub.verify_token=v&hub.challenge=123", ["401"]),
    ("?hub.mode=subscribe&hub.verify_token=v", ["401"]), ("", ["401"]),
  ]

  @Test(arguments: verifications)
  func metasQuestionIsAnsweredWithItsChallenge(query: String, told: [String]) {
    #expect(Self.gate.told(Sample.request("GET", "/messenger\(query)")) == told)
  }

  private static func event(_ message: String, page: String = "1") -> String {
    #"{"sender":{"id":"77"},"recipient":{"id":"\#(page)"},"timestamp":1,"message":\#(message)}"#
  }

  static let events: [(entries: String, told: [String])] = [
    (
      #"{"id":"1","messaging":[\#(event(#"{"mid":"m1","text":"Hi"}"#)),\#(event(#"{"mid":"m2","attachments":[{},{}]}"#))]},{"id":"1","messaging":[\#(event(#"{"mid":"m3","text":"Bye"}"#))]}"#,
      ["m1: messenger 77 > 1: Hi", "m2: messenger 77 > 1: , 2 left out", "m3: messenger 77 > 1: Bye"]
    ),
    (#"{"id":"1","messaging":[\#(event(#"{"mid":"m1","text":"Hi","is_echo":true}"#))]}"#, []),
    (
      #"{"id":"1","messaging":[{"sender":{"id":"77"},"recipient":{"id":"1"},"delivery":{"mids":["m1"]}}]}"#,
      []
    ),
    (
      #"{"id":"1","messaging":[\#(event(#"{"text":"Hi"}"#)),\#(event(#"{"mid":"m2","text":"Hi"}"#, page: "2")),3]}"#,
      [
        "malformed event 0: it is no message to a page that has signed it",
        "malformed event 1: it is no message to a page that has signed it",
      ]
    ),
    (#"{"id":"1"},7"#, []),
  ]

  @Test(arguments: events)
  func allMessagesOfAllEntriesAreTaken(entries: String, told: [String]) {
    let body = #"{"object":"page","entry":[\#(entries)]}"#
    #expect(Self.gate.told(Self.signed(body)) == told)
    #expect(Self.gate.told(Self.signed(body, "c")) == ["401"])
    #expect(Self.gate.told(Sample.request("POST", "/messenger", body: body)) == ["401"])
  }

  @Test func whatIsSignedIsNeverRefused() {
    #expect(Self.gate.told(Self.signed("{")) == ["malformed its body has no array `entry`"])
    #expect(Self.gate.told(Self.signed("{}")) == ["malformed its body has no array `entry`"])
    let many = String(repeating: #"{"message":{}},"#, count: 1001) + "1"
    let told = Self.gate.told(Self.signed(#"{"entry":[{"messaging":[\#(many)]}]}"#))
    #expect(told.count == 1001 && told.last?.hasPrefix("malformed event 1000:") == true)
  }

  private static func signed(_ body: String, _ secret: String = "a") -> ReceivedRequest {
    let code = Sample.authentication.code(.sha256, key: Array(secret.utf8), message: Array(body.utf8))
    return Sample.request(
      "POST", "/messenger", ["X-Hub-Signature-256": "sha256=\(Hexadecimal.encode(code))"], body: body)
  }

  @Test func aMessageIsSentFromItsPage() {
    let message = OutboundMessage(channel: .messenger, to: "77", from: nil, text: "Hi")
    #expect(
      Self.pages.send(message, from: "2")?.written == """
        POST https://graph.facebook.com/v25.0/2/messages
        Authorization: Bearer t2
        Content-Type: application/json
        Accept: application/json
        {"recipient":{"id":"77"},"messaging_type":"RESPONSE","message":{"text":"Hi"}}
        """)
    #expect(Self.pages.send(message, from: "3") == nil)
  }

  static let answers: [(WireResult, String)] = [
    (Sample.answer(200, #"{"recipient_id":"77","message_id":"m9"}"#), "accepted m9"),
    (Sample.answer(200, "{}"), "accepted i.s.1"),
    (Sample.answer(400, #"{"error":{"code":10,"error_subcode":2018278}}"#), "policy"),
    (Sample.answer(400, #"{"error":{"code":551}}"#), "policy"),
    (Sample.answer(400, #"{"error":{"code":613}}"#), "throttled -"),
    (Sample.answer(429, "", ["Retry-After": "3"]), "throttled 3000"),
    (Sample.answer(400, #"{"error":{"code":190}}"#), "failed"), (Sample.answer(500, ""), "failed"),
    (.timedOut, "in doubt"),
  ]

  @Test(arguments: answers)
  func anAnswerOfMetaMeans(result: WireResult, told: String) {
    #expect(Self.pages.meaning(of: result, key: "i.s.1").told == told)
  }
}
