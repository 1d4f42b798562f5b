import FlowInterpreter
import FlowModel
public import JSONSyntax

// Inputs as JSON. The format is not stable yet: another version of Refrain may read it otherwise.

extension HostInput {
  /// The input as an object with one member, named by what has happened.
  public var json: JSON {
    var members = JSONObject()
    writeMembers(to: &members)
    return .object(members)
  }

  /// Gives the object's one member.
  package func writeMembers(to sink: inout some JSONMemberSink) {
    switch self {
    case .message(let message): sink.object("message") { message.writeMembers(to: &$0) }
    case .webhook(let webhook): sink.object("webhook") { webhook.writeMembers(to: &$0) }
    case .callback(let body):
      sink.object("callback") { sink in
        sink.member("from", body.firstIndex)
        sink.member("messages", .array(body.messages.map(\.json)))
      }
    case .event(let event, let session):
      sink.object("event") { sink in
        sink.member("wire", event.wire)
        sink.member("session", ifPresent: session?.text)
      }
    case .answer(let answer, let key):
      sink.object("answer") { sink in
        sink.member("to", key.text)
        answer.writeMember(to: &sink)
      }
    case .receipt(let report, let gatewayID, let key):
      sink.object("receipt") { sink in
        sink.member("gatewayId", gatewayID.text)
        sink.member("of", ifPresent: key?.text)
        sink.member("delivered", report.isDelivered)
        sink.member("code", report.statusCode)
        sink.member("description", report.statusDescription)
      }
    case .timer(.session(let key, let timer)):
      sink.object("timer") { sink in
        sink.member("session", key.text)
        sink.member("number", timer.number)
      }
    case .timer(.heldEvent(let number)): sink.object("timer") { $0.member("heldEvent", number) }
    case .timePassed(let time): sink.member("timePassed", Int(time.milliseconds))
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

extension InboundMessage {
  fileprivate func writeMembers(to sink: inout some JSONMemberSink) {
    sink.member("channel", channel.rawValue)
    sink.member("from", from.text)
    sink.member("to", ifPresent: to?.text)
    sink.member("text", text)
    sink.member("name", ifPresent: name)
    sink.member("transactionId", transactionID)
    if media > 0 { sink.member("media", media) }
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
  fileprivate func writeMembers(to sink: inout some JSONMemberSink) {
    sink.member("event", event)
    sink.member("payload", unlessNull: payload)
    sink.member("transactionId", transactionID)
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
