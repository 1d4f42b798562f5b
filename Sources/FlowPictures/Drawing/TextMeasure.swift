import Diagnostics

/// How wide texts are, before anybody knows in which font they will be shown: as in the widest of the usual ones.
enum TextMeasure {
  /// A way in which text is set.
  enum Face: Sendable {
    /// Ids and outcomes: every character is as wide as every other.
    case code
    case plain
    case bold
  }

  /// The width in pixels of a text, rounded up.
  static func width(of text: String, _ face: Face, size: Int) -> Int {
    var measure = DisplayWidth()
    let thousandths = text.unicodeScalars.reduce(0) { $0 + width(of: $1, face, &measure) }
    return (thousandths * size + 999) / 1000
  }

  /// The text, cut with an ellipsis where it is wider than it may be.
  static func shortened(_ text: String, _ face: Face, size: Int, to limit: Int) -> String {
    var measure = DisplayWidth()
    let ellipsis = width(of: "…", face, size: size)
    var sum = 0
    var fitting = text.unicodeScalars.startIndex
    for (index, scalar) in zip(text.unicodeScalars.indices, text.unicodeScalars) {
      sum += width(of: scalar, face, &measure)
      let reached = (sum * size + 999) / 1000
      if reached + ellipsis <= limit { fitting = text.unicodeScalars.index(after: index) }
      if reached > limit { return String(text.unicodeScalars[..<fitting]) + "…" }
    }
    return text
  }

  /// In thousandths of the font's size.
  private static func width(
    of scalar: Unicode.Scalar, _ face: Face, _ measure: inout DisplayWidth
  ) -> Int {
    let columns = measure.width(of: scalar)
    switch face {
    case .code: return columns * 603
    case .plain: return columns == 1 ? proportional(scalar) : columns * 530
    case .bold: return columns == 1 ? proportional(scalar) * 112 / 100 : columns * 560
    }
  }

  private static func proportional(_ scalar: Unicode.Scalar) -> Int {
    switch scalar {
    case "i", "j", "l", ".", ",", ":", ";", "'", "|", "!", " ", "I": 340
    case "f", "r", "t", "(", ")", "[", "]", "-", "/", "\\": 420
    case "m", "w", "M", "W", "@", "%", "—", "…": 1000
    case "A"..."Z", "&", "#", "+", "<", ">", "=", "~": 790
    default: scalar.isASCII ? 615 : 800
    }
  }
}
