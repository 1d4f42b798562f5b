public import FlowHosting
public import FlowInterpreter
public import FlowModel

/// A conversation service without agents: it keeps what it is asked, and answers as it is told.
///
///     let service = ScriptedConversationService(answering: [.atOnce(.failed(.authorization)), .later])
///
/// A request for which nothing is scripted is answered 200 at once: with the conversation `conversation-N`, N counting
/// the conversation requests, or that all is well with the entry point.
public actor ScriptedConversationService: ConversationService {
  /// A request that has been made.
  public struct Request: Sendable, Hashable {
    /// The request.
    public let request: ConversationRequest
    /// Its key, which no other request has.
    public let key: IdempotencyKey
  }

  /// One thing that has been asked.
  public struct Question: Sendable, Hashable {
    /// The request.
    public let request: ServiceRequest
    /// Its key, which no other request has.
    public let key: IdempotencyKey
  }

  /// A customer's text that has been sent to the agent.
  public struct Forward: Sendable, Hashable {
    /// The text.
    public let text: String
    /// The conversation that it belongs to.
    public let conversationID: ConversationID
    /// Its key, which no other text has.
    public let key: IdempotencyKey
  }

  /// What has been requested, in order; a request that is made again under its key stands here once.
  public private(set) var requests: [Request] = []
  /// What has been asked besides, in order; what is asked again under its key stands here once.
  public private(set) var questions: [Question] = []
  /// What has been sent to the agent, in order.
  public private(set) var forwards: [Forward] = []
  private var script: AnswerScript<ConversationAnswer>
  private var questionScript: AnswerScript<ServiceAnswer>

  /// Creates a service.
  /// - Parameters:
  ///   - answers: How the first conversation requests are answered, in order.
  ///   - serviceAnswers: How the first of what is asked besides is answered, in order.
  public init(
    answering answers: [ScriptedAnswer<ConversationAnswer>] = [],
    questions serviceAnswers: [ScriptedAnswer<ServiceAnswer>] = []
  ) {
    script = AnswerScript(answers)
    questionScript = AnswerScript(serviceAnswers)
  }

  /// Keeps a request and answers it.
  public func start(_ request: ConversationRequest, key: IdempotencyKey) async -> ConversationAnswer {
    if !script.knows(key) { requests.append(Request(request: request, key: key)) }
    let usual = ConversationAnswer.started(
      status: 200, .simulated(number: requests.count))
    return await withCheckedContinuation { script.answer(key, usual: usual, to: $0) }
  }

  /// Keeps what is asked and answers it.
  public func ask(_ request: ServiceRequest, key: IdempotencyKey) async -> ServiceAnswer {
    if !questionScript.knows(key) { questions.append(Question(request: request, key: key)) }
    let usual = ServiceAnswer.simulated(to: request.question)
    return await withCheckedContinuation { questionScript.answer(key, usual: usual, to: $0) }
  }

  /// Keeps what a customer wrote.
  @discardableResult
  public func forward(
    _ text: String, toConversation id: ConversationID, key: IdempotencyKey
  ) async -> ForwardAnswer {
    let forward = Forward(text: text, conversationID: id, key: key)
    if !forwards.contains(forward) { forwards.append(forward) }
    return .delivered
  }

  /// Answers the request that has waited longest for a `.later` answer, or where none waits the next such one.
  public func reply(_ answer: ConversationAnswer) { script.reply(answer) }

  /// Answers what has been asked besides and has waited longest for a `.later` answer, or where nothing waits the next
  /// such one.
  public func reply(_ answer: ServiceAnswer) { questionScript.reply(answer) }
}
