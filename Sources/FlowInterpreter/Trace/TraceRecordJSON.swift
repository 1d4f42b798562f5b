public import FlowModel
public import JSONSyntax

extension TraceRecord {
  /// The record as one object of a trace's JSON Lines, its keys in the order of the language reference.
  /// - Parameter start: The time at which the trace began.
  public func json(traceStart start: Timestamp) -> JSON {
    var fields = FieldList()
    tell(to: &fields, traceStart: start)
    return .object(JSONObject(fields.fields))
  }

  /// Writes the record as a line of a trace's JSON Lines: what `json(traceStart:)` gives, without making it first.
  public func write(to writer: inout JSONWriter, traceStart start: Timestamp) {
    writer.beginObject()
    tell(to: &writer, traceStart: start)
    writer.endObject()
    writer.endLine()
  }

  private func tell(to members: inout some MemberSink, traceStart: Timestamp) {
    members.member("seq", sequence)
    members.member("at", Int(milliseconds))
    members.member("type", happening.type)
    if let session { members.member("session", session) }
    happening.tell(to: &members, traceStart: traceStart)
  }
}

/// What takes a record's members one by one, in order: a writer of text, or a list that becomes a value.
///
/// The writer gets each text as it is. To make a value of every member first, and a list of these, took as long as all of
/// the writing.
private protocol MemberSink {
  mutating func member(_ key: String, _ value: String)
  mutating func member(_ key: String, _ value: Int)
  mutating func member(_ key: String, _ value: JSON)
}

extension JSONWriter: MemberSink {}

private struct FieldList: MemberSink {
  var fields: [JSONField] = []

  mutating func member(_ key: String, _ value: String) { member(key, .string(value)) }

  mutating func member(_ key: String, _ value: Int) { member(key, .number(Double(value))) }

  mutating func member(_ key: String, _ value: JSON) { fields.append(JSONField(key: key, value: value)) }
}

extension Happening {
  /// The record's type.
  fileprivate var type: String {
    switch self {
    case .sessionStarted: "sessionStarted"
    case .nodeEntered: "nodeEntered"
    case .variableSet: "variableSet"
    case .referenceEmpty: "referenceEmpty"
    case .messageSent: "messageSent"
    case .messageForwarded: "messageForwarded"
    case .messageReceived: "messageReceived"
    case .answerReceived: "answerReceived"
    case .conversationRequested: "conversationRequested"
    case .httpRequested: "httpRequested"
    case .waiting: "waiting"
    case .eventReceived: "eventReceived"
    case .eventHeld: "eventHeld"
    case .eventDiscarded: "eventDiscarded"
    case .messageUnhandled: "messageUnhandled"
    case .outcome: "outcome"
    case .branchEnded: "branchEnded"
    case .waitingNodeSkipped: "waitingNodeSkipped"
    case .ended: "ended"
    }
  }

  /// Gives the record's further members, in order.
  fileprivate func tell(to members: inout some MemberSink, traceStart: Timestamp) {
    switch self {
    case .sessionStarted(let flow, let channel, let from):
      members.member("flow", flow)
      members.member("channel", channel.rawValue)
      members.member("from", from)
    case .nodeEntered(let node, let type):
      members.member("node", node)
      members.member("nodeType", type.name)
    case .variableSet(let name, let value):
      members.member("name", name)
      members.member("value", value)
    case .referenceEmpty(let node, let reference):
      members.member("node", node)
      members.member("reference", reference)
    case .messageSent(let node, let message):
      members.member("node", node)
      message.tell(to: &members)
    case .messageForwarded(let node, let text):
      members.member("node", node)
      members.member("text", text)
    case .messageReceived(let node, let channel, let text):
      members.member("node", node)
      members.member("channel", channel.rawValue)
      members.member("text", text)
    case .answerReceived(let node, .status(let status)):
      members.member("node", node)
      members.member("status", status)
    case .answerReceived(let node, .failure(let failure)):
      members.member("node", node)
      members.member("fail", failure.rawValue)
    case .conversationRequested(let node, let input):
      members.member("node", node)
      members.member("input", .object(input))
    case .httpRequested(let node, let method, let url):
      members.member("node", node)
      members.member("method", method)
      members.member("url", url)
    case .waiting(let node, let reason, let until):
      members.member("node", node)
      members.member("for", reason.rawValue)
      if let until { members.member("until", Int(until - traceStart)) }
    case .eventReceived(let event, let id):
      members.member("event", event)
      members.member("id", id)
    case .eventHeld(let event, let id, let reason):
      members.member("event", event)
      members.member("id", id)
      members.member("reason", reason.rawValue)
    case .eventDiscarded(let event, let id, let reason):
      members.member("event", event)
      members.member("id", id)
      members.member("reason", reason.rawValue)
    case .messageUnhandled(let channel, let from):
      members.member("channel", channel.rawValue)
      members.member("from", from)
    case .outcome(let node, let outcome, let target):
      members.member("node", node)
      members.member("outcome", outcome)
      members.member("target", target)
    case .branchEnded(let node, let outcome):
      members.member("node", node)
      members.member("outcome", outcome)
    case .waitingNodeSkipped(let node, let branch, let outcome):
      members.member("node", node)
      members.member("branch", branch)
      members.member("outcome", outcome)
    case .ended(let result, let reason):
      members.member("result", result.name)
      members.member("code", result.code)
      if let reason { members.member("reason", reason.rawValue) }
    }
  }
}

extension OutboundMessage {
  fileprivate func tell(to members: inout some MemberSink) {
    members.member("channel", channel.rawValue)
    members.member("to", to)
    if let from { members.member("from", from) }
    members.member("text", text)
  }
}
