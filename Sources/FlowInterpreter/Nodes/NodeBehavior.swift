import FlowModel

/// What a node does: when it is entered, and when what it waits for has come. One file per node type.
protocol NodeBehavior: Sendable {
  /// Acts after the node has been entered and `onEnter` carried out.
  func enter(_ execution: inout Execution) -> Execution.Step

  /// Goes on with an input. One that the node does not wait for gives `.stay`.
  func resume(_ execution: inout Execution, waiting wait: Wait, input: SessionInput) -> Execution.Step

  /// Whether a session can wait so at the node; one that is restored must.
  func canWait(_ wait: Wait) -> Bool
}

extension NodeType {
  /// What a node of the type does.
  func behavior(of node: FlowNode) -> any NodeBehavior {
    switch self {
    case .start: StartBehavior(node)
    case .startConversation: StartConversationBehavior(node)
    case .sendSMS: SendBehavior(sms: node)
    case .sendMessenger: SendBehavior(messenger: node)
    case .delay: DelayBehavior(node)
    case .receive: ReceiveBehavior(node)
    case .httpRequest: HTTPRequestBehavior(node)
    case .branch: BranchBehavior(node)
    }
  }
}
