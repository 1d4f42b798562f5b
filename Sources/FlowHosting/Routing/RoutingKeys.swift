public import FlowInterpreter
public import FlowModel

/// What an input concerns: the sessions that these name are all that the router need know to decide.
///
/// A driver over a database locks and loads by the same names. Each list is without repetitions.
public enum RoutingKeys: Sendable, Hashable {
  /// No session.
  case none
  /// Who has written: a live session of theirs may take it, or one of another customer that waits for their messages.
  case sender(Customer)
  /// Customers whose live sessions may be in the way of new ones.
  case customers([Customer])
  /// A conversation, which sessions may have, have had or have asked for; and a session that the input names itself.
  case conversation(ConversationID, SessionKey?)
  /// An id under which the gateway has taken a message that a session may wait to hear of.
  case gatewayID(GatewayMessageID)
  /// A session that the input names itself.
  case session(SessionKey)

  /// Customers, whose live sessions may take the input.
  public var customers: [Customer] {
    switch self {
    case .sender(let customer): [customer]
    case .customers(let customers): customers
    case .none, .conversation, .gatewayID, .session: []
    }
  }

  /// Customers for whose messages a session of another one may wait.
  public var senders: [Customer] { if case .sender(let customer) = self { [customer] } else { [] } }

  /// Conversations: a session may have, have had or have asked for one of them.
  public var conversations: [ConversationID] {
    if case .conversation(let id, _) = self { [id] } else { [] }
  }

  /// Ids under which the gateway has taken messages that a session may wait to hear of.
  public var gatewayIDs: [GatewayMessageID] { if case .gatewayID(let id) = self { [id] } else { [] } }

  /// The session that the input names itself.
  public var session: SessionKey? {
    switch self {
    case .session(let key): key
    case .conversation(_, let key): key
    case .none, .sender, .customers, .gatewayID: nil
    }
  }

  /// Sessions that the input names itself.
  public var sessions: [SessionKey] { session.map { [$0] } ?? [] }

  /// Whether these name a session.
  public func name(_ session: HostedSession) -> Bool {
    if self.session == session.key { return true }
    return switch self {
    case .none, .session: false
    case .sender(let sender):
      session.isLive && session.customer == sender || session.foreignSenders.contains(sender)
    case .customers(let customers): session.isLive && customers.contains(session.customer)
    case .conversation(let id, _):
      session.hasHad(conversation: id) || session.requests(conversation: id)
    case .gatewayID(let id): session.stage.awaitedReceipt == id
    }
  }
}

extension RoutingKeys {
  /// What is about a conversation, or a session, or both.
  init(_ conversation: ConversationID?, _ session: SessionKey?) {
    if let conversation {
      self = .conversation(conversation, session)
    } else {
      self = session.map { .session($0) } ?? .none
    }
  }
}
