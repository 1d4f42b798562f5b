import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax
import ServiceCore
import ServiceProtocols

/// What an operator does on the page: what a command over the store does.
struct OperatorAct: Sendable {
  /// What it is called, on the page and in the log.
  let name: String
  private let work: Work

  private enum Name: String {
    case retryDeadLetter, dropDeadLetter, retryDoubt, settleDoubt, endSession, suppress, unsuppress, pause
    case resume
  }

  private enum Work: Sendable {
    case retryDeadLetter(Int)
    case dropDeadLetter(Int)
    case retryDoubt(EffectKey)
    case settleDoubt(EffectKey)
    case endSession(SessionKey)
    case setSuppressed(Bool, Customer)
    case setPaused(Bool)
  }

  /// Why what is asked for cannot be done to anything.
  enum Problem: String, Error {
    case unknownAct = "`act` is none that there is"
    case unfitSubject = "`on` names nothing that this act is done to"
  }

  /// Reads what the page asks for: the act's name, and on what.
  init(_ json: JSON) throws(Problem) {
    let subject = json["on"]
    guard let name = json["act"]?.string.flatMap(Name.init(rawValue:)) else { throw .unknownAct }
    guard (subject?.identifier ?? "").utf8.count <= ProtocolLimits.identifierSize else { throw .unfitSubject }
    var number: Int? { subject?.naturalNumber }
    var key: EffectKey? { subject?.string.flatMap { EffectKey(text: $0) } }
    var customer: Customer? { subject?.identifier.flatMap { Customer(named: $0) } }
    let work: Work? =
      switch name {
      case .retryDeadLetter: number.map { .retryDeadLetter($0) }
      case .dropDeadLetter: number.map { .dropDeadLetter($0) }
      case .retryDoubt: key.map { .retryDoubt($0) }
      case .settleDoubt: key.map { .settleDoubt($0) }
      case .endSession: subject?.identifier.map { .endSession(SessionKey($0)) }
      case .suppress: customer.map { .setSuppressed(true, $0) }
      case .unsuppress: customer.map { .setSuppressed(false, $0) }
      case .pause: .setPaused(true)
      case .resume: .setPaused(false)
      }
    guard let work else { throw .unfitSubject }
    self.name = name.rawValue
    self.work = work
  }

  /// Does it.
  /// - Returns: Whether there was what it is to be done to.
  func perform(on store: some ServiceStore, at now: Timestamp) async throws(StoreFailure) -> Bool {
    switch work {
    case .retryDeadLetter(let number): return try await store.retryDeadLetter(number, at: now)
    case .dropDeadLetter(let number): return try await store.dropDeadLetter(number, at: now)
    case .retryDoubt(let key): return try await store.retryDoubt(key, at: now)
    case .settleDoubt(let key): return try await store.settleDoubt(key)
    case .endSession(let key): return try await store.endSession(key, at: now)
    case .setSuppressed(let isSuppressed, let customer): try await store.setSuppressed(isSuppressed, customer)
    case .setPaused(let isPaused): try await store.setPaused(isPaused)
    }
    return true
  }

  /// What it is done to, as the log has it.
  func subject(_ customerName: (Customer) -> String) -> String {
    switch work {
    case .retryDeadLetter(let number), .dropDeadLetter(let number): "\(number)"
    case .retryDoubt(let key), .settleDoubt(let key): key.text
    case .endSession(let key): key.text
    case .setSuppressed(_, let customer): customerName(customer)
    case .setPaused: ""
    }
  }
}
