#if Service
public import JSONSyntax

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

  /// Changes what an object names.
  /// - Returns: What is wrong with it: then some of it may have been changed.
  public mutating func change(_ json: JSON) -> String? {
    guard let object = json.object else { return "the settings are an object" }
    for field in object {
      guard set(field.key, to: field.value) else {
        return "there is no setting `\(field.key)` with such a value"
      }
    }
    return nil
  }

  private mutating func set(_ name: String, to value: JSON) -> Bool {
    let text = value.string
    let number = value.number?.double
    switch name {
    case "callbackUrl": callbackURL = text
    case "callbackUser": callbackUser = text
    case "callbackTokenUrl": callbackTokenURL = text
    case "smsUrl": smsURL = text
    case "smsSignatureSecret": smsSignatureSecret = text
    case "accountSid": accountSID = text ?? accountSID
    case "smsGateway":
      guard let gateway = text.flatMap(Gateway.init) else { return false }
      smsGateway = gateway
    case "messengerUrl": messengerURL = text
    case "webhookUrl": webhookURL = text
    case "webhookSecret": webhookSecret = text ?? webhookSecret
    case "httpBody": httpBody = text ?? httpBody
    case "httpStatus":
      guard let status = value.number?.integer, (100...599).contains(status) else { return false }
      httpStatus = status
    case "callbackPassword": callbackPassword = text ?? callbackPassword
    case "secret": secret = text ?? secret
    case "appSecret": appSecret = text ?? appSecret
    case "verifyToken": verifyToken = text ?? verifyToken
    case "answers": answers = value.boolean ?? answers
    case "capacity": capacity = number.map { Int(max(0, min($0, 1e9))) } ?? capacity
    case "smsRetrySeconds": smsRetrySeconds = number.map { max(0, min($0, 3_600)) } ?? smsRetrySeconds
    case "callbackRetrySeconds":
      callbackRetrySeconds = number.map { max(0, min($0, 3_600)) } ?? callbackRetrySeconds
    case "undeliverable": undeliverable = value.array?.compactMap(\.string) ?? undeliverable
    case "entryPoints":
      guard let points = value.object else { return false }
      entryPoints = [:]
      for point in points { entryPoints[point.key] = point.value.string ?? Self.standardDate }
    case "faults":
      guard let known = text.flatMap(EmulatorFaults.init) else { return false }
      faults = known
    default: return false
    }
    return true
  }
}
#endif
