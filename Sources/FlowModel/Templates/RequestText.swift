/// A text of a request that is put together, and that no request takes above `Limits.renderedText` bytes.
public struct RequestText: Sendable {
  private var text = ""

  /// Creates an empty text.
  public init() {}

  /// Adds to the text; once it is too long nothing is added.
  public mutating func append(_ addition: String) {
    if text.utf8.count <= Limits.renderedText { text += addition }
  }

  /// The whole text; nil where it is too long.
  public var whole: String? { text.utf8.count <= Limits.renderedText ? text : nil }
}
