public import Diagnostics

extension NodeTypeDescription {
  /// Hands the customer to an agent, then waits for the conversation's events.
  static let startConversation = NodeTypeDescription(
    .startConversation,
    """
    Starts a conversation with an agent, then waits for its events: each intermediate event runs a branch and \
    comes back, `Complete` leaves the node for good.
    """,
    fields: [
      .required("method", .choice(Channel.allCases.map(\.rawValue)), "The channel that the customer is on."),
      .authorization,
      .requestTimeout,
      .optional(
        "forwardCustomerMessages", .boolean,
        "Whether what the customer writes while the node waits is sent to the agent; false by default."),
      .required("input", .object(input), "What the conversation is requested with."),
    ],
    written: { .conversation(WrittenConversation($0)) },
    configuration: { NodeConfiguration.StartConversation($0).map { .startConversation($0) } },
    outcomes: { _ in ConversationOutcome.all },
    outputs: { _ in outputs },
    waits: { _ in true },
    glyph: "M1.5 2.5h13v8.5h-7l-3 3v-3h-3zM4.5 5.5h7M4.5 8h4",
    gist: { words in
      let entryPoint = words.object("input")?.text("entryPointId") ?? ""
      return "\(words.channel("method")) chat" + (entryPoint.isEmpty ? "" : ", entry point \(entryPoint)")
    },
    canvas: { fields in
      let input = fields["input"]?.object ?? FieldValues()
      return CanvasNode(
        "Start Conversation", in: "Contact Center Enterprise",
        [
          fields.canvas("Method", "method", choices: ["sms": "SMS", "messenger": "Facebook Messenger"]),
          fields.canvas("Node Authorization", "authorization"), input.canvas("Key", "key"),
          input.canvas("Entry Point ID", "entryPointId"),
          input.canvas(
            "Last Modified Date", "lastModifiedDate",
            note:
              "That of the entry point as it is now: after a change of it conversations are refused (409)."),
          input.canvas("Is Rich Text Supported", "isRichTextSupported"),
          input.canvas("Transaction ID", "transactionId"), input.canvas("First Name", "firstName"),
          input.canvas("Phone Number", "phoneNumber", note: "Without the country code."),
          input.canvas("Country Code", "countryCode"), input.canvas("Facebook PSID", "facebookPsid"),
          input.canvas("Cluster ID", "clusterId"),
          input.canvas("Conversation ID", "conversationId", preset: "null"),
        ],
        gaps: [
          fields.canvasGap(
            "timeoutSeconds", "The node has no field for it: the platform's own limit counts."),
          fields["forwardCustomerMessages"]?.boolean == true
            ? fields.canvasGap(
              "forwardCustomerMessages",
              """
              Build a second flow in the same service, which starts with the customer's message and hands it to the agent \
              with a Send Message node.
              """) : nil,
        ])
    })

  fileprivate static let input = ObjectShape(
    "`input`",
    [
      .required(
        "key", .template, "The attribute that finds the customer: `mobile.phone`, `custom.facebookpsid`."),
      .required("entryPointId", .template, "The entry point's id."),
      .required("lastModifiedDate", .template, "The entry point's last-modified date."),
      .required(
        "isRichTextSupported", .either([.boolean, .template]),
        "Whether the customer's channel shows rich text."),
      .required("transactionId", .template, "The transaction id of the message that began the session."),
      .required("firstName", .template, "The customer's first name."),
      .required(
        "phoneNumber", .template, when: .field("method", is: "sms"),
        "The customer's number without country code."),
      .required(
        "countryCode", .template, when: .field("method", is: "sms"), "The country code, without `+`."),
      .required(
        "facebookPsid", .template, when: .field("method", is: "messenger"), "The customer's page-scoped id."),
      .required("clusterId", .template, "The cluster's id."),
      .optional(
        "conversationId", .either([.template, .null]),
        "The conversation to take up again; null, the default, for a new one."),
    ], refusesCustomAttributes: true)

  private static let outputs: OutputList = {
    let success = ["onStartConversationSuccess"]
    let failures = ["Bad Request", "Unauthorized", "Forbidden", "Internal server error"]
    let events = ConversationOutcome.events.map(\.name)
    return OutputList([
      Output("caseId", from: .opaque, setBy: success, "the case's id"),
      Output("activityId", from: .opaque, setBy: success, "the activity's id"),
      Output("conversationId", from: .opaque, setBy: success, "the conversation's id"),
      Output("code", from: .refusal(.code), setBy: failures, "the failed answer's sub-code"),
      Output(
        "developerMessage", from: .refusal(.message), setBy: failures,
        "what the failed answer says to developers"),
      Output(
        "response", from: .answer, setBy: failures + success + events, holdsJSON: true,
        "the latest answer or webhook message"),
      Output(
        "event.type", from: .event(.type), setBy: events, onPlatform: "response.message[0].type.value",
        "the event's outcome"),
      Output(
        "event.id", from: .event(.id), setBy: events, onPlatform: "response.message[0].id", "the event's id"),
      Output(
        "event.content", from: .event(.content), setBy: events, typedBy: "event.contentType",
        onPlatform: "response.message[0].content", "what the agent wrote, or what else the event carries"),
      Output(
        "event.contentType", from: .event(.contentType), setBy: events,
        onPlatform: "response.message[0].type.value",
        "the type that the event has on the wire, such as `text/plain`"),
      Output(
        "event.sender", from: .event(.sender), setBy: events, onPlatform: "response.message[0].sender.type",
        "`user` or `system`"),
      Output(
        "event.timeStamp", from: .event(.time), setBy: events, onPlatform: "response.message[0].timeStamp",
        "when the event happened, in milliseconds since 1970"),
    ])
  }()
}

/// What a StartConversation requests, as it is written.
public struct WrittenConversation: Sendable {
  /// What the request says that is judged by itself.
  public enum InputName: String, Sendable, CaseIterable {
    case key, phoneNumber, countryCode, lastModifiedDate, isRichTextSupported
    case conversationID = "conversationId"
  }

  private let fields: FieldValues
  private let input: FieldValues

  init(_ fields: FieldValues) {
    self.fields = fields
    input = fields["input"]?.object ?? FieldValues()
  }

  /// The channel; nil where it is missing or none that there is: nothing is known then of what `input` should hold.
  public var method: Channel? { fields.channel("method") }
  /// Where the channel stands.
  public var methodPlace: SourcePlace? { fields["method"]?.place }
  /// Whether what the customer writes is sent to the agent; what has an error may say so.
  public var forwardsCustomerMessages: Bool {
    fields["forwardCustomerMessages"].map { $0.boolean ?? true } ?? fields.hasUnknownMembers
  }

  /// An input that is a template.
  public subscript(name: InputName) -> PlacedTemplate? { input.template(name.rawValue) }

  /// The entry point that the conversation begins at.
  package var entryPoint: PlacedTemplate? { input.template("entryPointId") }

  /// Where the channel is said to show rich text; nil where it is not, or not for certain.
  public var richTextPlace: SourcePlace? {
    guard let value = input[InputName.isRichTextSupported.rawValue],
      value.boolean ?? false || value.template?.literal == "true"
    else { return nil }
    return value.place
  }

  /// The inputs that are templates, in file order.
  public var inputs: [(name: String, value: PlacedTemplate)] {
    input.entries.compactMap { entry in PlacedTemplate(entry.value).map { (entry.name, $0) } }
  }

  /// Goes through the inputs that are texts without references, in file order.
  public func forEachLiteralInput(_ body: (_ name: String, _ text: String, _ place: SourcePlace) -> Void) {
    // By indices: most inputs are no such texts, and are not copied.
    for index in input.entries.indices {
      if case .template(.literal(let text)) = input.entries[index].value.content {
        body(input.entries[index].name, text, input.entries[index].value.place)
      }
    }
  }
}

/// The outcomes of a StartConversation.
public enum ConversationOutcome {
  /// The conversation has been started.
  public static let success = Outcome("onStartConversationSuccess", .intermediate, "the answer is 2xx")
  /// Somebody has written.
  public static let message = Outcome("Message", .intermediate, "somebody has written")
  /// The conversation is over.
  public static let complete = Outcome("Complete", .closing, "the conversation is over; comes once")

  /// The failures that have an HTTP status.
  public static let statuses: [(status: Int, outcome: Outcome)] = [
    (400, Outcome("Bad Request", .failure, "the answer is 400")),
    (401, RequestOutcome.unauthorized),
    (403, RequestOutcome.forbidden),
    (500, RequestOutcome.internalServerError),
  ]

  /// The outcomes of webhook events, `Complete` among them.
  public static let events: [Outcome] =
    [
      Outcome("Assigned", .intermediate, "an agent has been assigned"), message,
      Outcome("PagePush", .intermediate, "a page is pushed to the customer"),
      Outcome("Transfer", .intermediate, "the conversation has been transferred"),
      Outcome("AcceptAttachment", .intermediate, "an attachment has been accepted"),
      Outcome("RejectAttachment", .intermediate, "an attachment has been rejected"),
      Outcome("UploadAttachment", .intermediate, "an attachment has been uploaded"), complete,
    ]

  /// All of them, in the order of the language reference.
  static let all = OutcomeList(
    [RequestOutcome.invalidData, RequestOutcome.authorizationFailed] + statuses.map(\.outcome)
      + [RequestOutcome.timeout, RequestOutcome.error, RequestOutcome.invalidChoice, success] + events)
}

extension NodeConfiguration {
  /// A StartConversation's.
  public struct StartConversation: Sendable {
    /// What an input is made of.
    public enum Value: Sendable {
      case template(Template)
      case boolean(Bool)
      case null
    }

    /// The customer's channel.
    public let method: Channel
    /// The name of the node authorization.
    public let authorization: String
    /// How long the API request may take.
    public let timeoutSeconds: Double
    /// Whether what the customer writes while the node waits is sent to the agent.
    public let forwardsCustomerMessages: Bool
    /// The inputs in the order of the language reference, but for the conversation's id.
    public let inputs: [(name: String, value: Value)]
    /// The conversation to take up again; null for a new one.
    public let conversationID: Value

    init?(_ fields: FieldValues) {
      guard let method = fields.channel("method"), let authorization = fields["authorization"]?.text,
        let input = fields["input"]?.object
      else { return nil }
      self.method = method
      self.authorization = authorization
      timeoutSeconds = fields["timeoutSeconds"]?.number ?? 30
      forwardsCustomerMessages = fields["forwardCustomerMessages"]?.boolean ?? false
      let conversationIDName = "conversationId"
      var inputs: [(name: String, value: Value)] = []
      for name in NodeTypeDescription.input.fields.map(\.name) where name != conversationIDName {
        guard let field = input[name] else { continue }
        guard let value = Value(field) else { return nil }
        inputs.append((name, value))
      }
      self.inputs = inputs
      conversationID = input[conversationIDName].flatMap(Value.init) ?? .null
    }
  }
}

extension NodeConfiguration.StartConversation.Value {
  fileprivate init?(_ field: FieldValue) {
    switch field.content {
    case .template(let template): self = .template(template)
    case .boolean(let boolean): self = .boolean(boolean)
    case .null: self = .null
    case .invalid, .number, .text, .object, .list, .unjudged: return nil
    }
  }
}
