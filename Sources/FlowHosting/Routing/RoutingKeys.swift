public import FlowInterpreter
public import FlowModel

/// What an input concerns: the sessions that these name are all that the router need know to decide.
///
/// A driver over a database locks and loads by the same names. Each list is without repetitions.
public struct RoutingKeys: Sendable, Hashable {
  /// Customers, whose live sessions may take the input.
  public internal(set) var customers: [Customer] = []
  /// Customers for whose messages a session of another one may wait.
  public internal(set) var senders: [Customer] = []
  /// Conversations: a session may have, have had or have asked for one of them.
  public internal(set) var conversations: [ConversationID] = []
  /// Ids under which the gateway has taken messages that a session may wait to hear of.
  public internal(set) var gatewayIDs: [GatewayMessageID] = []
  /// Sessions that the input names itself.
  public internal(set) var sessions: [SessionKey] = []

  /// Whether these name a session.
  public func name(_ session: HostedSession) -> Bool {
    session.isLive && customers.contains(session.customer)
      || session.foreignSenders.contains { senders.contains($0) }
      || conversations.contains { session.hasHad(conversation: $0) || session.requests(conversation: $0) }
      || session.stage.awaitedReceipt.map(gatewayIDs.contains) ?? false
      || sessions.contains(session.key)
  }
}
