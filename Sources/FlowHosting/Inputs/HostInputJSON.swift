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
  static func members(_ members: (String, JSON)...) -> JSON {
    .object(JSONObject(members.filter { !$0.1.isNull }.map { JSONField(key: $0.0, value: $0.1) }))
  }

  /// A text, or null where there is none.
  init(_ text: String?) { self = text.map { .string($0) } ?? .null }
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
