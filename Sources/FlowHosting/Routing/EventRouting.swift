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
      if let key = session(ofConversation: id, among: sessions) {
        return .resume(key, with: .eventArrived(event))
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
  ) -> SessionKey? {
    // Mostly one session is named, which need not be compared with another.
    if sessions.count == 1 { return sessions.first.flatMap { $0.nearness(to: id) == nil ? nil : $0.key } }
    var taker: (key: SessionKey, standing: (HostedSession.Nearness, Timestamp))?
    for session in sessions {
      guard let nearness = session.nearness(to: id) else { continue }
      let standing = (nearness, session.time(ofTaking: id))
      // Of one instant's the later stands later, and takes it.
      if let taker, taker.standing > standing { continue }
      taker = (session.key, standing)
    }
    return taker?.key
  }
}

extension HostedSession {
  /// How a session stands to a conversation, the nearest last.
  fileprivate enum Nearness: Comparable {
    case hasHad, hasHadAndLives, requests, has
  }

  /// How it stands to a conversation; nil where it never had to do with it.
  fileprivate func nearness(to conversation: ConversationID) -> Nearness? {
    switch stage {
    case .listening(conversation, _), .onBranch(_, conversation, _, _),
      .apart(_, _, .completed(conversation)):
      return .has
    case .requesting(let request, _) where request.named == conversation: return .requests
    case .apart, .requesting, .listening, .onBranch, .ended: break
    }
    guard hasHad(conversation: conversation) else { return nil }
    return isLive ? .hasHadAndLives : .hasHad
  }

  /// Since when it has to do with a conversation.
  fileprivate func time(ofTaking conversation: ConversationID) -> Timestamp {
    time(ofLearning: conversation) ?? waitingSince
  }
}
