#if Service
import FlowInterpreter
import FlowModel
import FlowSimulation
import JSONSyntax
import ServiceProtocols

/// What a scenario that is played says of calls: which wait for an answer of its steps, and how others are answered.
struct ScriptedCalls: Sendable {
  /// How a call that waits is answered.
  enum Answer: Sendable {
    case ece(Scenario.Response)
    case web(HTTPAnswer)
    /// Not at all: the scenario is over.
    case none
  }

  /// What a call that waits has asked for.
  enum Asked: Sendable, Hashable {
    case ece, web
  }

  /// A call, whoever makes it.
  struct ReceivedCall: Sendable, Hashable {
    private let path: String
    private let query: String?
    private let body: [UInt8]

    init(_ request: ReceivedRequest) {
      path = request.path
      query = request.query
      body = request.body
    }
  }

  private struct Waiting: Sendable {
    let asked: Asked
    let continuation: CheckedContinuation<Answer, Never>
  }

  /// A message whose receipt nobody has told yet.
  struct Receipt: Sendable {
    /// What is posted where it has been delivered, and where not.
    let delivered: [EmulatorDelivery]
    let failed: [EmulatorDelivery]
  }

  /// Whether calls of ECE wait for a step; else they are answered by themselves.
  var holdsRequests = false
  /// How the next submissions of messages are answered.
  var gatewayBehaviors: [Simulation.GatewayBehavior] = []
  /// Whether the next request for a token is refused.
  var refusesToken = false
  /// A call that was answered 401: whoever makes it again with another token is answered the same.
  var unauthorized: (call: ReceivedCall, details: AnswerDetails)?
  /// The messages that a receipt is wanted of, the latest last.
  var receipts: [Receipt] = []
  /// What customers have written and no text to an agent was yet.
  var customerTexts: [String] = []
  /// What the conversation that is asked for next is answered, as far as the steps to come say it.
  var nextConversation: ConversationID?
  /// The conversations that were asked for, by the scenario's ids; the latest last.
  private(set) var requested: [ConversationID] = []
  /// Those of them that were completed.
  var completed: Set<ConversationID> = []
  /// How many starts were answered 2xx.
  private(set) var startedCount = 0
  /// How many calls will never be answered.
  private(set) var unansweredCount = 0

  /// The calls that wait for a step, the latest last.
  private var waiting: [Waiting] = []
  /// The calls that nobody answers.
  private var silent: [CheckedContinuation<Void, Never>] = []

  // MARK: Calls that wait

  mutating func hold(_ asked: Asked, _ continuation: CheckedContinuation<Answer, Never>) {
    waiting.append(Waiting(asked: asked, continuation: continuation))
  }

  mutating func keepSilent(_ continuation: CheckedContinuation<Void, Never>) {
    unansweredCount += 1
    silent.append(continuation)
  }

  /// Whether a call waits for an answer.
  func waits(for asked: Asked) -> Bool { waiting.contains { $0.asked == asked } }

  /// How many calls wait for an answer.
  var waitingCount: Int { waiting.count }

  /// Answers the latest call that waits; false where none does.
  mutating func answer(_ asked: Asked, _ answer: Answer) -> Bool {
    guard let index = waiting.lastIndex(where: { $0.asked == asked }) else { return false }
    waiting.remove(at: index).continuation.resume(returning: answer)
    return true
  }

  /// Has the calls end that nobody answers: whoever made them waits no longer.
  mutating func endSilence() {
    for continuation in silent { continuation.resume() }
    silent = []
  }

  /// Lets all calls go: the scenario is over.
  mutating func end() {
    for call in waiting { call.continuation.resume(returning: .none) }
    waiting = []
    endSilence()
  }

  /// How the next submission is answered.
  mutating func takeGatewayBehavior() -> Simulation.GatewayBehavior {
    gatewayBehaviors.isEmpty ? .accepted : gatewayBehaviors.removeFirst()
  }

  // MARK: Conversations

  /// A conversation is asked for.
  /// - Returns: The id that it is to have.
  mutating func request() -> ConversationID {
    let id = nextConversation ?? "conversation-\(startedCount + 1)"
    requested.append(id)
    return id
  }

  /// A start is answered 2xx.
  /// - Parameter planned: The id that it was to have.
  /// - Returns: What the answer says.
  mutating func start(_ planned: ConversationID, _ details: AnswerDetails) -> AnswerDetails {
    startedCount += 1
    var details = details
    let id = details.conversationID ?? planned
    details.conversationID = id
    details.caseID = details.caseID ?? "case-\(startedCount)"
    details.activityID = details.activityID ?? "activity-\(startedCount)"
    if id != planned, let index = requested.lastIndex(of: planned) { requested[index] = id }
    completed.remove(id)
    return details
  }

  /// The conversation that an event without one is of: the latest that is open, or else the latest.
  var latest: ConversationID? { requested.last { !completed.contains($0) } ?? requested.last }
}

/// The ids of one performance of a scenario: a program that remembers those of another one takes none of these for repetitions.
struct PerformedIDs: Sendable {
  /// What stands behind each id on the wire; nothing where they are used as they are written.
  private let suffix: String
  private var written: [String: String] = [:]

  init(suffix: String) { self.suffix = suffix }

  /// The id on the wire for one of the scenario's.
  mutating func wire(_ id: String) -> String {
    guard !suffix.isEmpty else { return id }
    // One that is a number stays one.
    let wire =
      id.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) ? id + suffix : "\(id)-\(suffix)"
    written[wire] = id
    return wire
  }

  /// A callback's body with the ids on the wire.
  mutating func wire(callback body: JSON) -> JSON {
    guard !suffix.isEmpty, var fields = body.object, let messages = fields["message"]?.array else {
      return body
    }
    fields["message"] = .array(
      messages.map { message in
        guard var members = message.object else { return message }
        if let id = members["id"]?.identifier { members["id"] = .string(wire(id)) }
        if var conversation = members["conversation"]?.object, let id = conversation["id"]?.identifier {
          conversation["id"] = .string(wire(id))
          members["conversation"] = .object(conversation)
        }
        return .object(members)
      })
    return .object(fields)
  }

  /// A text that a program has written, with the scenario's ids in it.
  func written(_ text: String) -> String {
    written.reduce(text) { $0.replacing($1.key, with: $1.value) }
  }
}
#endif
