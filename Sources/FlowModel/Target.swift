/// Where an outcome leads.
public enum Target: Sendable, Hashable {
  /// To another node, or to the same again.
  case node(NodeID)
  /// To the end of the session, with a result.
  case end(FlowResult)
  /// Back to the StartConversation that the intermediate branch came from.
  case resume
}

/// How a session ended.
public struct FlowResult: Sendable, Hashable {
  /// Whether an end is a good one.
  public enum Status: String, Sendable, CaseIterable {
    case success, error, incomplete
  }

  /// The name after `@end:`.
  public let name: String
  /// The number that the platform reports.
  public let code: Int
  /// Whether the end is a good one.
  public let status: Status

  /// Creates a result.
  public init(name: String, code: Int, status: Status) {
    self.name = name
    self.code = code
    self.status = status
  }

  /// `@end` and `@end:success`.
  public static let success = FlowResult(name: "success", code: 101, status: .success)
  /// `@end:error`.
  public static let error = FlowResult(name: "error", code: 102, status: .error)
  /// `@end:incomplete`.
  public static let incomplete = FlowResult(name: "incomplete", code: 103, status: .incomplete)
  /// The results that every flow has.
  public static let builtIn = [success, error, incomplete]
}

/// A target as it is written, before names are looked up.
package enum WrittenTarget: Equatable {
  case node(NodeName)
  /// The name of a result; `success` for `@end` alone.
  case end(String)
  case resume

  /// Reads a target; nil for any string with `@` that is none.
  package init?(_ text: String) {
    if !text.utf8.contains(UInt8(ascii: "@")) {
      self = .node(NodeName(text))
    } else if text == "@resume" {
      self = .resume
    } else if text == "@end" {
      self = .end(FlowResult.success.name)
    } else if text.hasPrefix("@end:") {
      let name = String(Substring(text.utf8.dropFirst(5)))
      guard name.isIdentifier else { return nil }
      self = .end(name)
    } else {
      return nil
    }
  }
}
