import Diagnostics
import FlowModel
import JSONSyntax

extension ValueShape {
  /// The shape, or the one of its alternatives, that a value of a kind is to be judged by.
  ///
  /// Nil where no value of that kind fits.
  func alternative(for kind: JSONNode.Kind) -> ValueShape? {
    if case .either(let alternatives) = self {
      return alternatives.lazy.compactMap { $0.alternative(for: kind) }.first
    }
    guard let own = self.kind else { return self }
    return own == kind ? self : nil
  }

  /// Whether a value of a kind fits.
  func takes(_ kind: JSONNode.Kind) -> Bool {
    if case .either(let alternatives) = self { return alternatives.contains { $0.takes(kind) } }
    guard let own = self.kind else { return true }
    return own == kind
  }

  /// What is wanted, for a message: `a string or null`.
  var wanted: String {
    switch self {
    case .anything, .json: "any value"
    case .text, .textOrEnvironmentValue, .choice, .template, .headerValue: "a string"
    case .boolean: "`true` or `false`"
    case .null: "null"
    case .number: "a number"
    case .integer: "an integer"
    case .object, .map, .outcomes, .suppressions, .nodes: "an object"
    case .list: "an array"
    case .either(let alternatives): alternatives.map(\.wanted).joined(separator: " or ")
    }
  }

  /// What is wanted, to the bounds of a number and the words of a set; nil where `wanted` says all.
  var wantedExactly: String? {
    switch self {
    case .number(let range): range.wanted
    case .integer(let range): "an integer from \(range.lowerBound) to \(range.upperBound)"
    case .text(let form), .textOrEnvironmentValue(let form): form.wanted
    case .choice(let choices): "one of \(listed(choices, nearest: nil))"
    case .anything, .json, .template, .headerValue, .boolean, .null, .object, .map, .outcomes, .suppressions,
      .nodes, .list, .either:
      nil
    }
  }

  private var kind: JSONNode.Kind? {
    switch self {
    case .anything, .json, .either: nil
    case .text, .textOrEnvironmentValue, .choice, .template, .headerValue: .string
    case .boolean: .boolean
    case .null: .null
    case .number, .integer: .number
    case .object, .map, .outcomes, .suppressions, .nodes: .object
    case .list: .array
    }
  }
}

extension NumberRange {
  /// What is wanted, for a message: `a number over 0 and up to 20`.
  var wanted: String {
    let lowest = excludesLower ? "over \(JSON.numberText(lower))" : "from \(JSON.numberText(lower))"
    return "a number \(lowest) and up to \(JSON.numberText(upper))"
  }
}
