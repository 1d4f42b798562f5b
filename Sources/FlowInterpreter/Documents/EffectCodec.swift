import FlowModel
package import JSONSyntax

// Effects whose answers are awaited, as documents hold them.

extension Effect {
  /// The effect's members; nil for a timer's, which the session's waits tell of.
  package func json(of program: FlowProgram) -> JSONObject? {
    switch self {
    case .send(let message, let id): ["effect": .number(id.number), "send": .object(message.json)]
    case .requestConversation(let request, let id):
      ["effect": .number(id.number), "requestConversation": .object(request.json)]
    case .requestService(let request, let id):
      ["effect": .number(id.number), "requestService": .object(request.json)]
    case .forward(let text, let conversation, let node, let id):
      [
        "effect": .number(id.number),
        "forward": [
          "text": .string(text), "conversation": .string(conversation.text),
          "node": .string(program[node].id.text),
        ],
      ]
    case .requestHTTP(let request, let id):
      ["effect": .number(id.number), "requestHTTP": .object(request.json)]
    case .setTimer, .cancelTimer: nil
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
  package var json: JSONObject {
    var members: JSONObject = [
      "channel": .string(channel.rawValue), "to": .string(to.text),
      "toType": .string(destinationType.rawValue),
    ]
    members["from"] = from.map { .string($0.text) }
    members["text"] = .string(text)
    members["messageType"] = .string(messageType.rawValue)
    members["correlationId"] = correlationID.map { .string($0) }
    members["report"] = .boolean(wantsDeliveryReport)
    return members
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
  package var json: JSONObject {
    [
      "method": .string(method.rawValue), "authorization": .string(authorization), "input": .object(input),
      "deadline": deadline.json,
    ]
  }

  package init(_ reader: DocumentReader) throws(SessionDocumentError) {
    self.init(
      method: try reader.choice("method"), authorization: try reader.text("authorization"),
      input: try reader.object("input").members, deadline: try reader.time("deadline"))
  }
}

extension ServiceRequest {
  package var json: JSONObject {
    var members: JSONObject = [
      "ask": .string(question.kind.rawValue), "authorization": .string(authorization),
      "deadline": deadline.json,
    ]
    members["conversation"] = question.conversationID.map { .string($0.text) }
    members["entryPoint"] = question.entryPointID.map { .string($0) }
    if case .sendMessage(_, let text, let format) = question {
      members["text"] = .string(text)
      members["format"] = .string(format.rawValue)
    }
    return members
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
  package var json: JSONObject {
    var members: JSONObject = ["method": .string(method), "url": .string(url)]
    members["headers"] = .array(headers.map(\.json))
    members["body"] = body.map { .string($0) }
    members["connectTimeout"] = .number(connectTimeout)
    members["timeout"] = .number(timeout)
    return members
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
