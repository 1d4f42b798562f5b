public import FlowModel

/// What a session waits for.
public enum Wait: Sendable, Hashable {
  /// The gateway's answer to a submission.
  case gatewayAnswer(EffectID, Alarm)
  /// The delivery receipt of the message that an effect has submitted, by the gateway's id of it.
  case deliveryReport(EffectID, of: GatewayMessageID, Alarm)
  /// Nothing but time; `seconds` is what the node says that it waited.
  case delay(seconds: Double, Alarm)
  /// A message from a customer that one of the filters lets through.
  case message([MessageFilter], Alarm)
  /// The answer to a conversation request.
  case conversationAnswer(EffectID, Alarm)
  /// ECE's answer to one thing that it was asked.
  case serviceAnswer(EffectID, Alarm)
  /// The answer of a web service.
  case httpAnswer(EffectID, Alarm)
  /// A webhook event.
  case conversationEvent

  /// The timer that ends the wait, where there is one.
  public var alarm: Alarm? {
    switch self {
    case .gatewayAnswer(_, let alarm), .deliveryReport(_, _, let alarm), .delay(_, let alarm),
      .message(_, let alarm), .conversationAnswer(_, let alarm), .serviceAnswer(_, let alarm),
      .httpAnswer(_, let alarm):
      alarm
    case .conversationEvent: nil
    }
  }

  /// The effect whose answer is awaited, where it is one.
  var effect: EffectID? {
    switch self {
    case .gatewayAnswer(let effect, _), .conversationAnswer(let effect, _), .serviceAnswer(let effect, _),
      .httpAnswer(let effect, _):
      effect
    case .deliveryReport, .delay, .message, .conversationEvent: nil
    }
  }

  /// What is waited for, as the trace tells it.
  public var reason: WaitReason {
    switch self {
    case .gatewayAnswer: .gatewayAnswer
    case .deliveryReport: .deliveryReport
    case .delay: .delay
    case .message: .message
    case .conversationAnswer: .conversationAnswer
    case .serviceAnswer: .serviceAnswer
    case .httpAnswer: .httpAnswer
    case .conversationEvent: .conversationEvent
    }
  }
}

/// What a node waits for while no conversation is open.
public enum WaitingNodeWait: Sendable, Hashable {
  // What is large is kept apart: a session that waits for something else has no room for it.

  /// The answer to what the node has asked for.
  case answer(AnswerWait)
  /// The delivery receipt of the message that an effect has submitted, by the gateway's id of it.
  indirect case deliveryReport(EffectID, of: GatewayMessageID, Alarm)
  /// Nothing but time; `seconds` is what the node says that it waited.
  case delay(seconds: Double, Alarm)
  /// A message from a customer that one of the filters lets through.
  case message([MessageFilter], Alarm)
  /// The answer of a web service.
  case httpAnswer(EffectID, Alarm)

  /// What is waited for, as the trace tells it.
  var reason: WaitReason {
    switch self {
    case .answer(let answer): answer.reason
    case .deliveryReport: .deliveryReport
    case .delay: .delay
    case .message: .message
    case .httpAnswer: .httpAnswer
    }
  }

  /// What is waited for, whatever the session's stage.
  var wait: Wait {
    switch self {
    case .answer(let answer): answer.wait
    case .deliveryReport(let effect, let id, let alarm): .deliveryReport(effect, of: id, alarm)
    case .delay(let seconds, let alarm): .delay(seconds: seconds, alarm)
    case .message(let filters, let alarm): .message(filters, alarm)
    case .httpAnswer(let effect, let alarm): .httpAnswer(effect, alarm)
    }
  }
}

/// An answer that a node awaits without being a waiting node, so that it may do so on an intermediate branch.
public enum AnswerWait: Sendable, Hashable {
  /// The gateway's, to a submission.
  case gateway(EffectID, Alarm)
  /// ECE's, to one thing that it was asked.
  case service(EffectID, Alarm)

  /// What is waited for, as the trace tells it.
  var reason: WaitReason {
    switch self {
    case .gateway: .gatewayAnswer
    case .service: .serviceAnswer
    }
  }

  /// What is waited for, whatever the session's stage.
  var wait: Wait {
    switch self {
    case .gateway(let effect, let alarm): .gatewayAnswer(effect, alarm)
    case .service(let effect, let alarm): .serviceAnswer(effect, alarm)
    }
  }
}

/// The wait for the answer to a conversation request.
public struct ConversationWait: Sendable, Hashable {
  /// The request.
  public let effect: EffectID
  /// The timer that ends the wait.
  public let alarm: Alarm
  /// The conversation that the request names, if it does: its events are held for the answer.
  public let named: ConversationID?
}

/// A timer, and the time at which it fires.
public struct Alarm: Sendable, Hashable {
  /// The timer.
  public let timer: TimerID
  /// When it fires.
  public let time: Timestamp
}

/// Which messages of one channel a Receive waits for.
public struct MessageFilter: Sendable, Hashable {
  /// The channel.
  public let channel: Channel
  /// The number that is written to; nil for any.
  public let number: BusinessAddress?
  /// The first word.
  public let keywords: Keywords
  /// The sender; nil where it is the session's customer, who has no address on the channel: then no message is let through.
  public let from: CustomerAddress?

  /// Whether the filter lets a message through.
  public func admits(_ message: InboundMessage) -> Bool {
    message.channel == channel && message.from == from && (number == nil || message.to == number)
      && keywords.admits(message.text)
  }
}
