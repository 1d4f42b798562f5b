import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax
import ServiceCore
import ServiceProtocols

/// What an operator does on the page: what a command over the store does.
enum OperatorAct: Sendable {
  case retryDeadLetter(Int)
  case dropDeadLetter(Int)
  case retryDoubt(EffectKey)
  case settleDoubt(EffectKey)
  case endSession(SessionKey)
  case suppress(Customer)
  case unsuppress(Customer)
  case pause
  case resume

  /// Reads what the page asks for: the act's name, and on what.
  init?(_ json: JSON) {
    let subject = json["on"]
    guard (subject?.identifier ?? "").utf8.count <= ProtocolLimits.identifierSize else { return nil }
    var number: Int? { subject?.naturalNumber }
    var key: EffectKey? { subject?.string.flatMap { EffectKey(text: $0) } }
    var customer: Customer? { subject?.identifier.map { Customer(named: $0) } }
    let act: OperatorAct? =
      switch json["act"]?.string {
      case "retryDeadLetter": number.map { .retryDeadLetter($0) }
      case "dropDeadLetter": number.map { .dropDeadLetter($0) }
      case "retryDoubt": key.map { .retryDoubt($0) }
      case "settleDoubt": key.map { .settleDoubt($0) }
      case "endSession": subject?.identifier.map { .endSession(SessionKey($0)) }
      case "suppress": customer.map { .suppress($0) }
      case "unsuppress": customer.map { .unsuppress($0) }
      case "pause": .pause
      case "resume": .resume
      default: nil
      }
    guard let act else { return nil }
    self = act
  }

  /// Does it.
  /// - Returns: Whether there was what it is to be done to.
  func perform(on store: some ServiceStore, at now: Timestamp) async throws(StoreFailure) -> Bool {
    switch self {
    case .retryDeadLetter(let number): return try await store.retryDeadLetter(number, at: now)
    case .dropDeadLetter(let number): return try await store.dropDeadLetter(number)
    case .retryDoubt(let key): return try await store.retryDoubt(key, at: now)
    case .settleDoubt(let key): return try await store.settleDoubt(key)
    case .endSession(let key): return try await store.endSession(key, at: now)
    case .suppress(let customer): try await store.setSuppressed(true, customer)
    case .unsuppress(let customer): try await store.setSuppressed(false, customer)
    case .pause: try await store.setPaused(true)
    case .resume: try await store.setPaused(false)
    }
    return true
  }

  /// What it is called, here and in the log.
  var name: String {
    switch self {
    case .retryDeadLetter: "retryDeadLetter"
    case .dropDeadLetter: "dropDeadLetter"
    case .retryDoubt: "retryDoubt"
    case .settleDoubt: "settleDoubt"
    case .endSession: "endSession"
    case .suppress: "suppress"
    case .unsuppress: "unsuppress"
    case .pause: "pause"
    case .resume: "resume"
    }
  }

  /// What it is done to, as the log has it.
  func subject(_ customerName: (Customer) -> String) -> String {
    switch self {
    case .retryDeadLetter(let number), .dropDeadLetter(let number): "\(number)"
    case .retryDoubt(let key), .settleDoubt(let key): key.text
    case .endSession(let key): key.text
    case .suppress(let customer), .unsuppress(let customer): customerName(customer)
    case .pause, .resume: ""
    }
  }
}
