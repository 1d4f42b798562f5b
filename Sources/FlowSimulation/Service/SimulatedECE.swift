import FlowInterpreter
public import FlowModel
public import JSONSyntax

/// An ECE as flows see it: it hands out tokens, starts conversations or refuses to, and has agents whose doings it posts
/// to a callback URL, with all that goes wrong on the way.
///
/// It is a value: it touches no clock and no network. Time is passed in, and everything that is left to chance comes from
/// its seed, so the same calls bring the same answers.
///
///     var ece = SimulatedECE(directory, faults: .all, seed: 7)
///     if let arrival = ece.start(request, at: now) { … }  // the answer, and when it arrives
///     while let time = ece.nextTime, time <= end {
///       guard let callback = ece.proceed(), callback.isReceived else { continue }
///       for case .success(let event) in try CallbackBody(callback.body).messages { simulation.post(event) }
///     }
public struct SimulatedECE: Sendable {
  /// Something that the service has still to do.
  enum Work: Sendable {
    /// The agent of a conversation does the next thing.
    case act(Int)
    /// The agent of a conversation answers a text.
    case answer(Int, text: String)
    /// A message is ready to be posted.
    case postMessage(JSON)
    /// What is ready is posted.
    case postBatch
    /// A body is posted again.
    case repost(JSON, attempt: Int)
  }

  /// What the service knows. It may be changed at any time: an entry point that is modified makes older requests stale.
  public var directory: ServiceDirectory
  /// What its agents do.
  public let agents: AgentBehavior
  /// The conversations, in the order of their starts.
  public internal(set) var conversations: [ServiceConversation] = []

  var injector: FaultInjector
  var generator: SeededGenerator
  var agenda = Agenda<Work>()
  /// The messages that are ready to be posted.
  var batch: [JSON] = []
  /// How many messages there have been.
  var messageCount = 0
  var conversationNumbers: [ConversationID: Int] = [:]
  /// How many activities there have been: each start of a conversation is one.
  var activityCount = 0
  var openCount = 0
  var tokens = TokenStore()

  /// Creates a service without conversations.
  public init(
    _ directory: ServiceDirectory, agents: AgentBehavior = AgentBehavior(), faults: Faults = .none,
    seed: UInt64
  ) {
    self.directory = directory
    self.agents = agents
    generator = SeededGenerator(seed: seed)
    injector = FaultInjector(faults, generator: generator.split())
  }

  /// Which faults have happened.
  public var faultCounts: FaultCounts { injector.counts }
}

/// A conversation as the service has it.
public struct ServiceConversation: Sendable {
  /// The conversation's id.
  public let id: ConversationID
  /// The case's id.
  public let caseID: String
  /// The client application that has started it.
  let clientID: String
  /// The entry point that it came in at, as it was then.
  let entryPoint: (id: String, lastModified: Timestamp)
  /// Whether it goes on: no agent has ended it, and no flow.
  public internal(set) var isOpen: Bool
  /// What customers have written, in the order in which it reached the agent.
  public internal(set) var customerTexts: [String] = []

  /// How much the agent does before the end.
  var remainingActivities: Int64
  /// Which agent has it, from 1.
  var agent = 1
  /// When the latest message is posted that keeps its place.
  var latestPosting: Timestamp
  /// Decides what the agent does.
  var generator: SeededGenerator
}

/// A callback body on its way to the receiver.
public struct Callback: Sendable {
  /// The body: one or several messages, of any conversations.
  public let body: JSON
  /// When it is posted.
  public let time: Timestamp
  /// Which attempt this is, from 1.
  public let attempt: Int
  /// Whether it reaches the receiver.
  public let isReceived: Bool
}
