/// An id that is compared byte for byte: `String` takes canonically equivalent texts for equal, whoever gave the id
/// need not.
struct ExactText: Sendable, Hashable {
  /// The text.
  let text: String

  /// The id with that text.
  init(_ text: String) { self.text = text }

  static func == (left: ExactText, right: ExactText) -> Bool {
    // Where the strings are equal, equality of the bytes is in doubt for texts that are not ASCII alone.
    left.text.utf8.count == right.text.utf8.count && left.text == right.text
      && (left.text.utf8.allSatisfy { $0 < 0x80 } || left.text.utf8.elementsEqual(right.text.utf8))
  }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
