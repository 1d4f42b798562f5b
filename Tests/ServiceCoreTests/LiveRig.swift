import FlowInterpreter
import FlowLoading
import FlowModel
import ServiceProtocols
import Synchronization
import Testing

@testable import ServiceCore

/// The other side of a service's requests: it answers as it is told, and writes down what it is asked.
final class ScriptedSender: WireSender {
  private struct Script {
    var results: [(path: String, result: WireResult)] = []
    var asked: [String] = []
  }

  private let script = Mutex(Script())

  /// Says what comes of the next request to a path; of others nothing comes.
  func say(_ path: String, _ status: Int, _ body: String = "", retryAfter: Int? = nil) {
    let headers = retryAfter.map { [HTTPRequest.Header(name: "Retry-After", value: String($0))] } ?? []
    say(path, .answered(WireAnswer(status: status, headers: headers, body: Array(body.utf8))))
  }

  func say(_ path: String, _ result: WireResult) { script.withLock { $0.results.append((path, result)) } }

  /// What was asked, in order: the method, the end of the path, who asks, and for how long.
  var asked: [String] { script.withLock { $0.asked } }

  func send(_ call: WireCall, within time: CallTime, allowsPrivate: Bool) async -> WireResult {
    // Others that ask at the same time come in between.
    await Task.yield()
    return script.withLock { script in
      let path = call.url.prefix { $0 != "?" }.split(separator: "/").last.map(String.init) ?? ""
      let token = call.headers.first { $0.name == "Authorization" }?.value ?? "-"
      script.asked.append("\(call.method) \(path) \(token) \(time.whole)\(allowsPrivate ? "" : " public")")
      guard let index = script.results.firstIndex(where: { $0.path == path }) else { return .failed }
      return script.results.remove(at: index).result
    }
  }
}

/// A stand-in for HMAC: what differs in key or message differs in it.
struct ChecksumAuthentication: MessageAuthentication {
  func code(_ hash: MessageHash, key: [UInt8], message: [UInt8]) -> [UInt8] {
    var value: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in key + [0] + message { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return (0..<32).map { UInt8(truncatingIfNeeded: value >> UInt64($0 % 8 * 8)) }
  }
}

/// A service's protocols, of settings as they are written.
struct LiveRig {
  let configuration: LiveConfiguration
  let protocols: LiveProtocols
  let sender = ScriptedSender()
  let clock = TestClock(ServiceRig.start)

  init(_ more: String = "", ece: String = "") throws {
    let live = #"""
      { "publicUrl": "https://flows.example.com",
        "ece": { "url": "https://ece.example.com", "callback": { "pathSecret": { "env": "PATH_SECRET" } },
          "authorizations": { "ece-main": { "clientId": { "env": "ID" }, "clientSecret": { "env": "SECRET" } } } \#(ece) },
        "sms": { "kannel": { "url": "http://kannel:13013", "user": "u", "password": { "env": "P" }, "pathSecret": { "env": "PATH_SECRET" } } },
        "http": { "allow": ["shop.example.com"], "secrets": { "shop": { "env": "SHOP", "hosts": ["shop.example.com"] } } } \#(more) }
      """#
    let file = #"{ "formatVersion": 1, "name": "p", "environments": { "a": { "live": \#(live) } } }"#
    let loaded = ProjectLoader.load(Array(file.utf8))
    configuration = try #require(loaded.project?.environments[0].live?.configuration, "\(loaded.findings)")
    protocols = try LiveProtocols(configuration, authentication: ChecksumAuthentication()) {
      (source) throws(LiveProtocols.Unusable) in
      guard case .environmentVariable(let name) = source else {
        throw LiveProtocols.Unusable(reason: "there is no \(source)")
      }
      return SecretBytes(name == "PATH_SECRET" ? "0123456789abcdefABCDEF" : name.lowercased())
    }
  }

  var performer: LivePerformer {
    LivePerformer(
      configuration, protocols,
      webServices: WebServiceCalls(configuration.http) { _ in SecretBytes("shop-secret") }, sender: sender,
      clock: { [clock] in clock.now })
  }

  /// A call that is to end in ten seconds.
  func call(_ effect: WantedEffect) -> EffectCall {
    EffectCall(
      key: EffectKey(incarnation: "test", session: SessionKey("s"), number: 1), effect: effect,
      until: clock.now + 10_000, notAfter: clock.now + 60_000)
  }
}
