import FlowModel

/// The nodes that some rules are about, in file order: no rule goes through all nodes to find the few that it judges.
struct NodeLists: Sendable {
  /// A node, with what its fields say.
  struct Listed<Written: Sendable>: Sendable {
    let id: NodeID
    let written: Written
  }

  /// The nodes that request conversations.
  private(set) var conversations: [Listed<WrittenConversation>] = []
  /// The nodes that send a message to a customer.
  private(set) var senders: [Listed<WrittenMessage>] = []
  /// Those of them whose message may be too long, or take several SMS: all others certainly are not, and do not.
  private(set) var longMessageSenders: [Listed<WrittenMessage>] = []
  /// The nodes that choose by values.
  private(set) var branchings: [Listed<WrittenBranches>] = []
  /// The nodes that ask a web service.
  private(set) var requests: [Listed<WrittenRequest>] = []
  /// The nodes that ask ECE one thing and await the answer.
  private(set) var services: [Listed<WrittenQuestion>] = []
  /// The nodes that wait for a time alone.
  private(set) var delays: [Listed<WrittenDelay>] = []
  /// The nodes that set variables.
  private(set) var assigning: [NodeID] = []

  /// Goes through the nodes of a graph once.
  init(_ graph: FlowGraph) { self.init(graph, graph.nodeIDs) }

  /// Goes through some nodes of a graph.
  init(_ graph: FlowGraph, _ nodes: some Sequence<NodeID>) {
    for id in nodes {
      let node = graph.nodes[id.index]
      switch node.written {
      case .conversation(let conversation)?: conversations.append(Listed(id: id, written: conversation))
      case .message(let message)?:
        senders.append(Listed(id: id, written: message))
        if message.literalByteCount > SMSSegments.longestByteCountOfOne {
          longMessageSenders.append(Listed(id: id, written: message))
        }
      case .branches(let branches)?: branchings.append(Listed(id: id, written: branches))
      case .request(let request)?: requests.append(Listed(id: id, written: request))
      case .delay(let delay)?: delays.append(Listed(id: id, written: delay))
      case .question(let question)?: services.append(Listed(id: id, written: question))
      case .trigger?, .receive?, nil: break
      }
      if !node.onEnter.isEmpty || !node.onLeave.isEmpty { assigning.append(id) }
    }
  }
}
