import FlowInterpreter
import FlowModel

/// Webhook events.
extension Router {
  /// What becomes of an event; see the language reference, "StartConversation".
  func route(for event: WebhookEvent, of key: SessionKey?, among sessions: [HostedSession]) -> Route {
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
    return key.map { .report(.unknownSession($0)) } ?? .discard(event, .unknownConversation)
  }

  /// The session that takes events of a conversation: the live one that has it, of several the one that learnt it last; or
  /// the live one whose outstanding request names it; or one that had it before, live ones first.
  private func session(
    ofConversation id: ConversationID, among sessions: [HostedSession]
  ) -> HostedSession? {
    func latest(_ isCandidate: (HostedSession) -> Bool) -> HostedSession? {
      // Mostly there is one, of which no list need be made.
      if sessions.count == 1 { return isCandidate(sessions[0]) ? sessions[0] : nil }
      return sessions.filter(isCandidate).max {
        ($0.time(ofLearning: id) ?? $0.waitingSince, $0.key) < (
          $1.time(ofLearning: id) ?? $1.waitingSince, $1.key
        )
      }
    }
    return latest { $0.isLive(in: id) }
      ?? latest { $0.isLive && $0.requests(conversation: id) }
      ?? latest { $0.isLive && $0.hasHad(conversation: id) } ?? latest { $0.hasHad(conversation: id) }
  }
}
