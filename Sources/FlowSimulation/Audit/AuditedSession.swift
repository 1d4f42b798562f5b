import FlowInterpreter
import FlowModel

/// What the trace and the inputs say of one session.
struct AuditedSession {
  /// How the session goes on.
  enum Phase {
    /// It is in the middle of a turn.
    case running
    case waiting(Waiting)
    case ended
  }

  /// A wait, as the trace tells it.
  struct Waiting {
    let reason: WaitReason
    let until: Timestamp?
    /// The number of the wait's timer among all, in the order in which they were set.
    let timer: Int
  }

  /// The session's conversation: that of its latest request.
  enum Conversation: Equatable {
    case none, requested, failed
    case open(ConversationID)
    case completed(ConversationID)

    var id: ConversationID? {
      switch self {
      case .open(let id), .completed(let id): id
      case .none, .requested, .failed: nil
      }
    }
  }

  let name: String
  var phase = Phase.running
  var conversation = Conversation.none
  /// The conversation that the latest request names, where it names one.
  var requestedConversation: ConversationID?
  /// The id under which the gateway took the latest message.
  var gatewayID: GatewayMessageID?
  /// When the session ended.
  var endedAt: Timestamp?
  /// The intermediate branch that runs: its node and outcome.
  var branch: (node: NodeName, outcome: String)?
  /// How many records have told of the session.
  var recordCount = 0
  /// The number, among these, of the record that told of the latest request to the world.
  var request = 0
  /// The number of the timer that ends the session, if there is one.
  var expiryTimer: Int?
  /// The number of the timer of the latest submission to the gateway.
  var submissionTimer: Int?
  /// The nodes that are StartConversations.
  var conversationNodes: Set<NodeName> = []
  /// The ids of events that have reached the session and were not discarded at once.
  var remembered: Set<EventID> = []
  /// The ids of events that have reached the session and are still to be processed, in order.
  var pending: [EventID] = []
  /// The ids of events that have been processed.
  var processed: Set<EventID> = []

  init(name: String) {
    self.name = name
  }

  /// Whether the session's outstanding request names a conversation.
  func requests(_ id: ConversationID) -> Bool { conversation == .requested && requestedConversation == id }

  var isLive: Bool { if case .ended = phase { false } else { true } }

  var waiting: Waiting? { if case .waiting(let waiting) = phase { waiting } else { nil } }

  /// Whether the session waits for the answer to that request.
  func awaits(_ reason: WaitReason, of request: EffectID) -> Bool {
    waiting?.reason == reason && request.number == self.request
  }
}
