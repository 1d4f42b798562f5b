import FlowInterpreter
import FlowModel
import JSONSyntax

/// A session somewhere in an exploration, with what its world is about to do.
struct ExploredSession {
  /// What the gateway does about the submission that the session waits for, if it does.
  enum Gateway {
    /// The session waits for no submission.
    case idle
    /// It is about to answer the first submission since something else happened.
    case first
    /// It is about to answer a later one: the session went on from one submission to the next.
    case later
    /// It does not answer.
    case silent
  }

  /// The session; nil before it has begun.
  var state: SessionState?
  /// What time it is.
  var now: Timestamp
  var gateway = Gateway.idle
  /// Whether the steps of a scenario can do what has happened so far: they choose how the first submission after a
  /// step is answered; those that follow from it are accepted.
  var isPlayable = true
}

/// The world of an explored session: what can happen to it, and what comes of that.
struct ExploredWorld {
  let machine: FlowMachine
  let values: ExploredValues
  /// How many events are held at once at most.
  let heldEvents: Int

  private let starts: [ExplorationInput]
  private let events: [ExplorationInput]
  private let conversationAnswers: [ExplorationInput]

  private static let gatewayAnswers = Simulation.GatewayBehavior.allCases.map(ExplorationInput.gateway)

  init(
    _ program: FlowProgram, heldEvents: Int, startingAt start: Timestamp, besides extras: ExploredExtras
  ) {
    machine = FlowMachine(program)
    self.heldEvents = heldEvents
    let values = ExploredValues(for: program, startingAt: start, besides: extras)
    self.values = values
    starts = Self.starts(of: program, values)
    events = values.eventInputs
    conversationAnswers =
      [.conversationStarted]
      + values.refusals.flatMap { status in
        values.refusalDetails.map { .conversationRefused(status: status, $0) }
      } + RequestFailure.allCases.map(ExplorationInput.conversationFailed)
  }

  /// What can happen to a session, always in the same order.
  ///
  /// What would change nothing is left out: an event that is discarded, a message that nobody takes, an answer that is
  /// not waited for.
  func inputs(for session: ExploredSession) -> [ExplorationInput] {
    guard let state = session.state else {
      return starts + (session.now == values.start ? values.laterStarts.map { .begins(at: $0) } : [])
    }
    guard let wait = state.wait else { return [] }
    let timer: [ExplorationInput] = wait.alarm == nil && state.expiry == nil ? [] : [.timer]
    let held = state.heldEventCount < heldEvents ? events : []
    switch wait {
    case .gatewayAnswer where session.gateway != .silent: return Self.gatewayAnswers
    case .gatewayAnswer:
      if case .open = state.conversation { return held + timer }
      return timer
    case .deliveryReport:
      return [.deliveryReport(.delivered), .deliveryReport(.failed)] + timer
    case .delay: return timer
    case .message(let filters, _):
      return filters.flatMap { messages(through: $0, at: state.node) } + timer
    case .conversationAnswer: return conversationAnswers + held + timer
    case .conversationEvent: return events + forwarded(in: state) + timer
    case .serviceAnswer(let effect, _):
      let answers = state.question(of: effect).flatMap { question in
        state.node.map { values.serviceAnswers(to: question, of: machine.program.graph[$0]) }
      }
      if case .open = state.conversation { return (answers ?? []) + held + timer }
      return (answers ?? []) + timer
    case .httpAnswer:
      let answers = state.node.map(values.httpAnswers) ?? []
      return answers.map(ExplorationInput.http) + timer
    }
  }

  /// Lets an input happen to a session that takes it.
  /// - Parameter tell: Is given what the machine does, piece by piece; nothing where it is not asked, since the gateway stays
  ///   silent.
  func apply(
    _ input: ExplorationInput, to session: inout ExploredSession,
    telling tell: ([Happening]) -> Void = { _ in }
  ) {
    if case .begins(let time) = input {
      session.now = time
      return
    }
    perform(input, on: &session, telling: tell)
    guard let state = session.state else { preconditionFailure("a session begins with its first input") }
    guard case .gatewayAnswer? = state.wait else {
      session.gateway = .idle
      return
    }
    switch input {
    case .gateway(.timeout): session.gateway = .silent
    case .gateway: session.gateway = .later
    // An event that comes while the gateway is silent is held.
    case .event where session.gateway == .silent: break
    default: session.gateway = .first
    }
  }

  private func perform(
    _ input: ExplorationInput, on session: inout ExploredSession, telling tell: ([Happening]) -> Void
  ) {
    if case .gateway(let behavior) = input, session.gateway == .later, behavior != .accepted {
      session.isPlayable = false
    }
    guard var state = session.state else { return begin(with: input, &session, telling: tell) }
    if input == .timer { session.now = nextTimer(of: session) ?? session.now }
    guard let sessionInput = self.input(input, for: state, session) else { return }
    var turn = FlowMachine.Turn()
    machine.resume(&state, with: sessionInput, at: session.now, in: &turn) {
      tell($0.happenings)
      $0.forgetHappenings()
    }
    tell(turn.happenings)
    // Every event here is a new one, so that all may bear one id, by which states would differ for ever.
    if case .event = input { state.forgetEventIDs() }
    session.state = state
  }

  private func begin(
    with input: ExplorationInput, _ session: inout ExploredSession, telling tell: ([Happening]) -> Void
  ) {
    let trigger: SessionTrigger
    switch input {
    case .message(let message): trigger = .message(sent(message))
    case .webhook(let webhook): trigger = .webhook(webhook)
    default: preconditionFailure("a session begins with a message or a webhook")
    }
    guard let beginning = machine.beginning(with: trigger) else {
      preconditionFailure("a session is begun with what its flow admits")
    }
    var turn = FlowMachine.Turn()
    session.state = beginning.begin(SessionKey("session-1"), at: session.now, in: &turn) {
      tell($0.happenings)
      $0.forgetHappenings()
    }
    tell(turn.happenings)
  }

  /// The machine's input; nil where nothing happens but that the gateway stays silent.
  private func input(
    _ input: ExplorationInput, for state: SessionState, _ session: ExploredSession
  ) -> SessionInput? {
    switch (input, state.wait) {
    case (.message(let message), _): .messageArrived(sent(message))
    case (.conversationStarted, .conversationAnswer(let effect, _)?):
      .conversationAnswered(.started(status: 200, StartedConversation.explored), to: effect, held: [])
    case (.conversationRefused(let status, let details), .conversationAnswer(let effect, _)?):
      .conversationAnswered(.refused(status: status, details.refusal), to: effect, held: [])
    case (.conversationFailed(let failure), .conversationAnswer(let effect, _)?):
      .conversationAnswered(.failed(failure), to: effect, held: [])
    case (.serviceSucceeded(let details), .serviceAnswer(let effect, _)?):
      state.question(of: effect).map {
        .serviceAnswered(.simulated(details, to: $0), to: effect)
      }
    case (.serviceRefused(let status, let details), .serviceAnswer(let effect, _)?):
      .serviceAnswered(.refused(status: status, details.refusal), to: effect)
    case (.serviceFailed(let failure), .serviceAnswer(let effect, _)?):
      .serviceAnswered(.failed(failure), to: effect)
    case (.event(let event), _): .eventArrived(event)
    case (.gateway(.accepted), .gatewayAnswer(let effect, _)?):
      .gatewayAnswered(.accepted(transactionID: "gateway-1"), to: effect)
    case (.gateway(.policyFail), .gatewayAnswer(let effect, _)?):
      .gatewayAnswered(.refusedByPolicy, to: effect)
    case (.gateway(.error), .gatewayAnswer(let effect, _)?): .gatewayAnswered(.failed, to: effect)
    case (.gateway(.timeout), _): nil
    case (.deliveryReport(let report), .deliveryReport(_, let transactionID, _)?):
      .deliveryReported(report, of: transactionID)
    case (.http(let answer), .httpAnswer(let effect, _)?): .httpAnswered(answer, to: effect)
    case (.timer, let wait):
      // The time has come, so the session's own timer fires if it is due.
      (state.expiry?.time == session.now ? state.expiry : wait?.alarm).map { .timerFired($0.timer) }
    default: preconditionFailure("an input is given to a session that takes it")
    }
  }

  /// When the next timer fires. Of two at one time it is the session's own, which was set first.
  func nextTimer(of session: ExploredSession) -> Timestamp? {
    let expiry = session.state?.expiry?.time
    guard let alarm = session.state?.wait?.alarm?.time else { return expiry }
    return expiry.map { min($0, alarm) } ?? alarm
  }
}

/// What is said.
extension ExploredWorld {
  private static func starts(of program: FlowProgram, _ values: ExploredValues) -> [ExplorationInput] {
    guard let start = program.graph.starts.first, let trigger = program.trigger?.trigger else { return [] }
    switch trigger {
    case .message(let messages):
      return texts(behind: messages.keywords, at: start, values).flatMap { text in
        names(on: messages.channel, values).flatMap { name in
          values.customers.map {
            .message(.scripted(text, on: messages.channel, from: $0, name: name))
          }
        }
      }
    case .webhook(let webhook):
      let machine = FlowMachine(program)
      return values.payloads.lazy
        .map { InboundWebhook(event: webhook.event, payload: $0, transactionID: "transaction-1") }
        .filter { machine.beginning(with: .webhook($0)) != nil }.map(ExplorationInput.webhook)
    }
  }

  private func messages(through filter: MessageFilter, at node: NodeID?) -> [ExplorationInput] {
    guard let node, let sender = filter.from else { return [] }
    return Self.texts(behind: filter.keywords, at: node, values).flatMap { text in
      Self.names(on: filter.channel, values).map {
        .message(.scripted(text, on: filter.channel, from: sender, to: filter.number, name: $0))
      }
    }
  }

  private func forwarded(in state: SessionState) -> [ExplorationInput] {
    guard machine.forwardsMessages(in: state) else { return [] }
    let customer = state.customer
    return [
      .message(
        .scripted(
          ExploredValues.plainText, on: customer.channel, from: customer.address,
          name: Self.names(on: customer.channel, values)[0]))
    ]
  }

  /// Texts that keywords let through: behind each of them, and as they are where they begin with one.
  private static func texts(
    behind keywords: Keywords, at node: NodeID, _ values: ExploredValues
  ) -> [String] {
    let texts = values.texts(at: node)
    guard case .words(let words) = keywords else { return texts }
    let spellings = values.spellings(at: node)
    return (spellings.isEmpty ? words : spellings).flatMap { word in
      texts.map { $0.isEmpty ? word : "\(word) \($0)" }
    } + texts.filter(keywords.admits)
  }

  private static func names(on channel: Channel, _ values: ExploredValues) -> [String?] {
    channel == .sms ? [nil] : values.customerNames
  }

  /// A message as the session is told of it.
  private func sent(_ message: InboundMessage) -> InboundMessage {
    InboundMessage(
      channel: message.channel, from: message.from,
      to: message.to ?? machine.program.address(on: message.channel), text: message.text, name: message.name,
      transactionID: "transaction-1")
  }
}
