#if Service
import FlowInterpreter
import FlowModel
import JSONSyntax
import RefrainService
import ServiceProtocols

/// What is posted to the program, and again where it is not taken.
extension Emulators {
  /// Lets ECE post an event: with others that are ready, in one body.
  func post(_ event: WebhookEvent) {
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
      let delivery = EmulatorDelivery(kind: .callback, url: url, body: .json(["message": .array(batch)]))
      // The first attempt keeps the order of bodies; those after it come when they come.
      if await attempt(delivery, number: 1) {
        if chance.decides(settings.faults[.duplicate]) { duplicate(delivery) }
      } else {
        Task { await repeatDelivery(delivery) }
      }
    }
    isPosting = false
  }

  func deliver(_ delivery: EmulatorDelivery) {
    var delay = delivery.delay
    if chance.decides(settings.faults[.delay]) {
      delay += Int64.random(in: Self.slowness, using: &chance)
      note("fault", ["fault": "delay", "kind": .string(delivery.kind.name)])
    }
    if chance.decides(settings.faults[.duplicate]) { duplicate(delivery) }
    Task {
      try? await Task.sleep(for: .milliseconds(delay))
      if await !attempt(delivery, number: 1), delivery.kind.isRepeated { await repeatDelivery(delivery) }
    }
  }

  private func duplicate(_ delivery: EmulatorDelivery) {
    note("fault", ["fault": "duplicate", "kind": .string(delivery.kind.name)])
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
    note("givenUp", ["kind": .string(delivery.kind.name)])
  }

  /// Posts something for a scenario, which says what comes after it.
  /// - Returns: The status that it is answered; 0 for no answer.
  func postOnce(_ delivery: EmulatorDelivery) async -> Int {
    if chance.decides(settings.faults[.duplicate]) { duplicate(delivery) }
    return await tell(delivery, attempt: 1)
  }

  /// - Returns: Whether it needs no further attempt: it is taken, or the real one would not repeat it.
  private func attempt(_ delivery: EmulatorDelivery, number: Int) async -> Bool {
    let status = await tell(delivery, attempt: number)
    return status == 200 || (delivery.kind == .smsInbound && [202, 204, 400, 404].contains(status))
  }

  /// - Returns: The status that it is answered; 0 for no answer.
  private func tell(_ delivery: EmulatorDelivery, attempt number: Int) async -> Int {
    let (type, body) = delivery.body.written
    var fields: HTTPFields = type.map { ["Content-Type": $0] } ?? [:]
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
    case .twilioMessage, .twilioStatus:
      if let form = FormFields(parsing: body) {
        fields.append(
          "X-Twilio-Signature",
          Twilio.signature(
            of: form, at: delivery.url, key: SecretBytes(settings.secret), LibraryAuthentication()))
      }
    case .kannelMessage, .kannelReport: break
    case .webhook(let id):
      for header in signedWebhook(body, id: id) { fields.append(header.name, header.value) }
    }
    let request = OutgoingRequest(
      type == nil ? "GET" : "POST", delivery.url, fields: fields, body: type == nil ? nil : body,
      allowsPrivate: true)
    let answer = try? await sender.send(request).get()
    let status = answer?.status ?? 0
    if status == 401, delivery.kind == .callback { callbackToken = nil }
    note(
      "posted",
      [
        "kind": .string(delivery.kind.name), "attempt": .number(number),
        "status": .number(status),
        "messages": .number(delivery.body.messageCount),
      ])
    if let answer { obey(answer, to: delivery) }
    return status
  }

  /// Sends the customer what the program answers the message.
  private func obey(_ answer: OutgoingResponse, to delivery: EmulatorDelivery) {
    switch delivery.kind {
    case .kannelMessage(let from, let to) where answer.status == 200 && !answer.body.isEmpty:
      // Kannel sends whatever its service answers.
      let text = String(decoding: answer.body, as: UTF8.self)
      note("smsSent", ["from": .string(to), "to": .string(from), "text": .string(text)])
      see([WireHappening.message(on: .sms, to: from, from: to, text)])
    case .twilioMessage(let from, let to) where 200..<300 ~= answer.status:
      for sent in twilio.obey(answer, from: from, to: to, at: delivery.url, settings, at: now) {
        note(sent.event.name, sent.event.fields)
        if let message = sent.sent(written: { $0 }) { see([message]) }
        for receipt in sent.deliveries { deliver(receipt) }
      }
    case .callback, .smsInbound, .smsReceipt, .messengerEvent, .twilioMessage, .twilioStatus, .kannelMessage,
      .kannelReport, .webhook:
      break
    }
  }

  private func signedWebhook(_ body: [UInt8], id: String) -> [HTTPRequest.Header] {
    StandardWebhooks(
      event: "", secrets: [SecretBytes(settings.webhookSecret)], authentication: LibraryAuthentication())?
      .headers(of: body, id: id, at: now) ?? []
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

extension EmulatorDelivery.Body {
  /// The media type and the bytes; no type where nothing is posted.
  fileprivate var written: (type: String?, bytes: [UInt8]) {
    switch self {
    case .json(let json): ("application/json", Array(json.compact.utf8))
    case .form(let fields):
      (
        "application/x-www-form-urlencoded",
        Array(fields.map { "\($0.percentEncoded)=\($1.percentEncoded)" }.joined(separator: "&").utf8)
      )
    case .none: (nil, [])
    }
  }

  /// How many of ECE's messages there are; 1 for what is none of ECE's.
  fileprivate var messageCount: Int {
    if case .json(let json) = self { json["message"]?.array?.count ?? 1 } else { 1 }
  }
}
#endif
