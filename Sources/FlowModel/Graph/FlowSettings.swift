public import Diagnostics
public import JSONSyntax

/// A flow's settings.
public struct FlowSettings: Sendable {
  /// Node executions in one session.
  public let nodeExecutionLimit: Int
  /// The whole session's longest life in seconds, if it has one.
  public let expiresAfterSeconds: Double?
  /// The custom results, in file order.
  public let results: [FlowResult]
  /// Where each of them stands.
  public let resultPlaces: [ResultPlace]

  /// Where a custom result stands.
  public struct ResultPlace: Sendable {
    /// The place of its name.
    public let name: SourcePlace
    /// The place of its code, if it has one.
    public let code: SourcePlace?

    /// Creates the places of a result.
    public init(name: SourcePlace, code: SourcePlace?) {
      self.name = name
      self.code = code
    }
  }

  /// Creates settings.
  public init(
    nodeExecutionLimit: Int = Limits.defaultNodeExecutions, expiresAfterSeconds: Double? = nil,
    results: [FlowResult] = [], resultPlaces: [ResultPlace] = []
  ) {
    self.nodeExecutionLimit = nodeExecutionLimit
    self.expiresAfterSeconds = expiresAfterSeconds
    self.results = results
    self.resultPlaces = resultPlaces
  }
}

/// A custom variable.
public struct Variable: Sendable {
  /// A value that a flow file can give a variable at its start.
  public enum InitialValue: Sendable, Hashable {
    case null
    case boolean(Bool)
    case number(JSONNumber)
    case text(String)
  }

  /// The variable's name.
  public let name: String
  /// Where the name stands.
  public let namePlace: SourcePlace
  /// The value that a session begins with.
  public let initialValue: InitialValue
  /// Where that value stands.
  public let valuePlace: SourcePlace

  /// Creates a variable.
  public init(name: String, namePlace: SourcePlace, initialValue: InitialValue, valuePlace: SourcePlace) {
    self.name = name
    self.namePlace = namePlace
    self.initialValue = initialValue
    self.valuePlace = valuePlace
  }
}

/// One member of `lintIgnore`: a rule that is not to speak, and why.
public struct Suppression: Sendable {
  /// The rule.
  public let code: RuleCode
  /// The author's reason.
  public let reason: String
  /// Where the code stands.
  public let place: SourcePlace
  /// Where the reason stands.
  public let reasonPlace: SourcePlace

  /// Creates a suppression.
  public init(code: RuleCode, reason: String, place: SourcePlace, reasonPlace: SourcePlace) {
    self.code = code
    self.reason = reason
    self.place = place
    self.reasonPlace = reasonPlace
  }
}
