public import FlowHosting
public import FlowInterpreter
public import FlowModel
public import JSONSyntax

/// The simulated channel: a flow's host in virtual time, with a gateway and a conversation service that do as they are told.
///
/// A simulation is a value and pure: what was put in decides what comes out. Time stands still but for `advance`.
public struct Simulation: Sendable {
  /// How the gateway answers a submission.
  public enum GatewayBehavior: String, Sendable, CaseIterable {
    case accepted, policyFail, error
    /// It does not answer.
    case timeout
  }

  /// What was said and done, in order.
  public var log: [LogEntry] { observer.log.entries }
  /// The trace so far. Complexity: linear in the log's length.
  public var records: [TraceRecord] {
    log.compactMap(\.record)
  }
  /// What is wrong with callback messages that were skipped.
  public private(set) var notices: [String] = []
  /// How the next submissions of messages are answered, in order; then the gateway accepts again.
  public var nextGatewayBehaviors: [GatewayBehavior] = []

  /// The sessions, and the time.
  public private(set) var host: FlowHost
  private var observer: SimulationObserver
  /// Sessions that have ended, as they were then: a host forgets them.
  private var endedSessions: [SessionKey: HostedSession] = [:]
  /// How many messages of customers, and webhooks, there have been.
  private var transactions = 0
  private var sentMessages = 0
  private var startedConversations = 0

  /// Virtual time 0, where nothing else is said.
  public static let defaultStart = Timestamp(milliseconds: 1_767_225_600_000)

  /// Creates a simulation of a flow without sessions.
  /// - Parameter start: Virtual time 0.
  public init(_ program: FlowProgram, startingAt start: Timestamp = defaultStart) {
    self.init(FlowProject(program), startingAt: start)
  }

  /// Creates a simulation of a project's flows without sessions.
  /// - Parameter start: Virtual time 0.
  public init(_ project: FlowProject, startingAt start: Timestamp = defaultStart) {
    self.init(project, startingAt: start, keeping: nil, expecting: nil)
  }

  /// - Parameters:
  ///   - limit: How many bytes the trace of the log's beginning may have; nil where all of the log is kept.
  ///   - expected: What records are to come.
  init(
    _ project: FlowProject, startingAt start: Timestamp, keeping limit: Int?,
    expecting expected: ExpectedRecords?
  ) {
    host = FlowHost(project, keys: .numbered, start: start)
    observer = SimulationObserver(log: SimulationLog(startingAt: start, limit: limit), expected: expected)
  }

  /// Hands over what was said and done since the last time, and forgets it and its records.
  public mutating func takeLog() -> [LogEntry] {
    defer { observer.log.clear() }
    return log
  }

  /// What records are expected, and which of them have come.
  var expected: ExpectedRecords? { observer.expected }

  /// Asks the next of the expectations of records; nil where there are none.
  mutating func askNextExpectation() -> ExpectedRecords.Answer? { observer.expected?.ask() }

  /// How often each node was entered and each outcome taken, by the flows that were ever entered.
  var counts: [FlowID: TraceCounts] { observer.counts }

  /// All sessions, those that the host has forgotten as they were when they ended, in the order of their starts.
  public var sessions: [HostedSession] {
    let forgotten = endedSessions.values.filter { host[$0.key] == nil }
    return (host.sessions + forgotten).sorted { $0.number < $1.number }
  }

  /// The session that started last.
  public var latestSession: HostedSession? { host.latestKey.flatMap { self[$0] } }

  /// The session with a key; nil where there is none.
  public subscript(key: SessionKey) -> HostedSession? { host[key] ?? endedSessions[key] }
}

/// What begins sessions.
extension Simulation {
  /// A customer writes.
  /// - Parameter to: What is written to: a number of the business, or a Messenger app.
  public mutating func customerWrites(
    _ text: String, on channel: Channel, from: CustomerAddress, to: BusinessAddress?, name: String? = nil
  ) {
    transactions += 1
    let message = InboundMessage.scripted(text, on: channel, from: from, to: to, name: name)
      .numbered(transactions)
    observer.observe(.customerWrote(message, at: host.now))
    take(.message(message))
  }

  /// A webhook comes, which may begin sessions.
  public mutating func webhookComes(_ event: String, payload: JSON) {
    transactions += 1
    let webhook = InboundWebhook(
      event: event, payload: payload, transactionID: "transaction-\(transactions)")
    observer.observe(.webhookCame(webhook, at: host.now))
    take(.webhook(webhook))
  }
}

/// The conversation service.
extension Simulation {
  /// The latest session that waits for an answer of ECE.
  public var sessionAwaitingAnswer: SessionKey? {
    host.latestSession(waitingFor: .conversationAnswer, .serviceAnswer)?.key
  }

  /// What ECE has been asked by a session that awaits the answer, but for a conversation.
  public func question(of session: SessionKey) -> ServiceRequest.Question? {
    guard case .serviceAnswer(let effect, _)? = host[session]?.state.wait else { return nil }
    return host[session]?.state.question(of: effect)
  }

  /// Answers what a session has asked ECE. What a success leaves out is made up: the ids of a conversation, or that all is
  /// well with the entry point.
  public mutating func answerRequest(
    of session: SessionKey, status: Int = 200, _ details: AnswerDetails = AnswerDetails()
  ) {
    switch host[session]?.state.wait {
    case .conversationAnswer(let effect, _)?:
      take(.answer(.conversation(conversationAnswer(status, details)), to: key(session, effect)))
    case .serviceAnswer(let effect, _)?:
      guard let question = question(of: session) else { return }
      take(
        .answer(
          .service(.simulated(status: status, details, to: question)), to: key(session, effect)))
    default: break
    }
  }

  /// Lets what a session has asked ECE fail without an answer.
  public mutating func failRequest(of session: SessionKey, _ failure: RequestFailure) {
    switch host[session]?.state.wait {
    case .conversationAnswer(let effect, _)?:
      take(.answer(.conversation(.failed(failure)), to: key(session, effect)))
    case .serviceAnswer(let effect, _)?:
      take(.answer(.service(.failed(failure)), to: key(session, effect)))
    default: break
    }
  }

  private func key(_ session: SessionKey, _ effect: EffectID) -> IdempotencyKey {
    IdempotencyKey(session: session, effect: effect)
  }

  private mutating func conversationAnswer(_ status: Int, _ details: AnswerDetails) -> ConversationAnswer {
    guard 200..<300 ~= status else { return .refused(status: status, Refusal(details)) }
    startedConversations += 1
    return .started(status: status, .simulated(number: startedConversations, details))
  }

  /// The session that an event without a conversation is meant for: the latest one that has or has requested a
  /// conversation, live ones before ended ones.
  public var sessionWithConversation: SessionKey? {
    let candidates = sessions.filter { $0.state.conversation != .none }
    return (candidates.last { $0.state.isLive } ?? candidates.last)?.key
  }

  /// An event is posted: to the session that has its conversation, or to one that is named.
  public mutating func post(_ event: WebhookEvent, to session: SessionKey? = nil) {
    take(.event(event, of: session))
  }

  /// A raw callback body is posted. Messages of it that are malformed are noted and skipped.
  /// - Returns: The indices of the messages that are skipped, from 0.
  /// - Throws: `MalformedCallback.body` where nothing of it can be taken.
  @discardableResult
  public mutating func post(callback body: JSON) throws(MalformedCallback) -> [Int] {
    let callback = try CallbackBody(body)
    take(.callback(callback))
    return callback.messages.enumerated().compactMap { index, message in
      if case .failure = message { index } else { nil }
    }
  }
}

/// The gateway.
extension Simulation {
  /// The latest session that waits for a delivery receipt.
  public var sessionAwaitingReport: SessionKey? {
    host.latestSession(waitingFor: .deliveryReport)?.key
  }

  /// Reports on the message whose receipt a session waits for.
  public mutating func report(_ report: DeliveryReport, to session: SessionKey) {
    guard let id = host[session]?.state.stage.awaitedReceipt else { return }
    take(.receipt(report, gatewayID: id, of: nil))
  }
}

/// Web services.
extension Simulation {
  /// The latest session that waits for the answer of a web service.
  public var sessionAwaitingHTTP: SessionKey? { host.latestSession(waitingFor: .httpAnswer)?.key }

  /// Answers a session's request to a web service.
  public mutating func answerHTTP(
    of session: SessionKey, status: Int = 200, headers: JSONObject = JSONObject(), body: JSON = .null
  ) {
    answer(.response(.simulated(status: status, headers: headers, body: body)), for: session)
  }

  /// Lets a session's request to a web service fail without an answer.
  public mutating func failHTTP(of session: SessionKey, _ failure: HTTPFailure) {
    answer(.failed(failure), for: session)
  }

  private mutating func answer(_ answer: HTTPAnswer, for session: SessionKey) {
    guard case .httpAnswer(let effect, _)? = host[session]?.state.wait else { return }
    take(.answer(.http(answer), to: IdempotencyKey(session: session, effect: effect)))
  }
}

/// Time and effects.
extension Simulation {
  /// Lets time pass; timers fire in order.
  /// - Parameter isAnswering: Whether a request to ECE that comes meanwhile is answered 200 just before its timer would fire.
  public mutating func advance(milliseconds: Int64, answeringRequests isAnswering: Bool = false) {
    let end = host.now + milliseconds
    while isAnswering, let timer = host.nextTimer, timer.time <= end {
      // To fire a timer, or to answer in its place, it is first its time.
      if case .session(let key, let id) = timer.name, host[key]?.state.awaitsAnswer(until: id) == true {
        host.letTimePass(until: timer.time)
        answerRequest(of: key)
      } else {
        take(.timer(timer.name))
      }
    }
    take(.timePassed(until: end))
  }

  /// Writes the host down and restores it, as a service does that is started anew: nothing may come of it.
  public mutating func restart() throws(SessionDocumentError) {
    host = try FlowHost(restoring: host.snapshot(), host.project, keys: .numbered)
  }

  /// Gives the host an input, and performs its effects and those that follow from them until the sessions wait for
  /// something that is not at once; then what is left of the input.
  private mutating func take(_ input: HostInput) {
    var next: HostInput? = input
    while let input = next {
      if let event = input.event { observer.observe(.eventPosted(event, at: host.now)) }
      let output = perform(input)
      var pending = output.effects[...]
      while let effect = pending.popFirst() {
        // Requests wait for their answers.
        guard let answer = nextAnswer(to: effect.effect) else { continue }
        let following = perform(.answer(answer, to: effect.key))
        pending += following.effects
      }
      next = output.rest
    }
  }

  /// Gives the host an input, and tells what happens as it happens.
  private mutating func perform(_ input: HostInput) -> HostOutput {
    // What is changed within the host's turn is moved out, not copied.
    var observer = SimulationObserver(log: SimulationLog(startingAt: host.start, limit: nil), expected: nil)
    swap(&observer, &self.observer)
    let output = host.take(input) { records in
      for record in records { observer.observe(.record(record)) }
      records.removeAll(keepingCapacity: true)
    }
    for record in output.records { observer.observe(.record(record)) }
    for case .messageSkipped(let index, let problem) in output.problems {
      notices.append("message \(index) of the callback is skipped: \(problem.reason)")
    }
    for key in observer.endedSessions { endedSessions[key] = host[key] }
    observer.settle { self[$0]?.flow }
    swap(&observer, &self.observer)
    return output
  }

  /// The answer to an effect that is answered at once; nil for one that is not.
  private mutating func nextAnswer(to effect: Effect) -> EffectAnswer? {
    switch effect {
    case .send: nextGatewayAnswer().map { .gateway($0) }
    case .forward: .forward(.delivered)
    case .requestConversation, .requestService, .requestHTTP, .setTimer, .cancelTimer: nil
    }
  }

  private mutating func nextGatewayAnswer() -> GatewayAnswer? {
    sentMessages += 1
    switch nextGatewayBehaviors.isEmpty ? .accepted : nextGatewayBehaviors.removeFirst() {
    case .accepted: return .accepted(transactionID: "gateway-\(sentMessages)")
    case .policyFail: return .refusedByPolicy
    case .error: return .failed
    case .timeout: return nil
    }
  }
}

extension SessionState {
  /// What ECE has been asked by an effect that is not answered yet.
  func question(of effect: EffectID) -> ServiceRequest.Question? {
    for case .requestService(let request, effect) in pendingEffects { return request.question }
    return nil
  }

  /// Whether it awaits an answer of ECE that a timer would put an end to.
  fileprivate func awaitsAnswer(until timer: TimerID) -> Bool {
    switch wait {
    case .conversationAnswer(_, let alarm)?, .serviceAnswer(_, let alarm)?: alarm.timer == timer
    default: false
    }
  }
}

extension HostInput {
  /// The webhook event that comes first in it.
  fileprivate var event: WebhookEvent? {
    switch self {
    case .event(let event, _): event
    case .callback(let body): try? body.first.get()
    case .message, .webhook, .answer, .receipt, .timer, .timePassed: nil
    }
  }
}
