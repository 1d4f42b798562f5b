import FlowModel

/// Webhook events: held, discarded or processed, one at a time and in order.
extension Execution {
  /// An event has come. The reasons to discard it are tried in the order of the language reference.
  mutating func arrive(_ event: WebhookEvent, isFormer: Bool) {
    guard state.isLive else { return discard(event, .sessionEnded) }
    if let reason = reasonToDiscardIfNew(event, isFormer: isFormer) {
      return discard(event, state.rememberedEvents.contains(event.id) ? .duplicate : reason)
    }
    guard state.rememberedEvents.insert(event.id) else { return discard(event, .duplicate) }
    if case .waiting(.conversationEvent, _) = state.status { return run(process(event)) }
    tell { execution in
      .eventHeld(
        event: event.kind.name, id: event.id,
        reason: execution.state.conversation == .requested ? .awaitingAnswer : .branchRunning)
    }
    state.heldEvents.append(event)
  }

  /// Events that were held elsewhere come with the answer that brings their conversation.
  mutating func hold(moved events: [WebhookEvent]) {
    for event in events {
      if state.rememberedEvents.insert(event.id) {
        state.heldEvents.append(event)
      } else {
        discard(event, .duplicate)
      }
    }
  }

  /// Discards what is held, in order.
  mutating func discardHeldEvents(_ reason: DiscardReason) {
    // To take nothing would be a change, which needs memory.
    guard !state.heldEvents.isEmpty else { return }
    for event in state.heldEvents.takeAll() { discard(event, reason) }
  }

  /// The first reason to discard an event that comes to a live session for the first time.
  private func reasonToDiscardIfNew(_ event: WebhookEvent, isFormer: Bool) -> DiscardReason? {
    guard event.position != nil else { return .unhandledType }
    switch state.conversation {
    case .failed: return .conversationNotStarted
    case .completed: return .conversationCompleted
    case .none: return .unknownConversation
    case .requested, .open: return isFormer ? .conversationCompleted : nil
    }
  }

  private mutating func discard(_ event: WebhookEvent, _ reason: DiscardReason) {
    tell { _ in .eventDiscarded(event: event.kind.name, id: event.id, reason: reason) }
  }
}
