extension String {
  /// The text on one line, and without anything that a terminal would take for a command or not show at all: control
  /// characters, what changes the direction of writing, what takes no room and tags are shown as the escapes that JSON
  /// has for them.
  ///
  /// A joiner (U+200D) stays where it joins emoji: families and professions are one sign each, and nothing hides there.
  package var printable: String {
    guard unicodeScalars.contains(where: { $0.isUnprintable || $0.isJoiner }) else { return self }
    var printable = ""
    var previous: Unicode.Scalar?
    var rest = unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\n": printable += "\\n"
      case "\r": printable += "\\r"
      case "\t": printable += "\\t"
      case _ where scalar.isUnprintable: printable += scalar.escape
      case _ where scalar.isJoiner && !(previous.isPartOfEmoji && rest.first.isPartOfEmoji):
        printable += scalar.escape
      default: printable.unicodeScalars.append(scalar)
      }
      previous = scalar
    }
    return printable
  }
}

extension Unicode.Scalar {
  /// Whether a terminal would obey this character, or show nothing of it, rather than show it.
  package var isUnprintable: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0xAD: true
    // Marks, embeddings, overrides and isolates of a direction; line and paragraph separators.
    case 0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x206F: true
    // What takes no room: spaces, joiners, signs of mathematics, anchors.
    case 0x180E, 0x200B...0x200C, 0x2060...0x2065, 0xFEFF, 0xFFF9...0xFFFB: true
    // Tags.
    case 0xE0000...0xE0FFF: true
    default: false
    }
  }

  /// Whether this joins characters into one.
  fileprivate var isJoiner: Bool { self == "\u{200D}" }

  /// The character as JSON escapes it.
  fileprivate var escape: String {
    String(self).utf16.map { unit in
      let digits = String(unit, radix: 16, uppercase: true)
      return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }.joined()
  }
}

extension Unicode.Scalar? {
  /// Whether an emoji begins or ends with this: with its selector, its skin tone, or itself.
  fileprivate var isPartOfEmoji: Bool {
    guard let self, self.value > 0xFF else { return false }
    return self == "\u{FE0F}" || self.properties.isEmoji || self.properties.isEmojiModifier
  }
}
