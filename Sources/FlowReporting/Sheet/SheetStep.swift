public import FlowModel

/// A node of a flow, as it is built.
public struct SheetStep: Sendable {
  /// A field of the node's dialog with what is typed or chosen.
  public struct Field: Sendable {
    /// What the canvas calls the field.
    public let label: String
    /// What is typed or chosen there, with the flow's references as the flow writes them.
    public let value: String
    /// What else there is to know, a sentence each.
    public let notes: [String]
  }

  /// A custom variable that a transition action sets.
  public struct Action: Sendable {
    /// The variable's name.
    public let variable: String
    /// What it is set to, with the flow's references as the flow writes them.
    public let value: String
    /// What else there is to know, a sentence each.
    public let notes: [String]
  }

  /// An outcome of the node with what it is connected to.
  public struct Connection: Sendable {
    /// The outcome's name.
    public let outcome: String
    /// Where it leads.
    public let target: Target
  }

  /// Where an outcome leads.
  public indirect enum Target: Sendable {
    /// To the node of a step.
    case node(NodeName, step: Int)
    /// To the flow's termination.
    case end(FlowResult)
    /// To the intermediate break point: the conversation goes on waiting.
    case breakPoint
    /// To one on an intermediate branch and to another elsewhere, which one node of the canvas cannot do.
    case either(onBranch: Target, elsewhere: Target)
  }

  /// The step's number, from 1.
  public let number: Int
  /// The node's id.
  public let node: NodeName
  /// Its type.
  public let type: NodeType
  /// What the node is for, if the flow says so.
  public let description: String?
  /// How the node is called in the palette.
  public let canvasName: String
  /// The group of the palette that it stands in.
  public let group: String
  /// Whether an intermediate branch enters it.
  public let isOnBranch: Bool
  /// Whether nothing leads to it.
  public let isUnreachable: Bool
  /// The fields of its dialog.
  public let fields: [Field]
  /// What is set on entering.
  public let onEnter: [Action]
  /// What is set on leaving.
  public let onLeave: [Action]
  /// All its outcomes.
  public let connections: [Connection]
  /// What of it has no counterpart.
  public let gaps: [CanvasGap]
}

extension SheetStep.Target {
  /// Where an outcome leads by what is written for it, or by its default.
  init(_ outcome: Outcome, of node: FlowNode, isOnBranch: Bool, isElsewhere: Bool, step: (NodeID) -> Self) {
    if let target = node.written(for: outcome) {
      switch target {
      case .node(let id): self = step(id)
      case .end(let result): self = .end(result)
      case .resume: self = .breakPoint
      }
      return
    }
    switch outcome.class {
    case .intermediate: self = .breakPoint
    // A flow without errors lists these.
    case .main, .closing, .failure, .timeout:
      let end = Self.end(outcome.class == .timeout ? .incomplete : .error)
      self = !isOnBranch ? end : isElsewhere ? .either(onBranch: .breakPoint, elsewhere: end) : .breakPoint
    }
  }
}

extension FlowNode {
  /// The target that the file says for an outcome: in its own name, in that of `onInvalidChoice` where that takes what is
  /// not listed, or under `otherwise`.
  fileprivate func written(for outcome: Outcome) -> Target? {
    if let listing = listing(of: outcome) { return listing.target }
    switch outcome.class {
    case .failure, .timeout:
      let replacement = listings.first { $0.key == RequestOutcome.invalidChoice.name }
      return (replacement ?? otherwise)?.target
    case .main, .closing: return otherwise?.target
    case .intermediate: return nil
    }
  }
}
