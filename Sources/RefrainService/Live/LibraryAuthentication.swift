#if Service
public import ServiceProtocols

/// HMAC as libcrypto makes it.
public struct LibraryAuthentication: MessageAuthentication {
  /// Creates the authentication.
  public init() {}

  public func code(_ hash: MessageHash, key: [UInt8], message: [UInt8]) -> [UInt8] {
    Cryptography.authenticationCode(of: message, key: key, hash)
  }
}
#endif
