/// An id that is compared byte for byte: `String` takes canonically equivalent texts for equal, whoever gave the id
/// need not.
struct ExactText: Sendable, Hashable {
  private let bytes: [UInt8]

  /// The bytes of a text.
  init(_ text: String) {
    bytes = Array(text.utf8)
  }
}
