public import FlowModel

/// The flow machine: a state and an input give the next state, effects and records.
///
/// It is pure and synchronous: it touches no clock, no network and no randomness, so the same flow with the same
/// inputs gives the same records. Everything that runs flows drives this one machine.
public struct FlowMachine: Sendable {
  /// The version of what the machine makes of inputs: another one may give other records or documents for the same inputs.
  /// It grows with each change that shows in either.
  public static let version = 2

  /// The flow.
  public let program: FlowProgram

  /// Creates a machine that runs a flow.
  public init(_ program: FlowProgram) {
    self.program = program
  }

  /// Whether something begins a session of the flow. A webhook that does so may still lack its customer's address.
  public func isTriggered(by trigger: SessionTrigger) -> Bool {
    program.trigger?.admits(trigger) ?? false
  }

  /// Whether a customer who has a live session of this flow begins no other one.
  public var startsOnlyWithoutLiveSession: Bool { program.trigger?.onlyWithoutLiveSession ?? true }

  /// What begins a session of the flow with a trigger; nil where the flow does not admit that, or nothing says whose session it
  /// would be.
  public func beginning(with trigger: SessionTrigger) -> SessionBeginning? {
    guard let start = program.start, let wanted = program.trigger, wanted.admits(trigger),
      let customer = wanted.customer(of: trigger)
    else {
      return nil
    }
    return SessionBeginning(program: program, start: start, trigger: trigger, customer: customer)
  }

  /// Resumes a session with an input.
  ///
  /// An input that the session does not wait for, such as the late answer to a request that timed out, changes
  /// nothing and tells nothing; an event is always told of.
  /// Complexity: linear in the number of nodes that are executed and events that are processed.
  /// - Parameter turn: Is given what happens in place of what it holds. Whoever resumes many sessions keeps one, and with
  ///   it its memory.
  /// - Parameter handOver: Is called within a long turn, where `Limits.turnHappenings` have not been taken yet: a legal turn
  ///   may have millions, and whoever takes them there need not hold them all.
  public func resume(
    _ state: inout SessionState, with input: SessionInput, at now: Timestamp, in turn: inout Turn,
    handingOver handOver: (inout Turn) -> Void = { _ in }
  ) {
    turn.clear()
    var execution = Execution(of: program, on: consume state, in: &turn, at: now)
    execution.take(input, handOver)
    state = execution.finish(&turn)
  }
}

/// What a session does with messages from customers.
extension FlowMachine {
  /// Whether a session waits in a Receive that a message resumes.
  public func receives(_ message: InboundMessage, in state: SessionState) -> Bool {
    guard case .apart(.message(let filters, _), _, _) = state.stage else { return false }
    return filters.contains { $0.admits(message) }
  }

  /// Whether a session sends what its customer writes to the agent: it waits for events at a StartConversation of the
  /// customer's channel that forwards, or runs an intermediate branch of one (`Schemas/README.md`, "Messages
  /// from the customer").
  public func forwardsMessages(in state: SessionState) -> Bool {
    guard let origin = state.conversationNode else { return false }
    return program[origin].behavior.forwardsMessages(on: state.customer.channel)
  }
}
