import FlowReporting
import JSONSyntax

/// The canonical layout.
extension DocumentAnalysis {
  /// The one change that lays the text out, none where it is so already, null where it cannot be laid out.
  ///
  /// What keeps it from being laid out is among the diagnostics; an editor that formats whatever it saves is to show
  /// no further complaint.
  var formatting: JSON {
    guard isJSON, let formatted = try? FileFormatter.format(bytes) else { return .null }
    guard formatted != bytes else { return [] }
    let kept = Self.commonLines(bytes, formatted)
    let replaced = kept.first..<bytes.count - kept.last
    let new = String(decoding: formatted[kept.first..<formatted.count - kept.last], as: UTF8.self)
    return [["range": range(replaced), "newText": .string(new)]]
  }

  /// How many bytes two texts have in common at their beginnings and at their ends, in whole lines: what need not be
  /// replaced, so that cursors and folds there stay where they are.
  private static func commonLines(_ left: [UInt8], _ right: [UInt8]) -> (first: Int, last: Int) {
    var first = 0
    for (index, pair) in zip(left, right).enumerated() {
      guard pair.0 == pair.1 else { break }
      if pair.0 == UInt8(ascii: "\n") { first = index + 1 }
    }
    var last = 0
    let limit = min(left.count, right.count) - first
    for length in 0..<limit {
      let (ours, theirs) = (left[left.count - 1 - length], right[right.count - 1 - length])
      // What follows a line's end is the beginning of a line, in both texts.
      if ours == UInt8(ascii: "\n"), theirs == ours { last = length }
      guard ours == theirs else { break }
    }
    return (first, last)
  }
}
