import Diagnostics
import FlowModel

/// What a picture shows: the nodes and ends of a flow and the ways between them, each with what is to be told of it.
struct PictureModel: Sendable {
  /// A node, or one of the small terminals in which ways end.
  struct Node: Sendable {
    enum Kind: Sendable {
      /// A node of the flow; the type is nil where it has an error.
      case node(NodeType?, waits: Bool)
      /// A flow of a project, or what begins flows.
      case part(ProjectPart)
      /// An end of the session.
      case end(FlowResult.Status)
      /// A return to a StartConversation of which it is not clear which.
      case resume
    }

    let kind: Kind
    /// The node's id, or the target as it is told: `@end:error`, `@resume`.
    let id: String
    /// What the node does, in one line.
    let summary: String
    /// Whether intermediate branches enter it.
    let isOnBranch: Bool
    var marks: Marks

    /// Whether it is a node of the flow and no terminal.
    var isFlowNode: Bool { if case .node = kind { true } else { false } }
    /// Whether it is a card, and no terminal.
    var isCard: Bool {
      switch kind {
      case .node, .part: true
      case .end, .resume: false
      }
    }
    /// Whether it waits.
    var waits: Bool { if case .node(_, waits: true) = kind { true } else { false } }
  }

  /// A way from one node to another: one outcome, or several with the same target.
  struct Edge: Sendable {
    /// What the way is to its node, which decides how it is drawn.
    enum Kind: String, Sendable, CaseIterable {
      /// The node's normal way on.
      case main
      /// Part of an intermediate branch.
      case branch
      /// The end of a conversation.
      case closing
      /// A failure, or nothing came in time.
      case failure
    }

    let source: Int
    let target: Int
    /// The keys of `on` that say it, in file order.
    let keys: [String]
    /// The outcomes that take it.
    let outcomes: [Outcome]
    let kind: Kind
    /// Whether it is a return by `@resume`.
    let isReturn: Bool
    var marks: Marks
  }

  /// What is told of a node or a way besides what it is.
  struct Marks: Sendable {
    /// The findings that mark it.
    var badges: [Badge] = []
    /// Its number on the way that a finding tells.
    var step: Int?
    /// How often it was entered or taken; nil where nothing was counted.
    var count: Int?
    /// What became of it from one version to the next.
    var change: FlowChange?
  }

  /// A finding, where it is drawn.
  struct Badge: Sendable {
    let code: RuleCode
    let severity: Severity
    let message: String
  }

  /// The flow's name.
  let title: String
  /// The nodes of the flow in file order, then those that only its older version has, then the terminals.
  var nodes: [Node]
  /// The ways, in file order.
  var edges: [Edge]
  /// What is to be told of all of it.
  var note = "Outcomes that are not listed go their default ways and are not drawn."
  /// The findings that mark nothing that is drawn.
  var badges: [Badge] = []
  /// Whether it shows what ran.
  var showsActivity = false
}

/// What became of a part of a flow from one version to the next.
enum FlowChange: String, Sendable, CaseIterable {
  case added, removed, changed
}
