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
  public private(set) var log: [LogEntry] = []
  /// The trace so far.
  public private(set) var records: [TraceRecord] = []
  /// What is wrong with callback messages that were skipped.
  public private(set) var notices: [String] = []
  /// How the next submission of a message is answered; then the gateway accepts again.
  public var nextGatewayBehavior = GatewayBehavior.accepted

  /// The sessions, and the time.
  public private(set) var host: FlowHost
  private var customerMessages = 0
  private var sentMessages = 0
  private var startedConversations = 0

  /// Virtual time 0, where nothing else is said.
  public static let defaultStart = Timestamp(milliseconds: 1_767_225_600_000)

  /// Creates a simulation of a flow without sessions.
  /// - Parameter start: Virtual time 0.
  public init(_ program: FlowProgram, startingAt start: Timestamp = defaultStart) {
    host = FlowHost(FlowMachine(program), start: start)
  }

  /// Hands over what was said and done since the last time, and forgets it and its records.
  public mutating func takeLog() -> [LogEntry] {
    defer {
      log = []
      records = []
    }
    return log
  }

  /// The session that started last.
  public var latestSession: HostedSession? { host.sessions.last }
}

/// The customer.
extension Simulation {
  /// A customer writes.
  /// - Parameter to: What is written to: a number of the business, or a Messenger app.
  public mutating func customerWrites(
    _ text: String, on channel: Channel, from: CustomerAddress, to: String?, name: String? = nil
  ) {
    customerMessages += 1
    let message = InboundMessage(
      channel: channel, from: from, to: to, text: text, name: name,
      transactionID: "transaction-\(customerMessages)")
    log.append(.customerWrote(message, at: host.now))
    settle(host.receive(message))
  }
}

/// The conversation service.
extension Simulation {
  /// The latest session that waits for the answer to a conversation request.
  public var sessionAwaitingConversation: SessionID? {
    host.latestSession(waitingFor: .conversationAnswer)
  }

  /// Answers a session's conversation request with a 2xx status. Ids that are left out are made up.
  public mutating func startConversation(
    of session: SessionID, status: Int = 200, id: ConversationID? = nil, caseID: String? = nil,
    activityID: String? = nil
  ) {
    startedConversations += 1
    answer(
      .started(
        status: status,
        .simulated(number: startedConversations, id: id, caseID: caseID, activityID: activityID)),
      for: session)
  }

  /// Answers a session's conversation request with another status.
  public mutating func refuseConversation(
    of session: SessionID, status: Int, code: JSON? = nil, developerMessage: String? = nil
  ) {
    var body = JSONObject()
    body["code"] = code
    body["developerMessage"] = developerMessage.map { .string($0) }
    answer(
      .refused(
        status: status,
        Refusal(code: code ?? .null, developerMessage: developerMessage, body: .object(body))),
      for: session)
  }

  /// Lets a session's conversation request fail without an answer.
  public mutating func failConversation(of session: SessionID, _ failure: RequestFailure) {
    answer(.failed(failure), for: session)
  }

  private mutating func answer(_ answer: ConversationAnswer, for session: SessionID) {
    guard case .conversationAnswer(let effect, _)? = host[session].state.wait else { return }
    settle(host.receive(answer, to: effect, of: session))
  }

  /// The session that an event without a conversation is meant for: the latest one that has or has requested a
  /// conversation, live ones before ended ones.
  public var sessionWithConversation: SessionID? { host.latestSessionWithConversation }

  /// An event is posted: to the session that has its conversation, or to one that is named.
  public mutating func post(_ event: WebhookEvent, to session: SessionID? = nil) {
    log.append(.eventPosted(event, at: host.now))
    settle(session.map { host.receive(event, of: $0) } ?? host.receive(event))
  }

  /// A raw callback body is posted. What is malformed of it is noted and skipped.
  public mutating func post(callback body: JSON) {
    do {
      for (index, message) in try CallbackBody(body).messages.enumerated() {
        switch message {
        case .success(let event): post(event)
        case .failure(let problem):
          notices.append("message \(index) of the callback is skipped: \(problem.reason)")
        }
      }
    } catch {
      notices.append("the callback is skipped: \(error.reason)")
    }
  }
}

/// The gateway.
extension Simulation {
  /// The latest session that waits for a delivery receipt.
  public var sessionAwaitingReport: SessionID? {
    host.latestSession(waitingFor: .deliveryReport)
  }

  /// Reports on the message whose receipt a session waits for.
  public mutating func report(_ report: DeliveryReport, to session: SessionID) {
    guard case .deliveryReport(let effect, _)? = host[session].state.wait else { return }
    settle(host.receive(report, of: effect, of: session))
  }
}

/// Web services.
extension Simulation {
  /// The latest session that waits for the answer of a web service.
  public var sessionAwaitingHTTP: SessionID? { host.latestSession(waitingFor: .httpAnswer) }

  /// Answers a session's request to a web service.
  public mutating func answerHTTP(
    of session: SessionID, status: Int = 200, headers: JSONObject = JSONObject(), body: JSON = .null
  ) {
    answer(.response(.simulated(status: status, headers: headers, body: body)), for: session)
  }

  /// Lets a session's request to a web service fail without an answer.
  public mutating func failHTTP(of session: SessionID, _ failure: HTTPFailure) {
    answer(.failed(failure), for: session)
  }

  private mutating func answer(_ answer: HTTPAnswer, for session: SessionID) {
    guard case .httpAnswer(let effect, _)? = host[session].state.wait else { return }
    settle(host.receive(answer, to: effect, of: session))
  }
}

/// Time and effects.
extension Simulation {
  /// Lets time pass; timers fire in order.
  public mutating func advance(milliseconds: Int64) {
    let end = host.now + milliseconds
    while let next = host.nextTimer, next <= end { settle(host.fireNextTimer()) }
    host.advance(to: end)
  }

  /// Writes the host down and restores it, as a service does that is started anew: nothing may come of it.
  public mutating func restart() throws(SnapshotError) {
    host = try FlowHost(restoring: host.snapshot(), host.project)
  }

  /// Performs effects and those that follow from them, until the sessions wait for something that is not at once.
  private mutating func settle(_ output: FlowHost.Output) {
    tell(output.records)
    var pending = output.effects[...]
    while let (session, effect) = pending.popFirst() {
      // Requests wait for their answers, and what is sent on to the agent has none.
      guard case .send(_, let id) = effect, let answer = nextGatewayAnswer() else { continue }
      let following = host.receive(answer, to: id, of: session)
      tell(following.records)
      pending += following.effects
    }
  }

  private mutating func tell(_ new: [TraceRecord]) {
    records += new
    log += new.map(LogEntry.record)
  }

  private mutating func nextGatewayAnswer() -> GatewayAnswer? {
    sentMessages += 1
    defer { nextGatewayBehavior = .accepted }
    switch nextGatewayBehavior {
    case .accepted: return .accepted(transactionID: "gateway-\(sentMessages)")
    case .policyFail: return .refusedByPolicy
    case .error: return .failed
    case .timeout: return nil
    }
  }
}

extension MalformedCallback {
  /// What is wrong, in words.
  fileprivate var reason: String {
    switch self {
    case .body(let reason), .message(let reason): reason
    }
  }
}
