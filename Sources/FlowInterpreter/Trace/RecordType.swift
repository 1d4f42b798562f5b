/// A type of record, by its name in a trace; in the order of the language reference.
public enum RecordType: String, Sendable, Hashable, CaseIterable {
  case sessionStarted, nodeEntered, variableSet, referenceEmpty, messageSent, messageForwarded, forwardFailed,
    messageReceived, answerReceived, conversationRequested, serviceRequested, httpRequested, waiting,
    eventReceived, eventHeld, eventDiscarded, messageUnhandled, callbackSkipped, webhookReceived,
    webhookRefused,
    outcome, branchEnded,
    waitingNodeSkipped, ended

  /// The members that its records have beside those of every record, in the order in which they are written. A record
  /// leaves out those of which it has nothing to tell.
  public var members: [RecordMember] {
    switch self {
    case .sessionStarted: [.flow, .channel, .from]
    case .nodeEntered: [.node, .nodeType]
    case .variableSet: [.name, .value]
    case .referenceEmpty: [.node, .reference]
    case .messageSent: [.node, .channel, .to, .from, .text]
    case .messageForwarded: [.node, .text]
    case .forwardFailed: [.node, .reason]
    case .messageReceived: [.node, .channel, .text]
    case .answerReceived: [.node, .status, .fail]
    case .conversationRequested: [.node, .input]
    case .serviceRequested: [.node, .request, .conversationID, .entryPointID, .message, .format]
    case .httpRequested: [.node, .method, .url, .headers, .body]
    case .waiting: [.node, .for, .until]
    case .eventReceived: [.event, .id]
    case .eventHeld, .eventDiscarded: [.event, .id, .reason]
    case .messageUnhandled: [.channel, .from]
    case .callbackSkipped: [.index, .problem]
    case .webhookReceived: [.event]
    case .webhookRefused: [.event, .reason]
    case .outcome: [.node, .outcome, .target]
    case .branchEnded: [.node, .outcome]
    case .waitingNodeSkipped: [.node, .branch, .outcome]
    case .ended: [.result, .code, .reason]
    }
  }
}

/// A member of a trace's records, by its key.
public enum RecordMember: String, Sendable, Hashable, CaseIterable {
  case seq, at, type, session
  case node, nodeType, flow, channel, from, to, text, name, value, reference, status, fail, input, method,
    url, headers,
    body
  case request, message, format
  case conversationID = "conversationId"
  case entryPointID = "entryPointId"
  case `for`, until, event, id, reason, outcome, target, branch, result, code
  case index, problem

  /// What a member's value is.
  public enum Kind: Sendable, Hashable {
    case text, number, object, anything
  }

  /// What the member's value is, in whatever record.
  public var kind: Kind {
    switch self {
    case .seq, .at, .status, .until, .code, .index: .number
    case .input, .headers: .object
    case .value: .anything
    case .type, .session, .node, .nodeType, .flow, .channel, .from, .to, .text, .name, .reference, .fail,
      .method, .url, .body, .request, .message, .format, .conversationID, .entryPointID, .for, .event, .id,
      .reason, .outcome, .target, .branch, .result, .problem:
      .text
    }
  }

  /// The members of every record, in the order in which they are written; what belongs to no session has no `session`.
  public static let common: [RecordMember] = [.seq, .at, .type, .session]
}
