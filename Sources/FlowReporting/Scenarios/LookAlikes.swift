import Diagnostics

/// Texts that a reader takes for the same: other normal forms, spaces of other kinds, characters that take no room,
/// letters of another script that look like Latin ones.
enum LookAlikes {
  /// How many code points are shown of each text.
  private static let shown = 4

  /// The code points in which two texts that look alike differ, `U+00E9 | U+0065 U+0301`; nil for texts that are the same,
  /// or that a reader tells apart.
  static func difference(of left: String?, and right: String?) -> (expected: String, actual: String)? {
    guard let left, let right, !left.utf8.elementsEqual(right.utf8), seen(left) == seen(right) else {
      return nil
    }
    let (first, second) = (Array(left.unicodeScalars), Array(right.unicodeScalars))
    var start = zip(first, second).prefix { $0 == $1 }.count
    var end = zip(first[start...].reversed(), second[start...].reversed()).prefix { $0 == $1 }.count
    // An accent is shown with its letter.
    if [first, second].contains(where: {
      start < $0.count && $0[start].properties.canonicalCombiningClass != .notReordered
    }) {
      start = max(0, start - 1)
    }
    end = min(end, min(first.count, second.count) - start)
    return (list(first[start..<first.count - end]), list(second[start..<second.count - end]))
  }

  private static func list(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    guard !scalars.isEmpty else { return "nothing" }
    let names = scalars.prefix(shown).map { scalar in
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
    return names.joined(separator: " ") + (scalars.count > shown ? " …" : "")
  }

  /// What a reader sees of a text. Texts compare by canonical equivalence, which has all normal forms alike.
  private static func seen(_ text: String) -> String {
    var seen = ""
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        seen.unicodeScalars.append(" ")
      } else if let twin = twins[scalar] {
        seen.unicodeScalars.append(twin)
      } else if !scalar.properties.isDefaultIgnorableCodePoint, scalar.properties.generalCategory != .format {
        seen.unicodeScalars.append(scalar)
      }
    }
    return seen
  }

  /// Characters and the Latin ones, or the punctuation, that they look like: of Unicode's confusables (UTS #39) those that
  /// keyboards and word processors make.
  private static let twins: [Unicode.Scalar: Unicode.Scalar] = Dictionary(
    uniqueKeysWithValues: zip(
      "АВЕЅІЈКМНОРСТХаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο‘’′‚“”„″–—−‐‑".unicodeScalars,
      "ABESIJKMHOPCTXaeopcyxijsABEZHIKMNOPTYXo''',\"\"\"\"-----".unicodeScalars))
}
