public import FlowModel
public import JSONSyntax

extension TraceRecord {
  /// The record as one object of a trace's JSON Lines, its keys in the order of the language reference.
  /// - Parameter start: The time at which the trace began.
  public func json(traceStart start: Timestamp) -> JSON {
    var members = JSONObject()
    writeMembers(to: &members, traceStart: start)
    assert(
      members.map(\.key).isSubsequence(of: (RecordMember.common + happening.type.members).map(\.rawValue)),
      "A record has its type's members, or some of them, in their order.")
    return .object(members)
  }

  /// Writes the record as a line of a trace's JSON Lines: what `json(traceStart:)` gives, without making it first.
  public func write(to writer: inout JSONWriter, traceStart start: Timestamp) {
    writer.beginObject()
    writeMembers(to: &writer, traceStart: start)
    writer.endObject()
    writer.endLine()
  }

  private func writeMembers(to sink: inout some JSONMemberSink, traceStart: Timestamp) {
    sink.member(.seq, sequence)
    sink.member(.at, Int(milliseconds))
    sink.member(.type, happening.type.rawValue)
    sink.member(.session, session)
    happening.writeMembers(to: &sink, traceStart: traceStart)
  }
}

extension [String] {
  /// Whether all are among others, in the same order.
  fileprivate func isSubsequence(of others: [String]) -> Bool {
    var rest = others[...]
    return allSatisfy { key in
      rest = rest.drop { $0 != key }
      return rest.popFirst() != nil
    }
  }
}

extension JSONMemberSink {
  @inline(__always)
  fileprivate mutating func member(_ member: RecordMember, _ text: String) {
    self.member(member.rawValue, text)
  }

  /// Takes a member of which there may be nothing to tell.
  @inline(__always)
  fileprivate mutating func member(_ member: RecordMember, _ text: String?) {
    if let text { self.member(member.rawValue, text) }
  }

  @inline(__always)
  fileprivate mutating func member(_ member: RecordMember, _ integer: Int) {
    self.member(member.rawValue, integer)
  }

  @inline(__always)
  fileprivate mutating func member(_ member: RecordMember, _ value: JSON) {
    self.member(member.rawValue, value)
  }
}

extension Happening {
  /// The type of the records that tell of it.
  public var type: RecordType {
    switch self {
    case .sessionStarted: .sessionStarted
    case .nodeEntered: .nodeEntered
    case .variableSet: .variableSet
    case .referenceEmpty: .referenceEmpty
    case .messageSent: .messageSent
    case .messageForwarded: .messageForwarded
    case .forwardFailed: .forwardFailed
    case .messageReceived: .messageReceived
    case .answerReceived: .answerReceived
    case .conversationRequested: .conversationRequested
    case .serviceRequested: .serviceRequested
    case .httpRequested: .httpRequested
    case .waiting: .waiting
    case .eventReceived: .eventReceived
    case .eventHeld: .eventHeld
    case .eventDiscarded: .eventDiscarded
    case .messageUnhandled: .messageUnhandled
    case .callbackSkipped: .callbackSkipped
    case .webhookReceived: .webhookReceived
    case .webhookRefused: .webhookRefused
    case .outcome: .outcome
    case .branchEnded: .branchEnded
    case .waitingNodeSkipped: .waitingNodeSkipped
    case .ended: .ended
    }
  }

  /// Gives the members of its type, in their order, but for those of which there is nothing to tell.
  fileprivate func writeMembers(to sink: inout some JSONMemberSink, traceStart: Timestamp) {
    switch self {
    case .sessionStarted(let flow, let channel, let from):
      sink.member(.flow, flow)
      sink.member(.channel, channel.rawValue)
      sink.member(.from, from.text)
    case .nodeEntered(let node, let type):
      sink.member(.node, node.text)
      sink.member(.nodeType, type.name)
    case .variableSet(let name, let value):
      sink.member(.name, name)
      sink.member(.value, value)
    case .referenceEmpty(let node, let reference):
      sink.member(.node, node.text)
      sink.member(.reference, reference)
    case .messageSent(let node, let message, _):
      sink.member(.node, node.text)
      sink.member(.channel, message.channel.rawValue)
      sink.member(.to, message.to.text)
      sink.member(.from, message.from?.text)
      sink.member(.text, message.text)
    case .messageForwarded(let node, let text):
      sink.member(.node, node.text)
      sink.member(.text, text)
    case .forwardFailed(let node, let reason):
      sink.member(.node, node.text)
      sink.member(.reason, reason)
    case .messageReceived(let node, let channel, let text):
      sink.member(.node, node.text)
      sink.member(.channel, channel.rawValue)
      sink.member(.text, text)
    case .answerReceived(let node, .status(let status)):
      sink.member(.node, node.text)
      sink.member(.status, status)
    case .answerReceived(let node, .failure(let failure)):
      sink.member(.node, node.text)
      sink.member(.fail, failure.rawValue)
    case .conversationRequested(let node, let input):
      sink.member(.node, node.text)
      sink.member(.input, .object(input))
    case .serviceRequested(let node, let question):
      sink.member(.node, node.text)
      question.writeToldMembers(to: &sink)
    case .httpRequested(let node, let request):
      sink.member(.node, node.text)
      request.writeToldMembers(to: &sink)
    case .waiting(let node, let reason, let until):
      sink.member(.node, node.text)
      sink.member(.for, reason.rawValue)
      if let until { sink.member(.until, Int(until - traceStart)) }
    case .eventReceived(let event, let id):
      sink.member(.event, event)
      sink.member(.id, id.text)
    case .eventHeld(let event, let id, let reason):
      sink.member(.event, event)
      sink.member(.id, id.text)
      sink.member(.reason, reason.rawValue)
    case .eventDiscarded(let event, let id, let reason):
      sink.member(.event, event)
      sink.member(.id, id.text)
      sink.member(.reason, reason.rawValue)
    case .messageUnhandled(let channel, let from):
      sink.member(.channel, channel.rawValue)
      sink.member(.from, from.text)
    case .callbackSkipped(let index, let problem):
      sink.member(.index, index)
      sink.member(.problem, problem)
    case .webhookReceived(let event): sink.member(.event, event)
    case .webhookRefused(let event, let reason):
      sink.member(.event, event)
      sink.member(.reason, reason.rawValue)
    case .outcome(let node, let outcome, let target):
      sink.member(.node, node.text)
      sink.member(.outcome, outcome)
      sink.member(.target, target)
    case .branchEnded(let node, let outcome):
      sink.member(.node, node.text)
      sink.member(.outcome, outcome)
    case .waitingNodeSkipped(let node, let branch, let outcome):
      sink.member(.node, node.text)
      sink.member(.branch, branch.text)
      sink.member(.outcome, outcome)
    case .ended(let result, let reason):
      sink.member(.result, result.name)
      sink.member(.code, result.code)
      sink.member(.reason, reason?.rawValue)
    }
  }
}

extension ServiceRequest.Question {
  /// Gives what is asked, the conversation, the entry point, the message and its format.
  fileprivate func writeToldMembers(to sink: inout some JSONMemberSink) {
    sink.member(.request, kind.rawValue)
    sink.member(.conversationID, conversationID?.text)
    sink.member(.entryPointID, entryPointID)
    if case .sendMessage(_, let text, let format) = self {
      sink.member(.message, text)
      sink.member(.format, format.rawValue)
    }
  }
}

extension HTTPRequest {
  fileprivate func writeToldMembers(to sink: inout some JSONMemberSink) {
    sink.member(.method, method)
    sink.member(.url, url)
    if !headers.isEmpty { sink.member(.headers, .object(toldHeaders)) }
    sink.member(.body, body)
  }

  /// The headers as a trace tells them: without what lets whoever reads it in.
  fileprivate var toldHeaders: JSONObject {
    JSONObject(
      headers.map { header in
        JSONField(key: header.name, value: .string(HTTPHeader.isSecret(header.name) ? "***" : header.value))
      })
  }
}
