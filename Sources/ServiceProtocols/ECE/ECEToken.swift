public import FlowModel
import JSONSyntax

/// An access token of ECE's.
public struct ECEToken: Sendable {
  /// The token.
  public let secret: SecretBytes
  /// When the next one is to be asked for: when a tenth of its life is left.
  public let renewal: Timestamp

  /// Creates a token that has been given now, with so many seconds to live.
  public init(_ secret: SecretBytes, livesFor seconds: Int64, from now: Timestamp) {
    self.secret = secret
    renewal = now + max(0, seconds) * 900
  }

  /// Reads ECE's answer; nil where it gives none.
  public init?(_ answer: WireAnswer, at now: Timestamp) {
    guard answer.isSuccess, let json = answer.json, let token = json["access_token"]?.string, !token.isEmpty,
      HTTPHeader.isValue(token)
    else { return nil }
    let told = json["expires_in"]?.number?.double ?? json["expires_in"]?.string.flatMap(Double.init)
    // A text may be `nan`.
    let life = told.flatMap { $0.isNaN ? nil : $0 } ?? 3600
    self.init(SecretBytes(token), livesFor: Int64(min(max(life, 0), 31_536_000)), from: now)
  }
}

/// A node authorization with its secrets.
public struct ECECredentials: Sendable, Hashable {
  /// The client application's id.
  public let clientID: SecretBytes
  /// The client application's secret.
  public let clientSecret: SecretBytes

  /// Creates credentials.
  public init(clientID: SecretBytes, clientSecret: SecretBytes) {
    self.clientID = clientID
    self.clientSecret = clientSecret
  }
}
