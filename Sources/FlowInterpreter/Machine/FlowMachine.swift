public import FlowModel

/// The flow machine: a state and an input give the next state, effects and records.
///
/// It is pure and synchronous: it touches no clock, no network and no randomness, so the same flow with the same
/// inputs gives the same records. Everything that runs flows drives this one machine.
public struct FlowMachine: Sendable {
  /// What happened in a turn, besides the next state.
  public struct Turn: Sendable {
    /// What the world is to do, in order.
    public internal(set) var effects: [Effect] = []
    /// What there is to tell, in order.
    public internal(set) var happenings: [Happening] = []
  }

  /// The flow.
  public let program: FlowProgram

  /// Creates a machine that runs a flow.
  public init(_ program: FlowProgram) {
    self.program = program
  }

  /// Whether a message from a customer begins a session of the flow.
  public func isTriggered(by message: InboundMessage) -> Bool {
    program.trigger?.admits(message) ?? false
  }

  /// Whether a customer who has a live session of this flow begins no other one.
  public var startsOnlyWithoutLiveSession: Bool { program.trigger?.onlyWithoutLiveSession ?? true }

  /// Begins a session with the message that triggered it.
  public func start(with message: InboundMessage, at now: Timestamp) -> (state: SessionState, turn: Turn) {
    guard let start = program.start else {
      preconditionFailure("a session begins only where a trigger admits a message")
    }
    var execution = Execution(program, customer: message.customer, now: now)
    execution.tell(.sessionStarted(flow: program.name, channel: message.channel, from: message.from))
    execution.setExpiry(after: program.graph.settings.expiresAfterSeconds)
    execution.trigger = message
    execution.run(.enter(start))
    return (execution.state, execution.turn)
  }

  /// Resumes a session with an input.
  ///
  /// An input that the session does not wait for, such as the late answer to a request that timed out, changes
  /// nothing and tells nothing; an event is always told of.
  /// Complexity: linear in the number of nodes that are executed and events that are processed.
  public func resume(_ state: inout SessionState, with input: SessionInput, at now: Timestamp) -> Turn {
    var execution = Execution(program, resuming: state, now: now)
    execution.take(input)
    state = execution.state
    return execution.turn
  }

  /// Whether a session waits in a Receive that a message resumes.
  public func receives(_ message: InboundMessage, in state: SessionState) -> Bool {
    guard case .waiting(.message(let filters, _), _) = state.status else { return false }
    return filters.contains { $0.admits(message) }
  }

  /// Whether a session sends what its customer writes to the agent: it waits for events at a StartConversation of the
  /// customer's channel that forwards.
  public func forwardsMessages(in state: SessionState) -> Bool {
    guard case .waiting(.conversationEvent, let node) = state.status,
      let conversation = program[node].behavior as? StartConversationBehavior
    else { return false }
    return conversation.method == state.customer.channel && conversation.forwardsCustomerMessages
  }
}
