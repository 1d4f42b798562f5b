#if Service
import FlowInterpreter
import FlowModel
import FlowSimulation
import JSONSyntax
import ServiceProtocols

/// An ECE with a messaging interface and agents who do as they are told.
struct EmulatedECE: Sendable {
  /// A conversation.
  struct Conversation: Sendable {
    let id: String
    let caseID: String
    let entryPoint: String
    /// What identifies the customer, as the start told it.
    let customer: JSON
    var isOpen = true
    var texts: [String] = []
  }

  private(set) var conversations: [Conversation] = []
  /// Tokens that have been handed out, with the end of each.
  private var tokens: [String: Timestamp] = [:]
  private var messageCount = 0
  private var conversationNumbers: [String: Int] = [:]
  /// The number behind which ids are counted.
  private let base: Int

  init(after base: Int) { self.base = base }

  /// Has conversations that an emulator of before had: what began them is not known any more.
  mutating func takeUp(_ ids: [String]) {
    for id in ids where conversationNumbers[id] == nil {
      conversationNumbers[id] = conversations.count
      conversations.append(Conversation(id: id, caseID: "", entryPoint: "", customer: .null))
    }
  }

  private static let tokenSeconds: Int64 = 86_400
  /// As many tokens as are kept before those that are over are looked for.
  private static let tokenLimit = 10_000

  /// The path after the version and whatever stands before it, for a path of the interface.
  static func call(of path: String) -> LiveConfiguration.ECE.Path? {
    LiveConfiguration.ECE.Path.allCases.first { known in
      let last = known.standard.split(separator: "/").suffix(2).joined(separator: "/")
      return path.hasSuffix("/\(last)") && path.contains("/ws/")
    }
  }

  /// Answers a call of the messaging interface.
  /// - Parameter details: What a scenario has the answer say, whatever the entry point, the agents and the conversation are
  ///   like; nil where nothing is scripted.
  mutating func answer(
    _ call: LiveConfiguration.ECE.Path, _ request: ReceivedRequest, _ settings: EmulatorSettings,
    at now: Timestamp, as details: AnswerDetails? = nil,
    token: () -> String
  ) -> Emulated {
    guard request.method == (call.isQuestion ? "GET" : "POST") else {
      return refused(405, "405-100", "The method is not allowed", call)
    }
    if call == .token { return handOut(request, settings, at: now, token: token) }
    let shown = request.header("Authorization").flatMap {
      $0.hasPrefix("Bearer ") ? String($0.dropFirst(7)) : nil
    }
    guard let expiry = shown.flatMap({ tokens[$0] }), expiry > now else {
      return refused(401, "401-100", "The access token is missing, unknown or over", call)
    }
    switch call {
    case .token: preconditionFailure("tokens are answered above")
    case .configuration: return configuration(request, settings, details)
    case .availability, .capacity:
      let free = max(0, settings.capacity - conversations.count(where: \.isOpen))
      let slots = details.map { $0.availableSlots ?? 1 } ?? free
      let isAvailable = details.map { $0.isAvailable ?? true } ?? (slots > 0)
      let body: JSON = ["available": .boolean(isAvailable), "availableSlots": .number(slots)]
      return Emulated(json(200, body), "availability", ["slots": .number(slots)])
    case .start, .sendMessage, .end:
      guard let body = try? JSON(parsing: request.body) else {
        return refused(400, "400-100", "The body is no JSON", call)
      }
      return switch call {
      case .start: start(body, request, settings, details, at: now)
      case .end: end(body, isScripted: details != nil, at: now)
      default: send(body, settings, isScripted: details != nil, at: now)
      }
    }
  }

  private mutating func handOut(
    _ request: ReceivedRequest, _ settings: EmulatorSettings, at now: Timestamp, token: () -> String
  ) -> Emulated {
    let basic = request.header("Authorization").flatMap {
      $0.hasPrefix("Basic ") ? Base64.decode(String($0.dropFirst(6))) : nil
    }
    let password = basic.flatMap { bytes in
      bytes.firstIndex(of: UInt8(ascii: ":")).map { Array(bytes[($0 + 1)...]) }
    }
    let isPublic = request.query?.contains("forceLogin=yes") == true
    guard isPublic || password == Array(settings.secret.utf8) else {
      return refused(401, "401-101", "The client's id or secret is wrong", .token)
    }
    guard let form = FormFields(parsing: request.body), form["grant_type"] == "client_credentials" else {
      return refused(400, "400-101", "The grant type is not client_credentials", .token)
    }
    if tokens.count >= Self.tokenLimit { tokens = tokens.filter { $0.value > now } }
    let made = token()
    tokens[made] = now + Self.tokenSeconds * 1_000
    let body: JSON = [
      "access_token": .string(made), "expires_in": .number(Self.tokenSeconds),
      "token_type": "Bearer",
    ]
    return Emulated(json(200, body), "token")
  }

  private func configuration(
    _ request: ReceivedRequest, _ settings: EmulatorSettings, _ details: AnswerDetails?
  ) -> Emulated {
    guard let id = request.queryFields?["entrypoint"],
      let date = details?.lastModifiedDate ?? date(of: id, settings)
    else { return refused(404, "404-101", "The entry point is not known", .configuration) }
    var told: JSONObject = [
      // A number, as ECE's own are.
      "entryPoint": ["id": Int(id).map { .number($0) } ?? .string(id)],
      "lastModified": ["date": .string(date)],
    ]
    if let details { told["attachmentPolicies"] = .string(details.attachmentPolicies ?? "allow_all") }
    return Emulated(
      json(200, ["entryPointConfiguration": [.object(told)]]), "entryPoint", ["id": .string(id)])
  }

  private func date(of entryPoint: String, _ settings: EmulatorSettings) -> String? {
    settings.entryPoints.isEmpty ? EmulatorSettings.standardDate : settings.entryPoints[entryPoint]
  }

  private mutating func start(
    _ body: JSON, _ request: ReceivedRequest, _ settings: EmulatorSettings, _ details: AnswerDetails?,
    at now: Timestamp
  ) -> Emulated {
    let query = request.queryFields
    let isSearch = query?["searchContactOnAttribute"]?.isEmpty == false
    guard isSearch != (query?["anonymousCustomer"] == "yes") else {
      return refused(
        400, "400-102", "Exactly one of searchContactOnAttribute and anonymousCustomer is required", .start)
    }
    let configuration = body["entryPointConfiguration"]
    guard let id = configuration?["entryPoint"]?["id"]?.identifier, let current = date(of: id, settings)
    else {
      return refused(403, "403-100", "The entry point is not known", .start)
    }
    let isDateFree = details != nil || (settings.takesAnyDate && settings.entryPoints.isEmpty)
    guard isDateFree || configuration?["lastModified"]?["date"]?.identifier == current else {
      return refused(409, "409-100", "The entry point has been changed", .start)
    }
    guard let contact = body["activity"]?["customer"]?["contacts"]?["contact"]?[0] else {
      return refused(400, "400-103", "The customer has no contact", .start)
    }
    guard settings.callbackURL != nil else {
      return refused(500, "500-100", "There is no active callback URL", .start)
    }
    guard details != nil || conversations.count(where: \.isOpen) < settings.capacity else {
      return refused(500, "500-101", "No agent is available", .start)
    }
    let number = conversations.count + 1
    let conversation = Conversation(
      id: details?.conversationID?.text ?? "\(base + 10_000 + number)",
      caseID: details?.caseID ?? "\(base + 50_000 + number)", entryPoint: id, customer: contact)
    conversations.append(conversation)
    conversationNumbers[conversation.id] = number - 1
    let answer: JSON = [
      "id": .string(conversation.id),
      "activity": [
        "id": .string(details?.activityID ?? "\(base + 70_000 + number)"),
        "case": ["id": .string(conversation.caseID)],
      ],
    ]
    return Emulated(
      json(200, answer), "start",
      ["conversation": .string(conversation.id), "entryPoint": .string(id), "contact": contact],
      messages: [event("assigned", "Agent 1", of: conversation.id, at: now)])
  }

  private mutating func send(
    _ body: JSON, _ settings: EmulatorSettings, isScripted: Bool, at now: Timestamp
  ) -> Emulated {
    guard let id = conversation(in: body, isScripted: isScripted) else {
      return refused(404, "404-100", "There is no such conversation, or it has ended", .sendMessage)
    }
    let type = body["type"]?["value"]?.string ?? "text/plain"
    let text = body["content"]?.string ?? ""
    if let index = conversationNumbers[id] { conversations[index].texts.append(text) }
    return Emulated(
      json(200, [:]), "customerText",
      ["conversation": .string(id), "type": .string(type), "text": .string(text)],
      messages: settings.answers && type != "uploadAttachment"
        ? [event("text/plain", "You wrote: \(text)", of: id, at: now)] : [])
  }

  private mutating func end(_ body: JSON, isScripted: Bool, at now: Timestamp) -> Emulated {
    guard let id = conversation(in: body, isScripted: isScripted) else {
      return refused(404, "404-100", "There is no such conversation, or it has ended", .end)
    }
    if let index = conversationNumbers[id] { conversations[index].isOpen = false }
    return Emulated(
      json(200, [:]), "end", ["conversation": .string(id)],
      messages: [event("complete", "The customer has ended the chat", of: id, at: now)])
  }

  /// The conversation that a body names: an open one, or where a scenario says what is to be one, any.
  private func conversation(in body: JSON, isScripted: Bool) -> String? {
    guard let id = body["conversation"]?["id"]?.identifier else { return nil }
    return isScripted || conversationNumbers[id].map { conversations[$0].isOpen } == true ? id : nil
  }

  /// An agent does something in a conversation; nil where that is unknown or over.
  mutating func act(_ type: String, _ content: String?, in id: String, at now: Timestamp) -> WebhookEvent? {
    guard let index = conversationNumbers[id], conversations[index].isOpen else { return nil }
    if type == "complete" { conversations[index].isOpen = false }
    return event(type, content, of: id, at: now)
  }

  /// A message of an agent, or of the system where it is of no person.
  private mutating func event(_ type: String, _ content: String?, of id: String, at now: Timestamp)
    -> WebhookEvent
  {
    messageCount += 1
    return WebhookEvent(
      id: EventID("\(base + 90_000 + messageCount)"), conversationID: ConversationID(id), type: type,
      content: content,
      sender: ["transfer", "assigned", "complete"].contains(type) ? "system" : "user",
      timeStamp: JSONNumber(now.milliseconds))
  }

  func refused(
    _ status: Int, _ code: String, _ message: String, _ call: LiveConfiguration.ECE.Path
  ) -> Emulated {
    Emulated(
      json(
        status, ["code": .string(code), "developerMessage": .string(message)],
        challenge: "\(call == .token ? "Basic" : "Bearer") realm=\"ECE\""), "refused",
      ["call": .string(call.rawValue), "status": .number(status), "code": .string(code)])
  }
}

extension LiveConfiguration.ECE.Path {
  /// Whether it is asked without a body.
  fileprivate var isQuestion: Bool {
    switch self {
    case .configuration, .availability, .capacity: true
    case .token, .start, .sendMessage, .end: false
    }
  }
}
#endif
