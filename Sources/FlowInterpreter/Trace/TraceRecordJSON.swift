public import FlowModel
public import JSONSyntax

extension TraceRecord {
  /// The record as one object of a trace's JSON Lines, its keys in the order of the language reference.
  /// - Parameter start: The time at which the trace began.
  public func json(traceStart start: Timestamp) -> JSON {
    var fields: [JSONField] = []
    forEachMember(traceStart: start) { member, value in
      fields.append(JSONField(key: member.rawValue, value: value.json))
    }
    return .object(JSONObject(fields))
  }

  /// Writes the record as a line of a trace's JSON Lines: what `json(traceStart:)` gives, without making it first.
  public func write(to writer: inout JSONWriter, traceStart start: Timestamp) {
    writer.beginObject()
    forEachMember(traceStart: start) { member, value in
      switch value {
      case .text(let text): writer.member(member.rawValue, text)
      case .integer(let integer): writer.member(member.rawValue, integer)
      case .json(let json): writer.member(member.rawValue, json)
      }
    }
    writer.endObject()
    writer.endLine()
  }

  /// Gives the record's members in their order.
  private func forEachMember(traceStart: Timestamp, _ body: (RecordMember, RecordValue) -> Void) {
    let values = happening.values(traceStart: traceStart)
    let members = happening.type.members
    precondition(
      values.count == members.count, "A record has a value, or none, for each of its type's members.")
    body(.seq, .integer(sequence))
    body(.at, .integer(Int(milliseconds)))
    body(.type, .text(happening.type.rawValue))
    if let session { body(.session, .text(session)) }
    for (member, value) in zip(members, values) {
      if let value { body(member, value) }
    }
  }
}

/// The value of a record's member.
private enum RecordValue {
  case text(String)
  case integer(Int)
  case json(JSON)

  var json: JSON {
    switch self {
    case .text(let text): .string(text)
    case .integer(let integer): .number(integer)
    case .json(let json): json
    }
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

  /// The values of the members of its type, in their order; nil for one of which there is nothing to tell.
  fileprivate func values(traceStart: Timestamp) -> [RecordValue?] {
    switch self {
    case .sessionStarted(let flow, let channel, let from):
      [.text(flow), .text(channel.rawValue), .text(from.text)]
    case .nodeEntered(let node, let type): [.text(node.text), .text(type.name)]
    case .variableSet(let name, let value): [.text(name), .json(value)]
    case .referenceEmpty(let node, let reference): [.text(node.text), .text(reference)]
    case .messageSent(let node, let message, _):
      [
        .text(node.text), .text(message.channel.rawValue), .text(message.to.text),
        message.from.map { .text($0.text) },
        .text(message.text),
      ]
    case .messageForwarded(let node, let text): [.text(node.text), .text(text)]
    case .forwardFailed(let node, let reason): [.text(node.text), .text(reason)]
    case .messageReceived(let node, let channel, let text):
      [.text(node.text), .text(channel.rawValue), .text(text)]
    case .answerReceived(let node, .status(let status)): [.text(node.text), .integer(status), nil]
    case .answerReceived(let node, .failure(let failure)): [.text(node.text), nil, .text(failure.rawValue)]
    case .conversationRequested(let node, let input): [.text(node.text), .json(.object(input))]
    case .serviceRequested(let node, let question):
      [.text(node.text), .text(question.kind.rawValue)] + question.toldMembers
    case .httpRequested(let node, let request):
      [
        .text(node.text), .text(request.method), .text(request.url),
        request.headers.isEmpty ? nil : .json(.object(request.toldHeaders)), request.body.map { .text($0) },
      ]
    case .waiting(let node, let reason, let until):
      [.text(node.text), .text(reason.rawValue), until.map { .integer(Int($0 - traceStart)) }]
    case .eventReceived(let event, let id): [.text(event), .text(id.text)]
    case .eventHeld(let event, let id, let reason): [.text(event), .text(id.text), .text(reason.rawValue)]
    case .eventDiscarded(let event, let id, let reason):
      [.text(event), .text(id.text), .text(reason.rawValue)]
    case .messageUnhandled(let channel, let from): [.text(channel.rawValue), .text(from.text)]
    case .callbackSkipped(let index, let problem): [.integer(index), .text(problem)]
    case .webhookReceived(let event): [.text(event)]
    case .webhookRefused(let event, let reason): [.text(event), .text(reason.rawValue)]
    case .outcome(let node, let outcome, let target): [.text(node.text), .text(outcome), .text(target)]
    case .branchEnded(let node, let outcome): [.text(node.text), .text(outcome)]
    case .waitingNodeSkipped(let node, let branch, let outcome):
      [.text(node.text), .text(branch.text), .text(outcome)]
    case .ended(let result, let reason):
      [.text(result.name), .integer(result.code), reason.map { .text($0.rawValue) }]
    }
  }
}

extension ServiceRequest.Question {
  /// The conversation, the entry point, the message and its format.
  fileprivate var toldMembers: [RecordValue?] {
    let (text, format): (String?, NodeConfiguration.SendMessage.Format?) =
      if case .sendMessage(_, let text, let format) = self { (text, format) } else { (nil, nil) }
    return [conversationID?.text, entryPointID, text, format?.rawValue].map { $0.map { .text($0) } }
  }
}

extension HTTPRequest {
  /// The headers as a trace tells them: without what lets whoever reads it in.
  fileprivate var toldHeaders: JSONObject {
    JSONObject(
      headers.map { header in
        JSONField(key: header.name, value: .string(HTTPHeader.isSecret(header.name) ? "***" : header.value))
      })
  }
}
