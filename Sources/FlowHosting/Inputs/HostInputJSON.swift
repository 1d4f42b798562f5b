import FlowInterpreter
import FlowModel
public import JSONSyntax

// Inputs as JSON. The format is not stable yet: another version of Refrain may read it otherwise.

extension HostInput {
  /// The input as an object with one member, named by what has happened.
  public var json: JSON {
    switch self {
    case .message(let message): ["message": message.json]
    case .webhook(let webhook): ["webhook": webhook.json]
    case .callback(let body):
      [
        "callback": ["from": .number(body.firstIndex), "messages": .array(body.messages.map(\.json))]
      ]
    case .event(let event, let session):
      ["event": .members(("wire", event.wire), ("session", JSON(session?.text)))]
    case .answer(let answer, let key): ["answer": .members(("to", .string(key.text)), answer.member)]
    case .receipt(let report, let gatewayID, let key):
      [
        "receipt": .members(
          ("gatewayId", .string(gatewayID.text)), ("of", JSON(key?.text)),
          ("delivered", .boolean(report.isDelivered)),
          ("code", .string(report.statusCode)), ("description", .string(report.statusDescription)))
      ]
    case .timer(.session(let key, let timer)):
      ["timer": ["session": .string(key.text), "number": .number(timer.number)]]
    case .timer(.heldEvent(let number)): ["timer": ["heldEvent": .number(number)]]
    case .timePassed(let time): ["timePassed": .number(time.milliseconds)]
    }
  }

  /// Reads an input; nil where it is none.
  public init?(json: JSON) {
    guard let member = json.object?.first, json.object?.count == 1,
      let input = Self.input(member.key, member.value)
    else { return nil }
    self = input
  }

  private static func input(_ kind: String, _ value: JSON) -> HostInput? {
    switch kind {
    case "message": return InboundMessage(json: value).map { .message($0) }
    case "webhook": return InboundWebhook(json: value).map { .webhook($0) }
    case "callback": return CallbackBody(inputJSON: value).map { .callback($0) }
    case "event":
      guard let event = value["wire"].flatMap(WebhookEvent.init(kept:)) else { return nil }
      return .event(event, of: value["session"]?.string.map(SessionKey.init))
    case "answer":
      guard let key = value["to"]?.string.flatMap(IdempotencyKey.init(text:)),
        let answer = EffectAnswer(json: value)
      else { return nil }
      return .answer(answer, to: key)
    case "receipt":
      guard let gatewayID = value["gatewayId"]?.string.map(GatewayMessageID.init),
        let isDelivered = value["delivered"]?.boolean,
        let code = value["code"]?.string, let description = value["description"]?.string
      else { return nil }
      let report = DeliveryReport(isDelivered: isDelivered, statusCode: code, statusDescription: description)
      guard let key = value["of"]?.string else { return .receipt(report, gatewayID: gatewayID, of: nil) }
      return IdempotencyKey(text: key).map { .receipt(report, gatewayID: gatewayID, of: $0) }
    case "timer":
      if let number = value["heldEvent"]?.naturalNumber { return .timer(.heldEvent(number)) }
      guard let key = value["session"]?.string, let number = value["number"]?.naturalNumber
      else { return nil }
      return .timer(.session(SessionKey(key), TimerID(number)))
    case "timePassed":
      return value.naturalNumber.map { .timePassed(until: Timestamp(milliseconds: Int64($0))) }
    default: return nil
    }
  }
}

extension JSON {
  /// An object of the members that are not null.
  fileprivate static func members(_ members: (String, JSON)...) -> JSON {
    .object(JSONObject(members.filter { !$0.1.isNull }.map { JSONField(key: $0.0, value: $0.1) }))
  }

  /// A text, or null where there is none.
  fileprivate init(_ text: String?) { self = text.map { .string($0) } ?? .null }
}

extension InboundMessage {
  fileprivate var json: JSON {
    .members(
      ("channel", .string(channel.rawValue)), ("from", .string(from.text)), ("to", JSON(to?.text)),
      ("text", .string(text)),
      ("name", JSON(name)), ("transactionId", .string(transactionID)),
      ("media", media > 0 ? .number(media) : .null))
  }

  fileprivate init?(json: JSON) {
    guard let channel = json["channel"]?.string.flatMap(Channel.init), let from = json["from"]?.string,
      let text = json["text"]?.string, let transaction = json["transactionId"]?.string
    else { return nil }
    self.init(
      channel: channel, from: CustomerAddress(from), to: json["to"]?.string.map(BusinessAddress.init),
      text: text,
      name: json["name"]?.string, transactionID: transaction,
      media: json["media"]?.naturalNumber ?? 0)
  }
}

extension InboundWebhook {
  fileprivate var json: JSON {
    .members(
      ("event", .string(event)), ("payload", payload), ("transactionId", .string(transactionID)))
  }

  fileprivate init?(json: JSON) {
    guard let event = json["event"]?.string, let transaction = json["transactionId"]?.string else {
      return nil
    }
    self.init(event: event, payload: json["payload"] ?? .null, transactionID: transaction)
  }
}

extension CallbackBody {
  fileprivate init?(inputJSON json: JSON) {
    guard let index = json["from"]?.naturalNumber, let list = json["messages"]?.array else { return nil }
    let messages = list.compactMap(Message.init(json:))
    guard messages.count == list.count, let first = messages.first else { return nil }
    self.init(first, following: messages.dropFirst(), firstIndex: index)
  }
}

extension CallbackBody.Message {
  fileprivate var json: JSON {
    switch self {
    case .success(let event): ["wire": event.wire]
    case .failure(let problem): ["problem": .string(problem.reason)]
    }
  }

  fileprivate init?(json: JSON) {
    if let event = json["wire"].flatMap(WebhookEvent.init(kept:)) {
      self = .success(event)
    } else if let problem = json["problem"]?.string {
      self = .failure(.message(problem))
    } else {
      return nil
    }
  }
}

extension EffectAnswer {
  /// The member that an answer's object has for this.
  fileprivate var member: (String, JSON) {
    switch self {
    case .gateway(.accepted(let id)): ("gateway", ["accepted": .string(id.text)])
    case .gateway(.refusedByPolicy): ("gateway", "policyFail")
    case .gateway(.failed): ("gateway", "error")
    case .conversation(.started(let status, let conversation)):
      (
        "conversation",
        .members(
          ("status", .number(status)), ("id", .string(conversation.id.text)),
          ("caseId", JSON(conversation.caseID)),
          ("activityId", JSON(conversation.activityID)), ("body", conversation.body))
      )
    case .conversation(.refused(let status, let refusal)): ("conversation", refusal.json(status: status))
    case .conversation(.failed(let failure)): ("conversation", .string(failure.rawValue))
    case .service(.succeeded(let status, let result)):
      ("service", .members(("status", .number(status)), ("result", result.json)))
    case .service(.refused(let status, let refusal)): ("service", refusal.json(status: status))
    case .service(.failed(let failure)): ("service", .string(failure.rawValue))
    case .http(.response(let response)):
      (
        "http",
        .members(
          ("status", .number(response.status)), ("statusText", .string(response.statusText)),
          ("headers", .object(response.headers)), ("body", response.body))
      )
    case .http(.failed(let failure)): ("http", .string(failure.rawValue))
    case .forward(.delivered): ("forward", "delivered")
    case .forward(.givenUp(let reason)): ("forward", ["givenUp": .string(reason)])
    }
  }

  fileprivate init?(json: JSON) {
    if let answer = json["gateway"].flatMap(GatewayAnswer.init(json:)) {
      self = .gateway(answer)
    } else if let answer = json["conversation"].flatMap(ConversationAnswer.init(json:)) {
      self = .conversation(answer)
    } else if let answer = json["service"].flatMap(ServiceAnswer.init(json:)) {
      self = .service(answer)
    } else if let answer = json["http"].flatMap(HTTPAnswer.init(json:)) {
      self = .http(answer)
    } else if json["forward"] == "delivered" {
      self = .forward(.delivered)
    } else if let reason = json["forward"]?["givenUp"]?.string {
      self = .forward(.givenUp(reason: reason))
    } else {
      return nil
    }
  }
}

extension GatewayAnswer {
  fileprivate init?(json: JSON) {
    switch json {
    case "policyFail": self = .refusedByPolicy
    case "error": self = .failed
    default:
      guard let id = json["accepted"]?.string else { return nil }
      self = .accepted(transactionID: GatewayMessageID(id))
    }
  }
}

extension ConversationAnswer {
  fileprivate init?(json: JSON) {
    if let failure = json.string {
      guard let failure = RequestFailure(rawValue: failure) else { return nil }
      self = .failed(failure)
      return
    }
    guard let status = json["status"]?.naturalNumber else { return nil }
    if let id = json["id"]?.string {
      self = .started(
        status: status,
        StartedConversation(
          id: ConversationID(id), caseID: json["caseId"]?.string, activityID: json["activityId"]?.string,
          body: json["body"] ?? .null))
    } else {
      self = .refused(status: status, Refusal(json: json))
    }
  }
}

extension ServiceAnswer {
  fileprivate init?(json: JSON) {
    if let failure = json.string {
      guard let failure = RequestFailure(rawValue: failure) else { return nil }
      self = .failed(failure)
      return
    }
    guard let status = json["status"]?.naturalNumber else { return nil }
    if let result = json["result"] {
      self = .succeeded(status: status, ServiceResult(json: result))
    } else {
      self = .refused(status: status, Refusal(json: json))
    }
  }
}

extension Refusal {
  /// The refusal as an answer's object has it, beside its status.
  fileprivate func json(status: Int) -> JSON {
    .members(
      ("status", .number(status)), ("code", code), ("developerMessage", JSON(developerMessage)),
      ("body", body))
  }

  fileprivate init(json: JSON) {
    self.init(
      code: json["code"] ?? .null, developerMessage: json["developerMessage"]?.string,
      body: json["body"] ?? .null)
  }
}

extension ServiceResult {
  fileprivate var json: JSON {
    .members(
      ("entryPointId", JSON(entryPointID)), ("lastModifiedDate", JSON(lastModifiedDate)),
      ("attachmentPolicies", JSON(attachmentPolicies)),
      ("available", isAvailable.map { .boolean($0) } ?? .null),
      ("availableSlots", availableSlots.map { .number($0) } ?? .null), ("body", body))
  }

  fileprivate init(json: JSON) {
    self.init(
      entryPointID: json["entryPointId"]?.string, lastModifiedDate: json["lastModifiedDate"]?.string,
      attachmentPolicies: json["attachmentPolicies"]?.string, isAvailable: json["available"]?.boolean,
      availableSlots: json["availableSlots"]?.naturalNumber, body: json["body"] ?? .null)
  }
}

extension HTTPAnswer {
  fileprivate init?(json: JSON) {
    if let failure = json.string {
      guard let failure = HTTPFailure(rawValue: failure) else { return nil }
      self = .failed(failure)
      return
    }
    guard let status = json["status"]?.naturalNumber, let text = json["statusText"]?.string,
      let headers = json["headers"]?.object
    else { return nil }
    self = .response(
      HTTPResponse(status: status, statusText: text, headers: headers, body: json["body"] ?? .null))
  }
}
