/// Something that is wrong with an author's file, as plain data: what, where, and what to do about it.
///
/// How it is shown is decided elsewhere; a finding knows no lines, columns or colours.
public struct Finding: Sendable, Hashable {
  /// The rule that found it.
  public let code: RuleCode
  /// How much it matters. A rule may find at another severity than its default one.
  public private(set) var severity: Severity
  /// What is wrong, in one sentence without a full stop at the end.
  public private(set) var message: String
  /// What is marked.
  public let place: SourcePlace
  /// The way through the graph that shows the problem, where the rule has one:
  /// node ids and outcomes in turn, `[node, outcome, node, …]`.
  public let path: [String]?
  /// Other places that one must see to understand it.
  public let related: [RelatedPlace]
  /// The way of `path` with a place for each step; what a reader is shown instead of `related`, if not empty.
  public let steps: [RelatedPlace]
  /// What to do about it, in a sentence or two.
  public private(set) var help: String
  /// A change of the file that does it, if there is one that can be told.
  public let fix: Fix?
  /// How many more of its rule there are in the file that are not kept, since there are too many: see `KeptFindings`. They
  /// count wherever findings are counted.
  public internal(set) var omitted = 0

  /// Creates a finding.
  /// - Parameter severity: The rule's default severity where none is given.
  public init(
    _ code: RuleCode, severity: Severity? = nil, _ message: String, at place: SourcePlace,
    path: [String]? = nil, related: [RelatedPlace] = [], steps: [RelatedPlace] = [], help: String,
    fix: Fix? = nil
  ) {
    self.code = code
    self.severity = severity ?? code.defaultSeverity
    self.message = message
    self.place = place
    self.path = path
    self.related = related
    self.steps = steps
    self.help = help
    self.fix = fix
  }

  /// The same finding at another severity.
  public func with(severity: Severity) -> Finding {
    var finding = self
    finding.severity = severity
    return finding
  }
}

extension Finding {
  /// The finding with one more sentence about what to do.
  package func adding(toHelp sentence: String) -> Finding {
    var finding = self
    finding.help += " \(sentence)"
    return finding
  }

  /// The finding as one that there is in an environment and not in every one.
  package func inEnvironment(named name: String) -> Finding {
    var finding = self
    finding.message += ", in the environment \(name.quoted)"
    return finding
  }
}

/// A second place that belongs to a finding, with what there is to say about it.
public struct RelatedPlace: Sendable, Hashable {
  /// What there is to see, without a full stop at the end.
  public let message: String
  /// What is marked.
  public let place: SourcePlace

  /// Creates a related place.
  public init(_ message: String, at place: SourcePlace) {
    self.message = message
    self.place = place
  }
}
