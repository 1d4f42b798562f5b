import FlowModel
import JSONSyntax

/// What a node has left behind for templates.
///
/// It is kept as it came, not output by output: a message has six outputs and an event six more, most of which nobody
/// reads. What an output is of it, the node's behavior says.
enum NodeOutputs: Sendable, Hashable {
  /// Of a Start: the message that began the session.
  case trigger(DatedMessage)
  /// Of a Receive: the message that it took last, and the last one of the other channel.
  case received(DatedMessage, other: DatedMessage?)
  /// Of a StartConversation.
  case conversation(ConversationOutputs)
  /// Of a SendSMS or SendMessenger: the submission that the gateway took, and the last receipt.
  case sent(transactionID: String, at: Timestamp, report: Boxed<DeliveryReport>?)
  /// Of a Delay: how many seconds it waited.
  case waited(seconds: Double)
  /// Of an HTTPRequest.
  case answered(Boxed<HTTPResponse>)
}

/// A message, and when it came.
struct DatedMessage: Sendable, Hashable {
  let message: InboundMessage
  let time: Timestamp
}

/// What a StartConversation has left behind.
struct ConversationOutputs: Sendable, Hashable {
  /// What `response` holds.
  enum Response: String, Sendable {
    case none, started, refused, event
  }

  /// The latest conversation that was started.
  var started: Boxed<StartedConversation>?
  /// The latest answer that was a failure.
  var refusal: Boxed<Refusal>?
  /// The latest event.
  var event: WebhookEvent?
  /// Which of these came last.
  var latest = Response.none
}

/// The outputs of a session's nodes. Most nodes are never executed, so only those that were have an entry.
struct OutputValues: Sendable, Hashable {
  private struct Entry: Sendable, Hashable {
    let node: UInt32
    var outputs: NodeOutputs
  }

  /// The entries, in the order of the nodes' numbers.
  private var entries: [Entry] = []

  /// What a node has left behind; nil where it has set no output. Complexity: logarithmic in the number of nodes that have.
  subscript(node: NodeID) -> NodeOutputs? {
    get {
      let index = index(of: node)
      return index < entries.count && entries[index].node == node.index ? entries[index].outputs : nil
    }
    set {
      let index = index(of: node)
      let isThere = index < entries.count && entries[index].node == node.index
      switch (newValue, isThere) {
      case (let outputs?, true): entries[index].outputs = outputs
      case (let outputs?, false):
        entries.insert(Entry(node: UInt32(node.index), outputs: outputs), at: index)
      case (nil, true): entries.remove(at: index)
      case (nil, false): break
      }
    }
  }

  /// The index of the first entry whose node does not come before `node`.
  private func index(of node: NodeID) -> Int {
    entries.partitioningIndex { $0.node >= node.index }
  }
}

extension OutputValues: Sequence {
  /// What nodes have left behind, in the order of their numbers.
  func makeIterator() -> some IteratorProtocol<(node: NodeID, outputs: NodeOutputs)> {
    entries.lazy.map { (node: NodeID(Int($0.node)), outputs: $0.outputs) }.makeIterator()
  }
}
