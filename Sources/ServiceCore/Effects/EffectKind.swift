import FlowHosting
import FlowInterpreter
import FlowModel

/// What an effect is to its session: this says for how long it is tried, and who hears what came of it.
enum EffectKind {
  /// Its session waits for the answer, and ends the wait by a timer of its own.
  case awaited
  /// What a customer wrote to the agent. It is tried for an hour, while the session goes on.
  case forwarded
  /// The end of a conversation that the service itself wants, or an operator. It is tried for an hour, and no session hears of it.
  case owedEnding(of: ConversationID)

  init(_ wanted: WantedEffect, key: EffectKey) {
    if wanted.isForward {
      self = .forwarded
    } else if key.isOfService, let id = wanted.endedConversation {
      self = .owedEnding(of: id)
    } else {
      self = .awaited
    }
  }

  /// Whether it is tried for an hour, and not as long as somebody waits.
  var hasHour: Bool {
    switch self {
    case .forwarded, .owedEnding: true
    case .awaited: false
    }
  }
}

extension CallResult {
  /// What comes of a call by which the service itself ends a conversation: what ECE does not take is tried again, unless it does
  /// not know the conversation.
  var ofOwedEnding: CallResult {
    switch self {
    case .answered(.service(.refused(status: 404, _))), .answered(.service(.refused(status: 410, _))): self
    case .answered(.service(.refused)), .answered(.service(.failed)): .throttled(pause: nil, orElse: nil)
    // Nobody hears what ECE answered.
    case .throttled(let pause, _): .throttled(pause: pause, orElse: nil)
    case .answered, .notBegun, .unanswered, .unreadable: self
    }
  }
}
