#if Service
import FlowInterpreter
import FlowModel
import JSONSyntax
import RefrainService
import ServiceProtocols

/// What somebody does who plays customers, agents and the world.
extension Emulators {
  func control(_ request: ReceivedRequest) async -> ServiceReply {
    if let refusal = refusal(to: request) { return refusal }
    switch (request.method, request.path) {
    case ("GET", "/control/log"):
      let query = request.queryFields
      let after = query?["after"].flatMap { Int($0) } ?? 0
      return ServiceReply(200, "application/x-ndjson", log.text(after: after))
    case ("GET", "/control/conversations"):
      return json(200, .array(ece.conversations.map(Self.described)))
    case ("DELETE", "/control"):
      ece = EmulatedECE(after: base)
      sms = EmulatedWebexConnect(after: base)
      twilio = EmulatedTwilio(after: base)
      kannel = EmulatedKannel(after: base)
      messenger = EmulatedMessenger(after: base)
      log = EmulatorLog()
      chance = EmulatorChance(seed: seed)
      return ServiceReply(204)
    case ("POST", "/control/verify"):
      return json(200, ["sms": .boolean(await verifySMS()), "messenger": .boolean(await verifyMessenger())])
    case ("PUT", "/control/settings"), ("POST", "/control/customer"), ("POST", "/control/agent"),
      ("POST", "/control/webhook"), ("POST", "/control/time"):
      guard request.header("Content-Type")?.hasPrefix("application/json") == true,
        let body = try? JSON(parsing: request.body)
      else { return json(400, ["error": "the body is to be JSON, and to say so"]) }
      return switch request.path {
      case "/control/settings": change(body)
      case "/control/customer": write(body)
      case "/control/webhook": postWebhook(body)
      case "/control/time": await letPass(body)
      default: act(body)
      }
    default:
      return json(404, ["error": "there is no such control"])
    }
  }

  /// What whoever may not control the emulators is answered.
  func refusal(to request: ReceivedRequest) -> ServiceReply? {
    if let controlToken {
      // No page of somebody else's in a browser knows it.
      let shown = Array((request.header("Authorization") ?? "").utf8)
      return Cryptography.areSame(shown, Array("Bearer \(controlToken)".utf8)) ? nil : ServiceReply(401)
    }
    // Somebody else's page in a browser on this machine: it says where it is from, or calls this machine by a name.
    let host = request.header("Host") ?? ""
    let origin = request.header("Origin")
    guard origin == nil || origin == "http://\(host)" else { return ServiceReply(403) }
    let name = WebOrigin(of: "http://\(host)")?.host ?? ""
    guard name == "localhost" || InternetAddress(name)?.isLoopback == true else { return ServiceReply(421) }
    return nil
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
    let media = (body["media"]?.array ?? []).compactMap(\.string)
    let delivery: EmulatorDelivery
    switch body["channel"]?.string ?? "sms" {
    case "sms":
      guard let url = settings.smsURL else { return json(409, ["error": "smsUrl is not set"]) }
      guard media.isEmpty || settings.smsGateway == .twilio else {
        return json(400, ["error": "Twilio alone tells of media"])
      }
      delivery = message(from: from, to: to, text: text, media: media, url: url)
    case "messenger":
      guard let url = settings.messengerURL else { return json(409, ["error": "messengerUrl is not set"]) }
      delivery = EmulatorDelivery(
        kind: .messengerEvent, url: url,
        body: .json(messenger.message(from: from, to: to, text: text, media: media, at: now)))
    default: return json(400, ["error": "the channel is sms or messenger"])
    }
    note(
      "customerWrites",
      [
        "channel": .string(body["channel"]?.string ?? "sms"), "from": .string(from), "to": .string(to),
        "text": .string(text),
      ])
    deliver(delivery)
    return ServiceReply(202)
  }

  /// A customer's SMS, as the gateway posts it.
  func message(from: String, to: String, text: String, media: [String], url: String)
    -> EmulatorDelivery
  {
    switch settings.smsGateway {
    case .webexConnect:
      EmulatorDelivery(
        kind: .smsInbound, url: url, body: .json(sms.message(from: from, to: to, text: text, at: now)))
    case .twilio:
      EmulatorDelivery(
        kind: .twilioMessage(from: from, to: to), url: url,
        body: .form(twilio.message(from: from, to: to, text: text, media: media, settings, at: now)))
    case .kannel:
      EmulatorDelivery(
        kind: .kannelMessage(from: from, to: to),
        url: kannel.message(from: from, to: to, text: text, url: url, at: now), body: .none)
    }
  }

  /// An agent does something: writes, unless the type says otherwise.
  private func act(_ body: JSON) -> ServiceReply {
    let type = body["type"]?.string ?? "text/plain"
    guard let id = body["conversation"]?.identifier,
      let event = ece.act(type, body["content"]?.string, in: id, at: now)
    else { return json(404, ["error": "there is no such conversation, or it has ended"]) }
    note("agent", ["conversation": .string(id), "type": .string(type), "content": body["content"] ?? .null])
    post(event)
    return ServiceReply(202)
  }

  /// Something begins a flow by a webhook, signed as Standard Webhooks says.
  private func postWebhook(_ body: JSON) -> ServiceReply {
    guard let event = body["event"]?.identifier, let payload = body["payload"] else {
      return json(400, ["error": "event or payload is missing"])
    }
    guard let url = settings.webhookURL else { return json(409, ["error": "webhookUrl is not set"]) }
    note("webhookPosted", ["webhook": .string(event)])
    let id = "webhook-\(Hexadecimal.encode(Cryptography.randomBytes(8)))"
    deliver(
      EmulatorDelivery(kind: .webhook(id: id), url: "\(url)/\(event.percentEncoded)", body: .json(payload)))
    return ServiceReply(202)
  }

  /// Time passes at the program, where it is known.
  private func letPass(_ body: JSON) async -> ServiceReply {
    guard let seconds = body["seconds"]?.number?.integer, (1...Self.longestPause).contains(seconds) else {
      return json(400, ["error": "seconds is a number from 1 to \(Self.longestPause)"])
    }
    guard let stage else { return json(409, ["error": "nobody's clock is known here"]) }
    note("time", ["seconds": .number(seconds)])
    await stage.letPass(Int64(seconds) * 1_000)
    return ServiceReply(202)
  }

  /// A year, in seconds.
  private static let longestPause = 31_536_000
}
#endif
