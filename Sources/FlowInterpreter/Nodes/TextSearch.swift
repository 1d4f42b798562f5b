extension String {
  /// Whether the bytes of another text occur in this one.
  ///
  /// By Knuth, Morris and Pratt: linear in both lengths, so that no text of a flow, a customer or a web service can
  /// stall a session.
  func containsBytes(of pattern: String) -> Bool {
    let pattern = Array(pattern.utf8)
    guard !pattern.isEmpty else { return true }
    let overlaps = Self.overlaps(in: pattern)
    var matched = 0
    for byte in utf8 {
      while matched > 0, pattern[matched] != byte { matched = overlaps[matched - 1] }
      if pattern[matched] == byte { matched += 1 }
      if matched == pattern.count { return true }
    }
    return false
  }

  /// For each beginning of the pattern, how long the longest shorter beginning is that it also ends with.
  private static func overlaps(in pattern: [UInt8]) -> [Int] {
    var overlaps = [0]
    var length = 0
    for byte in pattern.dropFirst() {
      while length > 0, pattern[length] != byte { length = overlaps[length - 1] }
      if pattern[length] == byte { length += 1 }
      overlaps.append(length)
    }
    return overlaps
  }
}
