import FlowModel

/// Webhook events: held, discarded or processed, one at a time and in order.
extension Execution {
  /// An event has come. The reasons to discard it are tried in the order of the language reference.
  mutating func arrive(_ event: WebhookEvent, _ handOver: HandOver) {
    guard state.isLive else { return discard(event, .sessionEnded) }
    if state.recentEvents.contains(event.id) { return discard(event, .duplicate) }
    if let reason = reasonToDiscard(event) { return discard(event, reason) }
    if case .listening(_, let node) = state.stage {
      state.recentEvents.insert(event.id)
      return run(program[node].behavior.process(event, in: &self), handOver)
    }
    if isFull(for: event) { return discard(event, .heldLimit) }
    state.recentEvents.insert(event.id)
    emit(
      .eventHeld(
        event: event.kind.name, id: event.id, reason: branch == nil ? .awaitingAnswer : .branchRunning))
    state.heldEvents.append(event)
  }

  /// Events that were held elsewhere come with the answer that brings their conversation.
  mutating func hold(moved events: [WebhookEvent]) {
    for event in events {
      if state.recentEvents.contains(event.id) {
        discard(event, .duplicate)
      } else if isFull(for: event) {
        discard(event, .heldLimit)
      } else {
        state.recentEvents.insert(event.id)
        state.heldEvents.append(event)
      }
    }
  }

  /// Discards what is held, in order.
  mutating func discardHeldEvents(_ reason: DiscardReason) {
    for event in state.heldEvents.takeAll() { discard(event, reason) }
  }

  /// The first reason to discard an event that comes to a live session for the first time, but for a lack of room.
  private func reasonToDiscard(_ event: WebhookEvent) -> DiscardReason? {
    guard event.position != nil else { return .unhandledType }
    switch state.stage {
    case .requesting(let request, _):
      return isOfFormer(event, current: request.named) ? .conversationCompleted : nil
    case .listening(let id, _), .onBranch(_, let id, _, _):
      return isOfFormer(event, current: id) ? .conversationCompleted : nil
    case .apart(_, _, .failed): return .conversationNotStarted
    case .apart(_, _, .completed): return .conversationCompleted
    case .apart(_, _, .none): return .unknownConversation
    case .ended: return .sessionEnded
    }
  }

  /// Whether an event is of a conversation that the session had before, and not of its current one.
  private func isOfFormer(_ event: WebhookEvent, current: ConversationID?) -> Bool {
    guard let id = event.conversationID, id != current else { return false }
    return state.conversations.contains { $0.id == id }
  }

  /// Whether the session holds all the events that it may. `Complete` is held all the same.
  private func isFull(for event: WebhookEvent) -> Bool {
    state.heldEvents.count >= Limits.heldEvents && !event.isComplete
  }

  private mutating func discard(_ event: WebhookEvent, _ reason: DiscardReason) {
    emit(.eventDiscarded(event: event.kind.name, id: event.id, reason: reason))
  }
}
