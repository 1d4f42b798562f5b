#if Service
import FlowModel
import JSONSyntax
import ServiceProtocols

/// Webex Connect's SMS interface, with receipts.
struct EmulatedWebexConnect: Sendable {
  /// When each idempotency key was used.
  private var keys: [String: Timestamp] = [:]
  private var count: Int

  init(after count: Int) { self.count = count }

  /// For how long a key is known, in milliseconds.
  private static let keyLife: Int64 = 3_600_000
  private static let keyLimit = 100_000

  /// The id of the next message, of either direction.
  mutating func nextID() -> String {
    count += 1
    return "sms-\(count)"
  }

  /// Answers a request to send.
  mutating func send(_ request: ReceivedRequest, _ settings: EmulatorSettings, at now: Timestamp) -> Emulated
  {
    guard request.header("key") == settings.secret else {
      return Self.refused(401, "The service key is wrong")
    }
    guard let body = try? JSON(parsing: request.body), let from = body["from"]?.identifier,
      let to = body["to"]?.identifier, let text = body["content"]?.string, !to.isEmpty, !text.isEmpty
    else { return Self.refused(400, "from, to or content is missing") }
    guard !from.hasPrefix("+"), to.hasPrefix("+"), to.dropFirst().allSatisfy(\.isWholeNumber) else {
      return Self.refused(400, "from has a plus sign, or to is no number with one")
    }
    if let key = request.header("Idempotency-Key") {
      guard key.utf8.count <= 64 else {
        return Self.refused(400, "The idempotency key has more than 64 characters")
      }
      if keys.count >= Self.keyLimit { keys = keys.filter { now - $0.value < Self.keyLife } }
      if let known = keys[key], now - known < Self.keyLife {
        return Self.refused(409, "The idempotency key is a duplicate")
      }
      keys[key] = now
    }
    let id = nextID()
    let fields: KeyValuePairs<String, JSON> = [
      "id": .string(id), "from": .string(from), "to": .string(to), "text": .string(text),
    ]
    let answer: JSON = ["response": [["code": "1001", "description": "Queued", "transid": .string(id)]]]
    guard let url = body["callbackUrl"]?.string else { return Emulated(json(202, answer), "smsSent", fields) }
    let isDelivered = settings.delivers(to: to)
    var receipt: JSONObject = [
      "deliveryInfo": [
        "timeStamp": .string(now.rfc3339), "Description": isDelivered ? "Delivered" : "Failed",
        "code": isDelivered ? "7500" : "7101", "deliveryChannel": "SMS", "destination": .string(to),
        "destinationType": "msisdn", "deliveryStatus": isDelivered ? "Delivered" : "Failed",
      ],
      "transid": .string(id),
    ]
    receipt["callbackData"] = body["callbackData"]
    receipt["correlationid"] = body["correlationId"]
    return Emulated(
      json(202, answer), "smsSent", fields,
      deliveries: [
        EmulatorDelivery(
          kind: .smsReceipt, url: url, body: .json(["deliveryInfoNotification": .object(receipt)]), delay: 50)
      ])
  }

  /// What a customer's message is posted as.
  mutating func message(from: String, to: String, text: String, at now: Timestamp) -> JSON {
    [
      "transid": .string(nextID()), "channel": "SMS", "message": .string(text), "oa": .string(from),
      "da": .string(to.hasPrefix("+") ? String(to.dropFirst()) : to), "ts": .string(now.rfc3339),
    ]
  }

  static func refused(_ status: Int, _ message: String) -> Emulated {
    Emulated(
      json(status, ["code": .string("\(status)"), "description": .string(message)]), "refused",
      ["call": "sms", "status": .number(status), "why": .string(message)])
  }
}
#endif
