import FlowHosting
import FlowInterpreter
import FlowModel

/// Judges the history of a host by what must always hold.
///
/// An audit knows nothing of how a host works. It follows what was put in and what the trace says, works out from these
/// what must come next, and compares.
public struct Audit {
  /// A timer that must fire, by its number among all.
  enum Timer {
    /// The timer of a session's wait.
    case wait(session: Int, number: Int)
    /// The timer that ends a session.
    case expiry(session: Int, number: Int)
    /// The timer of an event of an unknown conversation.
    case heldEvent(number: Int)
  }

  /// An event that is held for a conversation that no session has yet.
  struct HeldEvent {
    let id: EventID
    let conversation: ConversationID
    /// The number of its timer.
    let timer: Int
  }

  /// What a step has still to bring.
  struct Expectation {
    /// How many records at the step's beginning have been judged already.
    var judgedRecords = 0
    /// The ids of events that are discarded as duplicates when they are moved to the session that learns their conversation.
    var movedDuplicates: ArraySlice<EventID> = []
    /// The conversation that an answer brings.
    var conversation: ConversationID?
  }

  let lifetimes: [String: Int64]
  let start: Timestamp
  var sessions: [AuditedSession] = []
  var sessionNumbers: [String: Int] = [:]
  /// The sessions that learnt each conversation, in the order in which they did.
  var learners: [ConversationID: [Int]] = [:]
  var heldEvents: [HeldEvent] = []
  var timers = Agenda<Timer>()
  var timerCount = 0
  var now: Timestamp
  var sequence = 0

  /// Judges a history that has come to its end.
  /// - Throws: The first check that does not hold.
  public static func check(_ history: SimulationHistory) throws(Violation) {
    var audit = Audit(history)
    for step in history.steps { try audit.judge(step) }
    try audit.judgeEnd()
  }

  init(_ history: SimulationHistory) {
    lifetimes = history.lifetimes
    start = history.start
    now = history.start
  }

  private mutating func judge(_ step: SimulationHistory.Step) throws(Violation) {
    try judgeTime(step)
    if case .timer = step.input {} else { try judgeOverdueTimers() }
    var expectation = Expectation()
    switch step.input {
    case .timer: expectation.judgedRecords = try judgeTimer(step)
    case .message: try judgeMessage(step)
    case .webhook(let webhook): expectation.judgedRecords = try judge(webhook, step)
    case .event(let event, _): expectation.judgedRecords = try judgeArrival(of: event, step)
    case .callback(let body):
      switch body.first {
      case .success(let event): expectation.judgedRecords = try judgeArrival(of: event, step)
      case .failure: expectation.judgedRecords = try judgeSkipping(step, body.firstIndex)
      }
    case .answer(let answer, let key):
      try judgeAnswer(step, answer.reason, to: key)
      if case .conversation(let answer) = answer { expectation.conversation = answer.conversationID }
      if case .gateway(.accepted(let id)) = answer, let number = sessionNumbers[key.session.text],
        sessions[number].awaits(.gatewayAnswer, of: key.effect)
      {
        sessions[number].gatewayID = id
      }
    case .receipt(_, let gatewayID, let key):
      if let key { try judgeReceipt(step, gatewayID, key) }
    case .timePassed: break
    }
    for record in step.records.dropFirst(expectation.judgedRecords) { try judge(record, &expectation) }
    for name in Set(step.records.compactMap(\.session)).sorted() { try judgeRest(of: name) }
  }

  private mutating func judgeTime(_ step: SimulationHistory.Step) throws(Violation) {
    guard step.time >= now else { throw violation(.clock, nil, "time goes back") }
    now = step.time
    for (index, record) in step.records.enumerated() {
      guard record.sequence == sequence + index + 1 else {
        throw Violation(
          .sequence, session: record.session, sequence: record.sequence,
          message: "the record after number \(sequence + index) is number \(record.sequence)")
      }
      guard record.milliseconds == now - start else {
        throw Violation(
          .clock, session: record.session, sequence: record.sequence,
          message: "a record of \(now - start) ms says \(record.milliseconds) ms")
      }
    }
    sequence += step.records.count
  }

  private func judgeMessage(_ step: SimulationHistory.Step) throws(Violation) {
    let isTold = step.records.contains { record in
      switch record.happening {
      case .messageReceived, .messageForwarded, .messageUnhandled, .sessionStarted: true
      default: false
      }
    }
    guard isTold else { throw violation(.messageLost, nil, "nothing tells of a customer's message") }
  }

  /// A webhook is told of first: sessions begin, or it is refused and that is all.
  /// - Returns: How many records of the step are done with.
  private func judge(
    _ webhook: InboundWebhook, _ step: SimulationHistory.Step
  ) throws(Violation) -> Int {
    let next = step.records.dropFirst().first?.happening
    switch step.records.first?.happening {
    case .webhookReceived(webhook.event)?:
      guard case .sessionStarted? = next else {
        throw violation(.messageLost, nil, "a webhook that is received begins no session")
      }
    case .webhookRefused(webhook.event, _)?:
      guard next == nil else {
        throw violation(.messageLost, nil, "a webhook that is refused does something")
      }
    default: throw violation(.messageLost, nil, "nothing tells of a webhook")
    }
    return 1
  }

  /// An answer resumes the session that waits for it, and nothing else.
  private func judgeAnswer(
    _ step: SimulationHistory.Step, _ reason: WaitReason?, to key: IdempotencyKey
  ) throws(Violation) {
    let isAwaited = sessionNumbers[key.session.text].flatMap { number in
      reason.map { sessions[number].awaits($0, of: key.effect) }
    }
    try judgeAnswer(step, isAwaited: isAwaited ?? false, key.session.text)
  }

  /// A receipt resumes the session that waits for that of the message with its gateway id, and nothing else.
  private func judgeReceipt(
    _ step: SimulationHistory.Step, _ gatewayID: GatewayMessageID, _ key: IdempotencyKey
  ) throws(Violation) {
    let isAwaited = sessionNumbers[key.session.text].map {
      sessions[$0].awaits(.deliveryReport, of: key.effect) && sessions[$0].gatewayID == gatewayID
    }
    try judgeAnswer(step, isAwaited: isAwaited ?? false, key.session.text)
  }

  private func judgeAnswer(
    _ step: SimulationHistory.Step, isAwaited: Bool, _ name: String
  ) throws(Violation) {
    guard isAwaited == (step.records.first?.session == name) else {
      throw violation(
        .answerLost, name,
        isAwaited ? "an answer that is waited for changes nothing" : "an answer that came too late is taken")
    }
  }

  /// A message of a callback that is none is told of, and nothing else is.
  /// - Returns: How many records of the step are done with.
  private func judgeSkipping(_ step: SimulationHistory.Step, _ index: Int) throws(Violation) -> Int {
    guard step.records.count == 1, case .callbackSkipped(index, _)? = step.records.first?.happening else {
      throw violation(.eventReason, nil, "a message that is none is not told of alone")
    }
    return 1
  }

  /// At the end of a turn a session waits or is over, and nothing is held that could be processed.
  private func judgeRest(of name: String) throws(Violation) {
    guard let number = sessionNumbers[name] else { return }
    let session = sessions[number]
    if case .running = session.phase {
      throw violation(.stranded, name, "a turn ends without a wait or an end")
    }
    let mayHold: Bool =
      switch session.conversation {
      case .requested, .open: session.isLive
      case .none, .failed, .completed: false
      }
    guard session.pending.isEmpty || mayHold else {
      throw violation(.eventLost, name, "\(session.pending[0]) is held and will never be processed")
    }
  }

  private mutating func judgeEnd() throws(Violation) {
    if let time = nextTimer()?.time {
      throw violation(.timerLost, nil, "the timer of \(time - start) ms has not fired")
    }
    if let event = heldEvents.first { throw violation(.eventLost, nil, "\(event.id) is held for ever") }
    for session in sessions {
      if let id = session.pending.first {
        throw violation(.eventLost, session.name, "\(id) is held for ever")
      }
      guard !session.isLive || session.waiting?.reason == .conversationEvent else {
        throw violation(.stranded, session.name, "nothing can resume the session")
      }
    }
  }

  func violation(_ check: SimulationCheck, _ session: String?, _ message: String) -> Violation {
    Violation(check, session: session, sequence: sequence, message: message)
  }
}

extension EffectAnswer {
  /// What a session waits for that takes the answer; nil where it waits for none.
  fileprivate var reason: WaitReason? {
    switch self {
    case .gateway: .gatewayAnswer
    case .conversation: .conversationAnswer
    case .service: .serviceAnswer
    case .http: .httpAnswer
    case .forward: nil
    }
  }
}
