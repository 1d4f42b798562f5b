#if Service
import FlowModel
import JSONSyntax
import RefrainService
import ServiceProtocols

/// Twilio's messages of the interface of 2010-04-01, with status callbacks; a customer who writes STOP is sent nothing more.
struct EmulatedTwilio: Sendable {
  private struct Message: Sendable {
    let id: String
    let from: String
    let to: String
    let text: String
    let media: Int
    let time: Timestamp
    let isInbound: Bool
  }

  private var count: Int
  /// The messages that the list tells of, the earliest first.
  private var messages: [Message] = []
  /// Who has opted out, each as the customer's number and the business's.
  private var optedOut: Set<[String]> = []

  init(after count: Int) { self.count = count }

  private static let root = "/2010-04-01"
  /// As many messages as the list remembers.
  private static let memory = 10_000
  /// The most messages on one of the list's pages, as the real one's.
  private static let pageLimit = 1_000

  /// What a path names: the messages of an account, or one of them.
  struct Resource: Sendable {
    let account: String
    /// The message's id; nil for all messages.
    let message: String?

    /// Reads `/2010-04-01/Accounts/SID/Messages.json` and `/2010-04-01/Accounts/SID/Messages/SID.json`; nil for any other path.
    init?(path: String) {
      let parts = path.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count > 4, path.hasPrefix("\(root)/Accounts/") else { return nil }
      account = String(parts[3])
      switch (parts.count, parts[4]) {
      case (5, "Messages.json"): message = nil
      case (6, "Messages") where parts[5].hasSuffix(".json"): message = String(parts[5].dropLast(5))
      default: return nil
      }
    }
  }

  /// The id of the next message, of either direction.
  private mutating func nextID() -> String {
    count += 1
    let digits = String(count, radix: 16)
    return "SM" + String(repeating: "0", count: max(0, 32 - digits.count)) + digits
  }

  /// Answers a request to send, or for what has been sent.
  mutating func answer(
    for resource: Resource, _ request: ReceivedRequest, _ settings: EmulatorSettings, at now: Timestamp
  ) -> Emulated {
    let account = resource.account
    guard Self.isKnown(account, request, settings) else { return Self.refused(401, 20003, "Authenticate") }
    if let id = resource.message { return tell(of: id, of: account, request, settings) }
    guard request.method == "POST" else { return list(of: account, request, settings) }
    guard let form = request.formFields, let to = form["To"] else {
      return Self.refused(400, 21604, "A 'To' phone number is required.")
    }
    guard let from = form["From"] ?? form["MessagingServiceSid"] else {
      return Self.refused(400, 21603, "A 'From' phone number is required.")
    }
    let media = form.fields.count { $0.name == "MediaUrl" }
    guard let text = form["Body"] ?? (media > 0 ? "" : nil), media > 0 || !text.isEmpty else {
      return Self.refused(400, 21602, "Message body is required.")
    }
    return submit(
      text, media: media, from: from, to: to, statusCallback: form["StatusCallback"], account, settings,
      at: now)
  }

  /// Takes a message to a customer, where Twilio would.
  private mutating func submit(
    _ text: String, media: Int, from: String, to: String, statusCallback: String?, _ account: String,
    _ settings: EmulatorSettings, at now: Timestamp
  ) -> Emulated {
    guard to.hasPrefix("+"), to.count > 5, to.dropFirst().allSatisfy(\.isWholeNumber) else {
      return Self.refused(400, 21211, "Invalid 'To' Phone Number: \(to)")
    }
    guard text.utf16.count <= 1_600 else {
      return Self.refused(400, 21617, "The concatenated message body exceeds the 1600 character limit")
    }
    guard settings.isScripted || !optedOut.contains([to, from]) else {
      return Self.refused(400, 21610, "Attempt to send to unsubscribed recipient")
    }
    let message = keep(from: from, to: to, text: text, media: media, at: now, isInbound: false)
    let id = message.id
    return Emulated(
      json(201, Self.described(message, account, status: "queued")), "smsSent",
      ["id": .string(id), "from": .string(from), "to": .string(to), "text": .string(text)],
      deliveries: statusCallback.map { url in
        statuses(of: id, isDelivered: settings.delivers(to: to)).enumerated().map {
          index, status in
          let fields =
            [
              ("MessageSid", id), ("SmsSid", id), ("AccountSid", account), ("From", from), ("To", to),
              ("ApiVersion", "2010-04-01"),
            ] + status
          return EmulatorDelivery(
            kind: .twilioStatus, url: url, body: .form(fields), delay: Int64(50 * (index + 1)))
        }
      } ?? [])
  }

  private static func isKnown(
    _ account: String, _ request: ReceivedRequest, _ settings: EmulatorSettings
  ) -> Bool {
    let right = RequestAuthentication.basic(
      user: Array(settings.accountSID.utf8), password: Array(settings.secret.utf8))
    return account == settings.accountSID && request.header("Authorization") == right
  }

  private mutating func keep(
    from: String, to: String, text: String, media: Int = 0, at now: Timestamp, isInbound: Bool
  ) -> Message {
    let message = Message(
      id: nextID(), from: from, to: to, text: text, media: media, time: now, isInbound: isInbound)
    if messages.count >= Self.memory { messages.removeFirst(Self.memory / 10) }
    messages.append(message)
    return message
  }

  /// Tells of messages, the latest first: of a sender, of a receiver, or from a day on.
  private func list(of account: String, _ request: ReceivedRequest, _ settings: EmulatorSettings) -> Emulated
  {
    guard let query = request.queryFields else { return Self.refused(400, 20001, "Invalid parameter") }
    let size = max(1, min(query["PageSize"].flatMap { Int($0) } ?? 50, Self.pageLimit))
    let page = max(0, min(query["Page"].flatMap { Int($0) } ?? 0, Self.memory))
    let found = messages.reversed().filter { message in
      (query["From"].map { $0 == message.from } ?? true) && (query["To"].map { $0 == message.to } ?? true)
        && (query["DateSent>"].map { message.time.rfc3339.prefix(10) >= $0.prefix(10) } ?? true)
        && (query["DateSent"].map { message.time.rfc3339.prefix(10) == $0.prefix(10) } ?? true)
    }
    let told = found.dropFirst(page * size).prefix(size)
    let others = query.fields.filter { $0.name != "Page" && $0.name != "PageSize" }
      .map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)&" }.joined()
    func address(_ page: Int) -> JSON {
      .string("\(Self.root)/Accounts/\(account)/Messages.json?\(others)PageSize=\(size)&Page=\(page)")
    }
    let body: JSON = [
      "messages": .array(
        told.map { Self.described($0, account, status: Self.status(of: $0, settings)) }),
      "page": .number(page), "page_size": .number(size), "uri": address(page),
      "next_page_uri": found.count > (page + 1) * size ? address(page + 1) : .null,
    ]
    return Emulated(json(200, body), "smsListed", ["messages": .number(told.count)])
  }

  /// Tells of one message.
  private func tell(
    of id: String, of account: String, _ request: ReceivedRequest, _ settings: EmulatorSettings
  ) -> Emulated {
    guard request.method == "GET" else { return Self.refused(405, 20004, "Method not allowed") }
    guard let message = messages.last(where: { $0.id == id }) else {
      return Self.refused(404, 20404, "The requested resource was not found")
    }
    return Emulated(
      json(200, Self.described(message, account, status: Self.status(of: message, settings))), "smsListed",
      ["messages": 1])
  }

  /// What has become of a message.
  private static func status(of message: Message, _ settings: EmulatorSettings) -> String {
    if message.isInbound { return "received" }
    return settings.delivers(to: message.to) ? "delivered" : "undelivered"
  }

  private static func described(_ message: Message, _ account: String, status: String) -> JSON {
    [
      "sid": .string(message.id), "account_sid": .string(account), "to": .string(message.to),
      "from": .string(message.from), "body": .string(message.text), "status": .string(status),
      "direction": message.isInbound ? "inbound" : "outbound-api", "num_media": .string("\(message.media)"),
      "num_segments": "1", "price": .null, "error_code": .null, "error_message": .null,
      "api_version": "2010-04-01",
      "date_created": .string(message.time.mail), "date_updated": .string(message.time.mail),
      "date_sent": .string(message.time.mail),
      "uri": .string("\(root)/Accounts/\(account)/Messages/\(message.id).json"),
    ]
  }

  private func statuses(of id: String, isDelivered: Bool) -> [[(String, String)]] {
    func status(_ name: String) -> [(String, String)] { [("MessageStatus", name), ("SmsStatus", name)] }
    return [
      status("sent"), isDelivered ? status("delivered") : status("undelivered") + [("ErrorCode", "30003")],
    ]
  }

  /// What a customer's message is posted as.
  mutating func message(
    from: String, to: String, text: String, media: [String], _ settings: EmulatorSettings,
    at now: Timestamp
  ) -> [(String, String)] {
    switch text.uppercased() {
    case "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT": optedOut.insert([from, to])
    case "START", "YES", "UNSTOP": optedOut.remove([from, to])
    default: break
    }
    let id = keep(from: from, to: to, text: text, media: media.count, at: now, isInbound: true).id
    return [
      ("MessageSid", id), ("SmsSid", id), ("SmsMessageSid", id), ("AccountSid", settings.accountSID),
      ("From", from), ("To", to), ("Body", text), ("NumMedia", "\(media.count)"),
      ("NumSegments", "1"), ("SmsStatus", "received"), ("ApiVersion", "2010-04-01"),
    ]
      + media.enumerated().flatMap { index, url in
        [("MediaUrl\(index)", url), ("MediaContentType\(index)", "image/jpeg")]
      }
  }

  /// What comes of the answer to a customer's message: each `Message` of its TwiML is sent, to them unless it says otherwise.
  /// - Parameter url: Where the answer is from.
  mutating func obey(
    _ answer: OutgoingResponse, from customer: String, to business: String, at url: String,
    _ settings: EmulatorSettings, at now: Timestamp
  ) -> [Emulated] {
    let reply: TwiML
    do throws(TwiML.Problem) {
      reply = try TwiML(answer.body, type: answer.fields["Content-Type"], at: url)
    } catch {
      return [Self.refused(502, error.code, error.message)]
    }
    return reply.messages.map { message in
      submit(
        message.text, media: message.media, from: message.from ?? business, to: message.to ?? customer,
        statusCallback: message.statusCallback, settings.accountSID, settings, at: now)
    } + reply.passedOver.map { Self.refused(501, 12200, "TwiML's \($0) is not emulated") }
  }

  /// What a refusal says, in Twilio's form.
  static func refused(_ status: Int, _ code: Int, _ message: String) -> Emulated {
    Emulated(
      refusal(status, code, message), "refused",
      ["call": "sms", "status": .number(status), "code": .string("\(code)"), "why": .string(message)])
  }

  /// An answer that says that too much is asked for.
  static var tooMuch: ServiceReply { refusal(429, 20429, "Too Many Requests") }

  private static func refusal(_ status: Int, _ code: Int, _ message: String) -> ServiceReply {
    json(
      status,
      [
        "code": .number(code), "message": .string(message), "status": .number(status),
        "more_info": .string("https://www.twilio.com/docs/errors/\(code)"),
      ], challenge: #"Basic realm="Twilio API""#)
  }
}
#endif
