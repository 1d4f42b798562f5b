import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax
import ServiceProtocols

/// Whatever comes over the wire is read, and what must hold of it is looked at: for the tests, which mutate what is kept in
/// `Tests/Fixtures/Wire`, and for `.ci/fuzz`, which has libFuzzer find more.
enum WireFuzzing {
  /// A message authentication that takes a signature of zeros: behind it stands all that a counterpart could sign.
  struct Gullible: MessageAuthentication {
    func code(_ hash: MessageHash, key: [UInt8], message: [UInt8]) -> [UInt8] {
      [UInt8](repeating: 0, count: hash == .sha1 ? 20 : hash == .sha256 ? 32 : 64)
    }
  }

  private static let now = Timestamp(milliseconds: 1_614_265_330_000)
  private static let gates = gateways.map(gate)

  private static let headers: [HTTPRequest.Header] = {
    let zeros = String(repeating: "0", count: 64)
    return [
      .init(name: "X-Twilio-Signature", value: "AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
      .init(name: "x-hub-signature", value: zeros),
      .init(name: "X-Hub-Signature-256", value: "sha256=" + zeros),
      .init(name: "webhook-id", value: "1"), .init(name: "webhook-timestamp", value: "1614265330"),
      .init(name: "webhook-signature", value: "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
      .init(name: "Content-Type", value: "application/x-www-form-urlencoded"),
    ]
  }()

  private static var gateways: [any SMSGateway] {
    guard let url = ServiceAddress("https://a.example") else { return [] }
    let unsigned = UnsignedCalls(pathSecret: SecretBytes("x"))
    return [
      WebexConnect(
        url: url, publicURL: url, key: SecretBytes("k"), signatureSecret: SecretBytes("s"),
        unsigned: unsigned, authentication: Gullible()),
      Twilio(
        url: url, publicURL: url, accountSID: SecretBytes("AC1"), authToken: SecretBytes("t"),
        messagingServiceSID: nil, authentication: Gullible()),
      Kannel(
        url: url, publicURL: url, user: "u", password: SecretBytes("p"), countryCode: "44",
        unsigned: unsigned),
    ]
  }

  private static func gate(_ gateway: any SMSGateway) -> ServiceGate {
    var gate = ServiceGate(callback: ECECallback(.none), sms: gateway)
    if let url = ServiceAddress("https://a.example") {
      gate.messenger = MessengerPages(
        [.init(id: "1", token: SecretBytes("t"), appSecret: SecretBytes("a"), verifyToken: SecretBytes("v"))],
        url: url, authentication: Gullible())
    }
    let secret = SecretBytes("AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB")
    gate.webhooks =
      StandardWebhooks(event: "due", secrets: [secret], authentication: Gullible()).map { [$0] } ?? []
    return gate
  }

  /// Reads some bytes, the first of which says as what.
  /// - Returns: How many arrivals were in them.
  @discardableResult
  static func read(_ bytes: some Collection<UInt8>) -> Int {
    guard let kind = bytes.first else { return 0 }
    let rest = Array(bytes.dropFirst())
    switch Unicode.Scalar(kind) {
    case "E": return receive("POST", "/ece/callback", body: rest)
    case "W": return receive("POST", "/sms/inbound", body: rest, gate: 0)
    case "w": return receive("POST", "/sms/receipt/x", body: rest, gate: 0)
    case "T": return receive("POST", "/sms/inbound", body: rest, gate: 1)
    case "t": return receive("POST", "/sms/receipt", query: "effect=i.s.1", body: rest, gate: 1)
    case "K": return receive("GET", "/sms/inbound/x", query: text(rest), gate: 2)
    case "k": return receive("POST", "/sms/receipt/x", body: rest, gate: 2)
    case "M": return receive("POST", "/messenger", body: rest)
    case "m": return receive("GET", "/messenger", query: text(rest))
    case "H": return receive("POST", "/webhooks/due", body: rest)
    case "A": answer(rest)
    case "J": judge(rest)
    default: return receive("POST", text(rest), body: [])
    }
    return 0
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func receive(
    _ method: String, _ path: String, query: String? = nil, body: [UInt8] = [], gate: Int = 0
  ) -> Int {
    let request = ReceivedRequest(method: method, path: path, query: query, headers: headers, body: body)
    do throws(Rejection) {
      guard case .arrivals(let arrivals) = try gates[gate].receive(request, at: now) else { return 0 }
      precondition(arrivals.reply.status == 200, "what is taken is answered 200")
      for arrival in arrivals.arrivals {
        precondition(!arrival.name.parts.contains { $0.utf8.count > 512 }, "names are short")
        guard let input = arrival.input(effect: { _ in nil }) else { continue }
        precondition(HostInput(json: input.json) == input, "what is kept is what came")
        guard let json = try? JSON(parsing: Array(input.json.compact.utf8)) else {
          preconditionFailure("what is kept is JSON")
        }
        precondition(HostInput(json: json) == input, "what is kept is read as what came")
      }
      return arrivals.arrivals.count
    } catch {
      precondition(
        [400, 401, 404, 405, 413].contains(error.reply.status), "a rejection says why by a status")
      return 0
    }
  }

  private static func answer(_ body: [UInt8]) {
    for status in [200, 202, 409, 429, 500] {
      let result = WireResult.answered(WireAnswer(status: status, body: body))
      _ = ECEAnswers.start(result)
      for kind in ServiceRequest.Question.Kind.allCases { _ = ECEAnswers.question(kind, result) }
      _ = ECEAnswers.forward(result)
      for gateway in gateways { _ = gateway.meaning(of: result, key: "k") }
      _ = WebServiceCalls.meaning(of: result)
    }
    _ = ECEToken(WireAnswer(status: 200, body: body), at: now)
  }

  private static func judge(_ bytes: [UInt8]) {
    guard let json = try? JSON(parsing: bytes) else { return }
    precondition((try? JSON(parsing: Array(json.compact.utf8))) == json, "JSON is read as it is written")
  }
}
