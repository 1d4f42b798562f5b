import Diagnostics

/// How two values are told that differ: so that the difference is seen, however long they are.
enum ValueDifference {
  /// Characters that are shown of a value.
  private static let limit = 60
  /// Characters that are shown before the first that differs.
  private static let lead = 16

  /// Both values, each cut where it is long.
  static func shown(_ one: FlowFact, _ other: FlowFact) -> (String, String) {
    let first = Array(one.value.printable.unicodeScalars)
    let second = Array(other.value.printable.unicodeScalars)
    let common = zip(first, second).prefix { $0 == $1 }.count
    let start = max(first.count, second.count) <= limit ? 0 : max(0, common - lead)
    return (one.shown(from: start), other.shown(from: start))
  }

  /// A text from its n-th character on, cut where it is long.
  static func text(of scalars: [Unicode.Scalar], from start: Int) -> String {
    // A few characters are not worth an ellipsis.
    let start = start <= 3 ? 0 : start
    var view = String.UnicodeScalarView()
    if start > 0 { view.append(contentsOf: "…".unicodeScalars) }
    view.append(contentsOf: scalars[start...].prefix(limit))
    if scalars.count - start > limit { view.append(contentsOf: "…".unicodeScalars) }
    return String(view)
  }
}

extension String {
  /// An id, an outcome or a target, as it is told.
  var quotedName: String { "`\(printable)`" }
}
