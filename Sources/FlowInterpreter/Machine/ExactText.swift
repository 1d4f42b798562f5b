import JSONSyntax

/// An id that is compared byte for byte: `String` takes canonically equivalent texts for equal, whoever gave the id
/// need not.
package struct ExactText: Sendable, Hashable {
  /// The text.
  package let text: String

  /// The id with that text.
  package init(_ text: String) { self.text = text }

  package static func == (left: ExactText, right: ExactText) -> Bool { left.text.hasSameUTF8(as: right.text) }

  package func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
