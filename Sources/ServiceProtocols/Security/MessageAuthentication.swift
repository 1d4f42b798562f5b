/// A keyed hash of a message (HMAC, RFC 2104), by whatever library there is.
public protocol MessageAuthentication: Sendable {
  /// The code of a message under a key: 20, 32 or 64 bytes.
  func code(_ hash: MessageHash, key: [UInt8], message: [UInt8]) -> [UInt8]
}

/// The hash functions that counterparts sign by.
public enum MessageHash: Sendable, Hashable, CaseIterable {
  /// SHA-1, by which Twilio signs.
  case sha1
  /// SHA-256.
  case sha256
  /// SHA-512.
  case sha512
}

/// A secret's bytes. It never describes them.
public struct SecretBytes: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The bytes.
  public let bytes: [UInt8]

  /// Creates a secret.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Creates a secret of a text's UTF-8.
  public init(_ text: String) { bytes = Array(text.utf8) }

  /// The secret as a text, with U+FFFD for what is no UTF-8.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  public var description: String { "a secret" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Comparing what a stranger shows with what is right, in a time that depends on the lengths alone.
package enum ConstantTime {
  /// Whether both are the same bytes.
  package static func areEqual(_ first: some Collection<UInt8>, _ second: some Collection<UInt8>) -> Bool {
    guard first.count == second.count else { return false }
    return zip(first, second).reduce(into: UInt8(0)) { $0 |= $1.0 ^ $1.1 } == 0
  }
}
