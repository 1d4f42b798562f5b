#if Service
import FlowInterpreter
import FlowModel
import JSONSyntax
import RefrainService
public import ServiceProtocols

/// Emulators of ECE, an SMS gateway (Webex Connect) and Messenger behind one address, for any program that talks to these.
///
/// What clients call stands where the real ones have it; under `/control` somebody acts as customers and agents, and reads
/// what has happened. `Schemas/service.md` describes both.
public actor Emulators {
  private var settings: EmulatorSettings
  private let controlToken: String?
  private let seed: UInt64
  private let output: @Sendable (String) -> Void
  private let sender = HTTPSender()

  private var ece = EmulatedECE()
  private var sms = EmulatedSMS()
  private var messenger = EmulatedMessenger()
  private var log = EmulatorLog()
  private var chance: EmulatorChance
  /// The messages that ECE posts next.
  private var posting: [JSON] = []
  private var isPosting = false
  /// The message of a conversation that lets the next one pass.
  private var held: [String: JSON] = [:]
  /// The token that the program gave ECE for its callbacks.
  private var callbackToken: String?

  /// How many messages one body has at most, as the real one's.
  private static let batchLimit = 1_000
  /// How long a fault of slowness lasts, in milliseconds.
  private static let slowness: ClosedRange<Int64> = 500...3_000

  /// Creates emulators in which nothing has happened.
  /// - Parameters:
  ///   - controlToken: What the control endpoints ask for; nil where whoever reaches them may use them.
  ///   - seed: Decides which faults happen.
  ///   - output: Is given each line of the log.
  public init(
    _ settings: EmulatorSettings, controlToken: String? = nil, seed: UInt64 = 1,
    output: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.settings = settings
    self.controlToken = controlToken
    self.seed = seed
    self.output = output
    chance = EmulatorChance(seed: seed)
  }

  /// Answers a request of a client, or of who controls the emulators.
  public func answer(_ request: ReceivedRequest) async -> EmulatorAnswer {
    if request.path == "/control" || request.path.hasPrefix("/control/") {
      return .reply(await control(request))
    }
    guard let call = Call(request) else {
      return .reply(json(404, ["error": "there is nothing under this path"]))
    }
    if chance.decides(settings.faults[.error500]) {
      note("fault", ["fault": "500", "path": .string(request.path)])
      return .reply(ServiceReply(500))
    }
    if chance.decides(settings.faults[.throttle]) {
      note("fault", ["fault": "429", "path": .string(request.path)])
      return .reply(ServiceReply(429, headers: [.init(name: "Retry-After", value: "1")]))
    }
    let isEarly = call.isStart && chance.decides(settings.faults[.early])
    let isSlow = chance.decides(settings.faults[.slow])
    let isLost = chance.decides(settings.faults[.lost])
    let emulated = perform(call, request)
    note(emulated.event.name, emulated.event.fields)
    for message in emulated.messages { post(message) }
    if let delivery = emulated.delivery { deliver(delivery) }
    if isEarly, !emulated.messages.isEmpty {
      note("fault", ["fault": "early"])
      try? await Task.sleep(for: .milliseconds(300))
    }
    if isSlow {
      note("fault", ["fault": "slow"])
      try? await Task.sleep(for: .milliseconds(Int64.random(in: Self.slowness, using: &chance)))
    }
    guard isLost else { return .reply(emulated.reply) }
    note("fault", ["fault": "lost"])
    return .nothing
  }

  /// What a client can ask for.
  private enum Call {
    case ece(LiveConfiguration.ECE.Path)
    case sms
    case messenger(page: String)

    init?(_ request: ReceivedRequest) {
      if let call = EmulatedECE.call(of: request.path) {
        self = .ece(call)
      } else if request.path == "/v1/sms/messages", request.method == "POST" {
        self = .sms
      } else if let page = EmulatedMessenger.page(of: request.path), request.method == "POST" {
        self = .messenger(page: page)
      } else {
        return nil
      }
    }

    var isStart: Bool { if case .ece(.start) = self { true } else { false } }
  }

  private func perform(_ call: Call, _ request: ReceivedRequest) -> Emulated {
    let now = Self.now
    switch call {
    case .ece(let call):
      return ece.answer(call, request, settings, at: now) {
        Base64.encodeForAddress(Cryptography.randomBytes(24))
      }
    case .sms: return sms.send(request, settings, at: now)
    case .messenger(let page): return messenger.send(from: page, request, settings, at: now)
    }
  }

  private static var now: Timestamp { WallClock.now }

  private func note(_ event: String, _ fields: KeyValuePairs<String, JSON> = [:]) {
    output(log.append(event, at: Self.now, fields))
  }
}

// MARK: - Control

extension Emulators {
  private func control(_ request: ReceivedRequest) async -> ServiceReply {
    if let controlToken {
      // No page of a browser knows it.
      let shown = Array((request.header("Authorization") ?? "").utf8)
      guard Cryptography.areSame(shown, Array("Bearer \(controlToken)".utf8)) else {
        return ServiceReply(401)
      }
    } else {
      // Somebody else's page in a browser on this machine: it says where it is from, or calls this machine by a name.
      guard request.header("Origin") == nil else { return ServiceReply(403) }
      let host = request.header("Host") ?? ""
      guard ["127.", "localhost", "[::1]"].contains(where: host.hasPrefix) else { return ServiceReply(421) }
    }
    switch (request.method, request.path) {
    case ("GET", "/control/log"):
      let query = request.queryFields
      let after = query?["after"].flatMap { Int($0) } ?? 0
      return ServiceReply(200, "application/x-ndjson", log.text(after: after))
    case ("GET", "/control/conversations"):
      return json(200, .array(ece.conversations.map(Self.described)))
    case ("DELETE", "/control"):
      ece = EmulatedECE()
      sms = EmulatedSMS()
      messenger = EmulatedMessenger()
      log = EmulatorLog()
      chance = EmulatorChance(seed: seed)
      return ServiceReply(204)
    case ("POST", "/control/verify"):
      return json(200, ["sms": .boolean(await verifySMS()), "messenger": .boolean(await verifyMessenger())])
    case ("PUT", "/control/settings"), ("POST", "/control/customer"), ("POST", "/control/agent"):
      guard request.header("Content-Type")?.hasPrefix("application/json") == true,
        let body = try? JSON(parsing: request.body)
      else { return json(400, ["error": "the body is to be JSON, and to say so"]) }
      return switch request.path {
      case "/control/settings": change(body)
      case "/control/customer": write(body)
      default: act(body)
      }
    default:
      return json(404, ["error": "there is no such control"])
    }
  }

  private static func described(_ conversation: EmulatedECE.Conversation) -> JSON {
    [
      "id": .string(conversation.id), "case": .string(conversation.caseID),
      "entryPoint": .string(conversation.entryPoint), "open": .boolean(conversation.isOpen),
      "customer": conversation.customer, "texts": .array(conversation.texts.map { .string($0) }),
    ]
  }

  /// Whether the program answers what Webex Connect asks before it takes an address.
  private func verifySMS() async -> Bool {
    guard let url = settings.smsURL,
      case .success(let response) = await sender.send(OutgoingRequest("HEAD", url, allowsPrivate: true))
    else { return false }
    return response.status == 200
  }

  /// Whether the program answers what Meta asks before it takes an address.
  private func verifyMessenger() async -> Bool {
    guard let url = settings.messengerURL else { return false }
    let challenge = Hexadecimal.encode(Cryptography.randomBytes(8))
    let query =
      "hub.mode=subscribe&hub.verify_token=\(settings.verifyToken.percentEncoded)&hub.challenge=\(challenge)"
    guard
      case .success(let response) = await sender.send(
        OutgoingRequest("GET", "\(url)?\(query)", allowsPrivate: true))
    else { return false }
    return response.status == 200 && response.body == Array(challenge.utf8)
  }

  private func change(_ body: JSON) -> ServiceReply {
    var changed = settings
    if let problem = changed.change(body) { return json(400, ["error": .string(problem)]) }
    settings = changed
    return ServiceReply(204)
  }

  /// A customer writes.
  private func write(_ body: JSON) -> ServiceReply {
    guard let from = body["from"]?.identifier, let to = body["to"]?.identifier,
      let text = body["text"]?.string
    else {
      return json(400, ["error": "from, to or text is missing"])
    }
    let delivery: EmulatorDelivery
    switch body["channel"]?.string ?? "sms" {
    case "sms":
      guard let url = settings.smsURL else { return json(409, ["error": "smsUrl is not set"]) }
      delivery = EmulatorDelivery(
        kind: .smsInbound, url: url, body: sms.message(from: from, to: to, text: text, at: Self.now))
    case "messenger":
      guard let url = settings.messengerURL else { return json(409, ["error": "messengerUrl is not set"]) }
      delivery = EmulatorDelivery(
        kind: .messengerEvent, url: url, body: messenger.message(from: from, to: to, text: text, at: Self.now)
      )
    default: return json(400, ["error": "the channel is sms or messenger"])
    }
    note("customerWrites", ["from": .string(from), "to": .string(to), "text": .string(text)])
    deliver(delivery)
    return ServiceReply(202)
  }

  /// An agent does something: writes, unless the type says otherwise.
  private func act(_ body: JSON) -> ServiceReply {
    let type = body["type"]?.string ?? "text/plain"
    guard let id = body["conversation"]?.identifier,
      let event = ece.act(type, body["content"]?.string, in: id, at: Self.now)
    else { return json(404, ["error": "there is no such conversation, or it has ended"]) }
    note("agent", ["conversation": .string(id), "type": .string(type), "content": body["content"] ?? .null])
    post(event)
    return ServiceReply(202)
  }
}

// MARK: - What is posted to the program

extension Emulators {
  /// Lets ECE post an event: with others that are ready, in one body.
  private func post(_ event: WebhookEvent) {
    let conversation = event.conversationID?.text ?? ""
    let message = event.wire
    if let earlier = held.removeValue(forKey: conversation) {
      queue([message, earlier])
    } else if chance.decides(settings.faults[.reorder]) {
      note("fault", ["fault": "reorder", "message": .string(event.id.text)])
      held[conversation] = message
      Task {
        try? await Task.sleep(for: .seconds(1))
        if let held = held.removeValue(forKey: conversation) { queue([held]) }
      }
    } else if chance.decides(settings.faults[.delay]) {
      let pause = Int64.random(in: Self.slowness, using: &chance)
      note("fault", ["fault": "delay", "message": .string(event.id.text)])
      Task {
        try? await Task.sleep(for: .milliseconds(pause))
        queue([message])
      }
    } else {
      queue([message])
    }
  }

  private func queue(_ messages: [JSON]) {
    posting += messages
    guard !isPosting else { return }
    isPosting = true
    Task { await postAll() }
  }

  private func postAll() async {
    while !posting.isEmpty {
      let batch = Array(posting.prefix(Self.batchLimit))
      posting.removeFirst(batch.count)
      guard let url = settings.callbackURL else { continue }
      let delivery = EmulatorDelivery(kind: .callback, url: url, body: ["message": .array(batch)])
      // The first attempt keeps the order of bodies; those after it come when they come.
      if await attempt(delivery, number: 1) {
        if chance.decides(settings.faults[.duplicate]) { duplicate(delivery) }
      } else {
        Task { await repeatDelivery(delivery) }
      }
    }
    isPosting = false
  }

  private func deliver(_ delivery: EmulatorDelivery) {
    var delay = delivery.delay
    if chance.decides(settings.faults[.delay]) {
      delay += Int64.random(in: Self.slowness, using: &chance)
      note("fault", ["fault": "delay", "kind": .string(delivery.kind.rawValue)])
    }
    if chance.decides(settings.faults[.duplicate]) { duplicate(delivery) }
    Task {
      try? await Task.sleep(for: .milliseconds(delay))
      if await !attempt(delivery, number: 1) { await repeatDelivery(delivery) }
    }
  }

  private func duplicate(_ delivery: EmulatorDelivery) {
    note("fault", ["fault": "duplicate", "kind": .string(delivery.kind.rawValue)])
    let pause = Int64.random(in: 0...1_000, using: &chance)
    Task {
      try? await Task.sleep(for: .milliseconds(pause))
      _ = await attempt(delivery, number: 1)
    }
  }

  /// Repeats what was not taken: three times more, and then never.
  private func repeatDelivery(_ delivery: EmulatorDelivery) async {
    for number in 2...4 {
      let pause = delivery.kind == .callback ? settings.callbackRetrySeconds : settings.smsRetrySeconds
      try? await Task.sleep(for: .seconds(pause))
      if await attempt(delivery, number: number) { return }
    }
    note("givenUp", ["kind": .string(delivery.kind.rawValue)])
  }

  /// - Returns: Whether it needs no further attempt: it is taken, or the real one would not repeat it.
  private func attempt(_ delivery: EmulatorDelivery, number: Int) async -> Bool {
    let body = Array(delivery.body.compact.utf8)
    var fields: HTTPFields = ["Content-Type": "application/json"]
    switch delivery.kind {
    case .callback:
      if let user = settings.callbackUser {
        fields.append(
          "Authorization",
          RequestAuthentication.basic(user: Array(user.utf8), password: Array(settings.callbackPassword.utf8))
        )
      } else if let token = await tokenForCallback() {
        fields.append("Authorization", "Bearer \(token)")
      }
    case .smsInbound, .smsReceipt:
      if let secret = settings.smsSignatureSecret {
        fields.append("x-hub-signature", signature(of: body, secret))
      }
    case .messengerEvent:
      fields.append("X-Hub-Signature-256", "sha256=\(signature(of: body, settings.appSecret))")
    }
    let request = OutgoingRequest("POST", delivery.url, fields: fields, body: body, allowsPrivate: true)
    let status: Int
    switch await sender.send(request) {
    case .success(let response): status = response.status
    case .failure: status = 0
    }
    if status == 401, delivery.kind == .callback { callbackToken = nil }
    note(
      "posted",
      [
        "kind": .string(delivery.kind.rawValue), "attempt": .number(number),
        "status": .number(status),
        "messages": .number(delivery.body["message"]?.array?.count ?? 1),
      ])
    return status == 200 || (delivery.kind == .smsInbound && [202, 204, 400, 404].contains(status))
  }

  private func signature(of body: [UInt8], _ secret: String) -> String {
    Hexadecimal.encode(LibraryAuthentication().code(.sha256, key: Array(secret.utf8), message: body))
  }

  /// The token that the program has given ECE, asked for once; nil where it needs none or gives none.
  private func tokenForCallback() async -> String? {
    guard let url = settings.callbackTokenURL else { return nil }
    if let callbackToken { return callbackToken }
    let credentials = RequestAuthentication.basic(
      user: Array("emulated".utf8), password: Array(settings.secret.utf8))
    let request = OutgoingRequest(
      "POST", url,
      fields: [
        "Authorization": credentials, "Content-Type": "application/x-www-form-urlencoded",
      ], body: Array("grant_type=client_credentials".utf8), allowsPrivate: true)
    guard case .success(let response) = await sender.send(request), response.status == 200 else { return nil }
    callbackToken = (try? JSON(parsing: response.body))?["access_token"]?.string
    return callbackToken
  }
}

/// What a client of an emulator is answered.
public enum EmulatorAnswer: Sendable {
  /// An answer.
  case reply(ServiceReply)
  /// None: the connection is closed.
  case nothing
}
#endif
