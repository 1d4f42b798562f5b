import FlowInterpreter
import FlowModel

/// Webhook events.
extension Router {
  /// What becomes of an event; see the language reference, "StartConversation".
  func route(
    for event: WebhookEvent, of key: SessionKey?, among sessions: some Collection<HostedSession>
  ) -> Route {
    if let key, sessions.contains(where: { $0.key == key }) {
      return .resume(key, with: .eventArrived(event))
    }
    if let id = event.conversationID {
      if let session = session(ofConversation: id, among: sessions) {
        return .resume(session.key, with: .eventArrived(event))
      }
      if case .unhandled = event.kind { return .discard(event, .unhandledType) }
      return .hold(event)
    }
    if case .unhandled = event.kind { return .discard(event, .unhandledType) }
    return .discard(event, .unknownConversation)
  }

  /// The session that takes events of a conversation: the live one that has it, of several the one that learnt it last; or
  /// the live one whose outstanding request names it; or one that had it before, live ones first.
  private func session(
    ofConversation id: ConversationID, among sessions: some Collection<HostedSession>
  ) -> HostedSession? {
    var taker: (session: HostedSession, nearness: HostedSession.Nearness)?
    for session in sessions {
      guard let nearness = session.nearness(to: id) else { continue }
      if let former = taker,
        (former.nearness, former.session.time(ofTaking: id), former.session.key)
          > (nearness, session.time(ofTaking: id), session.key)
      {
        continue
      }
      taker = (session, nearness)
    }
    return taker?.session
  }
}

extension HostedSession {
  /// How a session stands to a conversation, the nearest last.
  fileprivate enum Nearness: Comparable {
    case hasHad, hasHadAndLives, requests, has
  }

  /// How it stands to a conversation; nil where it never had to do with it.
  fileprivate func nearness(to conversation: ConversationID) -> Nearness? {
    if isLive(in: conversation) { return .has }
    if requests(conversation: conversation) { return .requests }
    guard hasHad(conversation: conversation) else { return nil }
    return isLive ? .hasHadAndLives : .hasHad
  }

  /// Since when it has to do with a conversation.
  fileprivate func time(ofTaking conversation: ConversationID) -> Timestamp {
    time(ofLearning: conversation) ?? waitingSince
  }
}
