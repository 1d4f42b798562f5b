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
  case conversation(Boxed<ConversationOutputs>)
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

/// What one node has left behind.
struct StoredOutputs: Sendable, Hashable {
  /// The node's number.
  let node: UInt32
  /// Nil only while it is changed.
  var outputs: NodeOutputs?
}

/// The outputs of a session's nodes. Most nodes are never executed, so only those that were have an entry.
struct OutputValues: Sendable, Hashable {
  /// The entries, in the order of the nodes' numbers.
  private var entries: [StoredOutputs] = []

  /// What a node has left behind; nil where it has set no output.
  /// Complexity: logarithmic in the number of nodes that have.
  subscript(node: NodeID) -> NodeOutputs? {
    get { index(of: node).flatMap { entries[$0].outputs } }
    _modify {
      let place = place(of: node)
      if !isEntry(place, of: node) {
        entries.insert(StoredOutputs(node: UInt32(node.index), outputs: nil), at: place)
      }
      yield &entries[place].outputs
    }
  }

  /// Reads what a node has left behind, where it is: a copy would count all that it refers to.
  /// - Returns: Null where it has set no output.
  func value(of node: NodeID, _ read: (UnsafePointer<StoredOutputs>) -> JSON) -> JSON {
    guard let index = index(of: node) else { return .null }
    return entries.withUnsafeBufferPointer { entries in
      entries.baseAddress.map { read($0 + index) } ?? .null
    }
  }

  /// The index of a node's entry, if it has one.
  private func index(of node: NodeID) -> Int? {
    let place = place(of: node)
    return isEntry(place, of: node) ? place : nil
  }

  /// The index of the first entry whose node does not come before `node`.
  private func place(of node: NodeID) -> Int {
    entries.partitioningIndex { $0.node >= node.index }
  }

  private func isEntry(_ place: Int, of node: NodeID) -> Bool {
    place < entries.count && entries[place].node == node.index
  }
}

extension OutputValues: Sequence {
  /// What nodes have left behind, in the order of their numbers.
  func makeIterator() -> some IteratorProtocol<(node: NodeID, outputs: NodeOutputs)> {
    entries.lazy.compactMap { entry in entry.outputs.map { (node: NodeID(Int(entry.node)), outputs: $0) } }
      .makeIterator()
  }
}
