import FlowInterpreter
public import FlowModel
import JSONSyntax

/// The tokens that ECE asks of the service before it posts: `POST /oauth2/token`, client credentials (RFC 6749, 4.4).
///
/// They are signed and kept nowhere: any process that knows the client's secret can judge them.
public struct AccessTokens: Sendable {
  private let clientID: SecretBytes
  private let clientSecret: SecretBytes
  private let authentication: any MessageAuthentication
  /// What tokens are signed with. It is not the client's secret itself, so that no token tells anything of that.
  private let key: [UInt8]

  /// Creates the tokens of a client.
  public init(
    clientID: SecretBytes, clientSecret: SecretBytes, authentication: any MessageAuthentication
  ) {
    self.clientID = clientID
    self.clientSecret = clientSecret
    self.authentication = authentication
    key = authentication.code(.sha256, key: clientSecret.bytes, message: Array("refrain access token 1".utf8))
  }

  /// Answers a request for a token.
  public func answer(_ request: ReceivedRequest, at now: Timestamp) -> ServiceReply {
    guard let form = request.formFields, let grant = form["grant_type"] else {
      return Self.error(400, "invalid_request")
    }
    let shown =
      RequestAuthentication.basicCredentials(of: request)
      ?? (Array((form["client_id"] ?? "").utf8), Array((form["client_secret"] ?? "").utf8))
    let isID = ConstantTime.areEqual(shown.user, clientID.bytes)
    let isSecret = ConstantTime.areEqual(shown.password, clientSecret.bytes)
    guard isID, isSecret else { return Self.error(401, "invalid_client") }
    guard grant == "client_credentials" else { return Self.error(400, "unsupported_grant_type") }
    let body: JSON = [
      "access_token": .string(token(at: now)), "token_type": "Bearer",
      "expires_in": .number(Int(ProtocolLimits.tokenSeconds)),
    ]
    return ServiceReply(
      200, "application/json", body.compact, headers: [.init(name: "Cache-Control", value: "no-store")])
  }

  private static func error(_ status: Int, _ code: String) -> ServiceReply {
    let challenge = HTTPRequest.Header(name: "WWW-Authenticate", value: #"Basic realm="token""#)
    return ServiceReply(
      status, "application/json", (["error": .string(code)] as JSON).compact,
      headers: status == 401 ? [challenge] : [])
  }

  /// A token that is good for an hour.
  public func token(at now: Timestamp) -> String {
    let expiry = String(now.milliseconds / 1000 + ProtocolLimits.tokenSeconds)
    return "\(expiry).\(Base64.encodeForAddress(signature(of: expiry)))"
  }

  /// Whether a request shows a token that is good.
  public func admit(_ request: ReceivedRequest, at now: Timestamp) -> Bool {
    guard let token = RequestAuthentication.credentials(of: request, scheme: "bearer") else { return false }
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count <= 12, let expiry = Int64(parts[0]),
      let shown = Base64.decodeFromAddress(parts[1])
    else { return false }
    let isSigned = ConstantTime.areEqual(shown, signature(of: String(parts[0])))
    let seconds = now.milliseconds / 1000
    return isSigned && expiry > seconds && expiry <= seconds + ProtocolLimits.tokenSeconds + 60
  }

  private func signature(of expiry: String) -> [UInt8] {
    authentication.code(.sha256, key: key, message: clientID.bytes + Array(" \(expiry)".utf8))
  }
}

/// How often something may be asked for: so many times at once, and then once in a while (a token bucket).
public struct RateLimit: Sendable {
  private let burst: Int64
  private let interval: Int64
  /// What is left, in milliseconds.
  private var credit: Int64
  private var last: Timestamp?

  /// Creates a limit.
  /// - Parameters:
  ///   - burst: How many times at once.
  ///   - interval: Milliseconds after which it is one time more.
  public init(burst: Int, every interval: Int64) {
    self.burst = Int64(burst)
    self.interval = interval
    credit = Int64(burst) * interval
  }

  /// Takes one time; false where none is left. A clock that goes back gives nothing.
  public mutating func take(at now: Timestamp) -> Bool {
    credit = min(burst * interval, credit + max(0, last.map { now - $0 } ?? 0))
    last = now
    guard credit >= interval else { return false }
    credit -= interval
    return true
  }
}
