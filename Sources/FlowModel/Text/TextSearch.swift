extension String {
  /// Whether the characters of another text occur in this one, each by canonical equivalence.
  ///
  /// By Knuth, Morris and Pratt: linear in both lengths, so that no text of a flow, a customer or a web service can stall a
  /// session.
  func containsCharacters(of pattern: String) -> Bool {
    let pattern = Array(pattern)
    guard !pattern.isEmpty else { return true }
    let overlaps = Self.overlaps(in: pattern)
    var matched = 0
    for character in self {
      while matched > 0, pattern[matched] != character { matched = overlaps[matched - 1] }
      if pattern[matched] == character { matched += 1 }
      if matched == pattern.count { return true }
    }
    return false
  }

  /// For each beginning of the pattern, how long the longest shorter beginning is that it also ends with.
  private static func overlaps(in pattern: [Character]) -> [Int] {
    var overlaps = [0]
    var length = 0
    for character in pattern.dropFirst() {
      while length > 0, pattern[length] != character { length = overlaps[length - 1] }
      if pattern[length] == character { length += 1 }
      overlaps.append(length)
    }
    return overlaps
  }
}
