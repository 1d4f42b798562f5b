extension String {
  /// The text on one line, and without anything that a terminal would take for a command: control characters
  /// and what changes the direction of writing are shown as the escapes that JSON has for them.
  package var printable: String {
    guard unicodeScalars.contains(where: \.isUnprintable) else { return self }
    var printable = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\n": printable += "\\n"
      case "\r": printable += "\\r"
      case "\t": printable += "\\t"
      case _ where scalar.isUnprintable:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        printable += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: printable.unicodeScalars.append(scalar)
      }
    }
    return printable
  }
}

extension Unicode.Scalar {
  /// Whether a terminal would obey this character rather than show it. All of these are below U+10000.
  package var isUnprintable: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0: true
    // Line and paragraph separators, and embeddings, overrides and isolates of a direction.
    case 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
