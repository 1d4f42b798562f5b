#if Service
import FlowModel
import JSONSyntax
import ServiceProtocols

/// Messenger's Send API and its webhooks.
struct EmulatedMessenger: Sendable {
  /// When each customer of a page wrote last.
  private var lastWritten: [String: Timestamp] = [:]
  private var count: Int

  init(after count: Int) { self.count = count }

  /// For how long after a customer's message a page may answer, in milliseconds.
  private static let window: Int64 = 86_400_000

  /// The page that a path sends from: `/v25.0/PAGE/messages`; nil for any other.
  static func page(of path: String) -> String? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0].isEmpty, parts[1].first == "v", parts[3] == "messages" else {
      return nil
    }
    return String(parts[2])
  }

  /// Answers a request to send.
  mutating func send(
    from page: String, _ request: ReceivedRequest, _ settings: EmulatorSettings, at now: Timestamp
  ) -> Emulated {
    let query = request.queryFields
    let token =
      request.header("Authorization").map { $0.replacing("Bearer ", with: "") } ?? query?["access_token"]
    guard token == settings.secret else { return Self.refused(401, 190, nil, "The access token is wrong") }
    guard let body = try? JSON(parsing: request.body), let to = body["recipient"]?["id"]?.identifier,
      case let attachment = body["message"]?["attachment"]?["type"]?.string,
      case let action = body["sender_action"]?.string,
      let text = body["message"]?["text"]?.string ?? (attachment ?? action).map({ _ in "" })
    else { return Self.refused(400, 100, nil, "recipient or message is missing") }
    // The page that the token is of is `me` too: all have the same token here.
    let last =
      page == "me"
      ? lastWritten.filter { $0.key.hasSuffix(" \(to)") }.values.max() : lastWritten["\(page) \(to)"]
    guard let last = last ?? (settings.isScripted ? now : nil) else {
      return Self.refused(400, 100, 2_018_001, "No matching user")
    }
    guard settings.isScripted || now - last < Self.window else {
      return Self.refused(400, 10, 2_018_278, "The message is outside of the allowed window")
    }
    if let action, body["message"] == nil {
      return Emulated(
        json(200, ["recipient_id": .string(to)]), "messengerAction",
        ["page": .string(page), "to": .string(to), "action": .string(action)])
    }
    count += 1
    let answer: JSON = ["recipient_id": .string(to), "message_id": .string("m-out-\(count)")]
    return Emulated(
      json(200, answer), "messengerSent",
      [
        "page": .string(page), "to": .string(to), "text": .string(text),
        "attachment": attachment.map { .string($0) } ?? .null,
      ])
  }

  /// What a customer's message is posted as.
  mutating func message(from: String, to page: String, text: String, media: [String], at now: Timestamp)
    -> JSON
  {
    count += 1
    lastWritten["\(page) \(from)"] = now
    let time = JSON.number(now.milliseconds)
    var message: JSONObject = ["mid": .string("m-in-\(count)")]
    if media.isEmpty || !text.isEmpty { message["text"] = .string(text) }
    if !media.isEmpty {
      message["attachments"] = .array(
        media.map { ["type": "image", "payload": ["url": .string($0)]] as JSON })
    }
    return [
      "object": "page",
      "entry": [
        [
          "id": .string(page), "time": time,
          "messaging": [
            [
              "sender": ["id": .string(from)], "recipient": ["id": .string(page)], "timestamp": time,
              "message": .object(message),
            ]
          ],
        ]
      ],
    ]
  }

  static func refused(_ status: Int, _ code: Int, _ subcode: Int?, _ message: String) -> Emulated {
    var error: JSONObject = ["message": .string(message), "code": .number(code)]
    error["error_subcode"] = subcode.map { .number($0) }
    return Emulated(
      json(status, ["error": .object(error)]), "refused",
      ["call": "messenger", "status": .number(status), "why": .string(message)])
  }
}
#endif
