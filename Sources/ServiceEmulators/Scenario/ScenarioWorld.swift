#if Service
import FlowInterpreter
import FlowModel
import FlowSimulation
import JSONSyntax
import RefrainService
import ServiceProtocols

/// What the world does.
extension Emulators {
  func write(_ message: InboundMessage) async throws(Impossible) {
    guard let to = message.to ?? played?.performance.addresses[message.channel] else { return }
    let sent: EmulatorDelivery?
    switch message.channel {
    case .sms:
      sent = settings.smsURL.map {
        self.message(from: message.from.text, to: to.text, text: message.text, media: [], url: $0)
      }
    case .messenger:
      sent = settings.messengerURL.map { url in
        EmulatorDelivery(
          kind: .messengerEvent, url: url,
          body: .json(
            messenger.message(from: message.from.text, to: to.text, text: message.text, media: [], at: now)))
      }
    }
    guard let sent else {
      throw Impossible(reason: "nobody has said where \(message.channel.rawValue) is posted")
    }
    if message.channel == .messenger, let name = message.name {
      leave("Messenger's events do not tell that the customer is \(name)")
    }
    played?.calls.customerTexts.append(message.text)
    hear(.customerWrote(message, at: logTime))
    note(
      "customerWrites",
      [
        "channel": .string(message.channel.rawValue), "from": .string(message.from.text),
        "to": .string(to.text),
        "text": .string(message.text),
      ])
    try await post(sent, named: "the customer's message")
  }

  func post(_ webhook: InboundWebhook) async throws(Impossible) {
    guard let url = settings.webhookURL else {
      throw Impossible(reason: "nobody has said where webhooks are posted")
    }
    hear(.webhookCame(webhook, at: logTime))
    note("webhookPosted", ["webhook": .string(webhook.event)])
    let id = "webhook-\(Hexadecimal.encode(Cryptography.randomBytes(8)))"
    let status = await postOnce(
      EmulatorDelivery(
        kind: .webhook(id: id), url: "\(url)/\(webhook.event.percentEncoded)", body: .json(webhook.payload)))
    // Whether it begins anything is for the program to say.
    guard (1..<500).contains(status) else {
      throw Impossible(reason: "the client does not take the webhook: \(Self.told(status))")
    }
  }

  func post(_ event: Scenario.EventStep) async throws(Impossible) {
    if event.conversationID == nil {
      guard await wait(for: { $0.calls.latest != nil }) else {
        throw Impossible(reason: "no conversation has been asked for")
      }
    }
    guard var playing = played, let conversation = event.conversationID ?? playing.calls.latest else {
      return
    }
    playing.events += 1
    let made = WebhookEvent(
      id: EventID(playing.ids.wire(event.id?.text ?? "event-\(playing.events)")),
      conversationID: ConversationID(playing.ids.wire(conversation.text)), type: event.type,
      content: event.content, sender: event.sender, timeStamp: JSONNumber(now.milliseconds))
    if made.kind.name == "Complete" { playing.calls.completed.insert(conversation) }
    played = playing
    hear(.eventPosted(made, at: logTime))
    try await post(callback: ["message": [made.wire]])
  }

  func post(callback body: JSON) async throws(Impossible) {
    guard let url = settings.callbackURL else {
      throw Impossible(reason: "nobody has said where callbacks are posted")
    }
    try await post(EmulatorDelivery(kind: .callback, url: url, body: .json(body)), named: "the callback")
  }

  /// Posts something that the program is to take.
  private func post(_ delivery: EmulatorDelivery, named name: String) async throws(Impossible) {
    let status = await postOnce(delivery)
    guard 200..<300 ~= status else {
      throw Impossible(reason: "the client does not take \(name): \(Self.told(status))")
    }
  }

  private static func told(_ status: Int) -> String {
    status == 0 ? "it does not answer" : "it answers \(status)"
  }

  func respond(_ response: Scenario.Response) async throws(Impossible) {
    guard await wait(for: { $0.calls.waits(for: .ece) }) else {
      throw Impossible(reason: "the client has asked ECE for nothing that is to be answered")
    }
    _ = played?.calls.answer(.ece, .ece(response))
    if case .failed(.timeout) = response { await letTimerFire() }
  }

  func answer(_ answer: HTTPAnswer) async throws(Impossible) {
    guard await wait(for: { $0.calls.waits(for: .web) }) else {
      throw Impossible(reason: "the client has asked no web service for anything that is to be answered")
    }
    _ = played?.calls.answer(.web, .web(answer))
    if case .failed(.timeout) = answer { await letTimerFire() }
  }

  func report(isDelivered: Bool) async throws(Impossible) {
    guard await wait(for: { !$0.calls.receipts.isEmpty }), let receipt = played?.calls.receipts.popLast()
    else {
      throw Impossible(reason: "the client has sent no message of which it wants a receipt")
    }
    for delivery in isDelivered ? receipt.delivered : receipt.failed {
      try await post(delivery, named: "the receipt")
    }
  }
}
#endif
