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
    /// The turn is over: the session waits, or has ended.
    case stop
  }

  // The session and the turn are worked on where they are: copies would share their storage, and the first change would
  // copy all of that. `perform` sees to it that these, and the program, outlive the execution.
  private let stateAddress: UnsafeMutablePointer<SessionState>
  private let turnAddress: UnsafeMutablePointer<FlowMachine.Turn>
  unowned(unsafe) let program: FlowProgram
  let tables: ProgramTables
  let now: Timestamp
  /// The node that is being executed, or at which the session waits.
  private(set) var node: NodeID
  /// The message that began the session, for the Start node.
  var trigger: InboundMessage?

  /// Carries out a turn of a session.
  static func perform(
    with program: FlowProgram, on state: inout SessionState, in turn: inout FlowMachine.Turn,
    at now: Timestamp, _ body: (inout Execution) -> Void
  ) {
    turn.clear()
    let node = state.node ?? NodeID(0)
    // The execution cannot outlive what it points to: it is not copyable, and `body` does not escape.
    program.withTables { tables in
      withUnsafeMutablePointer(to: &state) { state in
        withUnsafeMutablePointer(to: &turn) { turn in
          var execution = Execution(
            stateAddress: state, turnAddress: turn, program: program, tables: tables, now: now, node: node)
          body(&execution)
        }
      }
    }
  }

  private init(
    stateAddress: UnsafeMutablePointer<SessionState>, turnAddress: UnsafeMutablePointer<FlowMachine.Turn>,
    program: FlowProgram, tables: ProgramTables, now: Timestamp, node: NodeID
  ) {
    self.stateAddress = stateAddress
    self.turnAddress = turnAddress
    self.program = program
    self.tables = tables
    self.now = now
    self.node = node
  }

  /// The session, where it is.
  var session: UnsafePointer<SessionState> { UnsafePointer(stateAddress) }

  /// The session.
  var state: SessionState {
    unsafeAddress { session }
    nonmutating unsafeMutableAddress { stateAddress }
  }

  /// What has happened so far.
  var turn: FlowMachine.Turn {
    unsafeAddress { UnsafePointer(turnAddress) }
    nonmutating unsafeMutableAddress { turnAddress }
  }

  /// The node that is being executed.
  var current: ProgramNode { program[node] }

  /// Carries out a step and all that follow from it, until the session waits or ends.
  mutating func run(_ first: Step) {
    var step = first
    while true {
      switch step {
      case .enter(let node): step = tables.with(node) { enter(node, $0) }
      case .leave(let outcome): step = tables.with(node) { leave($0, through: outcome) }
      case .endBranch: step = endBranch()
      case .stop: return
      }
    }
  }

  private mutating func enter(_ entered: NodeID, _ next: ProgramNode) -> Step {
    if let branch = state.branch, next.waits {
      tell { execution in
        let origin = execution.program[branch.node]
        return .waitingNodeSkipped(
          node: next.id, branch: origin.id, outcome: origin.exits[branch.outcome].outcome.name)
      }
      return .endBranch
    }
    guard state.executions < program.nodeExecutionLimit else { return end(.error, .nodeExecutionLimit) }
    state.executions += 1
    node = entered
    tell { _ in .nodeEntered(node: next.id, type: next.type) }
    assign(next.onEnter)
    return next.behavior.enter(&self)
  }

  private mutating func leave(_ left: ProgramNode, through outcome: Int) -> Step {
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
    case .end(let result): return end(program.results[result], nil)
    case .resume: return state.branch == nil ? end(.error, .resumeOutsideBranch) : .endBranch
    case .nowhere: return end(.error, .noTarget)
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
    // To take nothing would be a change, which needs memory.
    guard !state.heldEvents.isEmpty, let event = state.heldEvents.popFirst() else {
      return wait(for: .conversationEvent)
    }
    return process(event)
  }

  /// Processes an event at the node that waits for it.
  mutating func process(_ event: WebhookEvent) -> Step {
    tables.with(node) { $0.behavior.process(event, in: &self) }
  }

  /// Ends the turn: the node waits.
  mutating func wait(for wait: Wait) -> Step {
    state.status = .waiting(wait, at: node)
    turn.hasBegunToWait = true
    tell { .waiting(node: $0.current.id, for: wait.reason, until: wait.alarm?.time) }
    return .stop
  }

  /// Ends the turn and the session.
  private mutating func end(_ result: FlowResult, _ reason: EndReason?) -> Step {
    if let timer = state.expiryTimer { turn.effects.append(.cancelTimer(timer)) }
    state.expiryTimer = nil
    state.branch = nil
    state.status = .ended(result, reason)
    tell { _ in .ended(result, reason: reason) }
    discardHeldEvents(.sessionEnded)
    return .stop
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
      run(end(.incomplete, .expired))
    case .gatewayAnswered, .deliveryReported, .conversationAnswered, .httpAnswered, .messageArrived,
      .timerFired:
      guard let wait = state.wait else { return }
      run(tables.with(node) { $0.behavior.resume(&self, waiting: wait, input: input) })
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
