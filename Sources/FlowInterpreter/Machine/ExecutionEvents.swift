import FlowModel

/// Webhook events: held, discarded or processed, one at a time and in order.
extension Execution {
  /// An event has come. The reasons to discard it are tried in the order of the language reference.
  mutating func arrive(_ event: WebhookEvent, _ handOver: HandOver) {
    guard session.value.stage.isLive else { return discard(event, .sessionEnded) }
    // What is discarded is not remembered, but a repetition is discarded as one before all else.
    if let reason = reasonToDiscard(event) {
      return discard(event, session.value.recentEvents.contains(event.id) ? .duplicate : reason)
    }
    let isListening = if case .listening = standing { true } else { false }
    if !isListening, isFull(for: event), !session.value.recentEvents.contains(event.id) {
      return discard(event, .heldLimit)
    }
    guard session.value.recentEvents.insert(event.id) else { return discard(event, .duplicate) }
    if isListening {
      let node = current
      return run(node.behavior.process(event, in: &self), handOver)
    }
    let reason: HoldReason = isOnBranch ? .branchRunning : .awaitingAnswer
    emit(.eventHeld(event: event.name, id: event.id, reason: reason))
    session.value.heldEvents.append(event)
  }

  /// Events that were held elsewhere come with the answer that brings their conversation.
  mutating func hold(moved events: [WebhookEvent]) {
    for event in events {
      if isFull(for: event), !session.value.recentEvents.contains(event.id) {
        discard(event, .heldLimit)
      } else if session.value.recentEvents.insert(event.id) {
        session.value.heldEvents.append(event)
      } else {
        discard(event, .duplicate)
      }
    }
  }

  /// Discards what was held for an answer that names another conversation, and is of one that the session had before.
  mutating func discardHeldEventsOfFormerConversations(current: ConversationID) {
    guard !session.value.heldEvents.isEmpty else { return }
    for event in session.value.takeHeldEvents() {
      if isOfFormer(event, current: current) {
        discard(event, .conversationCompleted)
      } else {
        session.value.heldEvents.append(event)
      }
    }
  }

  /// Discards what is held, in order.
  mutating func discardHeldEvents(_ reason: DiscardReason) {
    for event in session.value.takeHeldEvents() { discard(event, reason) }
  }

  /// The first reason to discard an event that comes to a live session for the first time, but for a lack of room. It changes
  /// nothing: it is mutating so that it looks at the execution where it is, and not at a copy.
  private mutating func reasonToDiscard(_ event: WebhookEvent) -> DiscardReason? {
    guard event.position != nil else { return .unhandledType }
    switch standing {
    case .requesting:
      return isOfFormer(event, current: session.value.stage.requestedConversation)
        ? .conversationCompleted : nil
    case .listening(let id), .onBranch(_, let id):
      return isOfFormer(event, current: id) ? .conversationCompleted : nil
    case .apart(.failed): return .conversationNotStarted
    case .apart(.completed): return .conversationCompleted
    case .apart(.none): return .unknownConversation
    }
  }

  /// Whether an event is of a conversation that the session had before, and not of its current one. Mutating for the same reason.
  private mutating func isOfFormer(_ event: WebhookEvent, current: ConversationID?) -> Bool {
    guard let id = event.conversationID, id != current else { return false }
    return session.value.learnt.contains { $0.id == id }
  }

  /// Whether the session holds all the events that it may. `Complete` is held beyond the others.
  private func isFull(for event: WebhookEvent) -> Bool {
    session.value.heldEvents.count >= Limits.heldEvents + (event.isComplete ? Limits.heldCompletes : 0)
  }

  private mutating func discard(_ event: WebhookEvent, _ reason: DiscardReason) {
    emit(.eventDiscarded(event: event.name, id: event.id, reason: reason))
  }
}
