/// Adds up how many columns of a terminal the characters of a text take, one after the other.
///
/// Widths follow the East Asian width and the emoji properties of Unicode: marks take none, ideographs and
/// emoji two. What is joined into one emoji (a family, a flag, a skin tone) takes two columns together.
package struct DisplayWidth {
  private var previous: Unicode.Scalar?
  private var previousWidth = 0
  private var isHalfFlag = false

  /// Begins a text.
  package init() {}

  /// How many columns `scalar` takes after those before it.
  package mutating func width(of scalar: Unicode.Scalar) -> Int {
    let width = widthInContext(scalar)
    isHalfFlag = scalar.isRegionalIndicator && !isHalfFlag
    previous = scalar
    previousWidth = width
    return width
  }

  private func widthInContext(_ scalar: Unicode.Scalar) -> Int {
    guard scalar.value >= 0x300 else { return 1 }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format:
      // The selector of the emoji form widens a character that would be text.
      return scalar == "\u{FE0F}" && previousWidth == 1 && previous?.properties.isEmoji == true ? 1 : 0
    default: break
    }
    if previous == "\u{200D}", properties.isEmoji { return 0 }
    if properties.isEmojiModifier, previous?.properties.isEmojiModifierBase == true { return 0 }
    if scalar.isRegionalIndicator, isHalfFlag { return 0 }
    if (0x1160...0x11FF).contains(scalar.value) { return 0 }
    return scalar.isWide || properties.isEmojiPresentation ? 2 : 1
  }
}

extension String {
  /// How many columns of a terminal the text takes.
  package var displayWidth: Int {
    var measure = DisplayWidth()
    return unicodeScalars.reduce(0) { $0 + measure.width(of: $1) }
  }
}

extension Unicode.Scalar {
  fileprivate var isRegionalIndicator: Bool { (0x1F1E6...0x1F1FF).contains(value) }

  /// Whether the character is wide or full-width in East Asian texts (UAX #11), by blocks.
  fileprivate var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x17000...0x18DFF,
      0x1B000...0x1B2FF,
      0x1F200...0x1F2FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
