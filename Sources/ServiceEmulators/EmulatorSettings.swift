#if Service
/// What an emulator knows of the program that is tried with it. Each can be changed while it runs.
public struct EmulatorSettings: Sendable {
  /// Where ECE posts its callbacks.
  public var callbackURL: String?
  /// Who ECE says that it is at the callback; no one where it is nil.
  public var callbackUser: String?
  /// The password by which ECE shows it.
  public var callbackPassword = "emulated"
  /// Where ECE asks for tokens for its callbacks; nil where it needs none.
  public var callbackTokenURL: String?
  /// Where the SMS gateway posts what customers write.
  public var smsURL: String?
  /// Which gateway posts what customers write by SMS. Each takes what is to be sent at its own address.
  public var smsGateway = Gateway.webexConnect
  /// Twilio's account.
  public var accountSID = "AC" + String(repeating: "0", count: 32)
  /// What Webex Connect signs with; nil where it does not.
  public var smsSignatureSecret: String?
  /// Where Messenger posts its events.
  public var messengerURL: String?
  /// Where webhooks that begin flows are posted: under it, by their names.
  public var webhookURL: String?
  /// What they are signed with (Standard Webhooks 1.0): `whsec_` and base64 of 24 to 64 bytes.
  public var webhookSecret = "whsec_ZW11bGF0ZWQtZW11bGF0ZWQtZW11bGF0ZWQ="
  /// The status that HTTP requests of the program's flows are answered with, where they are made to the emulators.
  public var httpStatus = 200
  /// The body of these answers.
  public var httpBody = "{}"
  /// What clients show: the client's secret, the service key, the account's token, Kannel's password, the page's token.
  public var secret: String
  /// What Messenger signs with.
  public var appSecret: String
  /// What Messenger shows when it asks whether an address is the program's.
  public var verifyToken: String
  /// The entry points, each with the date of its last change; where there are none, any is known.
  public var entryPoints: [String: String] = [:]
  /// Whether a start may tell any date of an entry point that nobody has set one for.
  public var takesAnyDate = false
  /// How many conversations agents can take at a time.
  public var capacity = 1_000
  /// Whether agents answer by themselves what customers write.
  public var answers = false
  /// Numbers to which no SMS is delivered.
  public var undeliverable: [String] = []
  /// Whether no SMS is delivered, to whatever number.
  var deliversNothing = false
  /// Whether a scenario says who takes messages, and not what customers have written.
  var isScripted = false
  /// Seconds between the SMS gateway's attempts at a webhook.
  public var smsRetrySeconds = 60.0
  /// Seconds between ECE's attempts at a callback, which are documented nowhere.
  public var callbackRetrySeconds = 1.0
  /// What goes wrong.
  public var faults = EmulatorFaults.none

  /// A gateway for SMS.
  public enum Gateway: String, Sendable, CaseIterable {
    case webexConnect, twilio, kannel
  }

  /// Creates the settings of an emulator that posts to nobody yet.
  /// - Parameter secret: What clients show, and everything is signed with.
  public init(secret: String = "emulated") {
    self.secret = secret
    appSecret = secret
    verifyToken = secret
  }

  /// Whether an SMS to a number is delivered.
  func delivers(to number: String) -> Bool { !deliversNothing && !undeliverable.contains(number) }

  /// The date of an entry point that nobody has set one for.
  static let standardDate = "2026-01-01T00:00:00.000Z"
}
#endif
