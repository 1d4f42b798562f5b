import FlowInterpreter
import FlowModel
import Testing

@testable import ServiceProtocols

/// Signatures, with the vectors that their own documents give.
@Suite struct SignatureTests {
  @Test func theTestsOwnHashIsThatOfRFC4231AndRFC2202() {
    let key = Array(repeating: UInt8(0x0B), count: 20)
    let message = Array("Hi There".utf8)
    #expect(
      Hexadecimal.encode(Sample.authentication.code(.sha256, key: key, message: message))
        == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
    #expect(
      Hexadecimal.encode(Sample.authentication.code(.sha1, key: key, message: message))
        == "b617318655057264e28bc0b6fb378c8ef146be00")
  }

  // MARK: Standard Webhooks

  private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
  private static let id = "msg_p5jXN8AQM9LWM0D4loKWxJek"
  private static let signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
  private static let body = #"{"test": 2432232314}"#

  private static func webhooks(_ secrets: String...) throws -> StandardWebhooks {
    try #require(
      StandardWebhooks(
        event: "due", secrets: secrets.map { SecretBytes($0) }, authentication: Sample.authentication))
  }

  /// What differs from the vector, and what comes of it.
  static let webhookCases:
    [(signature: String, id: String, time: String, body: String, seconds: Int64, status: Int)] = [
      (signature, id, "1614265330", body, 0, 200),
      (signature, id, "1614265330", body, 300, 200),
      (signature, id, "1614265330", body, -300, 200),
      (signature, id, "1614265330", body, 301, 401),
      (signature, id, "1614265330", body, -301, 401),
      ("v1,AAAA \(signature)", id, "1614265330", body, 0, 200),
      ("v2,AAAA \(signature) v1a,AAAA", id, "1614265330", body, 0, 200),
      (String(repeating: "v1,AAAA ", count: 16) + signature, id, "1614265330", body, 0, 401),
      ("v1a" + signature.dropFirst(2), id, "1614265330", body, 0, 401),
      (String(signature.dropFirst(3)), id, "1614265330", body, 0, 401),
      ("", id, "1614265330", body, 0, 401),
      (signature, "msg_other", "1614265330", body, 0, 401),
      (signature, "", "1614265330", body, 0, 401),
      (signature, id, "1614265331", body, 0, 401),
      (signature, id, "01614265330", body, 0, 401),
      (signature, id, "now", body, 0, 401),
      (signature, id, "9223372036854775807", body, 0, 401),
      (signature, id, "-922337203685", body, 0, 401),
      (signature, id, "1614265330", body + " ", 0, 401),
    ]

  @Test(arguments: webhookCases)
  func aWebhookIsTakenWhereItsSignatureAndTimeAreRight(
    signature: String, id: String, time: String, body: String, seconds: Int64, status: Int
  ) throws {
    let gate = ServiceGate(webhooks: [try Self.webhooks(Self.secret)])
    let request = Sample.request(
      "POST", "/webhooks/due",
      ["Webhook-Id": id, "WEBHOOK-TIMESTAMP": time, "webhook-signature": signature], body: body)
    let told = gate.told(request, at: Sample.now + seconds * 1000)
    #expect(told == (status == 200 ? [#"due \#(id): due {"test":2432232314}"#] : ["\(status)"]))
  }

  @Test func aKeyCanTakeAnothersPlace() throws {
    let other = "whsec_" + Base64.encode(Array(repeating: 7, count: 32))
    let both = try Self.webhooks(other, Self.secret)
    let headers = both.headers(of: Array(Self.body.utf8), id: Self.id, at: Sample.now)
    #expect(headers.last?.value.hasSuffix(" " + Self.signature) == true)
    let request = ReceivedRequest(
      method: "POST", path: "/webhooks/due", headers: headers, body: Array(Self.body.utf8))
    for webhooks in [both, try Self.webhooks(other), try Self.webhooks(Self.secret)] {
      #expect(ServiceGate(webhooks: [webhooks]).told(request).count == 1)
      #expect(ServiceGate(webhooks: [webhooks]).told(request) != ["401"])
    }
    #expect(
      ServiceGate(webhooks: [try Self.webhooks("whsec_" + Base64.encode(Array(repeating: 8, count: 24)))])
        .told(request) == ["401"])
  }

  @Test(arguments: [
    "", "whsec_", "whsec_AAAA", "whsec_!!", "whsec_" + Base64.encode(Array(repeating: 1, count: 65)),
  ])
  func aSecretHasTwentyFourToSixtyFourBytes(_ secret: String) {
    #expect(
      StandardWebhooks(event: "e", secrets: [SecretBytes(secret)], authentication: Sample.authentication)
        == nil)
  }

  @Test func aSignedBodyThatIsNoJSONIsNotUnderstood() throws {
    let webhooks = try Self.webhooks(Self.secret)
    let body = Array("{".utf8)
    let request = ReceivedRequest(
      method: "POST", path: "/webhooks/due", headers: webhooks.headers(of: body, id: "1", at: Sample.now),
      body: body)
    #expect(ServiceGate(webhooks: [webhooks]).told(request) == ["400"])
    #expect(ServiceGate(webhooks: [webhooks]).told(Sample.request("POST", "/webhooks/other")) == ["404"])
    #expect(ServiceGate(webhooks: [webhooks]).told(Sample.request("GET", "/webhooks/due")) == ["405"])
  }

  // MARK: Twilio

  @Test func twiliosSignatureIsThatOfItsDocumentation() throws {
    let form = try #require(
      FormFields(
        parsing: Array(
          Sample.form([
            "CallSid": "CA1234567890ABCDE", "Digits": "1234", "From": "+14158675309", "To": "+18005551212",
            "Caller": "+14158675309",
          ]).utf8)))
    let base = Twilio.signatureBase(of: "https://mycompany.com/myapp.php?foo=1&bar=2", form)
    let code = Sample.authentication.code(.sha1, key: Array("12345".utf8), message: base)
    #expect(Base64.encode(code) == "RSOYDt4T1cUTdK1PDd93/VVr8B8=")
  }

  // MARK: Parts

  @Test func secretsDescribeNothing() {
    let secret = SecretBytes("s3cret")
    var dumped = ""
    dump(secret, to: &dumped)
    #expect(!"\(secret) \(String(reflecting: secret)) \(dumped)".contains("s3cret"))
    let call = WireCall(
      "GET", "https://a.example/b?password=s3cret", headers: [.init(name: "key", value: "s3cret")])
    #expect("\(call)" == "GET https://a.example/b")
  }

  @Test func bytesAsBase64AndHexadecimalReadBackAsThemselves() {
    for count in 0..<70 {
      let bytes = (0..<count).map { UInt8($0 * 37 & 0xFF) }
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
      #expect(Base64.decodeFromAddress(Base64.encodeForAddress(bytes)) == bytes)
      #expect(Hexadecimal.decode(Hexadecimal.encode(bytes)) == bytes)
    }
    #expect(Base64.encode(Array("foobar".utf8)) == "Zm9vYmFy" && Base64.encode(Array("fo".utf8)) == "Zm8=")
    for text in ["A", "AB=", "A===", "AB==C", "AA-A", "AB", "é", "====", "AAAA="] {
      #expect(Base64.decode(text) == nil, "\(text)")
    }
    for text in ["a", "0g", "é", " 0"] { #expect(Hexadecimal.decode(text) == nil, "\(text)") }
  }

  @Test func theCollectionsAreEqualWhereTheirBytesAre() {
    #expect(ConstantTime.areEqual([1, 2], [1, 2]) && ConstantTime.areEqual([], [UInt8]()))
    #expect(!ConstantTime.areEqual([1, 2], [1, 3]) && !ConstantTime.areEqual([1], [1, 2]))
  }

  // MARK: Tokens

  @Test func aTokenIsGoodForAnHourAndForNoOtherClient() {
    let tokens = AccessTokens(
      clientID: SecretBytes("ece"), clientSecret: SecretBytes("s"), authentication: Sample.authentication)
    let other = AccessTokens(
      clientID: SecretBytes("ece"), clientSecret: SecretBytes("t"), authentication: Sample.authentication)
    let token = tokens.token(at: Sample.now)
    func request(_ token: String) -> ReceivedRequest {
      Sample.request("POST", "/ece/callback", ["Authorization": token])
    }
    #expect(tokens.admit(request("Bearer \(token)"), at: Sample.now))
    #expect(tokens.admit(request("bearer  \(token)"), at: Sample.now + 3_599_000))
    #expect(!tokens.admit(request("Bearer \(token)"), at: Sample.now + 3_600_000))
    #expect(!other.admit(request("Bearer \(token)"), at: Sample.now))
    for wrong in [
      "", ".", "Basic \(token)", "Bearer 9\(token)", "Bearer \(token)A", "Bearer \(token.dropLast())",
      "Bearer",
    ] {
      #expect(!tokens.admit(request(wrong), at: Sample.now), "\(wrong)")
    }
  }

  /// What is asked of the token's endpoint, and how it is answered.
  static let tokenCases: [(headers: [String: String], form: String, status: Int)] = [
    (["Authorization": "Basic ZWNlOnM="], "grant_type=client_credentials", 200),
    ([:], "grant_type=client_credentials&client_id=ece&client_secret=s", 200),
    ([:], "grant_type=client_credentials&client_id=ece&client_secret=t", 401),
    ([:], "grant_type=client_credentials", 401),
    (["Authorization": "Basic ZWNlOnM="], "grant_type=password", 400),
    (["Authorization": "Basic ZWNlOnM="], "", 400),
    (["Authorization": "Basic ZWNlOnM="], "grant_type=client_credentials&grant_type=x", 400),
    (["Authorization": "Basic !"], "grant_type=client_credentials", 401),
  ]

  @Test(arguments: tokenCases)
  func aTokenIsGivenToTheClient(headers: [String: String], form: String, status: Int) throws {
    let tokens = AccessTokens(
      clientID: SecretBytes("ece"), clientSecret: SecretBytes("s"), authentication: Sample.authentication)
    let all = headers.merging(["Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"]) { $1 }
    let request = ReceivedRequest(
      method: "POST", path: "/oauth2/token",
      headers: all.map { HTTPRequest.Header(name: $0.key, value: $0.value) }, body: Array(form.utf8))
    guard
      case .reply(let reply) = try ServiceGate(callback: ECECallback(.token(tokens))).receive(
        request, at: Sample.now)
    else {
      Issue.record("no reply")
      return
    }
    #expect(reply.status == status)
    let token = WireAnswer(status: reply.status, body: reply.body)
    #expect((ECEToken(token, at: Sample.now) != nil) == (status == 200))
  }

  @Test func aLimitGivesSoManyAtOnceAndThenOneInAWhile() {
    var limit = RateLimit(burst: 2, every: 1000)
    let times: [Int64] = [0, 0, 0, 999, 1000, 1500, 2000, 100_000, 100_000, 100_000, 50_000, 50_999, 51_000]
    #expect(
      times.map { limit.take(at: Timestamp(milliseconds: $0)) } == [
        true, true, false, false, true, false, true, true, true, false, false, false, true,
      ])
  }
}
