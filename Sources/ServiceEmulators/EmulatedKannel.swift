#if Service
import FlowModel
import JSONSyntax
import RefrainService
import ServiceProtocols

/// Kannel's `sendsms`, its delivery reports, and what it asks when a customer writes.
struct EmulatedKannel: Sendable {
  private var count: Int

  init(after count: Int) { self.count = count }

  static let path = "/cgi-bin/sendsms"

  /// The id of the next message, of either direction.
  private mutating func nextID() -> String {
    count += 1
    return "kannel-\(count)"
  }

  /// Answers a request to send, which stands in the query or in a form.
  mutating func send(_ request: ReceivedRequest, _ settings: EmulatorSettings, at now: Timestamp) -> Emulated
  {
    guard let query = request.queryFields, let form = request.formFields else {
      return Self.refused(400, "The fields cannot be read")
    }
    func field(_ name: String) -> String? { query[name] ?? form[name] }
    guard field("username") != nil, field("password") == settings.secret else {
      return Self.refused(403, "Authorization failed for sendsms")
    }
    guard let to = field("to"), !to.isEmpty else {
      return Self.refused(400, "Missing receiver number, rejected")
    }
    guard let text = field("text"), !text.isEmpty else {
      return Self.refused(400, "Empty text not allowed, rejected")
    }
    let (id, from) = (nextID(), field("from") ?? "")
    var deliveries: [EmulatorDelivery] = []
    if let url = field("dlr-url"), let mask = field("dlr-mask").flatMap({ Int($0) }) {
      // Types: 1 delivered, 2 not, 4 queued, 8 at the SMSC, 16 refused by it.
      let types = [8, settings.delivers(to: to) ? 1 : 2].filter { mask & $0 != 0 }
      deliveries = types.enumerated().map { index, type in
        let filled = Self.filled(url, at: now) { escape in
          switch escape {
          case "d": "\(type)"
          case "p": to
          case "P": from
          case "I": id
          case "A": type == 8 ? "ACK/" : ""
          default: nil
          }
        }
        return EmulatorDelivery(
          kind: .kannelReport, url: filled, body: .none, delay: Int64(50 * (index + 1)))
      }
    }
    return Emulated(
      ServiceReply(202, "text/html", "0: Accepted for delivery"), "smsSent",
      ["id": .string(id), "from": .string(from), "to": .string(to), "text": .string(text)],
      deliveries: deliveries)
  }

  /// The address that is asked for a customer's message: with what Kannel's escapes stand for, or with the fields that
  /// `Schemas/service.md` names where there are none.
  mutating func message(
    from: String, to: String, text: String, url: String, at now: Timestamp
  ) -> String {
    let id = nextID()
    let usual = "\(url.contains("?") ? "&" : "?")id=%I&from=%p&to=%P&charset=%C&text=%b"
    return Self.filled(url.contains("%b") || url.contains("%a") ? url : url + usual, at: now) { escape in
      switch escape {
      case "p": from
      case "P": to
      case "I": id
      case "C": "UTF-8"
      case "b", "a": text
      default: nil
      }
    }
  }

  /// Puts values in for the escapes of an address (Kannel's guide, "sms-service"); what is none stays as it is.
  private static func filled(
    _ url: String, at now: Timestamp, _ value: (Character) -> String?
  ) -> String {
    var text = ""
    var rest = url[...]
    while let mark = rest.firstIndex(of: "%") {
      text += rest[..<mark]
      rest = rest[mark...].dropFirst()
      guard let escape = rest.first else {
        text += "%"
        break
      }
      let known = escape == "T" ? "\(now.milliseconds / 1_000)" : escape == "t" ? now.rfc3339 : value(escape)
      text += known.map(\.percentEncoded) ?? "%\(escape)"
      rest = rest.dropFirst()
    }
    return text + rest
  }

  static func refused(_ status: Int, _ message: String) -> Emulated {
    Emulated(
      ServiceReply(status, "text/html", message), "refused",
      ["call": "sms", "status": .number(status), "why": .string(message)])
  }
}
#endif
