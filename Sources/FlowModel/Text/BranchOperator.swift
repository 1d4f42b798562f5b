import JSONSyntax

/// How a Branch's condition compares a value with its operands.
///
/// Texts are compared by user-perceived characters (extended grapheme clusters), each by canonical equivalence: `é` equals
/// `é` however it is composed, and contains no `e`. Where case does not count both sides are upper-cased in full before.
/// The orderings and `between` compare exact decimals, and are false where a side is no number.
public enum BranchOperator: String, Sendable, CaseIterable {
  case equals, notEquals, equalsIgnoreCase
  case lessThan, lessThanOrEquals, greaterThan, greaterThanOrEquals
  case contains, containsIgnoreCase
  case startsWith, startsWithIgnoreCase
  case endsWith, endsWithIgnoreCase
  case `in`, inIgnoreCase, notIn, notInIgnoreCase
  case between

  /// The operator that other languages write with signs.
  package static func written(withSigns signs: String) -> BranchOperator? {
    switch signs {
    case "=", "==", "===": .equals
    case "!=", "!==", "<>": .notEquals
    case "<": .lessThan
    case "<=": .lessThanOrEquals
    case ">": .greaterThan
    case ">=": .greaterThanOrEquals
    default: nil
    }
  }

  /// What an operator compares with.
  public enum Operands: Sendable {
    /// One template.
    case one
    /// Templates, at least one, of which one may be the value.
    case choices
    /// Two templates: the least and the greatest number.
    case bounds
  }

  /// What the operator compares with.
  public var operands: Operands {
    switch self {
    case .in, .inIgnoreCase, .notIn, .notInIgnoreCase: .choices
    case .between: .bounds
    default: .one
    }
  }

  /// Whether the texts are upper-cased before they are compared.
  public var ignoresCase: Bool {
    switch self {
    case .equalsIgnoreCase, .containsIgnoreCase, .startsWithIgnoreCase, .endsWithIgnoreCase, .inIgnoreCase,
      .notInIgnoreCase:
      true
    default: false
    }
  }

  /// Whether it compares numbers, and is false where a side is none.
  public var comparesNumbers: Bool {
    switch self {
    case .lessThan, .lessThanOrEquals, .greaterThan, .greaterThanOrEquals, .between: true
    default: false
    }
  }

  /// Whether the condition holds where the value is none of the choices, rather than one.
  public var excludesChoices: Bool { self == .notIn || self == .notInIgnoreCase }

  /// A text as it is compared.
  public func folded(_ text: String) -> String { ignoresCase ? text.uppercased() : text }
}

extension BranchOperator {
  /// Whether a comparison with one operand holds. Complexity: linear in the lengths of both.
  public func holds(_ value: String, _ operand: String) -> Bool {
    let (text, other) = (folded(value), folded(operand))
    switch self {
    case .equals, .equalsIgnoreCase: return text == other
    case .notEquals: return text != other
    case .contains, .containsIgnoreCase: return text.containsCharacters(of: other)
    case .startsWith, .startsWithIgnoreCase:
      // Texts that begin with different letters of ASCII need no look at their characters.
      if let first = text.utf8.first, let wanted = other.utf8.first, first < 0x80, wanted < 0x80,
        first != wanted
      {
        return false
      }
      return text.starts(with: other)
    case .endsWith, .endsWithIgnoreCase:
      let pattern = Array(other)
      return Array(text).suffix(pattern.count).elementsEqual(pattern)
    case .lessThan: return Self.compare(text, other, by: <)
    case .lessThanOrEquals: return Self.compare(text, other, by: <=)
    case .greaterThan: return Self.compare(text, other, by: >)
    case .greaterThanOrEquals: return Self.compare(text, other, by: >=)
    case .in, .inIgnoreCase, .notIn, .notInIgnoreCase, .between:
      preconditionFailure("an operator with one operand compares with one")
    }
  }

  /// Whether a number lies between two others, both included; false where any is no number.
  public static func isBetween(_ value: String, _ least: String, _ greatest: String) -> Bool {
    compare(least, value, by: <=) && compare(value, greatest, by: <=)
  }

  private static func compare(
    _ left: String, _ right: String, by isOrdered: (ExactDecimal, ExactDecimal) -> Bool
  ) -> Bool {
    guard let left = ExactDecimal(writtenByPeople: left), let right = ExactDecimal(writtenByPeople: right)
    else {
      return false
    }
    return isOrdered(left, right)
  }
}
