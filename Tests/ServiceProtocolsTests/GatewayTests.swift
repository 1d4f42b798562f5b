import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax
import Testing

@testable import ServiceProtocols

/// The gateways for SMS: what they send, what they are sent, and what their answers mean.
@Suite struct GatewayTests {
  private static let publicURL = Sample.address("https://flows.example.com/base")
  private static let pathSecret = "0123456789abcdefABCDEF"

  // MARK: Webex Connect

  private static func webex(signed: Bool = true, unsigned: UnsignedCalls = UnsignedCalls()) -> WebexConnect {
    WebexConnect(
      url: Sample.address("https://api.us.webexconnect.io"), publicURL: publicURL, key: SecretBytes("k"),
      signatureSecret: signed ? SecretBytes("s") : nil, unsigned: unsigned,
      authentication: Sample.authentication)
  }

  private static func signature(_ body: String, _ hash: MessageHash = .sha256, _ key: String = "s") -> String
  {
    Hexadecimal.encode(Sample.authentication.code(hash, key: Array(key.utf8), message: Array(body.utf8)))
  }

  private static let inbound =
    #"{"transid":"t1","channel":"SMS","message":"Hello","oa":"+441632960960","da":"447700900123","ts":"x"}"#

  @Test func webexConnectsMessagesAreSigned() {
    let gate = ServiceGate(sms: Self.webex())
    let taken = ["t1 message: sms +441632960960 > +447700900123: Hello"]
    for signature in [
      Self.signature(Self.inbound), "sha256=" + Self.signature(Self.inbound),
      Self.signature(Self.inbound).uppercased(),
      Self.signature(Self.inbound, .sha512),
    ] {
      #expect(
        gate.told(Sample.request("POST", "/sms/inbound", ["x-hub-signature": signature], body: Self.inbound))
          == taken)
    }
    for signature in [
      Self.signature(Self.inbound + " "), "", "sha256=", Self.signature(Self.inbound, .sha1),
      Self.signature(Self.inbound, .sha256, "t"),
    ] {
      #expect(
        gate.told(Sample.request("POST", "/sms/inbound", ["x-hub-signature": signature], body: Self.inbound))
          == ["401"])
    }
    #expect(gate.told(Sample.request("POST", "/sms/inbound", body: Self.inbound)) == ["401"])
    #expect(gate.told(Sample.request("HEAD", "/sms/inbound")) == ["200 "])
    #expect(gate.told(Sample.request("HEAD", "/sms/receipt")) == ["200 "])
    #expect(gate.told(Sample.request("PUT", "/sms/inbound")) == ["405"])
    let twice = Sample.request(
      "POST", "/sms/inbound",
      ["x-hub-signature": Self.signature(Self.inbound), "X-Hub-Signature": Self.signature(Self.inbound)],
      body: Self.inbound)
    #expect(gate.told(twice) == ["401"])
  }

  @Test func callsThatAreNotSignedAreToldByThePathAndByTheNetwork() {
    let unsigned = UnsignedCalls(
      pathSecret: SecretBytes(Self.pathSecret), allowFrom: [NetworkRange("192.0.2.0/24")].compactMap(\.self))
    let gate = ServiceGate(sms: Self.webex(signed: false, unsigned: unsigned))
    func told(_ path: String, _ peer: String?) -> [String] {
      gate.told(Sample.request("POST", path, body: Self.inbound, peer: peer))
    }
    #expect(told("/sms/inbound/\(Self.pathSecret)", "192.0.2.7").first?.hasPrefix("t1") == true)
    #expect(told("/sms/inbound/\(Self.pathSecret)", "::ffff:192.0.2.7").first?.hasPrefix("t1") == true)
    #expect(told("/sms/inbound/\(Self.pathSecret)", "192.0.3.7") == ["401"])
    #expect(told("/sms/inbound/\(Self.pathSecret)", nil) == ["401"])
    #expect(told("/sms/inbound", "192.0.2.7") == ["401"])
    #expect(told("/sms/inbound/\(Self.pathSecret)x", "192.0.2.7") == ["401"])
    #expect(told("/sms/inbound/\(Self.pathSecret)/", "192.0.2.7") == ["404"])
    #expect(told("/sms/inboundx", "192.0.2.7") == ["404"])
    #expect(
      ServiceGate(sms: Self.webex(signed: false)).told(
        Sample.request("POST", "/sms/inbound", body: Self.inbound)) == ["401"])
  }

  static let webexReceipts: [(body: String, told: [String])] = [
    (
      #"{"deliveryInfoNotification":{"deliveryInfo":{"code":"7500","deliveryStatus":"Delivered","Description":"done"},"transid":"t1","callbackData":"i.s.1","correlationid":"c"}}"#,
      ["t1 delivered: delivered 7500 done of t1 i.s.1"]
    ),
    (
      #"{"deliveryInfoNotification":{"deliveryInfo":{"code":7101,"deliveryStatus":"Failed"},"transid":"t1"}}"#,
      ["t1 failed: failed 7101 Failed of t1 ?"]
    ),
    (
      #"{"deliveryInfoNotification":{"deliveryInfo":{"code":"7501","deliveryStatus":"Submitted"},"transid":"t1"}}"#,
      []
    ),
    (#"{"deliveryInfoNotification":{"deliveryInfo":{"deliveryStatus":"Failed"}}}"#, ["400"]),
    (
      #"{"deliveryInfoNotification":{"deliveryInfo":{"deliveryStatus":"Failed"},"callbackData":"i.s.1"}}"#,
      ["i.s.1 failed: failed  Failed of ? i.s.1"]
    ),
    ("{}", ["400"]), ("", ["400"]), ("[]", ["400"]), ("{", ["400"]),
  ]

  @Test(arguments: webexReceipts)
  func aReceiptOfWebexConnectTellsOfTheEnd(body: String, told: [String]) {
    let gate = ServiceGate(sms: Self.webex())
    let request = Sample.request(
      "POST", "/sms/receipt", ["x-hub-signature": Self.signature(body)], body: body)
    #expect(gate.told(request) == told)
  }

  @Test func webexConnectIsSentAMessageWithItsKey() {
    let gateway = Self.webex(unsigned: UnsignedCalls(pathSecret: SecretBytes(Self.pathSecret)))
    #expect(
      gateway.send(Sample.sms("Hé"), key: "i.s.1", notAfter: Sample.now).written == """
        POST https://api.us.webexconnect.io/v1/sms/messages
        key: k
        Idempotency-Key: i.s.1
        Content-Type: application/json
        Accept: application/json
        {"from":"15550100","to":"+14155550123","content":"Hé","contentType":"text","callbackUrl":"https://flows.example.com/base/sms/receipt/0123456789abcdefABCDEF","callbackData":"i.s.1","expireAt":"2021-02-25T15:02:10.000Z"}
        """)
    #expect(gateway.repetitionWindow == 3_000_000)
  }

  static let webexAnswers: [(WireResult, String)] = [
    (Sample.answer(202, #"{"transid":"t1"}"#), "accepted t1"),
    (Sample.answer(200, #"{"response":[{"transid":"t2"}]}"#), "accepted t2"),
    (Sample.answer(200, ""), "accepted i.s.1"),
    (Sample.answer(409, ""), "accepted i.s.1"),
    (Sample.answer(400, #"{"message":"Duplicate request"}"#), "accepted i.s.1"),
    (Sample.answer(400, "{}"), "failed"), (Sample.answer(500, ""), "failed"),
    (Sample.answer(429, "", ["Retry-After": "7"]), "throttled 7000"),
    (Sample.answer(429, "", ["Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"]), "throttled -"),
    (Sample.answer(429, "", ["retry-after": "-1"]), "throttled -"),
    (.notSent, "again -"), (.timedOut, "in doubt"), (.failed, "in doubt"), (.unusable, "failed"),
  ]

  @Test(arguments: webexAnswers)
  func anAnswerOfWebexConnectMeans(result: WireResult, told: String) {
    #expect(Self.webex().meaning(of: result, key: "i.s.1").told == told)
  }

  // MARK: Twilio

  private static func twilio(service: String? = nil) -> Twilio {
    Twilio(
      url: Sample.address("https://api.twilio.com"), publicURL: publicURL, accountSID: SecretBytes("AC1"),
      authToken: SecretBytes("12345"), messagingServiceSID: service, authentication: Sample.authentication)
  }

  /// A request that is signed as for an address.
  private static func signed(
    _ target: String, as address: String? = nil, _ fields: KeyValuePairs<String, String>
  ) throws -> ReceivedRequest {
    let body = Sample.form(fields)
    let form = try #require(FormFields(parsing: Array(body.utf8)))
    let base = Twilio.signatureBase(of: address ?? "https://flows.example.com/base" + target, form)
    let code = Base64.encode(Sample.authentication.code(.sha1, key: Array("12345".utf8), message: base))
    return Sample.request(
      "POST", target, ["X-Twilio-Signature": code, "Content-Type": "application/x-www-form-urlencoded"],
      body: body)
  }

  @Test func twiliosMessagesAreSignedForThePublicAddress() throws {
    let gate = ServiceGate(sms: Self.twilio())
    let fields: KeyValuePairs = [
      "MessageSid": "SM1", "AccountSid": "AC1", "From": "+14155550123", "To": "+15550100", "Body": "Hi & bye",
      "NumMedia": "2",
    ]
    let taken = ["SM1 received: sms +14155550123 > +15550100: Hi & bye, 2 left out"]
    #expect(gate.told(try Self.signed("/sms/inbound", fields)) == taken)
    #expect(
      gate.told(try Self.signed("/sms/inbound", as: "https://flows.example.com:443/base/sms/inbound", fields))
        == taken)
    #expect(gate.told(try Self.signed("/sms/inbound?a=1", fields)) == taken)
    #expect(
      gate.told(try Self.signed("/sms/inbound?a=1", as: "https://flows.example.com/base/sms/inbound", fields))
        == ["401"])
    #expect(
      gate.told(try Self.signed("/sms/inbound", as: "https://flows.example.com/sms/inbound", fields)) == [
        "401"
      ])
    #expect(gate.told(try Self.signed("/sms/inbound/x", fields)) == ["401"])
    #expect(
      gate.told(try Self.signed("/sms/inbound", ["AccountSid": "AC2", "MessageSid": "SM1"])) == ["401"])
    #expect(
      gate.told(try Self.signed("/sms/inbound", ["AccountSid": "AC1", "MessageSid": "SM1"])) == ["400"])
    guard case .arrivals(let arrivals) = try gate.receive(Self.signed("/sms/inbound", fields), at: Sample.now)
    else {
      Issue.record("no arrivals")
      return
    }
    #expect(arrivals.reply == ServiceReply(200, "text/xml", "<Response/>"))
  }

  static let twilioReceipts: [(status: String, told: [String])] = [
    ("delivered", ["SM1 delivered: delivered delivered delivered of SM1 i.s.1"]),
    ("undelivered", ["SM1 undelivered: failed 30003 undelivered of SM1 i.s.1"]),
    ("failed", ["SM1 failed: failed 30003 failed of SM1 i.s.1"]),
    ("sent", []), ("queued", []), ("anything", []),
  ]

  @Test(arguments: twilioReceipts)
  func aReceiptOfTwiliosTellsOfTheEnd(status: String, told: [String]) throws {
    let isFailure = status.hasSuffix("ed") && status != "delivered"
    let request =
      isFailure
      ? try Self.signed(
        "/sms/receipt?effect=i.s.1", ["MessageSid": "SM1", "MessageStatus": status, "ErrorCode": "30003"])
      : try Self.signed("/sms/receipt?effect=i.s.1", ["MessageSid": "SM1", "MessageStatus": status])
    #expect(ServiceGate(sms: Self.twilio()).told(request) == told)
  }

  @Test func twiliosGetIsSignedWithItsQuery() throws {
    let gate = ServiceGate(sms: Self.twilio())
    func get(_ target: String, signed: String? = nil) throws -> ReceivedRequest {
      let form = try #require(FormFields(parsing: []))
      let code = Twilio.signature(
        of: form, at: "https://flows.example.com/base\(signed ?? target)", key: SecretBytes("12345"),
        Sample.authentication)
      return Sample.request("GET", target, ["X-Twilio-Signature": code])
    }
    let receipt = "/sms/receipt?effect=i.s.1&MessageSid=SM1&MessageStatus=delivered"
    #expect(gate.told(try get(receipt)) == ["SM1 delivered: delivered delivered delivered of SM1 i.s.1"])
    #expect(gate.told(try get(receipt + "&AccountSid=AC2")) == ["401"])
    #expect(gate.told(try get(receipt, signed: receipt + "&")) == ["401"])
    #expect(
      gate.told(try get("/sms/inbound?MessageSid=SM1&From=%2B14155550123&To=%2B15550100&Body=Hi"))
        == ["SM1 received: sms +14155550123 > +15550100: Hi"])
  }

  @Test func twilioIsSentAForm() {
    #expect(
      Self.twilio().send(Sample.sms("A+B é"), key: "i.s.1", notAfter: Sample.now).written == """
        POST https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json
        Authorization: Basic QUMxOjEyMzQ1
        Accept: application/json
        Content-Type: application/x-www-form-urlencoded
        To=%2B14155550123&From=%2B15550100&Body=A%2BB%20%C3%A9&StatusCallback=https%3A%2F%2Fflows.example.com%2Fbase%2Fsms%2Freceipt%3Feffect%3Di.s.1
        """)
    let service = Self.twilio(service: "MG1").send(Sample.sms(), key: "k", notAfter: Sample.now).written
    #expect(service.contains("&MessagingServiceSid=MG1&") && !service.contains("From="))
  }

  static let twilioAnswers: [(WireResult, String)] = [
    (Sample.answer(201, #"{"sid":"SM1"}"#), "accepted SM1"), (Sample.answer(200, "?"), "accepted i.s.1"),
    (Sample.answer(429, #"{"code":20429}"#), "throttled -"),
    (Sample.answer(400, #"{"code":20429}"#), "throttled -"),
    (Sample.answer(400, #"{"code":21610}"#), "policy"), (Sample.answer(400, #"{"code":21211}"#), "failed"),
    (Sample.answer(503, ""), "failed"), (.notSent, "again -"), (.timedOut, "in doubt"),
  ]

  @Test(arguments: twilioAnswers)
  func anAnswerOfTwilioMeans(result: WireResult, told: String) {
    #expect(Self.twilio().meaning(of: result, key: "i.s.1").told == told)
  }

  // MARK: Kannel

  private static func kannel(countryCode: String? = "44") -> Kannel {
    Kannel(
      url: Sample.address("http://kannel:13013"), publicURL: publicURL, user: "u",
      password: SecretBytes("p&"),
      countryCode: countryCode, unsigned: UnsignedCalls(pathSecret: SecretBytes(pathSecret)))
  }

  static let kannelRequests: [(target: String, form: String, told: [String])] = [
    (
      "/sms/inbound/S?id=7&from=07700900123&to=60123&text=Hi+there", "",
      ["7 message: sms +447700900123 > 60123: Hi there"]
    ),
    (
      "/sms/inbound/S", "id=7&from=%2B447700900123&to=00441632960960&text=%C3%A9",
      ["7 message: sms +447700900123 > +441632960960: é"]
    ),
    ("/sms/inbound/S?id=7&from=ALERTS&to=60123&text=", "", ["7 message: sms ALERTS > 60123: "]),
    ("/sms/inbound/S?id=7&from=1&to=60123&text=a", "", ["400"]),
    ("/sms/inbound/S?from=447700900123&to=60123&text=a", "", ["400"]),
    ("/sms/inbound/S?id=7&from=447700900123&to=60123&text=%FF", "", ["400"]),
    (
      "/sms/inbound/S?id=7&from=447700900123&to=60123&text=%00G%00%FC+%AC%D8%3C%DF%89&charset=UTF-16BE", "",
      ["7 message: sms +447700900123 > 60123: G\u{FC}\u{20AC}\u{1F389}"]
    ),
    (
      "/sms/inbound/S?id=7&from=447700900123&to=60123&charset=utf-16be&text=%00G%D8", "",
      ["7 message: sms +447700900123 > 60123: G"]
    ),
    (
      "/sms/inbound/S?id=7&from=447700900123&to=60123&charset=WINDOWS-1252&text=%80%FC", "",
      ["7 message: sms +447700900123 > 60123: \u{20AC}\u{FC}"]
    ),
    (
      "/sms/inbound/S?id=7&from=447700900123&to=60123&charset=8-BIT&text=%FF%00", "",
      ["7 message: sms +447700900123 > 60123: , 1 left out"]
    ),
    ("/sms/inbound/S?id=7&id=8&from=447700900123&to=60123&text=a", "", ["400"]),
    ("/sms/inbound?id=7&from=447700900123&to=60123&text=a", "", ["401"]),
    ("/sms/receipt/S?effect=i.s.1&status=1", "", ["i.s.1 1: delivered 1 delivered of ? i.s.1"]),
    ("/sms/receipt/S?effect=i.s.1&status=2", "", ["i.s.1 2: failed 2 failed of ? i.s.1"]),
    ("/sms/receipt/S?effect=i.s.1&status=16", "", ["i.s.1 16: failed 16 failed of ? i.s.1"]),
    ("/sms/receipt/S?effect=i.s.1&status=8", "", []),
    ("/sms/receipt/S?effect=i.s.1&status=%d", "", ["400"]),
    ("/sms/receipt/S?status=1", "", ["400"]),
    ("/sms/receipt?effect=i.s.1&status=1", "", ["401"]),
  ]

  @Test(arguments: kannelRequests)
  func whatKannelCallsBrings(target: String, form: String, told: [String]) {
    let gate = ServiceGate(sms: Self.kannel())
    let request = Sample.request(
      form.isEmpty ? "GET" : "POST", target.replacing("/S", with: "/\(Self.pathSecret)"),
      ["Content-Type": "application/x-www-form-urlencoded"], body: form)
    #expect(gate.told(request) == told)
  }

  static let kannelTexts: [(text: String, type: OutboundMessage.MessageType, parameters: String)] = [
    ("Hi €", .text, "&text=Hi%20%E2%82%AC&charset=UTF-8&coding=0&"),
    ("Hi", .unicode, "&coding=2&"), ("Привет", .text, "&coding=2&"), ("a\u{301}", .text, "&coding=2&"),
    ("Hi", .flash, "&mclass=0"),
  ]

  @Test(arguments: kannelTexts)
  func kannelIsAskedToSendInTheAlphabetThatATextNeeds(
    text: String, type: OutboundMessage.MessageType, parameters: String
  ) {
    let call = Self.kannel().send(Sample.sms(text, type: type), key: "i.s.1", notAfter: Sample.now)
    #expect(call.method == "GET" && call.body == nil)
    #expect(
      call.url.hasPrefix(
        "http://kannel:13013/cgi-bin/sendsms?username=u&password=p%26&from=%2B15550100&to=%2B14155550123&"))
    #expect(
      call.url.contains(
        "&dlr-mask=19&dlr-url=https%3A%2F%2Fflows.example.com%2Fbase%2Fsms%2Freceipt%2F\(Self.pathSecret)%3Feffect%3Di.s.1%26status%3D%25d"
      ))
    #expect("\(call.url)&".contains(parameters))
    #expect(call.description == "GET http://kannel:13013/cgi-bin/sendsms")
  }

  static let kannelAnswers: [(WireResult, String)] = [
    (Sample.answer(202, "0: Accepted for delivery"), "accepted i.s.1"),
    (Sample.answer(202, "3: Queued for later delivery"), "accepted i.s.1"),
    (Sample.answer(503, "Temporal failure, try again later."), "throttled -"),
    (Sample.answer(403, "Authorization failed for sendsms"), "failed"), (.notSent, "again -"),
    (.failed, "in doubt"),
  ]

  @Test(arguments: kannelAnswers)
  func anAnswerOfKannelMeans(result: WireResult, told: String) {
    #expect(Self.kannel().meaning(of: result, key: "i.s.1").told == told)
  }

  // MARK: Numbers

  static let numbers: [(written: String, countryCode: String?, normalized: String?)] = [
    ("+14155550123", nil, "+14155550123"), ("+1 (415) 555-0123", nil, "+14155550123"),
    ("14155550123", nil, "+14155550123"), ("0014155550123", nil, "+14155550123"),
    ("07700900123", "44", "+447700900123"), ("07700900123", nil, nil), ("12345", nil, "12345"),
    ("12345678", nil, "12345678"), ("12", nil, nil), ("", nil, nil), ("+", nil, nil),
    ("++14155550123", nil, nil),
    ("+0155550123", nil, nil), ("1415555012a", nil, nil), ("1234567890123456", nil, nil), ("٣٤٥", nil, nil),
  ]

  @Test(arguments: numbers)
  func aNumberIsPutIntoE164sForm(written: String, countryCode: String?, normalized: String?) {
    #expect(GatewayNumber(countryCode: countryCode).normalized(written) == normalized)
  }

  @Test func aReceiptIsForTheEffectWhoseKeyComesBack() {
    let key = IdempotencyKey(session: SessionKey("s"), effect: EffectID(1))
    func input(_ id: GatewayMessageID?, _ effect: String?) -> HostInput? {
      Arrival(ArrivalName(.kannel, "1"), .receipt(.delivered, gatewayID: id, effectKey: effect))
        .input { $0 == "i.s.1" ? key : nil }
    }
    #expect(input("t1", "i.s.1") == .receipt(.delivered, gatewayID: "t1", of: key))
    #expect(input("t1", "other") == .receipt(.delivered, gatewayID: "t1", of: nil))
    #expect(input(nil, "i.s.1") == .receipt(.delivered, gatewayID: "i.s.1", of: key))
    #expect(input(nil, "other") == .receipt(.delivered, gatewayID: "other", of: nil))
    #expect(input(nil, nil) == nil)
  }

  @Test func namesOfDifferentThingsAreNeverTheSame() {
    let names = [
      ArrivalName(.twilio, "a", "b"), ArrivalName(.twilio, "a b"), ArrivalName(.twilio, "ab", ""),
      ArrivalName(.webex, "a", "b"),
      ArrivalName(.twilio, "a 1 b"), ArrivalName(.twilio, "b", "a"),
    ]
    #expect(Set(names.map(\.bytes)).count == names.count)
  }
}
