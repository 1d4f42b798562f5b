#if Service
import FlowInterpreter
public import FlowModel
public import FlowSimulation

/// A scenario that emulators are to play to a program over the wire: what the world does in it, and what the program must ask
/// the world for. `Schemas/service.md` says what becomes of each step.
public struct ScenarioPerformance: Sendable {
  /// The scenario.
  public let scenario: Scenario
  let addresses: [Channel: BusinessAddress]
  let patience: Duration
  let drawsIDs: Bool

  /// Creates a performance.
  /// - Parameters:
  ///   - addresses: What customers write to where a step does not say it.
  ///   - patience: How long is waited for what is to come of a step.
  ///   - drawsIDs: Whether conversations and events have other ids each time, for a program that remembers those of another
  ///     performance.
  public init(
    _ scenario: Scenario, writingTo addresses: [Channel: BusinessAddress], patience: Duration, drawsIDs: Bool
  ) {
    self.scenario = scenario
    self.addresses = addresses
    self.patience = patience
    self.drawsIDs = drawsIDs
  }
}

/// What came of a scenario that was played to a program.
public struct PerformedScenario: Sendable {
  /// An expectation that nobody outside of the program can judge.
  public struct Unchecked: Sendable, Hashable {
    /// The step's number, from 1.
    public let step: Int
    /// Why, in a sentence without a full stop.
    public let reason: String
  }

  /// How many expectations held.
  public internal(set) var checkedCount = 0
  /// Those that nobody could judge.
  public internal(set) var unchecked: [Unchecked] = []
  /// Why it failed; nil where it passed.
  public internal(set) var failure: ScenarioFailure?
}

extension ScenarioPerformance {
  /// The longest time that a scenario may let pass where it passes for real, in milliseconds.
  private static let longestTime: Int64 = 3_600_000

  /// What cannot be played, by the step's place and in a sentence without a full stop; nil where all of it can.
  /// - Parameter hasOwnTime: Whether the program's clock is the emulators' to put forward.
  func obstacle(_ settings: EmulatorSettings, hasOwnTime: Bool) -> (step: Int, reason: String)? {
    var passing: Int64 = 0
    let hasText = scenario.steps.contains { step in
      switch step.action {
      case .message(let message): message.channel == .sms
      case .webhook: true
      default: false
      }
    }
    for (index, step) in scenario.steps.enumerated() {
      switch step.action {
      case .message(let message) where message.to == nil && addresses[message.channel] == nil:
        return (index, "the step does not say whom the customer writes to, and no flow says it")
      case .gateway(let behaviors)
      where behaviors.contains(.policyFail) && hasText && settings.smsGateway != .twilio:
        return (
          index,
          "\(settings.smsGateway.rawValue) does not tell of customers who have opted out, as twilio does"
        )
      case .advance(let milliseconds): passing += milliseconds
      case .advanceTo(let time): passing = max(passing, time - scenario.start)
      default: break
      }
      if passing > Self.longestTime, !hasOwnTime {
        return (index, "more than an hour would pass, and the client's clock is its own")
      }
    }
    return nil
  }
}
#endif
