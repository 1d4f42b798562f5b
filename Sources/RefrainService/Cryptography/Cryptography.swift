#if Service
import CCrypto
public import ServiceProtocols

/// The cryptography that a service needs, done by OpenSSL's libcrypto.
public enum Cryptography {
  /// The code that only who knows the key can make of a message: HMAC (RFC 2104).
  public static func authenticationCode(of message: [UInt8], key: [UInt8], _ hash: MessageHash) -> [UInt8] {
    var code = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    // An empty array may have no address, and without a key the library takes that of the call before.
    let key = key.isEmpty ? [0] : key
    let result = HMAC(function(of: hash), key, Int32(key.count), message, message.count, &code, &count)
    precondition(result != nil, "libcrypto knows the hash functions of HMAC, and has memory for one")
    return Array(code.prefix(Int(count)))
  }

  /// The hash of bytes.
  public static func hash(_ bytes: [UInt8], _ hash: MessageHash = .sha256) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    let isDone = EVP_Digest(bytes, bytes.count, &result, &count, function(of: hash), nil) == 1
    precondition(isDone, "libcrypto knows the hash functions, and has memory for one")
    return Array(result.prefix(Int(count)))
  }

  /// Bytes of a key that names are hashed with: as many as the hash has.
  static let hashingKeyLength = 32

  /// Whether two sequences of bytes are the same, in a time that tells their lengths alone.
  public static func areSame(_ first: [UInt8], _ second: [UInt8]) -> Bool {
    first.count == second.count && CRYPTO_memcmp(first, second, first.count) == 0
  }

  /// Bytes that nobody can foretell.
  public static func randomBytes(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    precondition(RAND_bytes(&bytes, Int32(count)) == 1, "the system gives randomness to every process")
    return bytes
  }

  private static func function(of hash: MessageHash) -> OpaquePointer? {
    switch hash {
    case .sha1: EVP_sha1()
    case .sha256: EVP_sha256()
    case .sha512: EVP_sha512()
    }
  }
}
#endif
