import FlowInterpreter
import FlowLoading
import FlowModel
import JSONSyntax
import Testing

@testable import ServiceProtocols

/// ECE: its callback, what it is asked, and what its answers mean.
@Suite struct ECETests {
  // MARK: The callback

  private static let messages =
    #"{"message":[{"id":"1","conversation":{"id":"c"},"type":{"value":"text/plain"},"content":"Hi"},{"id":2,"conversation":{"id":"d"},"type":{"value":"complete"},"content":"x","sender":{"type":"system"}}],"client":"x"}"#
  private static let taken = ["c 1: Message Hi", "d 2: Complete x"]
  private static let basic = ECECallback(.basic(user: SecretBytes("ece"), password: SecretBytes("p:w")))

  static let bodies: [(body: String, told: [String])] = [
    (messages, taken),
    (
      #"<?xml version="1.0"?><messages><message><id>1</id><conversation><id>c</id></conversation><type><value>text/plain</value></type><content>A &amp; B</content></message></messages>"#,
      ["c 1: Message A & B"]
    ),
    (
      #"{"message":[{"id":"1"},{"id":"2","conversation":{"id":"c"},"type":{"value":"complete"}},7]}"#,
      [
        "c 2: Complete ", "malformed message 0: it has no `conversation.id`",
        "malformed message 2: it is no object",
      ]
    ),
    (
      #"{"message":[{"id":"\#(String(repeating: "a", count: 513))","conversation":{"id":"c"},"type":{"value":"complete"}}]}"#,
      ["malformed message 0: an id is too long"]
    ),
    (#"{"message":[]}"#, ["400"]), ("", ["400"]), ("{", ["400"]),
    (#"<!DOCTYPE a [<!ENTITY b "c">]><message><id>&b;</id></message>"#, ["400"]),
    (String(repeating: "<a>", count: 65), ["400"]),
    (#"{"message":[\#(String(repeating: "7,", count: 1000))7]}"#, ["400"]),
  ]

  @Test(arguments: bodies)
  func whatACallbackBringsIsItsMessages(body: String, told: [String]) {
    let gate = ServiceGate(callback: Self.basic)
    #expect(
      gate.told(Sample.request("POST", "/ece/callback", ["Authorization": "Basic ZWNlOnA6dw=="], body: body))
        == told)
  }

  @Test func aCallbackIsTakenFromECEAlone() {
    func told(_ authentication: ECECallback.Authentication, _ path: String, _ authorization: String)
      -> [String]
    {
      ServiceGate(callback: ECECallback(authentication)).told(
        Sample.request("POST", path, ["Authorization": authorization], body: Self.messages))
    }
    #expect(told(Self.basic.authentication, "/ece/callback", "Basic ZWNlOnA6dw==") == Self.taken)
    for wrong in ["Basic ZWNlOnA=", "Basic eDpwOnc=", "Basic ", "Bearer ZWNlOnA6dw==", "", "Basic ZWNl"] {
      #expect(told(Self.basic.authentication, "/ece/callback", wrong) == ["401"], "\(wrong)")
    }
    let tokens = AccessTokens(
      clientID: SecretBytes("e"), clientSecret: SecretBytes("s"), authentication: Sample.authentication)
    #expect(told(.token(tokens), "/ece/callback", "Bearer \(tokens.token(at: Sample.now))") == Self.taken)
    #expect(told(.token(tokens), "/ece/callback", "Bearer x") == ["401"])
    #expect(told(.pathSecret(SecretBytes("abc")), "/ece/callback/abc", "") == Self.taken)
    #expect(told(.pathSecret(SecretBytes("abc")), "/ece/callback/abd", "") == ["401"])
    #expect(told(.pathSecret(SecretBytes("abc")), "/ece/callback", "") == ["401"])
    #expect(told(.none, "/ece/callback", "") == Self.taken)
    #expect(ServiceGate().told(Sample.request("POST", "/ece/callback", body: Self.messages)) == ["404"])
    #expect(ServiceGate(callback: Self.basic).told(Sample.request("GET", "/ece/callback")) == ["405"])
    let large = ReceivedRequest(
      method: "POST", path: "/ece/callback",
      body: Array(repeating: 32, count: ProtocolLimits.callbackSize + 1))
    #expect(ServiceGate(callback: Self.basic).told(large) == ["413"])
    #expect(ServiceGate.bodyLimit(ofPath: "/ece/callback/x") == ProtocolLimits.callbackSize)
    #expect(ServiceGate.bodyLimit(ofPath: "/sms/inbound") == ProtocolLimits.bodySize)
  }

  // MARK: What ECE is asked

  private static func calls(_ more: String = "") throws -> ECECalls {
    let live = #"""
      { "publicUrl": "https://flows.example.com",
        "ece": { "url": "https://ece.example.com/base/", "authorizations": {}, "callback": { "pathSecret": { "env": "S" } } \#(more) } }
      """#
    let file = #"{ "formatVersion": 1, "name": "p", "environments": { "a": { "live": \#(live) } } }"#
    return ECECalls(
      try #require(ProjectLoader.load(Array(file.utf8)).project?.environments[0].live?.configuration?.ece))
  }

  private static let token = ECEToken(SecretBytes("T"), livesFor: 10, from: Sample.now)
  private static let post = """
    Authorization: Bearer T
    Accept: application/json
    Content-Type: application/json
    """

  @Test func aTokenIsAskedForAndKeptUntilATenthIsLeft() throws {
    let credentials = ECECredentials(clientID: SecretBytes("id"), clientSecret: SecretBytes("secret"))
    #expect(
      try Self.calls().token(credentials).written == """
        POST https://ece.example.com/base/system/ws/v19/clientapplications/authentication/oauth2/token
        Authorization: Basic aWQ6c2VjcmV0
        Content-Type: application/x-www-form-urlencoded
        Accept: application/json
        grant_type=client_credentials
        """)
    func token(_ status: Int, _ body: String) -> ECEToken? {
      ECEToken(WireAnswer(status: status, body: Array(body.utf8)), at: Sample.now)
    }
    let good = try #require(token(200, #"{"access_token":"T","expires_in":86400,"token_type":"Bearer"}"#))
    #expect(good.secret.text == "T" && good.renewal - Sample.now == 77_760_000)
    #expect(token(200, #"{"access_token":"T","expires_in":"100"}"#).map { $0.renewal - Sample.now } == 90_000)
    #expect(token(200, #"{"access_token":"T","expires_in":-5}"#).map { $0.renewal - Sample.now } == 0)
    #expect(token(200, #"{"access_token":"T","expires_in":1e300}"#) != nil)
    for life in ["nan", "-NaN", "inf", "-infinity", "soon"] {
      #expect(token(200, #"{"access_token":"T","expires_in":"\#(life)"}"#) != nil)
    }
    #expect(token(401, #"{"access_token":"T"}"#) == nil && token(200, "{}") == nil && token(200, "") == nil)
    #expect(token(200, #"{"access_token":"a\nb"}"#) == nil)
  }

  @Test func aConversationIsAskedForWithTheCustomersContact() throws {
    let input: JSONObject = [
      "key": "mobile.phone", "entryPointId": "1001", "lastModifiedDate": "2026-01-15T09:30:00Z",
      "firstName": "Ana \"A\"",
      "phoneNumber": "4155550123", "countryCode": "1", "clusterId": "c", "transactionId": "t",
    ]
    let request = ConversationRequest(method: .sms, authorization: "a", input: input, deadline: Sample.now)
    #expect(
      try Self.calls().start(request, token: Self.token).written == """
        POST https://ece.example.com/base/system/ws/v19/clientapplications/messaging/conversation/start?searchContactOnAttribute=mobile.phone
        \(Self.post)
        {"entryPointConfiguration":{"entryPoint":{"id":"1001"},"lastModified":{"date":"2026-01-15T09:30:00Z"}},"activity":{"customer":{"type":{"value":"individual"},"contacts":{"contact":[{"firstName":"Ana \\"A\\"","phone":[{"phoneNumber":"4155550123","countryCode":"1"}]}]}}}}
        """)
    let own = try Self.calls(
      #", "contact": { "sms": { "a": ["+$(countryCode)-$(phoneNumber)", 1, null], "b": "$(firstName)" } }"#)
    #expect(
      own.start(request, token: Self.token).written.contains(
        #""contact":[{"a":["+1-4155550123",1,null],"b":"Ana \"A\""}]"#))
    let messenger = ConversationRequest(
      method: .messenger, authorization: "a", input: ["key": "custom.facebookpsid", "facebookPsid": "77"],
      deadline: Sample.now)
    #expect(
      try Self.calls().start(messenger, token: Self.token).written.contains(
        #""contact":[{"firstName":"","facebookpsid":"77"}]"#))
  }

  static let questions: [(ServiceRequest.Question, String)] = [
    (
      .sendMessage("c", text: "<b>", format: .html),
      #"POST https://ece.example.com/base/system/ws/v19/clientapplications/messaging/sendmessage {"conversation":{"id":"c"},"type":{"value":"text/html"},"content":"<b>"}"#
    ),
    (.endConversation("c"), #"POST https://ece.example.com/base/my/end {"conversation":{"id":"c"}}"#),
    (
      .entrypointConfiguration(entryPointID: "10&1"),
      "GET https://ece.example.com/base/system/ws/v19/clientapplications/messaging/configuration?entrypoint=10%261"
    ),
    (
      .agentAvailability(entryPointID: "1"),
      "GET https://ece.example.com/base/system/ws/v19/clientapplications/messaging/agentavailability?entrypoint=1"
    ),
    (
      .agentCapacity(entryPointID: "1"),
      "GET https://ece.example.com/base/system/ws/v19/clientapplications/messaging/agentcapacity?entrypoint=1"
    ),
  ]

  @Test(arguments: questions)
  func aQuestionIsAsked(question: ServiceRequest.Question, written: String) throws {
    let call = try Self.calls(#", "paths": { "end": "/my/end" }"#).ask(question, token: Self.token)
    let body = call.body.map { " " + String(decoding: $0, as: UTF8.self) } ?? ""
    #expect("\(call.method) \(call.url)\(body)" == written)
    #expect(call.headers.first == HTTPRequest.Header(name: "Authorization", value: "Bearer T"))
  }

  @Test func whatACustomerWroteIsSentOnAsPlainText() throws {
    #expect(
      try Self.calls().forward("Hi\n\u{1F600}", to: "c", token: Self.token).written.hasSuffix(
        #"{"conversation":{"id":"c"},"type":{"value":"text/plain"},"content":"Hi\n😀"}"#))
  }

  // MARK: Answers

  static let starts: [(WireResult, String)] = [
    (Sample.answer(200, #"{"id":"5","activity":{"id":7,"case":{"id":"8"}}}"#), "started 200 5 8 7"),
    (Sample.answer(200, #"{"id":5,"activityId":"7","caseId":8}"#), "started 200 5 8 7"),
    (Sample.answer(201, #"{"id":"5"}"#), "started 201 5 - -"),
    (Sample.answer(200, "{}"), "unreadable, failed error"),
    (Sample.answer(200, "?"), "unreadable, failed error"),
    (Sample.answer(204), "unreadable, failed error"),
    (Sample.answer(200, #"{"id":""}"#), "unreadable, failed error"),
    (.unreadable, "unreadable, failed error"),
    (.insecure, "again -"),
    (Sample.answer(409, #"{"code":"409-100","developerMessage":"stale"}"#), #"refused 409 "409-100" stale"#),
    (Sample.answer(401, "no"), "refused 401 null -"), (Sample.answer(500, ""), "refused 500 null -"),
    (Sample.answer(429, "", ["Retry-After": "1"]), "throttled 1000, else refused 429 null -"),
    (.notSent, "again -"), (.timedOut, "in doubt"), (.failed, "in doubt"), (.unusable, "failed error"),
  ]

  @Test(arguments: starts)
  func anAnswerToAStartMeans(result: WireResult, told: String) {
    #expect(ECEAnswers.start(result).told == told)
  }

  static let answers: [(ServiceRequest.Question.Kind, WireResult, String)] = [
    (
      .entrypointConfiguration,
      Sample.answer(
        200,
        #"{"entryPointConfiguration":[{"entryPoint":{"id":1001},"lastModified":{"date":"D"},"attachmentPolicies":"allow_all"}]}"#
      ),
      "succeeded 200 1001 D allow_all - -"
    ),
    (
      .entrypointConfiguration,
      Sample.answer(200, #"{"entryPointConfiguration":{"id":"1","lastModified":"D"}}"#),
      "succeeded 200 1 D  - -"
    ),
    (.entrypointConfiguration, Sample.answer(200, "?"), "failed error"),
    (.agentAvailability, Sample.answer(200, #"{"available":true}"#), "succeeded 200 - - - true -"),
    (
      .agentAvailability, Sample.answer(200, #"{"agentAvailability":{"isAvailable":"false"}}"#),
      "succeeded 200 - - - false -"
    ),
    (.agentCapacity, Sample.answer(200, #"{"availableSlots":"3"}"#), "succeeded 200 - - - true 3"),
    (.agentCapacity, Sample.answer(200, #"{"availableSlots":-1}"#), "succeeded 200 - - - - -"),
    (.sendMessage, Sample.answer(204, ""), "succeeded 204 - - - - -"),
    (.endConversation, Sample.answer(404, #"{"code":404}"#), "refused 404 404 -"),
    (.sendMessage, .timedOut, "in doubt"), (.sendMessage, .unusable, "failed error"),
  ]

  @Test(arguments: answers)
  func anAnswerToAQuestionMeans(kind: ServiceRequest.Question.Kind, result: WireResult, told: String) {
    #expect(ECEAnswers.question(kind, result).told == told)
  }

  static let forwards: [(WireResult, String)] = [
    (Sample.answer(200, ""), "delivered"), (Sample.answer(400, ""), "given up: ECE answered 400"),
    (Sample.answer(403, ""), "given up: ECE answered 403"),
    (Sample.answer(404, ""), "given up: ECE answered 404"),
    (Sample.answer(500, ""), "throttled -, else given up: ECE answered 500"),
    (Sample.answer(503, "", ["Retry-After": "2"]), "throttled 2000, else given up: ECE answered 503"),
    (Sample.answer(429, ""), "throttled -, else given up: ECE answered 429"),
    (Sample.answer(401, ""), "throttled -, else given up: ECE answered 401"), (.timedOut, "in doubt"),
    (.unusable, "given up: ECE cannot be asked"),
  ]

  @Test(arguments: forwards)
  func anAnswerToAForwardMeans(result: WireResult, told: String) {
    #expect(ECEAnswers.forward(result).told == told)
  }
}
