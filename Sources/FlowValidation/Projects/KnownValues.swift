import FlowModel

/// Tells which references are to a value of the environment of which something is known: in most flows many are to the same.
struct KnownValues {
  private let references: [Reference]
  private let known: Set<ExactText>
  /// The name that was found last.
  private var last: String?

  /// - Parameter known: The names of the values.
  init(_ references: [Reference], in known: Set<ExactText>) {
    self.references = references
    self.known = known
  }

  /// Whether a reference is to one of the values.
  mutating func contains(_ reference: ReferenceID) -> Bool {
    guard !known.isEmpty, case .environmentValue(let name) = references[reference.index].subject else {
      return false
    }
    if let last, ExactText(last) == ExactText(name) { return true }
    guard known.contains(ExactText(name)) else { return false }
    last = name
    return true
  }
}
