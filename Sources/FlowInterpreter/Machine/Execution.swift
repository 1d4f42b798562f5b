import FlowModel
import JSONSyntax

/// A turn of a session under way: nodes are executed one after the other until the session waits or ends.
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

  /// How the session stands to a conversation while nodes are executed.
  enum Standing {
    /// It has none, or has left it behind.
    case apart(PastConversation)
    /// It has requested one, and awaits the answer.
    case requesting
    /// Its conversation is open, and the node that is executed is the StartConversation.
    case listening(ConversationID)
    /// Its conversation is open, and one of its intermediate branches is run.
    case onBranch(IntermediateBranch, ConversationID)
  }

  let program: FlowProgram
  let now: Timestamp
  /// The node that is being executed, or at which the session waits.
  private(set) var node: NodeID
  /// How the session stands to a conversation.
  var standing: Standing
  /// The session, which nobody else has meanwhile.
  var session: Owned<SessionState>
  /// What has happened so far.
  var turn: FlowMachine.Turn
  /// What began the session, for the Start node.
  private(set) var trigger: SessionTrigger?

  /// Takes a session up where it waits: the execution has it, and the turn, until `finish`.
  init(
    of program: FlowProgram, on state: consuming SessionState, in turn: inout FlowMachine.Turn,
    at now: Timestamp
  ) {
    self.program = program
    self.now = now
    node = state.stage.node ?? program.start ?? NodeID(0)
    standing = state.stage.standing
    session = Owned(state)
    self.turn = FlowMachine.Turn()
    swap(&self.turn, &turn)
  }

  /// Gives back the session and what happened.
  consuming func finish(_ turn: inout FlowMachine.Turn) -> SessionState {
    swap(&self.turn, &turn)
    return session.take()
  }

  /// The node that is being executed.
  var current: ProgramNode { program[node] }

  /// Whether an intermediate branch is running.
  var isOnBranch: Bool { if case .onBranch = standing { true } else { false } }

  /// The intermediate branch that is running, if one is.
  var branch: IntermediateBranch? {
    if case .onBranch(let branch, _) = standing { branch } else { nil }
  }
}

/// One node after the other.
extension Execution {
  /// Takes what has happened so far within a long turn.
  typealias HandOver = (inout FlowMachine.Turn) -> Void

  /// Begins the session with what triggered it.
  mutating func begin(with trigger: SessionTrigger, at start: NodeID, _ handOver: HandOver) {
    self.trigger = trigger
    let customer = session.value.customer
    let name = program.name
    emit(.sessionStarted(flow: name, channel: customer.channel, from: customer.address))
    setExpiry(after: program.graph.settings.expiresAfterSeconds)
    run(.enter(start), handOver)
  }

  /// Carries out a step and all that follow from it, until the session waits or ends.
  mutating func run(_ first: Step, _ handOver: HandOver) {
    var step = first
    while true {
      if turn.happenings.count >= Limits.turnHappenings { handOver(&turn) }
      switch step {
      case .enter(let node): step = enter(node)
      case .leave(let outcome): step = leave(through: outcome)
      case .endBranch: step = endBranch()
      case .stop: return
      }
    }
  }

  private mutating func enter(_ entered: NodeID) -> Step {
    let next = program[entered]
    if let branch, next.waits {
      let origin = program[branch.node]
      emit(
        .waitingNodeSkipped(
          node: next.id, branch: origin.id, outcome: origin.transitions[branch.outcome].outcome.name))
      return .endBranch
    }
    guard session.value.executions < program.nodeExecutionLimit else {
      return end(.error, .nodeExecutionLimit)
    }
    session.value.executions += 1
    node = entered
    emit(.nodeEntered(node: next.id, type: next.type))
    if !next.onEnter.isEmpty { assign(next.onEnter) }
    return next.behavior.enter(&self)
  }

  private mutating func leave(through outcome: Int) -> Step {
    let left = current
    if !left.onLeave.isEmpty { assign(left.onLeave) }
    let target = isOnBranch ? left.transitions[outcome].targetOnBranch : left.transitions[outcome].target
    emit(.outcome(node: left.id, outcome: left.transitions[outcome].outcome.name, target: target.written))
    if left.transitions[outcome].outcome.class == .intermediate {
      beginBranch(IntermediateBranch(node: node, outcome: outcome))
    }
    switch target.way {
    case .node(let node): return .enter(node)
    case .end(let result): return end(result, nil)
    case .resume: return isOnBranch ? .endBranch : end(.error, .resumeOutsideBranch)
    case .nowhere: return end(.error, .noTarget)
    }
  }

  private mutating func beginBranch(_ branch: IntermediateBranch) {
    guard case .listening(let conversation) = standing else {
      preconditionFailure("an intermediate outcome is one of an open conversation")
    }
    standing = .onBranch(branch, conversation)
  }

  /// Goes back to the StartConversation that the branch came from: the next event that is held, or the wait.
  private mutating func endBranch() -> Step {
    guard case .onBranch(let branch, let conversation) = standing else {
      preconditionFailure("only a running branch ends")
    }
    node = branch.node
    let origin = current
    emit(.branchEnded(node: origin.id, outcome: origin.transitions[branch.outcome].outcome.name))
    standing = .listening(conversation)
    guard !session.value.heldEvents.isEmpty else { return listen(to: conversation) }
    return origin.behavior.process(session.value.heldEvents.removeFirst(), in: &self)
  }

  /// Ends the turn and the session.
  private mutating func end(_ result: FlowResult, _ reason: EndReason?) -> Step {
    if let expiry = session.value.expiry { turn.effects.append(.cancelTimer(expiry.timer)) }
    session.value.expiry = nil
    session.value.stage = .ended(Ending(result: result, reason: reason, at: now, conversation: conversation))
    emit(.ended(result, reason: reason))
    discardHeldEvents(.sessionEnded)
    return .stop
  }

  /// How the conversation stands while nodes are executed.
  private var conversation: Conversation {
    switch standing {
    case .apart(.none): .none
    case .apart(.failed): .failed
    case .apart(.completed(let id)): .completed(id: id)
    case .requesting: .requested
    case .listening(let id), .onBranch(_, let id): .open(id: id)
    }
  }

  /// Adds a record; where the turn is not traced it is numbered, but not made.
  mutating func emit(_ happening: @autoclosure () -> Happening) {
    session.value.recordCount += 1
    turn.recordCount += 1
    if turn.isTraced { turn.happenings.append(happening()) }
  }

  /// Tells what came of a request of the node that is executed.
  mutating func emitAnswer(_ answer: Happening.Answer) {
    let node = current
    emit(.answerReceived(node: node.id, answer))
  }

  /// The number of an effect that is asked for next: that of the record just before, which tells of it.
  var nextEffect: EffectID { EffectID(session.value.recordCount) }

  /// Asks the world to do something that it will answer, and keeps in mind that it has been asked.
  mutating func request(_ effect: Effect) {
    turn.effects.append(effect)
    session.value.pending.append(effect)
  }
}

/// Taking an input.
extension Execution {
  /// Resumes the session with an input. One that the session does not wait for changes nothing.
  mutating func take(_ input: SessionInput, _ handOver: HandOver) {
    let answered = input.answeredEffect.flatMap { session.value.settle($0) }
    switch input {
    case .eventArrived(let event): arrive(event, handOver)
    case .timerFired(let timer) where timer == session.value.expiry?.timer: expire(handOver)
    case .messageArrived(let message) where session.value.conversationNode != nil: forward(message)
    case .forwardSettled(.givenUp(let reason), _):
      guard case .forward(_, _, let node, _)? = answered else { return }
      let origin = program[node]
      emit(.forwardFailed(node: origin.id, reason: reason))
    case .forwardSettled(.delivered, _): break
    case .gatewayAnswered, .deliveryReported, .conversationAnswered, .serviceAnswered, .httpAnswered,
      .messageArrived, .timerFired:
      guard let wait = session.value.stage.wait else { return }
      let node = current
      run(node.behavior.resume(&self, waiting: wait, input: input), handOver)
    }
  }

  private mutating func expire(_ handOver: HandOver) {
    guard let wait = session.value.stage.wait else { return }
    session.value.expiry = nil
    stopWaiting(wait)
    run(end(.incomplete, .expired), handOver)
  }

  /// Sends what the customer wrote to the agent, where the StartConversation forwards it.
  private mutating func forward(_ message: InboundMessage) {
    let conversation: ConversationID
    switch standing {
    case .listening(let id), .onBranch(_, let id): conversation = id
    case .apart, .requesting: return
    }
    guard let node = session.value.conversationNode else { return }
    let origin = program[node]
    guard origin.behavior.forwardsMessages(on: message.channel) else { return }
    emit(.messageForwarded(node: origin.id, text: message.text))
    if session.value.pending.count >= Limits.pendingEffects { session.value.pending.remove(at: 0) }
    request(.forward(text: message.text, conversationID: conversation, from: node, nextEffect))
  }
}
