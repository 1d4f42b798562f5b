extension JSON {
  /// Whether this has all that `expected` has: of an object every member, of anything else the same value.
  /// Numbers are compared as exact decimals: `1`, `1.0` and `1e0` are one value.
  ///
  /// Recursive: as deep as the value is nested, which `JSONDocument.depthLimit` bounds for what comes from a text.
  public func contains(_ expected: JSON) -> Bool {
    guard let expected = expected.object else { return hasSameValue(as: expected) }
    guard let own = object else { return false }
    return expected.allSatisfy { field in own[field.key].map { $0.contains(field.value) } ?? false }
  }

  /// Whether this is the same value, in whatever order the members of objects stand.
  private func hasSameValue(as other: JSON) -> Bool {
    switch (self, other) {
    case (.array(let own), .array(let others)):
      own.count == others.count && zip(own, others).allSatisfy { $0.hasSameValue(as: $1) }
    case (.object(let own), .object(let others)):
      own.count == others.count
        && own.allSatisfy { field in others[field.key].map { field.value.hasSameValue(as: $0) } ?? false }
    case (.number(let own), .number(let other)): own == other || own.exact == other.exact
    default: self == other
    }
  }
}
