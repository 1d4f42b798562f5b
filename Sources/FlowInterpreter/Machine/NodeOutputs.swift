import FlowModel
import JSONSyntax

/// What a node has left behind for templates.
///
/// It is kept as it came, not output by output: a message has six outputs and an event six more, most of which nobody
/// reads. What an output is of it, the node's behavior says.
///
/// Whatever is longer than a message and its time is boxed, so that an entry of `OutputValues` takes 24 bytes.
enum NodeOutputs: Sendable, Hashable {
  /// Of a Start: the message that began the session.
  case trigger(DatedMessage)
  /// Of a Receive.
  case received(Boxed<ReceivedMessages>)
  /// Of a StartConversation, and what came last of it.
  case conversation(Boxed<ConversationOutputs>, latest: ConversationResponse)
  /// Of a SendSMS or SendMessenger.
  case sent(Boxed<Submission>)
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

/// What a Receive has left behind.
struct ReceivedMessages: Sendable, Hashable {
  /// The message that it took last.
  let latest: DatedMessage
  /// The last one of the other channel.
  let other: DatedMessage?
}

/// What a SendSMS or SendMessenger has left behind.
struct Submission: Sendable, Hashable {
  /// The gateway's id of the message that it took last.
  var transactionID: String
  /// When the gateway took it.
  var time: Timestamp
  /// The last receipt, which may be that of an earlier message.
  var report: Boxed<DeliveryReport>?
}

/// What a StartConversation's `response` holds.
enum ConversationResponse: String, Sendable {
  case none, started, refused, event
}

/// What a StartConversation has left behind.
struct ConversationOutputs: Sendable, Hashable {
  /// The latest conversation that was started.
  var started: StartedConversation?
  /// The latest answer that was a failure.
  var refusal: Boxed<Refusal>?
  /// The latest event.
  var event: WebhookEvent?
}

/// What one node has left behind.
struct StoredOutputs: Sendable, Hashable {
  /// Nil only while it is changed.
  var outputs: NodeOutputs?
  /// The node's number. It comes second, for it fits into what the outputs leave of a word.
  let node: UInt32
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
        entries.insert(StoredOutputs(outputs: nil, node: UInt32(node.index)), at: place)
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
