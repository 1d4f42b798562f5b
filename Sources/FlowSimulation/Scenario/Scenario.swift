public import Diagnostics
public import FlowInterpreter
public import FlowModel
public import JSONSyntax

/// A scripted conversation with a flow, and what must come of it.
public struct Scenario: Sendable {
  /// What the scenario shows.
  public let name: String
  /// What it plays.
  public let subject: Subject
  /// The environment of the project that it plays in; nil where it says none.
  public let environment: String?
  /// Whether a request to ECE with no `respond` as the next input step is answered 200.
  public let respondsByItself: Bool
  /// Virtual time 0.
  public let start: Timestamp
  /// What is done, in order.
  public let steps: [Step]

  /// What a scenario plays, by files whose paths are relative to its own.
  public enum Subject: Sendable, Hashable {
    /// Flows: at least one, in the order in which they are tried.
    case flows([String])
    /// All flows of a project.
    case project(String)
  }

  /// One step, with its place in the file.
  public struct Step: Sendable {
    /// What is done.
    public let action: Action
    /// Where the step stands; the beginning of the file for one that was not read from a file.
    public let place: SourcePlace
  }

  /// Creates a scenario of actions.
  public init(
    name: String, playing subject: Subject, in environment: String? = nil, respondsByItself: Bool = true,
    start: Timestamp = Simulation.defaultStart, actions: [Action]
  ) {
    let place = SourcePlace(0..<0, element: 0)
    self.init(
      name: name, playing: subject, in: environment, respondsByItself: respondsByItself, start: start,
      steps: actions.map { Step(action: $0, place: place) })
  }

  /// Creates a scenario of steps.
  init(
    name: String, playing subject: Subject, in environment: String?, respondsByItself: Bool, start: Timestamp,
    steps: [Step]
  ) {
    self.name = name
    self.subject = subject
    self.environment = environment
    self.respondsByItself = respondsByItself
    self.start = start
    self.steps = steps
  }

  /// What a step does: what it says of the host's next inputs, of which the simulation knows the rest, such as ids, keys and
  /// times.
  public enum Action: Sendable {
    /// The customer writes: to the flow's own number where the message names none.
    case message(InboundMessage)
    /// A webhook comes.
    case webhook(InboundWebhook)
    /// The outstanding request to ECE is answered.
    case respond(Response)
    /// A webhook event is posted.
    case event(EventStep)
    /// A raw callback body is posted, of which exactly these messages are malformed, by their indices from 0.
    case callback(JSON, skipped: [Int] = [])
    /// How the next message submissions are answered, in order.
    case gateway([Simulation.GatewayBehavior])
    /// The wait for a delivery receipt is answered.
    case deliveryReport(DeliveryReport)
    /// The outstanding request to a web service is answered.
    case http(HTTPAnswer)
    /// Milliseconds of virtual time pass.
    case advance(milliseconds: Int64)
    /// Virtual time passes until then, which is not past.
    case advanceTo(Timestamp)
    /// Something must have come of it.
    case expect(Expectation)
  }

  /// How a request to ECE is answered.
  public enum Response: Sendable {
    /// With a status, and what the answer says besides.
    case answered(status: Int, AnswerDetails = AnswerDetails())
    /// Not at all.
    case failed(RequestFailure)
  }

  /// A webhook event as a step describes it. What is nil has a default.
  public struct EventStep: Sendable {
    /// The outcome's name, or a wire value.
    public let type: String
    /// The event's id.
    public let id: EventID?
    /// What was written.
    public let content: String?
    /// `user` or `system`.
    public let sender: String
    /// The conversation that it is of.
    public let conversationID: ConversationID?

    /// Creates the description of an event.
    public init(
      type: String, id: EventID? = nil, content: String? = nil, sender: String = "user",
      conversationID: ConversationID? = nil
    ) {
      self.type = type
      self.id = id
      self.content = content
      self.sender = sender
      self.conversationID = conversationID
    }
  }

  /// What must have come of the steps before.
  public enum Expectation: Sendable {
    /// A record that has such members.
    case record(type: RecordType, members: JSON)
    /// No record, of those not passed over yet, that has such members.
    case noRecord(type: RecordType, members: JSON)
    /// The latest session's variables have such values.
    case variables(JSON)
    /// The latest session waits at a node.
    case waitingAt(NodeName)
    /// The latest session has not ended, or has.
    case live(Bool)
  }
}
