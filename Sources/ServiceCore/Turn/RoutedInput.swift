import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax

/// An input as it was routed to one session, with what the router knew: what a journal holds of a turn.
enum RoutedInput: Sendable, Hashable {
  /// The session begins.
  case begin(SessionTrigger)
  /// It goes on.
  case resume(SessionInput)
  /// Nothing came: the service tells something of the session.
  case note

  /// The input as JSON.
  /// - Parameter session: The session that it was routed to.
  func json(of session: SessionKey) -> JSON {
    switch self {
    case .begin(let trigger): return ["begin": HostInput(trigger).json]
    case .resume(let input):
      var members: JSONObject = ["resume": HostInput(input, of: session).json]
      if case .conversationAnswered(_, _, let held) = input, !held.isEmpty {
        members["held"] = .array(held.map(\.wire))
      }
      return .object(members)
    case .note: return "note"
    }
  }

  /// The input as a journal holds it.
  /// - Parameters:
  ///   - session: The session that it was routed to.
  ///   - stored: What the store keeps of what came, where that is what was routed: it need not be written once more.
  func content(of session: SessionKey, asCame stored: [UInt8]? = nil) -> [UInt8] {
    guard let stored, let name else { return json(of: session).storedContent }
    var content: [UInt8] = []
    content.reserveCapacity(stored.count + name.utf8CodeUnitCount + 5)
    content.append(contentsOf: "{\"".utf8)
    name.withUTF8Buffer { content.append(contentsOf: $0) }
    content.append(contentsOf: "\":".utf8)
    content.append(contentsOf: stored)
    content.append(UInt8(ascii: "}"))
    return content
  }

  /// The member under which what came stands.
  private var name: StaticString? {
    switch self {
    case .begin: "begin"
    case .resume: "resume"
    case .note: nil
    }
  }

  /// Reads an input; nil where it is none.
  init?(json: JSON) {
    if json == "note" {
      self = .note
    } else if let trigger = json["begin"].flatMap(HostInput.init(json:)) {
      switch trigger {
      case .message(let message): self = .begin(.message(message))
      case .webhook(let webhook): self = .begin(.webhook(webhook))
      case .callback, .event, .answer, .receipt, .timer, .timePassed: return nil
      }
    } else if let input = json["resume"].flatMap(HostInput.init(json:)) {
      let events = json["held"]?.array ?? []
      let held = events.compactMap(WebhookEvent.init(kept:))
      guard held.count == events.count, let input = SessionInput(input, held: held) else { return nil }
      self = .resume(input)
    } else {
      return nil
    }
  }
}

extension HostInput {
  /// What a session was resumed with, as an input that names the session.
  fileprivate init(_ input: SessionInput, of session: SessionKey) {
    func key(_ effect: EffectID) -> IdempotencyKey { IdempotencyKey(session: session, effect: effect) }
    switch input {
    case .gatewayAnswered(let answer, let effect): self = .answer(.gateway(answer), to: key(effect))
    case .conversationAnswered(let answer, let effect, _):
      self = .answer(.conversation(answer), to: key(effect))
    case .serviceAnswered(let answer, let effect): self = .answer(.service(answer), to: key(effect))
    case .httpAnswered(let answer, let effect): self = .answer(.http(answer), to: key(effect))
    case .forwardSettled(let answer, let effect): self = .answer(.forward(answer), to: key(effect))
    case .deliveryReported(let report, let gatewayID):
      self = .receipt(report, gatewayID: gatewayID, of: nil)
    case .eventArrived(let event): self = .event(event, of: session)
    case .messageArrived(let message): self = .message(message)
    case .timerFired(let timer): self = .timer(.session(session, timer))
    }
  }
}

extension SessionInput {
  /// What a session is resumed with; nil where an input is for no one session.
  fileprivate init?(_ input: HostInput, held: [WebhookEvent]) {
    switch input {
    case .answer(.conversation(let answer), let key):
      self = .conversationAnswered(answer, to: key.effect, held: held)
    case .answer(let answer, let key): self.init(answer, to: key.effect)
    case .receipt(let report, let gatewayID, _): self = .deliveryReported(report, of: gatewayID)
    case .event(let event, _): self = .eventArrived(event)
    case .message(let message): self = .messageArrived(message)
    case .timer(.session(_, let timer)): self = .timerFired(timer)
    case .timer(.heldEvent), .webhook, .callback, .timePassed: return nil
    }
  }
}
