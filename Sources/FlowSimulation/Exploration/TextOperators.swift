import FlowModel

extension BranchOperator {
  /// Whether it asks for a text's beginning.
  var isStart: Bool { self == .startsWith || self == .startsWithIgnoreCase }
  /// Whether it asks for a text's end.
  var isEnd: Bool { self == .endsWith || self == .endsWithIgnoreCase }

  /// Whether it asks for a part of a text.
  var isNeedle: Bool { isStart || isEnd || self == .contains || self == .containsIgnoreCase }
}
