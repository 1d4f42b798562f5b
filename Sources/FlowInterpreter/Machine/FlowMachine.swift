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
    /// What there is to tell, in order; nothing where the turn is not traced.
    public internal(set) var happenings: [Happening] = []
    /// Whether what happens is told.
    package let isTraced: Bool
    /// How many records there are to tell, traced or not.
    package var recordCount = 0
    /// Whether the session has begun to wait for something.
    package var hasBegunToWait = false

    /// Creates a turn in which nothing has happened.
    /// - Parameter isTraced: Whether what happens is told. Records are numbered all the same.
    public init(isTraced: Bool = true) { self.isTraced = isTraced }

    /// Forgets what has happened, and keeps the memory for the next turn.
    mutating func clear() {
      // One by one: there are few, and `removeAll` goes about it generically, which took a tenth of a turn.
      while !effects.isEmpty { effects.removeLast() }
      while !happenings.isEmpty { happenings.removeLast() }
      recordCount = 0
      hasBegunToWait = false
    }
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
    var turn = Turn()
    return (start(with: message, at: now, in: &turn), turn)
  }

  /// Begins a session with the message that triggered it.
  /// - Parameter turn: Is given what happens in place of what it holds.
  public func start(with message: InboundMessage, at now: Timestamp, in turn: inout Turn) -> SessionState {
    guard let start = program.start else {
      preconditionFailure("a session begins only where a trigger admits a message")
    }
    var state = SessionState(customer: message.customer, variables: program.initialVariables)
    Execution.perform(with: program, on: &state, in: &turn, at: now) { execution in
      execution.tell { _ in
        .sessionStarted(flow: program.name, channel: message.channel, from: message.from)
      }
      execution.setExpiry(after: program.graph.settings.expiresAfterSeconds)
      execution.trigger = message
      execution.run(.enter(start))
    }
    return state
  }

  /// Resumes a session with an input.
  ///
  /// An input that the session does not wait for, such as the late answer to a request that timed out, changes
  /// nothing and tells nothing; an event is always told of.
  /// Complexity: linear in the number of nodes that are executed and events that are processed.
  public func resume(_ state: inout SessionState, with input: SessionInput, at now: Timestamp) -> Turn {
    var turn = Turn()
    resume(&state, with: input, at: now, in: &turn)
    return turn
  }

  /// Resumes a session with an input; see `resume(_:with:at:)`.
  /// - Parameter turn: Is given what happens in place of what it holds. Whoever resumes many sessions keeps one, and with
  ///   it its memory.
  public func resume(
    _ state: inout SessionState, with input: SessionInput, at now: Timestamp, in turn: inout Turn
  ) {
    Execution.perform(with: program, on: &state, in: &turn, at: now) { $0.take(input) }
  }

  /// Whether a session waits in a Receive that a message resumes.
  public func receives(_ message: InboundMessage, in state: SessionState) -> Bool {
    guard case .waiting(.message(let filters, _), _) = state.status else { return false }
    return filters.contains { $0.admits(message) }
  }

  /// The id under which the gateway has taken the message whose receipt a session waits for; nil where it waits for none.
  public func awaitedReceipt(in state: SessionState) -> String? {
    guard case .waiting(.deliveryReport, let node) = state.status,
      case .sent(let submission)? = state.outputs[node]
    else { return nil }
    return submission.value.transactionID
  }

  /// Whether a session sends what its customer writes to the agent: it waits for events at a StartConversation of the
  /// customer's channel that forwards.
  public func forwardsMessages(in state: SessionState) -> Bool {
    guard case .waiting(.conversationEvent, let node) = state.status else { return false }
    return program[node].behavior.forwardsMessages(on: state.customer.channel)
  }
}
