public import FlowModel

extension SessionState {
  /// Where a session stands between two turns. What cannot be at once, such as a branch without a conversation or a
  /// Receive on a branch, has no stage.
  public enum Stage: Sendable, Hashable {
    /// It waits at a node without a conversation: it has had none, or left the latest behind.
    case apart(WaitingNodeWait, at: NodeID, after: PastConversation)
    /// A StartConversation awaits the answer to its request.
    case requesting(ConversationWait, at: NodeID)
    /// A StartConversation waits for the events of its conversation.
    case listening(to: ConversationID, at: NodeID)
    /// A node on an intermediate branch awaits the answer to what it asked for.
    case onBranch(IntermediateBranch, of: ConversationID, at: NodeID, awaiting: AnswerWait)
    /// It is over.
    case ended(Ending)
  }
}

extension SessionState.Stage {
  /// What is waited for; nil where the session has ended.
  package var wait: Wait? {
    switch self {
    case .apart(let wait, _, _): wait.wait
    case .requesting(let request, _): .conversationAnswer(request.effect, request.alarm)
    case .listening: .conversationEvent
    case .onBranch(_, _, _, let answer): answer.wait
    case .ended: nil
    }
  }

  /// How the session stands to a conversation when a turn begins.
  var standing: Execution.Standing {
    switch self {
    case .apart(_, _, let past): .apart(past)
    case .requesting: .requesting
    case .listening(let id, _): .listening(id)
    case .onBranch(let branch, let id, _, _): .onBranch(branch, id)
    // Nothing is executed any more.
    case .ended: .apart(.none)
    }
  }

  /// The node at which the session waits, and the StartConversation whose branch is running; none once it has ended.
  var parkedNodes: [NodeID] {
    switch self {
    case .apart(_, let node, _), .requesting(_, let node), .listening(_, let node): [node]
    case .onBranch(let branch, _, let node, _): [node, branch.node]
    case .ended: []
    }
  }

  /// Whether the session has not ended.
  package var isLive: Bool { if case .ended = self { false } else { true } }

  /// What is waited for, as the trace tells it; nil where the session has ended.
  package var reason: WaitReason? {
    switch self {
    case .apart(let wait, _, _): wait.reason
    case .requesting: .conversationAnswer
    case .listening: .conversationEvent
    case .onBranch(_, _, _, let answer): answer.reason
    case .ended: nil
    }
  }

  /// The timer that ends the wait, where there is one.
  package var alarm: Alarm? {
    switch self {
    case .apart(.answer(.gateway(_, let alarm)), _, _), .apart(.answer(.service(_, let alarm)), _, _),
      .apart(.deliveryReport(_, _, let alarm), _, _), .apart(.delay(_, let alarm), _, _),
      .apart(.message(_, let alarm), _, _), .apart(.httpAnswer(_, let alarm), _, _),
      .onBranch(_, _, _, .gateway(_, let alarm)), .onBranch(_, _, _, .service(_, let alarm)):
      alarm
    case .requesting(let request, _): request.alarm
    case .listening, .ended: nil
    }
  }

  /// The node at which the session waits; nil where it has ended.
  package var node: NodeID? {
    switch self {
    case .apart(_, let node, _), .requesting(_, let node), .listening(_, let node),
      .onBranch(_, _, let node, _):
      node
    case .ended: nil
    }
  }

  /// The conversation that the outstanding request names, if it does.
  public var requestedConversation: ConversationID? {
    if case .requesting(let request, _) = self { request.named } else { nil }
  }

  /// The gateway's id of the message whose receipt is waited for.
  public var awaitedReceipt: GatewayMessageID? {
    if case .apart(.deliveryReport(_, let id, _), _, _) = self { id } else { nil }
  }

  /// Those for whose messages a Receive waits.
  package var awaitedSenders: [Customer] {
    guard case .apart(.message(let filters, _), _, _) = self else { return [] }
    return filters.compactMap { filter in
      filter.from.map { Customer(channel: filter.channel, address: $0) }
    }
  }

  /// How the latest conversation request stands.
  package var conversation: Conversation {
    switch self {
    case .apart(_, _, .none): .none
    case .apart(_, _, .failed): .failed
    case .apart(_, _, .completed(let id)): .completed(id: id)
    case .requesting: .requested
    case .listening(let id, _), .onBranch(_, let id, _, _): .open(id: id)
    case .ended(let ending): ending.conversation
    }
  }
}

/// A conversation that a session has behind it: that of its latest request.
public enum PastConversation: Sendable, Hashable {
  /// None has been requested.
  case none
  /// The request failed.
  case failed
  /// `Complete` has been taken.
  case completed(ConversationID)
}

/// An intermediate branch that is running.
public struct IntermediateBranch: Sendable, Hashable {
  /// The StartConversation that it came from and returns to.
  public let node: NodeID
  /// The index of its outcome among those of the node.
  let outcome: Int
}
