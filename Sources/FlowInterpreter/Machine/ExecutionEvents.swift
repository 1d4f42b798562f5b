import FlowModel

/// Webhook events: held, discarded or processed, one at a time and in order.
extension Execution {
  /// An event has come. The reasons to discard it are tried in the order of the language reference.
  mutating func arrive(_ event: WebhookEvent, isFormer: Bool) {
    if let reason = reasonToDiscard(event, isFormer: isFormer) { return discard(event, reason) }
    state.rememberedEvents.insert(event.id)
    if state.wait == .conversationEvent { return run(.process(event)) }
    tell(
      .eventHeld(
        event: event.kind.name, id: event.id,
        reason: state.conversation == .requested ? .awaitingAnswer : .branchRunning))
    state.heldEvents.append(event)
  }

  /// Events that were held elsewhere come with the answer that brings their conversation.
  mutating func hold(moved events: [WebhookEvent]) {
    for event in events {
      if state.rememberedEvents.contains(event.id) {
        discard(event, .duplicate)
      } else {
        state.rememberedEvents.insert(event.id)
        state.heldEvents.append(event)
      }
    }
  }

  /// Discards what is held, in order.
  mutating func discardHeldEvents(_ reason: DiscardReason) {
    for event in state.heldEvents.takeAll() { discard(event, reason) }
  }

  /// Processes an event at the StartConversation that waits for it.
  mutating func process(_ event: WebhookEvent) -> Step {
    guard let conversation = current.behavior as? StartConversationBehavior else {
      preconditionFailure("events are processed only at a StartConversation")
    }
    return conversation.process(event, in: &self)
  }

  private func reasonToDiscard(_ event: WebhookEvent, isFormer: Bool) -> DiscardReason? {
    guard state.isLive else { return .sessionEnded }
    if state.rememberedEvents.contains(event.id) { return .duplicate }
    guard case .outcome = event.kind else { return .unhandledType }
    switch state.conversation {
    case .failed: return .conversationNotStarted
    case .completed: return .conversationCompleted
    case .none: return .unknownConversation
    case .requested, .open: return isFormer ? .conversationCompleted : nil
    }
  }

  private mutating func discard(_ event: WebhookEvent, _ reason: DiscardReason) {
    tell(.eventDiscarded(event: event.kind.name, id: event.id, reason: reason))
  }
}
