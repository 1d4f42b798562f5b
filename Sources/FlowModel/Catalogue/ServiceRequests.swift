/// What all nodes have that ask ECE something: StartConversation, and the four that ask one thing and await the answer.
public enum RequestOutcome {
  /// A required input renders empty.
  public static let invalidData = Outcome("onInvalidData", .failure, "a required input renders empty")
  /// There is no authorization to be had.
  public static let authorizationFailed = Outcome(
    "onauthorizationfail", .failure, "the authorization could not be obtained")
  /// The access token is missing or not taken.
  public static let unauthorized = Outcome("Unauthorized", .failure, "the answer is 401")
  /// The client application may not do this.
  public static let forbidden = Outcome("Forbidden", .failure, "the answer is 403")
  /// ECE has failed inside.
  public static let internalServerError = Outcome("Internal server error", .failure, "the answer is 500")
  /// No answer came in time.
  public static let timeout = Outcome("onTimeout", .timeout, "no answer came in `timeoutSeconds`")
  /// The request could not be made or its answer not read.
  public static let error = Outcome(
    "onError", .failure, "the request could not be made or its answer not read")
  /// The request failed in a way that has no outcome of its own, or one that is not listed.
  public static let invalidChoice = Outcome(
    "onInvalidChoice", .failure, "the request failed in a way that has no outcome, or none that is listed")
}

extension Field {
  /// With what a node asks ECE.
  static let authorization = Field.required(
    "authorization", .textOrEnvironmentValue(.any), "The name of the node authorization.")

  /// How long a node awaits ECE's answer.
  static let requestTimeout = Field.optional(
    "timeoutSeconds", .number(.positive(upTo: Limits.seconds)),
    "How long the API request may take; 30 by default.")
}

/// The outcomes of a node that asks ECE one thing and awaits the answer, by what the answer is.
public struct ServiceOutcomes: Sendable {
  /// What a success comes to, one of these.
  public let main: [Outcome]
  /// The failures that have a status, the node's own first.
  public let statuses: [(status: Int, outcome: Outcome)]
  /// The failure of an answer whose status has none.
  public let otherStatus: Outcome
  /// All outcomes, in the order of the language reference.
  let list: OutcomeList

  /// Creates the outcomes of a node.
  /// - Parameters:
  ///   - statuses: The failures of the node's own that have a status.
  ///   - otherStatus: The failure of an answer whose status has none.
  init(
    main: [Outcome], statuses: [(status: Int, outcome: Outcome)] = [],
    otherStatus: Outcome = RequestOutcome.invalidChoice
  ) {
    self.main = main
    self.statuses =
      statuses + [
        (401, RequestOutcome.unauthorized), (403, RequestOutcome.forbidden),
        (500, RequestOutcome.internalServerError),
      ]
    self.otherStatus = otherStatus
    let own = statuses.map(\.outcome) + (otherStatus == RequestOutcome.invalidChoice ? [] : [otherStatus])
    list = OutcomeList(
      main + own + [
        RequestOutcome.invalidData, RequestOutcome.authorizationFailed, RequestOutcome.unauthorized,
        RequestOutcome.forbidden, RequestOutcome.internalServerError, RequestOutcome.error,
        RequestOutcome.invalidChoice, RequestOutcome.timeout,
      ])
  }

  /// The outcome of a failed answer, by its status.
  public func failure(ofStatus status: Int) -> Outcome {
    statuses.first { $0.status == status }?.outcome ?? otherStatus
  }

  /// The names of the main outcomes.
  var mainNames: [String] { main.map(\.name) }

  /// The outputs that every such node has: what ECE's answers say besides.
  var answerOutputs: [Output] {
    let ownFailure = otherStatus == RequestOutcome.invalidChoice ? [] : [otherStatus.name]
    let failures = statuses.map(\.outcome.name) + ownFailure
    return [
      Output("code", from: .refusal(.code), setBy: failures, "the failed answer's sub-code"),
      Output(
        "developerMessage", from: .refusal(.message), setBy: failures,
        "what the failed answer says to developers"),
      Output("response", from: .answer, setBy: mainNames + failures, holdsJSON: true, "the latest answer"),
    ]
  }
}

/// What a node type is whose nodes ask ECE one thing and await the answer.
public struct ServiceDescription: Sendable {
  /// What ECE is asked about.
  public enum Subject: Sendable, Hashable {
    /// A conversation that goes on: such a node hardly makes sense but on a branch of it.
    case conversation
    /// An entry point: such a node belongs before the conversation.
    case entryPoint
  }

  /// What ECE is asked about.
  public let subject: Subject
  /// The outcomes of a node with such fields, by what the answer is; nil where an error hides them.
  public let outcomes: @Sendable (FieldValues) -> ServiceOutcomes?

  /// Creates a description.
  init(about subject: Subject, outcomes: @escaping @Sendable (FieldValues) -> ServiceOutcomes?) {
    self.subject = subject
    self.outcomes = outcomes
  }
}

/// What ECE is asked by a node that awaits the answer and nothing more, as it is written.
public struct WrittenQuestion: Sendable {
  private let fields: FieldValues

  init(_ fields: FieldValues) { self.fields = fields }

  /// The templates that the question is made of, by their names.
  public var inputs: [(name: String, value: PlacedTemplate)] {
    fields.entries.compactMap { entry in PlacedTemplate(entry.value).map { (entry.name, $0) } }
  }

  /// The entry point that is asked about; nil where the question is about something else.
  package var entryPoint: PlacedTemplate? { fields.template("entryPointId") }
  /// The text that an agent is told; nil where the question tells none.
  public var message: PlacedTemplate? { fields.template("message") }
  /// The text that an agent is told, where it is HTML.
  package var htmlMessage: PlacedTemplate? { fields["format"]?.text == "html" ? message : nil }
}

extension FlowNode {
  /// The outcomes of a node that asks ECE one thing, by what the answer is; nil for every other node.
  public var serviceOutcomes: ServiceOutcomes? { type?.description.service?.outcomes(fields) }
}

extension NodeConfiguration {
  /// With what a node asks ECE, and for how long it awaits the answer.
  public struct ServiceCall: Sendable {
    /// The name of the node authorization.
    public let authorization: String
    /// How long the API request may take.
    public let timeoutSeconds: Double

    init?(_ fields: FieldValues) {
      guard let authorization = fields["authorization"]?.text else { return nil }
      self.authorization = authorization
      timeoutSeconds = fields["timeoutSeconds"]?.number ?? 30
    }
  }
}
