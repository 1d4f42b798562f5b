#if Service
import JSONSyntax

/// Something that an emulator posts to the program.
struct EmulatorDelivery: Sendable {
  /// Whose it is: what the log calls it, and how it is repeated.
  enum Kind: Sendable, Hashable {
    case callback, smsInbound, smsReceipt, messengerEvent, twilioStatus, kannelReport
    /// A message that Twilio tells of, with both numbers: what is answered may send the customer others.
    case twilioMessage(from: String, to: String)
    /// A message that Kannel asks about, with both numbers: what is answered is sent to the customer.
    case kannelMessage(from: String, to: String)
    /// A webhook of the program's own, which its id tells from others.
    case webhook(id: String)

    var name: String {
      switch self {
      case .callback: "callback"
      case .smsInbound, .twilioMessage, .kannelMessage: "smsInbound"
      case .smsReceipt, .twilioStatus, .kannelReport: "smsReceipt"
      case .messengerEvent: "messengerEvent"
      case .webhook: "webhook"
      }
    }

    /// Whether the real one tries again where it is not taken.
    var isRepeated: Bool {
      switch self {
      case .twilioMessage, .twilioStatus, .kannelMessage, .kannelReport: false
      case .callback, .smsInbound, .smsReceipt, .messengerEvent, .webhook: true
      }
    }
  }

  /// What is posted.
  enum Body: Sendable {
    case json(JSON)
    case form([(String, String)])
    /// Nothing: the address says all, and is asked for.
    case none
  }

  let kind: Kind
  let url: String
  let body: Body
  /// Milliseconds until it is posted.
  var delay: Int64 = 0
}
#endif
