import FlowInterpreter
import FlowModel
import Foundation
import Testing

@testable import ServiceProtocols

/// Whatever a stranger or a counterpart sends, nothing stops and nothing takes long.
@Suite struct HostileTests {
  /// A generator of which a failure can be told by its seed (SplitMix64).
  private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
      return z ^ z >> 31
    }
  }

  /// A message authentication that takes everything: behind it stands all that a counterpart could make of what is signed.
  private struct Gullible: MessageAuthentication {
    func code(_ hash: MessageHash, key: [UInt8], message: [UInt8]) -> [UInt8] {
      Array(repeating: 0, count: hash == .sha1 ? 20 : hash == .sha256 ? 32 : 64)
    }
  }

  private static let seeds = [
    #"{"message":[{"id":"1","conversation":{"id":"c"},"type":{"value":"text/plain"},"content":"Hi","timeStamp":1}]}"#,
    #"<messages><message><id>1</id><conversation><id>c</id></conversation><type><value>complete</value></type></message></messages>"#,
    #"{"deliveryInfoNotification":{"deliveryInfo":{"code":"7101","deliveryStatus":"Failed"},"transid":"t"}}"#,
    #"{"transid":"t1","message":"Hello","oa":"+441632960960","da":"447700900123"}"#,
    #"{"object":"page","entry":[{"id":"1","messaging":[{"sender":{"id":"7"},"recipient":{"id":"1"},"message":{"mid":"m","text":"a"}}]}]}"#,
    "MessageSid=SM1&AccountSid=AC1&From=%2B14155550123&To=%2B15550100&Body=Hi&NumMedia=1&MessageStatus=delivered",
    "id=7&from=447700900123&to=60123&text=%C3%A9&effect=i.s.1&status=1",
    #"{"id":"5","activity":{"id":7,"case":{"id":"8"}},"entryPointConfiguration":[{"entryPoint":{"id":1}}]}"#,
  ]

  private static func mutated(_ text: String, _ generator: inout Generator) -> [UInt8] {
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 0...2, using: &generator) {
      let place = Int.random(in: 0...bytes.count, using: &generator)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      case 1 where place < bytes.count: bytes.remove(at: place)
      case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
      case 3: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
      case 4:
        bytes.insert(
          contentsOf: Self.seeds.randomElement(using: &generator).map { Array($0.utf8.prefix(30)) } ?? [],
          at: place)
      default: bytes.removeLast(min(bytes.count, Int.random(in: 0...9, using: &generator)))
      }
    }
    return bytes
  }

  private static func gates() throws -> [ServiceGate] {
    let url = Sample.address("https://a.example")
    let unsigned = UnsignedCalls(pathSecret: SecretBytes("x"))
    let webhooks = try #require(
      StandardWebhooks(
        event: "due", secrets: [SecretBytes(Base64.encode(Array(repeating: 1, count: 24)))],
        authentication: Gullible()))
    let gateways: [any SMSGateway] = [
      WebexConnect(
        url: url, publicURL: url, key: SecretBytes("k"), signatureSecret: SecretBytes("s"),
        unsigned: unsigned,
        authentication: Gullible()),
      Twilio(
        url: url, publicURL: url, accountSID: SecretBytes("AC1"), authToken: SecretBytes("t"),
        messagingServiceSID: nil,
        authentication: Gullible()),
      Kannel(
        url: url, publicURL: url, user: "u", password: SecretBytes("p"), countryCode: "44", unsigned: unsigned
      ),
    ]
    return gateways.map { gateway in
      ServiceGate(
        callback: ECECallback(.none), sms: gateway,
        messenger: MessengerPages(
          [
            .init(
              id: "1", token: SecretBytes("t"), appSecret: SecretBytes("a"), verifyToken: SecretBytes("v"))
          ],
          url: url, authentication: Gullible()), webhooks: [webhooks])
    }
  }

  private static let paths = [
    "/ece/callback", "/ece/callback", "/ece/callback", "/sms/inbound", "/sms/inbound/x",
    "/sms/receipt", "/sms/receipt/x", "/messenger",
    "/webhooks/due",
    "/oauth2/token", "/", "", "//", "/ece/callback/", "/é", "/%00",
  ]

  @Test(arguments: 0..<8)
  func anyBytesUnderAnyPathAreAnsweredAndChangeNothingElse(seed: UInt64) throws {
    let base = ProcessInfo.processInfo.environment["REFRAIN_SEED"].flatMap(UInt64.init) ?? 1
    var generator = Generator(state: base &* 1000 &+ seed)
    let zeros = Array(repeating: UInt8(0), count: 32)
    let headers: KeyValuePairs = [
      "X-Twilio-Signature": Base64.encode(Array(zeros.prefix(20))),
      "x-hub-signature": Hexadecimal.encode(zeros),
      "X-Hub-Signature-256": "sha256=" + Hexadecimal.encode(zeros), "webhook-id": "1",
      "webhook-timestamp": "1614265330", "webhook-signature": "v1,\(Base64.encode(zeros))",
      "Content-Type": "application/x-www-form-urlencoded",
    ]
    var taken = 0
    for gate in try Self.gates() {
      for _ in 0..<300 {
        let body = Self.mutated(try #require(Self.seeds.randomElement(using: &generator)), &generator)
        let query = Self.mutated(try #require(Self.seeds.randomElement(using: &generator)), &generator)
        let request = ReceivedRequest(
          method: ["POST", "POST", "POST", "GET", "HEAD", "PUT"].randomElement(using: &generator) ?? "POST",
          path: Self.paths.randomElement(using: &generator) ?? "/",
          query: Bool.random(using: &generator) ? String(decoding: query, as: UTF8.self) : nil,
          headers: headers.map { .init(name: $0.key, value: $0.value) }, body: body)
        do throws(Rejection) {
          guard case .arrivals(let arrivals) = try gate.receive(request, at: Sample.now) else { continue }
          taken += arrivals.arrivals.count
          #expect(arrivals.reply.status == 200, "seed \(base)")
          #expect(arrivals.arrivals.count + arrivals.malformed.count <= 2001, "seed \(base)")
        } catch {
          #expect(
            [400, 401, 404, 405, 413].contains(error.reply.status) && error.reply.body.isEmpty, "seed \(base)"
          )
        }
      }
    }
    #expect(taken > 5, "what is tried should be taken at times: seed \(base)")
  }

  @Test(arguments: 0..<4)
  func anyBytesCanBeAnAnswer(seed: UInt64) throws {
    var generator = Generator(state: seed)
    let gate = try Self.gates()
    for _ in 0..<2000 {
      let body = Self.mutated(try #require(Self.seeds.randomElement(using: &generator)), &generator)
      let status = Int.random(in: 100..<600, using: &generator)
      let result = WireResult.answered(WireAnswer(status: status, body: body))
      #expect(!ECEAnswers.start(result).told.isEmpty)
      #expect(!ECEAnswers.question(.agentAvailability, result).told.isEmpty)
      #expect(!ECEAnswers.question(.entrypointConfiguration, result).told.isEmpty)
      for gateway in gate.compactMap(\.sms) { #expect(!gateway.meaning(of: result, key: "k").told.isEmpty) }
      _ = ECEToken(WireAnswer(status: 200, body: body), at: Sample.now)
    }
  }

  @Test func whatIsLargeTakesTimeLinearInItsLength() throws {
    let hostile: [(path: String, body: String)] = [
      ("/ece/callback", String(repeating: "[", count: 400_000)),
      ("/ece/callback", "<a>" + String(repeating: "&amp;", count: 40_000)),
      ("/ece/callback", "<" + String(repeating: "a", count: 200_000)),
      ("/ece/callback", "<a " + String(repeating: "b='' ", count: 40_000)),
      ("/ece/callback", "<!--" + String(repeating: "--", count: 100_000)),
      ("/sms/inbound/x", String(repeating: "&", count: 262_144)),
      ("/sms/inbound/x", String(repeating: "a=%41&", count: 43_690)),
      ("/sms/inbound/x", String(repeating: "%41", count: 87_381)),
      ("/messenger", #"{"entry":["# + String(repeating: #"{"messaging":[{}]},"#, count: 13_000) + "1]}"),
    ]
    let gate = try #require(try Self.gates().last)
    for (path, body) in hostile {
      let request = Sample.request(
        "POST", path, ["Content-Type": "application/x-www-form-urlencoded"], body: body)
      #expect(gate.told(request).count <= 1001, "\(path)")
    }
  }
}
