public import FlowModel

/// A token that a client application has obtained.
public struct AccessToken: Sendable, Hashable {
  /// The token.
  public let text: String
  /// Whose it is: the client application's id.
  public let clientID: String
  /// When it expires.
  public let expiry: Timestamp
}

/// The tokens that have been handed out, and the one that each node authorization goes on to use.
struct TokenStore: Sendable {
  private var tokens: [String: AccessToken] = [:]
  private var revoked: Set<String> = []
  private var tokenInUse: [String: AccessToken] = [:]
  private var count = 0

  /// A new token of a client.
  mutating func issue(to clientID: String, expiry: Timestamp) -> AccessToken {
    count += 1
    let token = AccessToken(text: "token-\(count)", clientID: clientID, expiry: expiry)
    tokens[token.text] = token
    return token
  }

  /// The token that a node authorization uses.
  func token(ofAuthorization name: String) -> AccessToken? { tokenInUse[name] }

  /// Lets a node authorization use a token from now on; nil for a new one at the next request.
  mutating func use(_ token: AccessToken?, forAuthorization name: String) { tokenInUse[name] = token }

  mutating func revoke(_ token: AccessToken) { revoked.insert(token.text) }

  /// The token with a text.
  /// - Throws: Why a request that bears it is refused.
  func valid(_ text: String?, at now: Timestamp) throws(ServiceFailure) -> AccessToken {
    guard let token = text.flatMap({ tokens[$0] }) else { throw .tokenUnknown }
    guard !revoked.contains(token.text) else { throw .tokenRevoked }
    guard now < token.expiry else { throw .tokenExpired }
    return token
  }
}

extension SimulatedECE {
  /// A new token for a client application; nil where the id or the secret is wrong, or the service has none to give.
  public mutating func token(forClient id: String, secret: String, at now: Timestamp) -> AccessToken? {
    guard let client = directory.client(id), ExactText(client.secret) == ExactText(secret),
      !injector.injects(.tokenRefused)
    else { return nil }
    return tokens.issue(to: id, expiry: now + directory.tokenLifetime)
  }

  /// The token that a node authorization uses, obtained where need be; nil where it cannot be.
  public mutating func token(forAuthorization name: String, at now: Timestamp) -> AccessToken? {
    guard let authorization = directory.authorization(name) else { return nil }
    if let token = tokens.token(ofAuthorization: name),
      now < token.expiry || !authorization.renewsExpiredTokens
    {
      return token
    }
    let token = token(forClient: authorization.clientID, secret: authorization.clientSecret, at: now)
    tokens.use(token, forAuthorization: name)
    return token
  }

  /// Makes a token invalid at once.
  public mutating func revoke(_ token: AccessToken) { tokens.revoke(token) }
}
