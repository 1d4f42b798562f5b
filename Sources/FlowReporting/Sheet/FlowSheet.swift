public import FlowModel
import JSONSyntax

/// How a flow is built in the platform's canvas by hand: what to make before, and its nodes in the order of building.
///
/// The platform imports nothing but its own exports, so this is a flow's way there. Every outcome has a target in it: one
/// that is left unassigned keeps a flow from being published.
public struct FlowSheet: Sendable {
  /// The flow's name.
  public let name: String
  /// The file, as it was given.
  public let file: String
  /// The names of the node authorizations that nodes ask for, each once.
  public let authorizations: [String]
  /// The custom variables with their default values.
  public let variables: [(name: String, value: String)]
  /// The flow's own results.
  public let results: [FlowResult]
  /// The nodes in the order of building.
  public let steps: [SheetStep]
  /// What of the settings has no counterpart.
  public let gaps: [CanvasGap]

  /// Writes the sheet of a flow. Complexity: linear in the flow's size.
  /// - Parameters:
  ///   - graph: The flow; one with errors would be built with them.
  ///   - file: What its file is called.
  public init(of graph: FlowGraph, in file: String) {
    name = graph.name ?? ""
    self.file = file
    var authorizations: [String] = []
    for node in graph.nodes {
      guard let name = node.authorization.map({ CanvasText($0.template) })?.text(in: graph),
        !authorizations.contains(name)
      else { continue }
      authorizations.append(name)
    }
    self.authorizations = authorizations
    variables = graph.variables.map { ($0.name, $0.initialValue.text) }
    results = graph.settings.results
    steps = BuildingOrder(of: graph).steps
    gaps = graph.settings.canvasGaps
  }

  /// What of the flow has no counterpart on the platform, each with the step that it belongs to; nil for the settings.
  public var allGaps: [(step: SheetStep?, gap: CanvasGap)] {
    gaps.map { (nil, $0) } + steps.flatMap { step in step.gaps.map { (step, $0) } }
  }
}

extension FlowSettings {
  fileprivate var canvasGaps: [CanvasGap] {
    var gaps: [CanvasGap] = []
    if nodeExecutionLimit != Limits.defaultNodeExecutions {
      gaps.append(
        CanvasGap(
          field: "settings.nodeExecutionLimit",
          instead: "The platform ends every run after \(Limits.defaultNodeExecutions) node executions."))
    }
    if expiresAfterSeconds != nil {
      gaps.append(
        CanvasGap(
          field: "settings.expiresAfterSeconds",
          instead:
            "A run ends by its nodes alone: give those that wait a timeout, and see that the conversation is completed."
        ))
    }
    return gaps
  }
}

extension Variable.InitialValue {
  /// The value as a default is typed; nothing for null.
  fileprivate var text: String {
    switch self {
    case .null: ""
    case .boolean(let boolean): boolean ? "true" : "false"
    case .number(let number): number.text
    case .text(let text): text
    }
  }
}
