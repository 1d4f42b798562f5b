public import FlowModel
public import JSONSyntax

extension TraceRecord {
  /// The record as one object of a trace's JSON Lines, its keys in the order of the language reference.
  /// - Parameter start: The time at which the trace began.
  public func json(traceStart start: Timestamp) -> JSON {
    .object(JSONObject(members(traceStart: start).map { JSONField(key: $0, value: $1) }))
  }

  /// Writes the record as a line of a trace's JSON Lines: what `json(traceStart:)` gives, without making it first.
  public func write(to writer: inout JSONWriter, traceStart start: Timestamp) {
    writer.beginObject()
    for (key, value) in members(traceStart: start) { writer.member(key, value) }
    writer.endObject()
    writer.endLine()
  }

  private func members(traceStart start: Timestamp) -> [(String, JSON)] {
    let (type, keys) = happening.named(traceStart: start)
    var members: [(String, JSON)] = [
      ("seq", .number(Double(sequence))), ("at", .number(Double(milliseconds))), ("type", .string(type)),
    ]
    members.reserveCapacity(members.count + keys.count + 1)
    if let session { members.append(("session", .string(session))) }
    members += keys
    return members
  }
}

extension Happening {
  /// The record's type and its further keys, in order.
  fileprivate func named(traceStart: Timestamp) -> (type: String, keys: [(String, JSON)]) {
    switch self {
    case .sessionStarted(let flow, let channel, let from):
      (
        "sessionStarted",
        [("flow", .string(flow)), ("channel", .string(channel.rawValue)), ("from", .string(from))]
      )
    case .nodeEntered(let node, let type):
      ("nodeEntered", [("node", .string(node)), ("nodeType", .string(type.name))])
    case .variableSet(let name, let value): ("variableSet", [("name", .string(name)), ("value", value)])
    case .referenceEmpty(let node, let reference):
      ("referenceEmpty", [("node", .string(node)), ("reference", .string(reference))])
    case .messageSent(let node, let message): ("messageSent", [("node", .string(node))] + message.keys)
    case .messageForwarded(let node, let text):
      ("messageForwarded", [("node", .string(node)), ("text", .string(text))])
    case .messageReceived(let node, let channel, let text):
      (
        "messageReceived",
        [("node", .string(node)), ("channel", .string(channel.rawValue)), ("text", .string(text))]
      )
    case .answerReceived(let node, let answer): ("answerReceived", [("node", .string(node)), answer.key])
    case .conversationRequested(let node, let input):
      ("conversationRequested", [("node", .string(node)), ("input", .object(input))])
    case .httpRequested(let node, let method, let url):
      ("httpRequested", [("node", .string(node)), ("method", .string(method)), ("url", .string(url))])
    case .waiting(let node, let reason, let until):
      (
        "waiting",
        [("node", .string(node)), ("for", .string(reason.rawValue))]
          + (until.map { [("until", .number(Double($0 - traceStart)))] } ?? [])
      )
    case .eventReceived(let event, let id):
      ("eventReceived", [("event", .string(event)), ("id", .string(id))])
    case .eventHeld(let event, let id, let reason):
      ("eventHeld", [("event", .string(event)), ("id", .string(id)), ("reason", .string(reason.rawValue))])
    case .eventDiscarded(let event, let id, let reason):
      (
        "eventDiscarded",
        [("event", .string(event)), ("id", .string(id)), ("reason", .string(reason.rawValue))]
      )
    case .messageUnhandled(let channel, let from):
      ("messageUnhandled", [("channel", .string(channel.rawValue)), ("from", .string(from))])
    case .outcome(let node, let outcome, let target):
      ("outcome", [("node", .string(node)), ("outcome", .string(outcome)), ("target", .string(target))])
    case .branchEnded(let node, let outcome):
      ("branchEnded", [("node", .string(node)), ("outcome", .string(outcome))])
    case .waitingNodeSkipped(let node, let branch, let outcome):
      (
        "waitingNodeSkipped",
        [("node", .string(node)), ("branch", .string(branch)), ("outcome", .string(outcome))]
      )
    case .ended(let result, let reason):
      (
        "ended",
        [("result", .string(result.name)), ("code", .number(Double(result.code)))]
          + (reason.map { [("reason", .string($0.rawValue))] } ?? [])
      )
    }
  }
}

extension Happening.Answer {
  fileprivate var key: (String, JSON) {
    switch self {
    case .status(let status): ("status", .number(Double(status)))
    case .failure(let failure): ("fail", .string(failure.rawValue))
    }
  }
}

extension OutboundMessage {
  fileprivate var keys: [(String, JSON)] {
    [("channel", .string(channel.rawValue)), ("to", .string(to))]
      + (from.map { [("from", .string($0))] } ?? []) + [("text", .string(text))]
  }
}
