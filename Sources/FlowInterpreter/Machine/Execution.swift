import FlowModel
import JSONSyntax

/// One turn of a session under way: nodes are executed one after the other until the session waits or ends.
struct Execution: ~Copyable {
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
  private let stateAddress: UnsafeMutablePointer<SessionState>
  private let turnAddress: UnsafeMutablePointer<FlowMachine.Turn>
  /// The node that is being executed, or at which the session waits.
  private(set) var node: NodeID
  /// The message that began the session, for the Start node.
  var trigger: InboundMessage?

  /// Carries out a turn of a session.
  ///
  /// The execution works on the session's state and the turn where they are. Copies of them would share their storage, and
  /// the first change would copy all of that; moving them into the execution and back took a tenth of a turn.
  static func perform(
    with program: FlowProgram, on state: inout SessionState, in turn: inout FlowMachine.Turn,
    at now: Timestamp, _ body: (inout Execution) -> Void
  ) {
    turn.clear()
    let node = state.node ?? NodeID(0)
    withUnsafeMutablePointer(to: &state) { state in
      withUnsafeMutablePointer(to: &turn) { turn in
        // It cannot outlive the two: it is not copyable, and `body` does not escape.
        var execution = Execution(
          program: program, now: now, stateAddress: state, turnAddress: turn, node: node)
        body(&execution)
      }
    }
  }

  private init(
    program: FlowProgram, now: Timestamp, stateAddress: UnsafeMutablePointer<SessionState>,
    turnAddress: UnsafeMutablePointer<FlowMachine.Turn>, node: NodeID
  ) {
    self.program = program
    self.now = now
    self.stateAddress = stateAddress
    self.turnAddress = turnAddress
    self.node = node
  }

  /// The session.
  var state: SessionState {
    _read { yield stateAddress.pointee }
    _modify { yield &stateAddress.pointee }
  }

  /// What has happened so far.
  var turn: FlowMachine.Turn {
    _read { yield turnAddress.pointee }
    _modify { yield &turnAddress.pointee }
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
    case .process(let event): return current.behavior.process(event, in: &self)
    case .end(let result, let reason):
      end(result, reason)
      return nil
    case .wait(let wait):
      state.status = .waiting(wait, at: node)
      turn.hasBegunToWait = true
      tell { .waiting(node: $0.current.id, for: wait.reason, until: wait.alarm?.time) }
      return nil
    case .stay: return nil
    }
  }

  private mutating func enter(_ entered: NodeID) -> Step {
    let next = program[entered]
    if let branch = state.branch, next.waits {
      tell { execution in
        let origin = execution.program[branch.node]
        return .waitingNodeSkipped(
          node: next.id, branch: origin.id, outcome: origin.exits[branch.outcome].outcome.name)
      }
      return .endBranch
    }
    guard state.executions < program.nodeExecutionLimit else { return .end(.error, .nodeExecutionLimit) }
    state.executions += 1
    node = entered
    tell { _ in .nodeEntered(node: next.id, type: next.type) }
    assign(next.onEnter)
    return next.behavior.enter(&self)
  }

  private mutating func leave(through outcome: Int) -> Step {
    let left = current
    assign(left.onLeave)
    let isInBranch = state.branch != nil
    tell { _ in
      let exit = left.exits[outcome]
      return .outcome(
        node: left.id, outcome: exit.outcome.name, target: isInBranch ? exit.writtenOnBranch : exit.written)
    }
    if left.exits[outcome].isIntermediate { state.branch = IntermediateBranch(node: node, outcome: outcome) }
    switch isInBranch ? left.exits[outcome].branchWay : left.exits[outcome].way {
    case .node(let node): return .enter(node)
    case .end(let result): return .end(program.results[result], nil)
    case .resume: return state.branch == nil ? .end(.error, .resumeOutsideBranch) : .endBranch
    case .nowhere: return .end(.error, .noTarget)
    }
  }

  /// Goes back to the StartConversation that the branch came from: the next event that is held, or the wait.
  private mutating func endBranch() -> Step {
    guard let branch = state.branch else { preconditionFailure("only a running branch ends") }
    node = branch.node
    tell { execution in
      let origin = execution.current
      return .branchEnded(node: origin.id, outcome: origin.exits[branch.outcome].outcome.name)
    }
    state.branch = nil
    return state.heldEvents.popFirst().map(Step.process) ?? .wait(.conversationEvent)
  }

  private mutating func end(_ result: FlowResult, _ reason: EndReason?) {
    if let timer = state.expiryTimer { turn.effects.append(.cancelTimer(timer)) }
    state.expiryTimer = nil
    state.branch = nil
    state.status = .ended(result, reason)
    tell { _ in .ended(result, reason: reason) }
    discardHeldEvents(.sessionEnded)
  }

  /// Adds a record, which is made only where the turn is traced.
  /// - Returns: The number of the effect that the record tells of.
  @discardableResult
  mutating func tell(_ happening: (borrowing Execution) -> Happening) -> EffectID {
    state.recordCount += 1
    turn.recordCount += 1
    if turn.isTraced { turn.happenings.append(happening(self)) }
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
