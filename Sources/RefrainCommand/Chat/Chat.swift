import FlowModel
import RefrainKit

/// A conversation with flows, line by line: what a customer writes, and `/` commands that act as the agent and the
/// world.
///
/// A chat is a value, and pure: a line gives the next state and what there is to show. What was done is kept as the
/// steps of a scenario, so that it can be written down as one; files and the terminal are its driver's business.
struct Chat: Sendable {
  /// What a line leads to.
  struct Reply: Sendable {
    /// What was said and done.
    var log: [LogEntry] = []
    /// What there is to tell besides.
    var lines: [String] = []
    /// Whether something has been done or undone.
    var isChange = false
    /// What the driver is to do.
    var request: Request?
  }

  /// What only the driver of a chat can do.
  enum Request: Sendable, Hashable {
    /// Write the chat to a file, as a scenario.
    case save(path: String, overwriting: Bool)
    /// End it.
    case quit
  }

  /// Why a line could not be carried out, in a sentence without a full stop. It has changed nothing.
  struct Problem: Error, Sendable, Hashable {
    let reason: String

    init(_ reason: String) {
      self.reason = reason
    }
  }

  /// A step that was done.
  struct Step: Sendable {
    let action: Scenario.Action
    /// Whether it is a request's usual answer, which nobody asked for.
    let isAutomatic: Bool
    /// How many entries the log has after it.
    let logEnd: Int
  }

  /// All of a chat that going back restores.
  private struct Moment: Sendable {
    var player: StepPlayer
    /// Who writes what is no command.
    var writer: Writer
    /// How the next request to ECE is answered, if not as usual.
    var plannedResponse: Scenario.Response?
    /// How the next question for agents is answered, if not as usual.
    var plannedAvailability: AnswerDetails?
    /// Whether requests to ECE wait for a command that answers them, and whether they ever did.
    var holdsRequests = false
    var hasHeldRequests = false
    var stepCount = 0
    var logCount = 0
  }

  /// The flows.
  let project: FlowProject
  /// What was done, in order.
  private(set) var steps: [Step] = []
  /// What was said and done, in order.
  private(set) var log: [LogEntry] = []
  private var now: Moment
  /// The latest lines that changed something, each with how it was before.
  private var past: [(line: String, before: Moment)] = []

  /// Begins a chat with flows in which nothing has been said.
  init(_ project: FlowProject) {
    self.project = project
    now = Moment(
      player: StepPlayer(project, keeping: Limits.keptLineTraceSize), writer: Writer(of: project))
  }

  /// The flow that a session runs.
  func program(of session: HostedSession) -> FlowProgram { project[session.flow].machine.program }

  /// The flows' sessions, and the time.
  var simulation: Simulation { now.player.simulation }
  /// Who writes what is no command.
  var writer: Writer { now.writer }
  /// Whether no request to ECE was ever held: then a scenario answers them by itself too.
  var respondsByItself: Bool { !now.hasHeldRequests }
  /// Whether requests to ECE wait for a command that answers them.
  var holdsRequests: Bool { now.holdsRequests }
  /// Whether the next request to ECE is not answered as usual.
  var hasPlannedResponse: Bool { now.plannedResponse != nil }
  /// How the next question for agents is answered, if not as usual.
  var plannedAvailability: AnswerDetails? { now.plannedAvailability }
}

/// Lines.
extension Chat {
  /// Carries out a line. An empty one does nothing.
  mutating func take(_ line: String) throws(Problem) -> Reply {
    guard !line.allSatisfy(\.isWhitespace) else { return Reply() }
    guard line.first == "/", !line.hasPrefix("//") else {
      let text = line.first == "/" ? String(line.dropFirst()) : line
      return try change(by: line) { chat throws(Problem) in try chat.write(text) }
    }
    let command = try ChatCommand.named(String(line.prefix { !$0.isWhitespace }))
    let argument = line.drop { !$0.isWhitespace }.trimmed
    switch command.effect {
    case .changes(let body):
      return try change(by: line) { chat throws(Problem) in try body(&chat, argument) }
    case .tells(let body): return Reply(lines: try body(self, argument))
    case .asks(let body): return Reply(request: try body(argument))
    case .goesBack: return Reply(lines: try goBack(argument), isChange: true)
    }
  }

  /// Lets `body` change the chat, so that it can be undone; a problem leaves everything as it was.
  private mutating func change(
    by line: String, _ body: (inout Chat) throws(Problem) -> Void
  ) throws(Problem) -> Reply {
    let before = now
    do {
      try body(&self)
    } catch {
      restore(before)
      throw error
    }
    past.append((line, before))
    if past.count > Limits.chatUndo { past.removeFirst() }
    now.stepCount = steps.count
    now.logCount = log.count
    return Reply(log: Array(log[before.logCount...]), isChange: true)
  }

  private mutating func restore(_ moment: Moment) {
    now = moment
    steps.removeLast(steps.count - moment.stepCount)
    log.removeLast(log.count - moment.logCount)
  }

  /// Goes back so many lines as the argument says, one where it says nothing.
  private mutating func goBack(_ argument: String) throws(Problem) -> [String] {
    guard let count = argument.isEmpty ? 1 : Int(argument), count > 0 else {
      throw Problem("'\(argument)' is no number of lines to undo")
    }
    guard past.count >= count else {
      let limit =
        past.count == Limits.chatUndo ? "the last \(past.count) lines" : "\(past.count.counted("line"))"
      throw Problem(past.isEmpty ? "there is nothing to undo" : "only \(limit) can be undone")
    }
    let undone = past.suffix(count)
    if let first = undone.first { restore(first.before) }
    past.removeLast(count)
    return undone.reversed().map { "undone: \($0.line.printable)" }
  }
}

/// What lines do.
extension Chat {
  /// The customer writes.
  mutating func write(_ text: String) throws(Problem) {
    try checkSessions()
    try perform(writer.message(text))
  }

  /// A webhook comes. Whoever's session it begins writes from now on.
  mutating func post(webhook event: String, _ payload: JSON) throws(Problem) {
    try checkSessions()
    let count = simulation.host.startCount
    try perform(.webhook(.scripted(event, payload: payload)))
    guard simulation.host.startCount > count, let customer = simulation.latestSession?.state.customer,
      customer != writer.customer
    else { return }
    setWriter(Writer(customer, name: customer.channel == .messenger ? "Customer" : nil))
  }

  private func checkSessions() throws(Problem) {
    guard simulation.host.startCount < Limits.chatSessions else {
      throw Problem("there are \(Limits.chatSessions) sessions, as many as a run may have")
    }
  }

  /// Another customer writes from now on, or the same to another number.
  mutating func setWriter(_ writer: Writer) { now.writer = writer }

  /// Carries out a step, and answers the requests to ECE that come of it.
  mutating func perform(_ action: Scenario.Action) throws(Problem) {
    try carryOut(action, isAutomatic: false)
    try answerRequests()
  }

  /// The next request to ECE is answered so; the outstanding one where there is one.
  mutating func planResponse(_ response: Scenario.Response) throws(Problem) {
    now.plannedResponse = response
    try answerRequests()
  }

  /// The next question for agents is answered so; the outstanding one where there is one.
  mutating func planAvailability(_ availability: AnswerDetails) throws(Problem) {
    now.plannedAvailability = availability
    try answerRequests()
  }

  /// What ECE has been asked by the latest session that awaits its answer, but for a conversation.
  var outstandingQuestion: ServiceRequest.Question? {
    simulation.sessionAwaitingAnswer.flatMap(simulation.question)
  }

  /// Sets whether requests to ECE wait for a command that answers them.
  mutating func holdRequests(_ isHolding: Bool) throws(Problem) {
    now.holdsRequests = isHolding
    if isHolding { now.hasHeldRequests = true }
    try answerRequests()
  }

  /// Lets time pass. Requests that come meanwhile are answered when they come, not when it has passed.
  mutating func wait(_ span: TimeSpan) throws(Problem) {
    let end = simulation.host.now + span.milliseconds
    guard end <= Timestamp.last else {
      throw Problem("no time is after \(Timestamp.last.rfc3339), and it is \(simulation.host.now.rfc3339)")
    }
    while simulation.host.now < end {
      // How far one step goes is tried out: until a timer leads to a request that is to be answered.
      var trial = simulation
      repeat {
        trial.advance(milliseconds: min(end, trial.host.nextTimer?.time ?? end) - trial.host.now)
      } while trial.host.now < end && !isAnswerDue(in: trial)
      try perform(.advance(milliseconds: trial.host.now - simulation.host.now))
    }
  }

  /// Whether a request to ECE is outstanding that is not left to a command.
  private func isAnswerDue(in simulation: Simulation) -> Bool {
    guard let session = simulation.sessionAwaitingAnswer else { return false }
    return now.plannedResponse != nil || !now.holdsRequests
      || simulation.question(of: session).flatMap { now.plannedAvailability?.only(for: $0) } != nil
  }

  private mutating func answerRequests() throws(Problem) {
    while isAnswerDue(in: simulation) {
      if let response = now.plannedResponse {
        now.plannedResponse = nil
        try carryOut(.respond(response), isAutomatic: false)
      } else if let availability = outstandingQuestion.flatMap({ now.plannedAvailability?.only(for: $0) }) {
        now.plannedAvailability = nil
        try carryOut(.respond(.answered(status: 200, availability)), isAutomatic: false)
      } else {
        try carryOut(.respond(.usual), isAutomatic: true)
      }
    }
  }

  private mutating func carryOut(_ action: Scenario.Action, isAutomatic: Bool) throws(Problem) {
    do {
      try now.player.perform(action)
    } catch {
      throw Problem(error.reason)
    }
    log += now.player.takeLog()
    steps.append(Step(action: action, isAutomatic: isAutomatic, logEnd: log.count))
  }
}

extension AnswerDetails {
  /// What these say of agents in the words of a question for them; nil for another question.
  fileprivate func only(for question: ServiceRequest.Question) -> AnswerDetails? {
    switch question.kind {
    case .agentAvailability: AnswerDetails(isAvailable: isAvailable)
    case .agentCapacity: AnswerDetails(availableSlots: availableSlots)
    case .endConversation, .sendMessage, .entrypointConfiguration: nil
    }
  }
}
