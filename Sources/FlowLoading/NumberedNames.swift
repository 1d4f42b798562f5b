import FlowModel
import JSONSyntax

/// Names with the numbers in which they are written, each once: few are found sooner by comparing them all than by hashing.
struct NumberedNames: Sendable {
  private static let comparedNames = 16

  /// The names, in order.
  private(set) var names: [String] = []
  /// Their numbers; none while they are few.
  private var numbers: [ExactText: Int] = [:]

  /// The number of a name; nil where it is none of them.
  func number(of name: String) -> Int? {
    names.count <= Self.comparedNames
      ? names.firstIndex { $0.hasSameUTF8(as: name) } : numbers[ExactText(name)]
  }

  /// The number of a name, which is added where it is none of them.
  mutating func add(_ name: String) -> Int {
    if let number = number(of: name) { return number }
    names.append(name)
    if names.count == Self.comparedNames + 1 {
      for (number, name) in names.enumerated() { numbers[ExactText(name)] = number }
    } else if names.count > Self.comparedNames {
      numbers[ExactText(name)] = names.count - 1
    }
    return names.count - 1
  }
}
