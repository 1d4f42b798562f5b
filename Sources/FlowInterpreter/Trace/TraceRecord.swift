public import FlowModel
public import JSONSyntax

/// One line of a trace: what happened, when, and in which session.
public struct TraceRecord: Sendable, Hashable {
  /// The record's number in its trace, from 1, without gaps.
  public let sequence: Int
  /// Milliseconds since the trace's start.
  public let milliseconds: Int64
  /// The session's name; nil for what belongs to no session.
  public let session: String?
  /// What happened.
  public let happening: Happening

  /// Creates a record.
  public init(sequence: Int, milliseconds: Int64, session: String?, happening: Happening) {
    self.sequence = sequence
    self.milliseconds = milliseconds
    self.session = session
    self.happening = happening
  }
}

/// What a trace can tell.
public enum Happening: Sendable, Hashable {
  case sessionStarted(flow: String, channel: Channel, from: CustomerAddress)
  case nodeEntered(node: NodeName, type: NodeType)
  case variableSet(name: String, value: JSON)
  /// A reference that is null or was never set rendered as the empty string.
  case referenceEmpty(node: NodeName, reference: String)
  /// `blanks` are for people: what the trace has of them are the records of `referenceEmpty` before.
  case messageSent(node: NodeName, OutboundMessage, blanks: [Blank])
  case messageForwarded(node: NodeName, text: String)
  /// What was forwarded did not reach the agent, and is not tried again.
  case forwardFailed(node: NodeName, reason: String)
  case messageReceived(node: NodeName, channel: Channel, text: String)
  case answerReceived(node: NodeName, Answer)
  case conversationRequested(node: NodeName, input: JSONObject)
  case serviceRequested(node: NodeName, ServiceRequest.Question)
  case httpRequested(node: NodeName, HTTPRequest)
  /// `until` is in milliseconds since the trace's start once the record is part of a trace.
  case waiting(node: NodeName, for: WaitReason, until: Timestamp?)
  case eventReceived(event: String, id: EventID)
  case eventHeld(event: String, id: EventID, reason: HoldReason)
  case eventDiscarded(event: String, id: EventID, reason: DiscardReason)
  case messageUnhandled(channel: Channel, from: CustomerAddress)
  /// A message of a callback is none, by its index from 0.
  case callbackSkipped(index: Int, problem: String)
  /// A webhook begins a session, or several.
  case webhookReceived(event: String)
  case webhookRefused(event: String, reason: RefusalReason)
  case outcome(node: NodeName, outcome: String, target: String)
  case branchEnded(node: NodeName, outcome: String)
  case waitingNodeSkipped(node: NodeName, branch: NodeName, outcome: String)
  case ended(FlowResult, reason: EndReason?)

  /// What came of a request, as the trace tells it.
  public enum Answer: Sendable, Hashable {
    case status(Int)
    case failure(RequestFailure)
  }
}

/// A reference that added nothing to a text.
public struct Blank: Sendable, Hashable {
  /// What stands between `$(` and `)`, filters aside.
  public let reference: String
  /// How many bytes of the text stand before it.
  public let offset: Int

  /// Creates a blank.
  public init(reference: String, offset: Int) {
    self.reference = reference
    self.offset = offset
  }
}

/// What a session waits for.
public enum WaitReason: String, Sendable, Hashable, CaseIterable {
  case conversationAnswer, conversationEvent, message, delay, deliveryReport, httpAnswer, gatewayAnswer,
    serviceAnswer
}

extension WaitReason {
  /// The place among all of them, from 0.
  package var place: Int {
    switch self {
    case .conversationAnswer: 0
    case .conversationEvent: 1
    case .message: 2
    case .delay: 3
    case .deliveryReport: 4
    case .httpAnswer: 5
    case .gatewayAnswer: 6
    case .serviceAnswer: 7
    }
  }
}

/// Why an event is held.
public enum HoldReason: String, Sendable, Hashable, CaseIterable {
  /// The conversation's answer is still to come.
  case awaitingAnswer
  /// An intermediate branch is running.
  case branchRunning
  /// No session has its conversation yet.
  case unknownConversation
}

/// Why an event is not processed, in the order in which the reasons are tried.
public enum DiscardReason: String, Sendable, Hashable, CaseIterable {
  case sessionEnded, duplicate, unhandledType, conversationNotStarted, conversationCompleted,
    heldLimit, unknownConversation
}

/// Why a webhook begins no session.
public enum RefusalReason: String, Sendable, Hashable, CaseIterable {
  /// No flow is triggered by it.
  case noFlow
  /// Its payload lacks the customer's address.
  case noAddress
  /// The customer has a live session of the flow, which begins no other one.
  case liveSession
}

/// Why a session ended, where it was not at a target.
public enum EndReason: String, Sendable, Hashable, CaseIterable {
  case nodeExecutionLimit, expired, resumeOutsideBranch
  /// An outcome without a target, or with one that leads nowhere: in a flow whose findings of RF202, RF204 or RF205
  /// are suppressed.
  case noTarget
}
