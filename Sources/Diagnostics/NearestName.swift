/// Finds the one name that somebody probably meant, for a limited number of unknown names.
///
/// A file with thousands of unknown names has one cause, not thousands; suggesting for each of them would cost
/// more than the rest of the linting.
public struct NameSuggester: Sendable {
  private var remaining: Int

  /// Creates a suggester.
  /// - Parameter limit: For how many unknown names a suggestion is looked for (rules.md: the first 100 of a file).
  public init(limit: Int) {
    remaining = limit
  }

  /// The candidate nearest to `name`, or nil where none is near or the limit has been reached.
  ///
  /// Complexity: linear in the candidates' total length for one name.
  public mutating func suggestion(for name: String, among candidates: some Sequence<String>) -> String? {
    guard remaining > 0 else { return nil }
    remaining -= 1
    return nearestName(to: name, among: candidates)
  }
}

/// The candidate nearest to `name`, or nil where none is near.
///
/// Near is: equal but for case, or no more than a third of the name's letters added, dropped, changed or swapped
/// with a neighbour. Of equally near ones the first wins.
public func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let wanted = Array(name.utf8)
  // No name of the format is longer than 64 bytes but outcomes of a Branch, and nobody mistypes a whole line.
  guard !wanted.isEmpty, wanted.count <= 200 else { return nil }
  let lowercased = wanted.map(\.asciiLowercased)
  var best: (name: String, distance: Int)?
  var limit = max(wanted.count, 3) / 3
  for candidate in candidates where abs(candidate.utf8.count - wanted.count) <= limit {
    let bytes = candidate.utf8.map(\.asciiLowercased)
    if bytes == lowercased { return candidate }
    let distance = editDistance(lowercased, bytes, limit: limit)
    guard distance <= limit, distance < best?.distance ?? .max else { continue }
    best = (candidate, distance)
    limit = distance
  }
  return best?.name
}

/// The optimal string alignment distance of two byte strings, or something over `limit` if it is over `limit`.
private func editDistance(_ first: [UInt8], _ second: [UInt8], limit: Int) -> Int {
  var beforePrevious: [Int] = []
  var previous = Array(0...second.count)
  for (row, letter) in first.enumerated() {
    var current = [row + 1]
    current.reserveCapacity(second.count + 1)
    for (column, other) in second.enumerated() {
      var distance = min(
        previous[column] + (letter == other ? 0 : 1), previous[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
        distance = min(distance, beforePrevious[column - 1] + 1)
      }
      current.append(distance)
    }
    if let least = current.min(), least > limit { return least }
    beforePrevious = previous
    previous = current
  }
  return previous[second.count]
}

extension UInt8 {
  fileprivate var asciiLowercased: UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
  }
}
