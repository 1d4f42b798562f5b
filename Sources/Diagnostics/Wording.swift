// How messages name what is in a file. An id or an outcome may be any string, of any length.

extension String {
  /// The text between backquotes, cut where it is long, without control characters.
  package var quoted: String { "`\(shortened)`" }

  /// The text, cut where it is long, without control characters.
  package var shortened: String {
    if utf8.count <= 80, utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return self }
    let shown = unicodeScalars.prefix(81).map { scalar in
      scalar.properties.generalCategory == .control ? "\u{FFFD}" : String(scalar)
    }
    return shown.prefix(80).joined() + (shown.count > 80 ? "…" : "")
  }
}

/// The end of a message that names what was probably meant.
package func suggesting(_ nearest: String?) -> String {
  nearest.map { "; did you mean `\($0)`?" } ?? ""
}

extension Int {
  /// The number with a noun: `1 state`, `2 states`.
  package func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}

/// Names that may stand in a place, the nearest to what stands there first: at most 12, then how many more there are.
///
/// Complexity: constant in the number of names, but for their being counted.
package func listed(_ names: some Collection<String>, nearest: String?) -> String {
  let limit = 12
  var shown = nearest.map { [$0] } ?? []
  for name in names {
    guard shown.count < limit else { break }
    if name != nearest { shown.append(name) }
  }
  let rest = names.count - shown.count
  return shown.map(\.quoted).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
}
