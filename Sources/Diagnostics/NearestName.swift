/// Finds the one name that somebody probably meant, for a limited number of unknown names.
///
/// A file with thousands of unknown names has one cause, not thousands; suggesting for each of them would cost
/// more than the rest of the linting.
public struct NameSuggester: Sendable {
  private var remaining: Int

  /// Creates a suggester.
  /// - Parameter limit: For how many unknown names a nearest one is looked for.
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
  var nearest: String?
  // How far the next candidate may be: nearer than the nearest so far.
  var limit = max(wanted.count, 3) / 3
  var table = DistanceTable()
  for candidate in candidates where abs(candidate.utf8.count - wanted.count) <= limit {
    let bytes = candidate.utf8.map(\.asciiLowercased)
    if bytes == lowercased { return candidate }
    guard let distance = table.distance(from: lowercased, to: bytes, limit: limit) else { continue }
    nearest = candidate
    limit = distance - 1
  }
  return nearest
}

/// Three rows of the table that a distance is worked out in, kept from one candidate to the next.
private struct DistanceTable {
  private var current: [Int] = []
  private var previous: [Int] = []
  private var beforePrevious: [Int] = []

  /// The optimal string alignment distance of two byte strings, or nil where it is over `limit`.
  ///
  /// Only what lies within `limit` of the diagonal is worked out: nothing else can be part of a shorter way.
  mutating func distance(from first: [UInt8], to second: [UInt8], limit: Int) -> Int? {
    let far = limit + 1
    let width = second.count + 1
    if current.count < width {
      current = Array(repeating: far, count: width)
      previous = current
      beforePrevious = current
    }
    for column in 0..<width { current[column] = min(column, far) }
    for row in 1..<first.count + 1 {
      swap(&beforePrevious, &previous)
      swap(&previous, &current)
      let band = max(1, row - limit)..<max(1, min(width, row + limit + 1))
      current[band.lowerBound - 1] = band.lowerBound == 1 ? min(row, far) : far
      if band.upperBound < width { current[band.upperBound] = far }
      var least = current[band.lowerBound - 1]
      for column in band {
        let isSame = first[row - 1] == second[column - 1]
        var distance = min(
          previous[column - 1] + (isSame ? 0 : 1), previous[column] + 1, current[column - 1] + 1)
        if row > 1, column > 1, first[row - 1] == second[column - 2], first[row - 2] == second[column - 1] {
          distance = min(distance, beforePrevious[column - 2] + 1)
        }
        current[column] = min(distance, far)
        least = min(least, current[column])
      }
      if least > limit { return nil }
    }
    return current[second.count] <= limit ? current[second.count] : nil
  }
}

extension UInt8 {
  fileprivate var asciiLowercased: UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
  }
}
