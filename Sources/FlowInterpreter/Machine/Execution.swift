import FlowModel
import JSONSyntax

/// One turn of a session under way: nodes are executed one after the other until the session waits or ends.
struct Execution {
  /// What comes next in a turn.
  enum Step {
    /// A node is entered.
    case enter(NodeID)
    /// The node is left through the outcome with this index.
    case leave(Int)
    /// The intermediate branch is over.
    case endBranch
    /// An event is processed.
    case process(WebhookEvent)
    /// The session is over.
    case end(FlowResult, EndReason?)
    /// The node waits; the turn is over.
    case wait(Wait)
    /// Nothing changes; the turn is over.
    case stay
  }

  let program: FlowProgram
  let now: Timestamp
  var state: SessionState
  var turn = FlowMachine.Turn()
  /// The node that is being executed, or at which the session waits.
  private(set) var node: NodeID
  /// The message that began the session, for the Start node.
  var trigger: InboundMessage?

  init(_ program: FlowProgram, resuming state: SessionState, now: Timestamp) {
    self.program = program
    self.state = state
    self.now = now
    node = state.node ?? NodeID(0)
  }

  /// The execution of a session's first turn.
  init(_ program: FlowProgram, customer: Customer, now: Timestamp) {
    let variables = program.graph.variables.map { variable -> JSON in
      switch variable.initialValue {
      case .null: .null
      case .boolean(let boolean): .boolean(boolean)
      case .number(let number): .number(number)
      case .text(let text): .string(text)
      }
    }
    // The status is replaced before anybody sees the state: the first turn ends in a wait or an end.
    let state = SessionState(
      customer: customer, status: .waiting(.conversationEvent, at: NodeID(0)), variables: variables)
    self.init(program, resuming: state, now: now)
  }

  /// The node that is being executed.
  var current: ProgramNode { program[node] }

  /// Carries out a step and all that follow from it, until the session waits or ends.
  mutating func run(_ first: Step) {
    var step = first
    while let next = carryOut(step) { step = next }
  }

  /// Carries out a step. Nil where the turn is over.
  private mutating func carryOut(_ step: Step) -> Step? {
    switch step {
    case .enter(let node): return enter(node)
    case .leave(let outcome): return leave(through: outcome)
    case .endBranch: return endBranch()
    case .process(let event): return process(event)
    case .end(let result, let reason):
      end(result, reason)
      return nil
    case .wait(let wait):
      state.status = .waiting(wait, at: node)
      tell(.waiting(node: current.id, for: wait.reason, until: wait.alarm?.time))
      return nil
    case .stay: return nil
    }
  }

  private mutating func enter(_ entered: NodeID) -> Step {
    if let branch = state.branch, program[entered].waits {
      let origin = program[branch.node]
      tell(
        .waitingNodeSkipped(
          node: program[entered].id, branch: origin.id, outcome: origin.exits[branch.outcome].outcome.name))
      return .endBranch
    }
    guard state.executions < program.graph.settings.nodeExecutionLimit else {
      return .end(.error, .nodeExecutionLimit)
    }
    state.executions += 1
    node = entered
    tell(.nodeEntered(node: current.id, type: current.type))
    assign(current.onEnter)
    return current.behavior.enter(&self)
  }

  private mutating func leave(through outcome: Int) -> Step {
    assign(current.onLeave)
    let exit = current.exits[outcome]
    let (target, written) = exit.target(inBranch: state.branch != nil)
    tell(.outcome(node: current.id, outcome: exit.outcome.name, target: written))
    if exit.outcome.class == .intermediate { state.branch = IntermediateBranch(node: node, outcome: outcome) }
    switch target {
    case .node(let node)?: return .enter(node)
    case .end(let result)?: return .end(result, nil)
    case .resume?: return state.branch == nil ? .end(.error, .resumeOutsideBranch) : .endBranch
    case nil: return .end(.error, .noTarget)
    }
  }

  /// Goes back to the StartConversation that the branch came from: the next event that is held, or the wait.
  private mutating func endBranch() -> Step {
    guard let branch = state.branch else { preconditionFailure("only a running branch ends") }
    node = branch.node
    tell(.branchEnded(node: current.id, outcome: current.exits[branch.outcome].outcome.name))
    state.branch = nil
    return state.heldEvents.popFirst().map(Step.process) ?? .wait(.conversationEvent)
  }

  private mutating func end(_ result: FlowResult, _ reason: EndReason?) {
    if let timer = state.expiryTimer { turn.effects.append(.cancelTimer(timer)) }
    state.expiryTimer = nil
    state.branch = nil
    state.status = .ended(result, reason)
    tell(.ended(result, reason: reason))
    discardHeldEvents(.sessionEnded)
  }

  /// Adds a record.
  /// - Returns: The number of the effect that the record tells of.
  @discardableResult
  mutating func tell(_ happening: Happening) -> EffectID {
    turn.happenings.append(happening)
    state.recordCount += 1
    return EffectID(state.recordCount)
  }
}

/// Taking an input.
extension Execution {
  /// Resumes the session with an input. One that the session does not wait for changes nothing.
  mutating func take(_ input: SessionInput) {
    switch input {
    case .eventArrived(let event, let isFormer): arrive(event, isFormer: isFormer)
    case .timerFired(let timer) where timer == state.expiryTimer:
      guard let wait = state.wait else { return }
      cancelAlarm(of: wait)
      state.expiryTimer = nil
      run(.end(.incomplete, .expired))
    case .gatewayAnswered, .deliveryReported, .conversationAnswered, .httpAnswered, .messageArrived,
      .timerFired:
      guard let wait = state.wait else { return }
      run(current.behavior.resume(&self, waiting: wait, input: input))
    }
  }
}

/// Timers.
extension Execution {
  /// Sets a timer that ends a wait.
  /// - Parameter milliseconds: How long from now.
  mutating func setAlarm(after milliseconds: Int64) -> Wait.Alarm {
    let timer = nextTimer()
    let time = now + milliseconds
    turn.effects.append(.setTimer(timer, at: time))
    return Wait.Alarm(timer: timer, time: time)
  }

  /// Forgets the timer of a wait that has ended for another reason.
  mutating func cancelAlarm(of wait: Wait) {
    if let alarm = wait.alarm { turn.effects.append(.cancelTimer(alarm.timer)) }
  }

  /// Sets the timer that ends the session, if it has one.
  mutating func setExpiry(after seconds: Double?) {
    guard let seconds else { return }
    let timer = nextTimer()
    turn.effects.append(.setTimer(timer, at: now + Milliseconds.ofTimeout(seconds)))
    state.expiryTimer = timer
  }

  private mutating func nextTimer() -> TimerID {
    state.timerCount += 1
    return TimerID(state.timerCount)
  }
}
