public import FlowInterpreter
public import FlowModel

/// A gateway that sends nothing: it accepts messages and reports that they are delivered, but for its faults.
///
/// It is a value: time is passed in, and everything else comes from its seed.
public struct SimulatedGateway: Sendable {
  /// What becomes of a message.
  public struct Submission: Sendable {
    /// What the gateway says; nil where it says nothing.
    public let answer: Arrival<GatewayAnswer>?
    /// The receipt, where one is wanted and comes.
    public let report: Arrival<DeliveryReport>?
  }

  private var submissions = 0
  private var injector: FaultInjector
  private var generator: SeededGenerator

  /// Creates a gateway.
  public init(faults: Faults = .none, seed: UInt64) {
    generator = SeededGenerator(seed: seed)
    injector = FaultInjector(faults, generator: generator.split())
  }

  /// Which faults have happened.
  public var faultCounts: FaultCounts { injector.counts }

  /// Takes a message: the N-th accepted one has the id `gateway-N`.
  public mutating func submit(_ message: OutboundMessage, at now: Timestamp) -> Submission {
    submissions += 1
    guard !injector.injects(.submissionUnanswered) else { return Submission(answer: nil, report: nil) }
    let answered = now + injector.milliseconds(0...900, unless: .submissionDelayed)
    if injector.injects(.submissionRefused) {
      return Submission(answer: Arrival(.refusedByPolicy, at: answered), report: nil)
    }
    if injector.injects(.submissionFailed) {
      return Submission(answer: Arrival(.failed, at: answered), report: nil)
    }
    return Submission(
      answer: Arrival(.accepted(transactionID: "gateway-\(submissions)"), at: answered),
      report: message.wantsDeliveryReport ? report(after: answered) : nil)
  }

  private mutating func report(after time: Timestamp) -> Arrival<DeliveryReport>? {
    guard !injector.injects(.receiptMissing) else { return nil }
    let report = injector.injects(.receiptFailed) ? DeliveryReport.failed : .delivered
    return Arrival(report, at: time + injector.milliseconds(100...8_000, unless: .receiptDelayed))
  }
}
