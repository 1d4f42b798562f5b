#if Service
public import ServiceProtocols

/// HMAC as libcrypto makes it.
public struct LibraryAuthentication: MessageAuthentication {
  /// Creates the authentication.
  public init() {}

  public func code(_ hash: MessageHash, key: [UInt8], message: [UInt8]) -> [UInt8] {
    let digest: Cryptography.Digest =
      switch hash {
      case .sha1: .sha1
      case .sha256: .sha256
      case .sha512: .sha512
      }
    return Cryptography.authenticationCode(of: message, key: key, digest)
  }
}
#endif
