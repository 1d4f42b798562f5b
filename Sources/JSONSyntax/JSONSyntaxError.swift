/// Why and where a text is not JSON: the byte at which parsing stops, and a sentence that says what to do.
public struct JSONSyntaxError: Error, Equatable, Sendable {
  /// What is marked, in UTF-8 byte offsets of the source.
  ///
  /// `lowerBound` is the byte where parsing stops: the first byte that no JSON text could have there. The range
  /// covers that byte's whole character, where it is one; it is empty, and at the end of the source, where more
  /// was expected. A lone surrogate escape and a number that overflows are marked whole, an ill-formed UTF-8
  /// sequence at its first byte, and nesting that is too deep at the bracket that goes too far.
  public let range: Range<Int>

  /// What is wrong, in UTF-8 byte offsets of the source, where that stands before the byte where parsing stops: a comma behind
  /// which nothing comes.
  public let cause: Range<Int>?

  /// What was expected and what is there instead, as a sentence without a full stop.
  public let message: String

  /// An error at `range`, described by `message`.
  public init(range: Range<Int>, message: String, cause: Range<Int>? = nil) {
    self.range = range
    self.cause = cause
    self.message = message
  }
}

extension JSONSyntaxError: CustomStringConvertible {
  /// The message and the byte offset that it speaks of.
  public var description: String { "\(message) (at byte \(range.lowerBound))" }
}
