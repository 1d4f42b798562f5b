import FlowModel

/// The nodes that some rules are about, in file order: no rule goes through all nodes to find the few that it judges.
struct NodeLists: Sendable {
  /// The StartConversations.
  private(set) var conversations: [NodeID] = []
  /// The nodes that send a message to a customer.
  private(set) var senders: [NodeID] = []
  /// Those of them whose message may be too long, or take several SMS: all others certainly are not, and do not.
  private(set) var longMessageSenders: [NodeID] = []
  /// The Branches.
  private(set) var branchings: [NodeID] = []
  /// The HTTPRequests.
  private(set) var requests: [NodeID] = []
  /// The nodes that ask ECE one thing and await the answer.
  private(set) var services: [NodeID] = []
  /// The Delays.
  private(set) var delays: [NodeID] = []
  /// The nodes that set variables.
  private(set) var assigning: [NodeID] = []

  /// Goes through the nodes of a graph once.
  init(_ graph: FlowGraph) { self.init(graph, graph.nodeIDs) }

  /// Goes through some nodes of a graph.
  init(_ graph: FlowGraph, _ nodes: some Sequence<NodeID>) {
    for id in nodes {
      let node = graph.nodes[id.index]
      switch node.type {
      case .startConversation?: conversations.append(id)
      case .sendSMS?, .sendMessenger?:
        senders.append(id)
        if let message = node.message, message.literalText.utf8.count > SMSSegments.longestByteCountOfOne {
          longMessageSenders.append(id)
        }
      case .branch?: branchings.append(id)
      case .httpRequest?: requests.append(id)
      case .delay?: delays.append(id)
      case .endConversation?, .sendMessage?, .entrypointConfiguration?, .agentAvailability?:
        services.append(id)
      case .start?, .receive?, nil: break
      }
      if !node.onEnter.isEmpty || !node.onLeave.isEmpty { assigning.append(id) }
    }
  }
}
