import FlowModel
package import JSONSyntax

// Effects whose answers are awaited, as documents hold them.

extension Effect {
  /// Gives the effect's members; none for a timer's, which the session's waits tell of.
  package func writeMembers(to sink: inout some JSONMemberSink, of program: FlowProgram) {
    if let id { sink.member("effect", id.number) }
    switch self {
    case .send(let message, _): sink.object("send") { message.writeMembers(to: &$0) }
    case .requestConversation(let request, _):
      sink.object("requestConversation") { request.writeMembers(to: &$0) }
    case .requestService(let request, _): sink.object("requestService") { request.writeMembers(to: &$0) }
    case .forward(let text, let conversation, let node, _):
      sink.object("forward") { sink in
        sink.member("text", text)
        sink.member("conversation", conversation.text)
        sink.member("node", program[node].id.text)
      }
    case .requestHTTP(let request, _): sink.object("requestHTTP") { request.writeMembers(to: &$0) }
    case .setTimer, .cancelTimer: break
    }
  }

  /// Reads an effect's members.
  package init(_ reader: DocumentReader, of program: FlowProgram) throws(SessionDocumentError) {
    let id = EffectID(try reader.integer("effect"))
    if reader["send"] != nil {
      self = .send(try OutboundMessage(reader.object("send")), id)
    } else if reader["requestConversation"] != nil {
      self = .requestConversation(try ConversationRequest(reader.object("requestConversation")), id)
    } else if reader["requestService"] != nil {
      self = .requestService(try ServiceRequest(reader.object("requestService")), id)
    } else if reader["forward"] != nil {
      let forward = try reader.object("forward")
      self = .forward(
        text: try forward.text("text"), conversationID: try forward.name("conversation"),
        from: try forward.node("node", of: program), id)
    } else {
      self = .requestHTTP(try HTTPRequest(reader.object("requestHTTP")), id)
    }
  }
}

extension OutboundMessage {
  package func writeMembers(to sink: inout some JSONMemberSink) {
    sink.member("channel", channel.rawValue)
    sink.member("to", to.text)
    sink.member("toType", destinationType.rawValue)
    sink.member("from", ifPresent: from?.text)
    sink.member("text", text)
    sink.member("messageType", messageType.rawValue)
    sink.member("correlationId", ifPresent: correlationID)
    sink.member("report", wantsDeliveryReport)
  }

  package init(_ reader: DocumentReader) throws(SessionDocumentError) {
    self.init(
      channel: try reader.choice("channel"), to: try reader.name("to"),
      destinationType: try reader.choice("toType"), from: reader["from"]?.string.map(BusinessAddress.init),
      text: try reader.text("text"),
      messageType: try reader.choice("messageType"), correlationID: reader["correlationId"]?.string,
      wantsDeliveryReport: reader["report"]?.boolean ?? false)
  }
}

extension ConversationRequest {
  package func writeMembers(to sink: inout some JSONMemberSink) {
    sink.member("method", method.rawValue)
    sink.member("authorization", authorization)
    sink.member("input", .object(input))
    sink.member("deadline", Int(deadline.milliseconds))
  }

  package init(_ reader: DocumentReader) throws(SessionDocumentError) {
    self.init(
      method: try reader.choice("method"), authorization: try reader.text("authorization"),
      input: try reader.object("input").members, deadline: try reader.time("deadline"))
  }
}

extension ServiceRequest {
  package func writeMembers(to sink: inout some JSONMemberSink) {
    sink.member("ask", question.kind.rawValue)
    sink.member("authorization", authorization)
    sink.member("deadline", Int(deadline.milliseconds))
    sink.member("conversation", ifPresent: question.conversationID?.text)
    sink.member("entryPoint", ifPresent: question.entryPointID)
    if case .sendMessage(_, let text, let format) = question {
      sink.member("text", text)
      sink.member("format", format.rawValue)
    }
  }

  package init(_ reader: DocumentReader) throws(SessionDocumentError) {
    let kind: Question.Kind = try reader.choice("ask")
    let question: Question =
      switch kind {
      case .endConversation: .endConversation(try reader.name("conversation"))
      case .sendMessage:
        .sendMessage(
          try reader.name("conversation"), text: try reader.text("text"), format: try reader.choice("format"))
      case .entrypointConfiguration: .entrypointConfiguration(entryPointID: try reader.text("entryPoint"))
      case .agentAvailability: .agentAvailability(entryPointID: try reader.text("entryPoint"))
      case .agentCapacity: .agentCapacity(entryPointID: try reader.text("entryPoint"))
      }
    self.init(
      question, authorization: try reader.text("authorization"), deadline: try reader.time("deadline"))
  }
}

extension HTTPRequest {
  package func writeMembers(to sink: inout some JSONMemberSink) {
    sink.member("method", method)
    sink.member("url", url)
    sink.member("headers", .array(headers.map(\.json)))
    sink.member("body", ifPresent: body)
    sink.member("connectTimeout", Int(connectTimeout))
    sink.member("timeout", Int(timeout))
  }

  package init(_ reader: DocumentReader) throws(SessionDocumentError) {
    var headers: [Header] = []
    for json in try reader.list("headers") {
      guard let header = Header(json: json) else { throw .unreadable("a request has a header that is none") }
      headers.append(header)
    }
    self.init(
      method: try reader.text("method"), url: try reader.text("url"), headers: headers,
      body: reader["body"]?.string, connectTimeout: Int64(try reader.integer("connectTimeout")),
      timeout: Int64(try reader.integer("timeout")))
  }
}

extension HTTPRequest.Header {
  /// The header with its value, as a string where it holds no secret, else as its parts.
  fileprivate var json: JSON {
    guard holdsSecret else { return [.string(name), .string(value)] }
    return [
      .string(name),
      .array(
        parts.map { part in
          switch part {
          case .text(let text): .string(text)
          case .secret(let name): ["secret": .string(name)]
          }
        }),
    ]
  }

  fileprivate init?(json: JSON) {
    guard let name = json[0]?.string, let value = json[1] else { return nil }
    let written = value.array ?? [value]
    let parts = written.compactMap { part -> Part? in
      part.string.map { .text($0) } ?? part["secret"]?.string.map { .secret($0) }
    }
    guard parts.count == written.count else { return nil }
    self.init(name: name, parts: parts)
  }
}
