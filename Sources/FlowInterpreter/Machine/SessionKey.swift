public import FlowModel

/// The name of a session, for ever: 128 random bits where sessions are real, `session-N` in simulations.
@frozen public struct SessionKey: Name {
  public let text: String

  /// The key with a text, which no other session may have.
  @inlinable public init(_ text: String) { self.text = text }

  /// The key of 128 random bits, as 32 hexadecimal digits.
  public init(bits: (high: UInt64, low: UInt64)) {
    func digits(_ word: UInt64) -> String {
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    text = digits(bits.high) + digits(bits.low)
  }

  /// The key of a simulation's session, by its number in the order of the starts, from 1.
  public init(simulated number: Int) { text = "session-\(number)" }
}

/// A shorter key comes before a longer one, and of one length they are in the order of their bytes: those of simulations
/// are in the order of their numbers.
extension SessionKey: Comparable {
  public static func < (left: SessionKey, right: SessionKey) -> Bool {
    let (left, right) = (left.text.utf8, right.text.utf8)
    guard left.count == right.count else { return left.count < right.count }
    return left.lexicographicallyPrecedes(right)
  }
}
