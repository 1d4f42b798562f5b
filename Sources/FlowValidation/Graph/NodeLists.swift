import FlowModel

/// The nodes that some rules are about, in file order: no rule goes through all nodes to find the few that it judges.
struct NodeLists: Sendable {
  /// A node as it is judged, with what its fields say.
  struct Listed<Written: Sendable>: ListedNode {
    let id: NodeID
    let node: FlowNode
    let written: Written
  }

  /// A node that sends a message to a customer, with what several rules ask of each of them.
  struct Sender: ListedNode {
    let id: NodeID
    let node: FlowNode
    let written: WrittenMessage
    let text: PlacedTemplate?
    let destination: PlacedTemplate?
  }

  /// The nodes that request conversations.
  private(set) var conversations: [Listed<WrittenConversation>] = []
  /// The nodes that send a message to a customer.
  private(set) var senders: [Sender] = []
  /// Those of them whose message may be too long, or take several SMS: all others certainly are not, and do not.
  private(set) var longMessageSenders: [Sender] = []
  /// The nodes that choose by values.
  private(set) var branchings: [Listed<WrittenBranches>] = []
  /// The nodes that ask a web service.
  private(set) var requests: [Listed<WrittenRequest>] = []
  /// The nodes that wait for what customers write.
  private(set) var receivers: [Listed<WrittenReceive>] = []
  /// The nodes that ask ECE one thing and await the answer.
  private(set) var services: [Listed<WrittenQuestion>] = []
  /// The nodes that wait for a time alone.
  private(set) var delays: [Listed<WrittenDelay>] = []
  /// The nodes that set variables.
  private(set) var assigning: [NodeID] = []

  /// Goes through some nodes once, as they are written or in an environment.
  init(_ nodes: some Sequence<(id: NodeID, node: FlowNode)>) { add(nodes) }

  /// Adds some nodes, behind those that are there.
  mutating func add(_ nodes: some Sequence<(id: NodeID, node: FlowNode)>) {
    for (id, node) in nodes {
      func listed<Written>(_ written: Written) -> Listed<Written> {
        Listed(id: id, node: node, written: written)
      }
      switch node.written {
      case .conversation(let conversation)?: conversations.append(listed(conversation))
      case .message(let message)?:
        let sender = Sender(
          id: id, node: node, written: message, text: message.text, destination: message.destination)
        senders.append(sender)
        if sender.text.map({ $0.template.literalByteCount > SMSSegments.longestByteCountOfOne }) ?? false {
          longMessageSenders.append(sender)
        }
      case .branches(let branches)?: branchings.append(listed(branches))
      case .request(let request)?: requests.append(listed(request))
      case .delay(let delay)?: delays.append(listed(delay))
      case .question(let question)?: services.append(listed(question))
      case .receive(let receive)?: receivers.append(listed(receive))
      case .trigger?, nil: break
      }
      if !node.onEnter.isEmpty || !node.onLeave.isEmpty { assigning.append(id) }
    }
  }

  /// Takes some nodes out.
  mutating func remove(_ ids: [NodeID]) {
    func left<Node: ListedNode>(of list: [Node]) -> [Node] {
      list.contains { ids.contains($0.id) } ? list.filter { !ids.contains($0.id) } : list
    }
    conversations = left(of: conversations)
    senders = left(of: senders)
    longMessageSenders = left(of: longMessageSenders)
    branchings = left(of: branchings)
    requests = left(of: requests)
    receivers = left(of: receivers)
    services = left(of: services)
    delays = left(of: delays)
    assigning.removeAll { ids.contains($0) }
  }
}

/// A node of a list.
protocol ListedNode: Sendable {
  var id: NodeID { get }
}
