import FlowModel

/// What is known of the text that a template gives, whatever its references hold: its literal pieces, in their order.
struct WrittenText {
  private var pieces: [String] = []
  /// Whether the text begins with the first piece, and ends with the last one.
  private var (beginsWritten, endsWritten) = (false, false)

  init(_ template: Template) {
    let parts = template.parts
    for (index, part) in parts.enumerated() {
      guard case .literal(let text) = part, !text.isEmpty else { continue }
      pieces.append(text)
      if index == 0 { beginsWritten = true }
      if index == parts.count - 1 { endsWritten = true }
    }
  }

  /// Whether the text makes a comparison of a literal value with it come out one way whatever the references hold: no text
  /// with these pieces is what the operator looks for, and none with these orders numbers.
  ///
  /// Texts of more than ASCII are not judged: what stands beside a piece may become one character with it.
  /// Complexity: the lengths of the value and of the pieces, multiplied.
  func isRuledOut(as operator: BranchOperator, of value: String) -> Bool {
    if `operator`.comparesNumbers { return pieces.contains(where: \.isOfNoNumber) }
    let folded = `operator`.folded(value)
    guard folded.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
    let (isAtStart, isAtEnd) = `operator`.anchors
    return !mayStand(in: Array(folded.utf8), as: `operator`, atStart: isAtStart, atEnd: isAtEnd)
  }

  /// Whether the pieces stand in a text in their order.
  /// - Parameters:
  ///   - isAtStart: Whether the template's text is looked for at the beginning.
  ///   - isAtEnd: Whether it is looked for at the end.
  private func mayStand(
    in text: [UInt8], as operator: BranchOperator, atStart isAtStart: Bool, atEnd isAtEnd: Bool
  ) -> Bool {
    var rest = text[...]
    var folded = pieces.map { Array(`operator`.folded($0).utf8) }
    if isAtEnd, endsWritten, let last = folded.last {
      // A template that is one piece alone is a literal, so this one is not also the first.
      guard rest.suffix(last.count) == last[...] else { return false }
      rest = rest.dropLast(last.count)
      folded.removeLast()
    }
    if isAtStart, beginsWritten, let first = folded.first {
      guard rest.starts(with: first) else { return false }
      rest = rest.dropFirst(first.count)
      folded.removeFirst()
    }
    return folded.allSatisfy { piece in
      guard
        let start = rest.indices.first(where: { rest[$0...].starts(with: piece) })
      else { return false }
      rest = rest[(start + piece.count)...]
      return true
    }
  }
}

extension BranchOperator {
  /// Whether what is compared with is looked for at the value's beginning, and at its end.
  fileprivate var anchors: (atStart: Bool, atEnd: Bool) {
    switch self {
    case .contains, .containsIgnoreCase: (false, false)
    case .startsWith, .startsWithIgnoreCase: (true, false)
    case .endsWith, .endsWithIgnoreCase: (false, true)
    case .equals, .notEquals, .equalsIgnoreCase, .in, .inIgnoreCase, .notIn, .notInIgnoreCase: (true, true)
    case .lessThan, .lessThanOrEquals, .greaterThan, .greaterThanOrEquals, .between: (false, false)
    }
  }
}

extension String {
  /// Whether a character of it can stand in no number that a Branch reads.
  fileprivate var isOfNoNumber: Bool {
    unicodeScalars.contains { scalar in
      let properties = scalar.properties
      return !properties.isWhitespace && properties.numericType != .decimal
        && !"+-.eE".unicodeScalars.contains(scalar)
    }
  }
}
