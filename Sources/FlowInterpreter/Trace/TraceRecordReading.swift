public import FlowModel
public import JSONSyntax

extension TraceRecord {
  /// Reads a record as a trace has it; nil where it is none.
  ///
  /// It tells what the trace tells, and is written as it was read. What a trace keeps to itself has its usual value: how a
  /// message is to be sent, a header's secret.
  /// - Parameters:
  ///   - start: The time at which the trace began.
  ///   - results: The results of the record's flow that are its own: a trace tells their names and codes.
  public init?(json: JSON, traceStart start: Timestamp, results: [FlowResult] = []) {
    let reader = RecordReader(json: json, traceStart: start, results: results)
    guard let sequence = reader.integer(.seq), let milliseconds = reader.integer(.at),
      let happening = reader.happening
    else { return nil }
    self.init(
      sequence: sequence, milliseconds: Int64(milliseconds), session: reader.text(.session),
      happening: happening)
  }
}

/// Reads the members of a record.
private struct RecordReader {
  let json: JSON
  let traceStart: Timestamp
  let results: [FlowResult]

  func text(_ member: RecordMember) -> String? { json[member.rawValue]?.string }

  func integer(_ member: RecordMember) -> Int? {
    json[member.rawValue]?.number?.integer.flatMap { Int(exactly: $0) }
  }

  func object(_ member: RecordMember) -> JSONObject? { json[member.rawValue]?.object }

  func choice<Choice: RawRepresentable<String>>(_ member: RecordMember) -> Choice? {
    text(member).flatMap(Choice.init)
  }

  func name<Value: Name>(_ member: RecordMember) -> Value? { text(member).map { Value($0) } }

  /// What the record tells; nil where a member is missing, or is not what it should be.
  var happening: Happening? {
    guard let type: RecordType = choice(.type) else { return nil }
    return happening(type) ?? name(.node).flatMap { happening(type, at: $0) }
  }

  /// What is told of no node.
  private func happening(_ type: RecordType) -> Happening? {
    switch type {
    case .sessionStarted:
      guard let flow = text(.flow), let channel: Channel = choice(.channel),
        let from: CustomerAddress = name(.from)
      else { return nil }
      return .sessionStarted(flow: flow, channel: channel, from: from)
    case .variableSet:
      guard let name = text(.name), let value = json[RecordMember.value.rawValue] else { return nil }
      return .variableSet(name: name, value: value)
    case .eventReceived, .eventHeld, .eventDiscarded:
      guard let event = text(.event), let id: EventID = name(.id) else { return nil }
      return happening(type, of: event, id)
    case .messageUnhandled:
      guard let channel: Channel = choice(.channel), let from: CustomerAddress = name(.from) else {
        return nil
      }
      return .messageUnhandled(channel: channel, from: from)
    case .callbackSkipped:
      guard let index = integer(.index), let problem = text(.problem) else { return nil }
      return .callbackSkipped(index: index, problem: problem)
    case .webhookReceived: return text(.event).map { .webhookReceived(event: $0) }
    case .webhookRefused:
      guard let event = text(.event), let reason: RefusalReason = choice(.reason) else { return nil }
      return .webhookRefused(event: event, reason: reason)
    case .ended:
      guard let name = text(.result), let code = integer(.code) else { return nil }
      let known = (FlowResult.builtIn + results).first { $0.code == code && $0.name == name }
      let result = known ?? FlowResult(name: name, code: code, status: .incomplete)
      return .ended(result, reason: choice(.reason))
    case .nodeEntered, .referenceEmpty, .messageSent, .messageForwarded, .forwardFailed, .messageReceived,
      .answerReceived, .conversationRequested, .serviceRequested, .httpRequested, .waiting, .outcome,
      .branchEnded, .waitingNodeSkipped:
      return nil
    }
  }

  private func happening(_ type: RecordType, of event: String, _ id: EventID) -> Happening? {
    switch type {
    case .eventHeld: choice(.reason).map { .eventHeld(event: event, id: id, reason: $0) }
    case .eventDiscarded: choice(.reason).map { .eventDiscarded(event: event, id: id, reason: $0) }
    default: .eventReceived(event: event, id: id)
    }
  }

  /// What is told of a node.
  private func happening(_ type: RecordType, at node: NodeName) -> Happening? {
    switch type {
    case .nodeEntered: return choice(.nodeType).map { .nodeEntered(node: node, type: $0) }
    case .referenceEmpty: return text(.reference).map { .referenceEmpty(node: node, reference: $0) }
    case .messageSent: return message.map { .messageSent(node: node, $0, blanks: []) }
    case .messageForwarded: return text(.text).map { .messageForwarded(node: node, text: $0) }
    case .forwardFailed: return text(.reason).map { .forwardFailed(node: node, reason: $0) }
    case .messageReceived:
      guard let channel: Channel = choice(.channel), let text = text(.text) else { return nil }
      return .messageReceived(node: node, channel: channel, text: text)
    case .answerReceived:
      if let status = integer(.status) { return .answerReceived(node: node, .status(status)) }
      return choice(.fail).map { .answerReceived(node: node, .failure($0)) }
    case .conversationRequested: return object(.input).map { .conversationRequested(node: node, input: $0) }
    case .serviceRequested: return question.map { .serviceRequested(node: node, $0) }
    case .httpRequested: return request.map { .httpRequested(node: node, $0) }
    case .waiting:
      return choice(.for).map {
        .waiting(node: node, for: $0, until: integer(.until).map { traceStart + Int64($0) })
      }
    case .outcome:
      guard let outcome = text(.outcome), let target = text(.target) else { return nil }
      return .outcome(node: node, outcome: outcome, target: target)
    case .branchEnded: return text(.outcome).map { .branchEnded(node: node, outcome: $0) }
    case .waitingNodeSkipped:
      guard let branch: NodeName = name(.branch), let outcome = text(.outcome) else { return nil }
      return .waitingNodeSkipped(node: node, branch: branch, outcome: outcome)
    case .sessionStarted, .variableSet, .eventReceived, .eventHeld, .eventDiscarded, .messageUnhandled,
      .callbackSkipped, .webhookReceived, .webhookRefused, .ended:
      return nil
    }
  }

  private var message: OutboundMessage? {
    guard let channel: Channel = choice(.channel), let to: CustomerAddress = name(.to),
      let text = text(.text)
    else { return nil }
    return OutboundMessage(channel: channel, to: to, from: name(.from), text: text)
  }

  private var question: ServiceRequest.Question? {
    guard let kind: ServiceRequest.Question.Kind = choice(.request) else { return nil }
    let (conversation, entryPoint): (ConversationID?, String?) = (name(.conversationID), text(.entryPointID))
    switch kind {
    case .endConversation: return conversation.map { .endConversation($0) }
    case .sendMessage:
      guard let conversation, let message = text(.message),
        let format: NodeConfiguration.SendMessage.Format = choice(.format)
      else { return nil }
      return .sendMessage(conversation, text: message, format: format)
    case .entrypointConfiguration: return entryPoint.map { .entrypointConfiguration(entryPointID: $0) }
    case .agentAvailability: return entryPoint.map { .agentAvailability(entryPointID: $0) }
    case .agentCapacity: return entryPoint.map { .agentCapacity(entryPointID: $0) }
    }
  }

  private var request: HTTPRequest? {
    guard let method = text(.method), let url = text(.url) else { return nil }
    let headers = (object(.headers) ?? JSONObject()).map { header in
      HTTPRequest.Header(name: header.key, value: header.value.string ?? "")
    }
    return HTTPRequest(method: method, url: url, headers: headers, body: text(.body))
  }
}
