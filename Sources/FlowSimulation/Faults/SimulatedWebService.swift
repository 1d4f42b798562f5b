public import FlowInterpreter
public import FlowModel
public import JSONSyntax

/// A web service without a network: it answers every request 200 with one of its bodies, but for its faults.
///
/// It is a value: time is passed in, and everything else comes from its seed.
public struct SimulatedWebService: Sendable {
  private let bodies: [JSON]
  private var injector: FaultInjector
  private var generator: SeededGenerator

  /// Creates a web service.
  /// - Parameter bodies: What it may answer; nothing where there is none.
  public init(answering bodies: [JSON], faults: Faults = .none, seed: UInt64) {
    self.bodies = bodies
    generator = SeededGenerator(seed: seed)
    injector = FaultInjector(faults, generator: generator.split())
  }

  /// Which faults have happened.
  public var faultCounts: FaultCounts { injector.counts }

  /// Answers a request.
  /// - Returns: The answer and when it arrives, or nil where it never does.
  public mutating func answer(_ request: HTTPRequest, at now: Timestamp) -> Arrival<HTTPAnswer>? {
    guard !injector.injects(.httpUnanswered) else { return nil }
    guard !injector.injects(.httpFailed) else { return Arrival(.failed(.error), at: now + 50) }
    let time = now + injector.milliseconds(20...2_000, unless: .httpDelayed)
    if injector.injects(.httpServerFailed) { return Arrival(.response(status: 500), at: time) }
    let body = generator.element(of: bodies) ?? .null
    let isGarbled = injector.injects(.httpBodyGarbled)
    return Arrival(.response(status: 200, body: isGarbled ? "<html>\u{0}" : body), at: time)
  }
}
