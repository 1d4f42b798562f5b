import FlowInterpreter
import FlowModel
public import ServiceProtocols
import Synchronization

/// Who may see and do what operators do: who knows the token, asks this machine by its own name, and is no other page in the
/// same browser.
///
/// A browser shows the token once and has a cookie from then on, which is good for this start of the service alone: browsers show
/// cookies to every port of a machine. Programs show the token itself (`Authorization: Bearer TOKEN`).
public final class OperatorAccess: Sendable {
  /// Somebody who may.
  struct Person: Sendable, Hashable {
    /// What they call themselves; nobody checks it.
    let name: String
    /// Whether a cookie shows it, which a browser sends for other pages on this machine too.
    let hasCookie: Bool
  }

  /// The fewest bytes of a token: it can be guessed as often as a machine can ask.
  public static let leastTokenLength = 16

  /// For how long a cookie is good, in milliseconds.
  static let cookieTime: Int64 = 12 * 3_600_000

  /// The longest name of a person, in bytes.
  private static let nameLimit = 64

  private let token: Mutex<SecretBytes>
  private let changes = Mutex(0)
  private let key: [UInt8]
  private let authentication: any MessageAuthentication
  private let cookieName: String

  /// Creates the access.
  /// - Parameters:
  ///   - key: Bytes that nobody can foretell, drawn for this start.
  ///   - port: Where operators ask, which tells the cookie from those of other services on the machine.
  public init(token: SecretBytes, key: [UInt8], authentication: any MessageAuthentication, port: Int) {
    self.token = Mutex(token)
    self.key = key
    self.authentication = authentication
    cookieName = "refrain-operator-\(port)"
  }

  /// Has another token be asked for; cookies that the former one gave are good no longer, nor is what it opened.
  public func set(_ token: SecretBytes) {
    let isOther = self.token.withLock { known in
      defer { known = token }
      return known != token
    }
    if isOther { changes.withLock { $0 += 1 } }
  }

  /// How often another token has been asked for.
  public var changeCount: Int { changes.withLock(\.self) }

  /// Whether a request is for this machine by an address, which no name server can turn elsewhere, or by the name that always is.
  public static func isNamedRightly(_ request: ReceivedRequest) -> Bool {
    guard let host = request.header("Host") else { return false }
    return ListeningAddress(host) != nil || ListeningAddress("\(host):1") != nil
  }

  /// Whether a browser says that another page than the operators' asks.
  static func isFromElsewhere(_ request: ReceivedRequest) -> Bool {
    func values(_ name: String) -> [String] {
      request.headers.filter { HTTPHeader.areSame($0.name, name) }.map(\.value)
    }
    let host = request.header("Host") ?? ""
    return values("Origin").contains { $0 != "http://\(host)" }
      || values("Sec-Fetch-Site").contains { $0 != "same-origin" && $0 != "none" }
  }

  /// Who asks; nil for whoever may not.
  func person(of request: ReceivedRequest, at now: Timestamp) -> Person? {
    if let shown = request.header("Authorization") {
      let scheme = "Bearer "
      guard HTTPHeader.areSame(String(shown.prefix(scheme.count)), scheme),
        isToken(String(shown.dropFirst(scheme.count)))
      else { return nil }
      return Person(name: "", hasCookie: false)
    }
    return cookie(of: request).flatMap { person(ofCookie: $0, at: now) }
  }

  /// Whether a text is the token, found out in a time that tells nothing of it.
  func isToken(_ text: String) -> Bool {
    let token = token.withLock { $0 }
    // Of codes, so that not even the token's length can be measured.
    return ConstantTime.areEqual(code(of: Array(text.utf8)), code(of: token.bytes))
  }

  /// What a browser is to show from now on.
  func cookie(for name: String, at now: Timestamp) -> HTTPRequest.Header {
    let content = "\(now.milliseconds).\(Self.shortened(name).percentEncoded)"
    return setting("\(content).\(signature(of: content))")
  }

  /// What has a browser show nothing any more.
  var endedCookie: HTTPRequest.Header { setting("; Max-Age=0") }

  private func setting(_ value: String) -> HTTPRequest.Header {
    HTTPRequest.Header(
      name: "Set-Cookie", value: "\(cookieName)=\(value); Path=/; HttpOnly; SameSite=Strict")
  }

  /// The cookie; nil where there is none, or several, of which nobody can say which one counts.
  private func cookie(of request: ReceivedRequest) -> String? {
    let found = request.header("Cookie")?.split(separator: ";").compactMap { part -> Substring? in
      let pair = part.drop { $0 == " " }
      return pair.hasPrefix("\(cookieName)=") ? pair.dropFirst(cookieName.count + 1) : nil
    }
    guard let found, found.count == 1 else { return nil }
    return String(found[0])
  }

  private func person(ofCookie value: String, at now: Timestamp) -> Person? {
    let parts = value.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let milliseconds = Int64(parts[0]),
      let name = FormFields(parsing: "n=\(parts[1])".utf8)?["n"],
      ConstantTime.areEqual(parts[2].utf8, signature(of: "\(parts[0]).\(parts[1])").utf8)
    else { return nil }
    let age = now - Timestamp(milliseconds: milliseconds)
    return age <= Self.cookieTime ? Person(name: name, hasCookie: true) : nil
  }

  private func signature(of content: String) -> String {
    Base64.encodeForAddress(code(of: token.withLock { $0 }.bytes + [0] + Array(content.utf8)))
  }

  private func code(of message: [UInt8]) -> [UInt8] {
    authentication.code(.sha256, key: key, message: message)
  }

  private static func shortened(_ name: String) -> String {
    var short = name.filter { $0 != "." }
    while short.utf8.count > nameLimit { short.removeLast() }
    return short
  }
}
