import FlowInterpreter
import FlowModel

/// A conversation step by step, as the player moves through it: what each entry of its log says, and where the flow
/// stands then.
struct Playback {
  /// One entry of the log.
  struct Step {
    /// Its number among all, from 1.
    let number: Int
    /// What the trace calls it: a record's sequence number; nil for what a customer or an agent does, which is no record.
    let sequence: Int?
    /// The name in its address: `step-12`, or `before-13` for what comes before a record.
    let anchor: String
    let entry: LogEntry
    /// Virtual time since the trace's start.
    let milliseconds: Int64
    /// The session that it belongs to; of what a customer or an agent does, the one that takes it.
    let session: String?
    /// The phone that it concerns, by its place in `phones`.
    let phone: Int?
    /// The node at which the session stands then, or stood last.
    let node: NodeName?
    /// The name of the result with which the session ends with this step.
    let end: String?
    /// The outcome that is taken with this step.
    let taken: (node: NodeName, outcome: String)?
  }

  /// A customer's phone, or account.
  struct Phone {
    let channel: Channel
    let address: CustomerAddress
  }

  /// The steps, in order; of a log that is too long, the first ones.
  private(set) var steps: [Step] = []
  /// All that write or are written to, in the order in which they first are.
  private(set) var phones: [Phone] = []
  /// How many entries of the log are left out.
  let omitted: Int
  /// Whether there are several sessions, so that it matters which one a step belongs to.
  var hasSeveralSessions: Bool { phonesOfSessions.count > 1 }

  private var phoneIndices: [Customer: Int] = [:]
  private var phonesOfSessions: [String: Int] = [:]

  /// Follows a log.
  /// - Parameters:
  ///   - start: Virtual time 0.
  ///   - steps: How many steps it has at most.
  init(of log: [LogEntry], startingAt start: Timestamp, steps limit: Int = Limits.reportedSteps) {
    let shown = log.prefix(limit).prefix { if case .omitted = $0 { false } else { true } }
    omitted = log[shown.endIndex...].reduce(0) { sum, entry in
      if case .omitted(let count) = entry { sum + count } else { sum + 1 }
    }
    let sessions = Self.sessions(of: shown)
    let anchors = Self.anchors(of: shown)
    var nodes: [String: NodeName] = [:]
    for (index, entry) in shown.enumerated() {
      let session = sessions[index]
      if let session, let node = entry.node { nodes[session] = node }
      steps.append(
        Step(
          number: index + 1, sequence: entry.sequence, anchor: anchors[index], entry: entry,
          milliseconds: entry.milliseconds(since: start), session: session,
          phone: phone(of: entry, in: session), node: session.flatMap { nodes[$0] }, end: entry.end,
          taken: entry.taken))
    }
  }

  /// The session of each entry. What comes from outside belongs to the session of the first record that follows.
  private static func sessions(of log: ArraySlice<LogEntry>) -> [String?] {
    var next: String?
    let backwards = log.reversed().map { entry -> String? in
      switch entry {
      case .record(let record):
        next = record.session
        return record.session
      case .customerWrote, .webhookCame, .eventPosted, .omitted:
        defer { next = nil }
        return next
      }
    }
    return backwards.reversed()
  }

  /// The names of the entries: those of records by their numbers in the trace, others by that of the record that follows.
  private static func anchors(of log: ArraySlice<LogEntry>) -> [String] {
    var last = 0
    var others = 0
    return log.map { entry in
      if let sequence = entry.sequence {
        (last, others) = (sequence, 0)
        return "step-\(sequence)"
      }
      others += 1
      return "before-\(last + 1)" + (others > 1 ? "-\(others)" : "")
    }
  }

  private mutating func phone(of entry: LogEntry, in session: String?) -> Int? {
    switch entry {
    case .customerWrote(let message, _): return phone(message.channel, message.from)
    case .webhookCame, .eventPosted, .omitted: break
    case .record(let record):
      switch record.happening {
      case .sessionStarted(_, let channel, let from):
        let index = phone(channel, from)
        if let session { phonesOfSessions[session] = index }
        return index
      case .messageSent(_, let message, _): return phone(message.channel, message.to)
      case .messageUnhandled(let channel, let from): return phone(channel, from)
      default: break
      }
    }
    return session.flatMap { phonesOfSessions[$0] }
  }

  private mutating func phone(_ channel: Channel, _ address: CustomerAddress) -> Int {
    let key = Customer(channel: channel, address: address)
    if let index = phoneIndices[key] { return index }
    phoneIndices[key] = phones.count
    phones.append(Phone(channel: channel, address: address))
    return phones.count - 1
  }
}

extension LogEntry {
  /// The record's number in the trace; nil for what is no record.
  fileprivate var sequence: Int? { record?.sequence }

  fileprivate func milliseconds(since start: Timestamp) -> Int64 {
    switch self {
    case .customerWrote(_, let time), .webhookCame(_, let time), .eventPosted(_, let time): time - start
    case .record(let record): record.milliseconds
    case .omitted: 0
    }
  }

  /// The node that it happens at, if it says so.
  fileprivate var node: NodeName? { record?.happening.node }

  /// The name of the result, where a session ends.
  fileprivate var end: String? {
    guard case .ended(let result, _)? = record?.happening else { return nil }
    return result.name
  }

  fileprivate var taken: (node: NodeName, outcome: String)? {
    guard case .record(let record) = self, case .outcome(let node, let outcome, _) = record.happening else {
      return nil
    }
    return (node, outcome)
  }
}

extension Happening {
  /// The node that it happens at, if it is one's.
  fileprivate var node: NodeName? {
    switch self {
    case .nodeEntered(let node, _), .referenceEmpty(let node, _), .messageSent(let node, _, _),
      .messageForwarded(let node, _), .forwardFailed(let node, _), .messageReceived(let node, _, _),
      .answerReceived(let node, _),
      .conversationRequested(let node, _), .serviceRequested(let node, _), .httpRequested(let node, _),
      .waiting(let node, _, _),
      .outcome(let node, _, _), .branchEnded(let node, _), .waitingNodeSkipped(let node, _, _):
      node
    case .sessionStarted, .variableSet, .eventReceived, .eventHeld, .eventDiscarded, .messageUnhandled,
      .callbackSkipped, .webhookReceived, .webhookRefused, .ended:
      nil
    }
  }
}
