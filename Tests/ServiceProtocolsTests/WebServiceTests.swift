import FlowHosting
import FlowInterpreter
import FlowLoading
import FlowModel
import JSONSyntax
import Testing

@testable import ServiceProtocols

/// What flows may ask web services.
@Suite struct WebServiceTests {
  private static func calls() throws -> WebServiceCalls {
    let live = #"""
      { "publicUrl": "https://flows.example.com", "http": {
        "allow": ["shop.example.com", "*.crm.example.com:8443", "http://plain.example.com", { "host": "http://intranet:8080", "private": true }],
        "secrets": {
          "crm": { "env": "CRM", "hosts": ["api.crm.example.com:8443"] }, "shop": { "env": "SHOP", "hosts": ["shop.example.com"] },
          "plain": { "env": "PLAIN", "hosts": ["http://plain.example.com"] }, "lost": { "env": "LOST", "hosts": ["shop.example.com"] },
          "broken": { "env": "BROKEN", "hosts": ["shop.example.com"] } } } }
      """#
    let file = #"{ "formatVersion": 1, "name": "p", "environments": { "a": { "live": \#(live) } } }"#
    let configuration = try #require(
      ProjectLoader.load(Array(file.utf8)).project?.environments[0].live?.configuration)
    let secrets = ["CRM": "c1", "SHOP": "s1", "PLAIN": "p1", "BROKEN": "a\nb"]
    return WebServiceCalls(configuration.http) { source in
      guard case .environmentVariable(let name) = source else { return nil }
      return secrets[name].map { SecretBytes($0) }
    }
  }

  /// Addresses, the parts of a header, and what comes of asking so.
  static let cases: [(url: String, parts: [HTTPRequest.Header.Part], told: String)] = [
    ("https://shop.example.com/a?b=c", [.text("Bearer "), .secret("shop")], "Bearer s1"),
    ("HTTPS://SHOP.example.com:443", [.secret("shop"), .text("!"), .secret("shop")], "s1!s1"),
    ("https://api.crm.example.com:8443/x", [.secret("crm")], "c1"),
    ("https://b.crm.example.com:8443", [.text("x")], "x"),
    ("https://b.crm.example.com:8443", [.secret("crm")], "secretElsewhere"),
    ("https://shop.example.com", [.secret("crm")], "secretElsewhere"),
    ("https://shop.example.com", [.text("secret:shop $(secret.shop)")], "secret:shop $(secret.shop)"),
    ("https://shop.example.com", [.secret("lost")], "unknownSecret"),
    ("https://shop.example.com", [.secret("none")], "unknownSecret"),
    ("https://shop.example.com", [.secret("broken")], "malformedHeader"),
    ("http://plain.example.com", [.text("x")], "x"),
    ("http://plain.example.com", [.secret("plain")], "secretElsewhere"),
    ("http://intranet:8080/", [.text("x")], "x, private"),
    ("https://intranet:8080/", [.text("x")], "unknownHost"),
    ("http://shop.example.com", [], "unknownHost"), ("https://shop.example.com:444", [], "unknownHost"),
    ("https://crm.example.com:8443", [], "unknownHost"),
    ("https://a.b.crm.example.com:8443", [], "unknownHost"),
    ("https://shop.example.com.evil.example", [], "unknownHost"),
    ("https://evil.example/shop.example.com", [], "unknownHost"),
    ("https://shop.example.com@evil.example", [], "unknownHost"),
    ("https://evil.example#shop.example.com", [], "unknownHost"),
    ("https://evil.example\\@shop.example.com", [], "unknownHost"), ("https://127.0.0.1", [], "unknownHost"),
    ("https://2130706433", [], "unknownHost"), ("https://[::1]", [], "unknownHost"),
    ("file:///etc/passwd", [], "unknownHost"),
  ]

  @Test(arguments: cases)
  func aRequestGoesWhereTheConfigurationLetsIt(url: String, parts: [HTTPRequest.Header.Part], told: String)
    throws
  {
    let request = HTTPRequest(
      method: "POST", url: url, headers: [.init(name: "Authorization", parts: parts)], body: "b")
    let calls = try Self.calls()
    let found: String
    do throws(WebServiceCalls.Refusal) {
      let permitted = try calls.permit(request)
      found = permitted.call.headers.map(\.value).joined() + (permitted.allowsPrivate ? ", private" : "")
      #expect(permitted.call.url == url && permitted.call.body == Array("b".utf8))
    } catch {
      found = "\(error)"
    }
    #expect(found == told)
  }

  @Test func whichRequestsMayBeMadeAgain() {
    let key = HTTPRequest.Header(name: "idempotency-key", value: "1")
    for method in ["GET", "PUT", "DELETE"] {
      #expect(WebServiceCalls.repetitionWindow(of: HTTPRequest(method: method, url: "")) == 86_400_000)
    }
    for method in ["POST", "PATCH"] {
      #expect(WebServiceCalls.repetitionWindow(of: HTTPRequest(method: method, url: "")) == nil)
      #expect(
        WebServiceCalls.repetitionWindow(of: HTTPRequest(method: method, url: "", headers: [key])) != nil)
    }
  }

  @Test func anAnswerIsWhatTheFlowSees() {
    let answer = WireAnswer(
      status: 404, statusText: "Not Found",
      headers: [
        .init(name: "Set-Cookie", value: "a"), .init(name: "X", value: "1"),
        .init(name: "set-cookie", value: "b"),
      ],
      body: Array(#"{"a":1}"#.utf8))
    let response = HTTPResponse(
      status: 404, statusText: "Not Found", headers: ["set-cookie": "a, b", "x": "1"], body: ["a": 1])
    #expect(WebServiceCalls.meaning(of: .answered(answer)) == .settled(.http(.response(response))))
    #expect(WebServiceCalls.meaning(of: .notSent) == .tryAgain)
    for failed in [WireResult.insecure, .unreadable, .unusable] {
      #expect(WebServiceCalls.meaning(of: failed) == .settled(.http(.failed(.error))))
    }
    #expect(WebServiceCalls.meaning(of: .timedOut) == .inDoubt)
    let busy = HTTPResponse(status: 429, statusText: "", headers: ["retry-after": "2"], body: .null)
    #expect(
      WebServiceCalls.meaning(of: Sample.answer(429, "", ["Retry-After": "2"]))
        == .throttled(after: 2000, orElse: .http(.response(busy))))
  }

  static let charsets: [(type: String, body: [UInt8], text: String)] = [
    ("text/plain; charset=iso-8859-1", [0x63, 0xE9], "c\u{E9}"),
    ("text/plain;charset=\"Windows-1252\"", [0x35, 0x80], "5\u{20AC}"),
    ("text/plain; format=flowed; charset=utf-16le", [0xE9, 0], "\u{E9}"),
    ("text/plain; charset=klingon", [0x63, 0xC3, 0xA9], "c\u{E9}"),
    ("text/plain", [0x63, 0xE9], "c\u{FFFD}"),
  ]

  @Test(arguments: charsets)
  func aTextIsReadByItsCharset(type: String, body: [UInt8], text: String) {
    let answer = WireAnswer(status: 200, headers: [.init(name: "content-type", value: type)], body: body)
    guard case .settled(.http(.response(let response))) = WebServiceCalls.meaning(of: .answered(answer))
    else {
      Issue.record("no answer")
      return
    }
    #expect(response.body == .string(text))
  }

  @Test func whereTheWebIsPlayedAnyHostMayBeAskedAndNoSecretIsTold() throws {
    let request = HTTPRequest(
      method: "GET", url: "http://anywhere.example/a",
      headers: [.init(name: "Authorization", parts: [.text("Bearer "), .secret("shop")])])
    let permitted = try WebServiceCalls.emulated.permit(request)
    #expect(permitted.call.headers.map(\.value) == ["Bearer secret:shop"] && !permitted.allowsPrivate)
    #expect(throws: WebServiceCalls.Refusal.unknownHost) {
      try WebServiceCalls.emulated.permit(HTTPRequest(method: "GET", url: "?"))
    }
  }
}
