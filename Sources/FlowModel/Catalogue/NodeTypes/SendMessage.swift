extension NodeTypeDescription {
  /// Sends a message to the agent of a conversation.
  static let sendMessage = NodeTypeDescription(
    .sendMessage, "Sends a message to the agent of a conversation, and awaits ECE's answer.",
    fields: [
      .authorization, .requestTimeout,
      .required("conversationId", .template, "The conversation that the message is for."),
      .required("message", .template, "The text that is sent."),
      .optional(
        "format", .choice(NodeConfiguration.SendMessage.Format.allCases.map(\.rawValue)),
        "What the text is: `plain`, the default, or `html`, in which what references hold is escaped."),
    ],
    service: ServiceDescription(about: .conversation) { _ in SendMessageOutcome.all },
    written: { .question(WrittenQuestion($0)) },
    configuration: { NodeConfiguration.SendMessage($0).map { .sendMessage($0) } },
    outcomes: { _ in SendMessageOutcome.all.list },
    outputs: { _ in outputs },
    waits: { _ in false },
    glyph: "M1.5 2.5h13v8.5h-7l-3 3v-3h-3zM4.5 6.75h6.5M8.5 4.5l2.5 2.25-2.5 2.25",
    gist: { $0.quotation("message") },
    canvas: { fields in
      CanvasNode(
        "Send Message", in: "Contact Center Enterprise",
        [
          fields.canvas("Node Authorization", "authorization"),
          fields.canvas("Conversation ID", "conversationId"),
          CanvasField("Message Type", fields["format"]?.text == "html" ? "HTML" : "Plain text"),
          fields.canvas(
            "Message", "message",
            note: fields["format"]?.text == "html"
              ? "Whether the platform escapes what variables hold is not documented: here it is escaped."
              : nil),
        ],
        gaps: [
          fields.canvasGap("timeoutSeconds", "The node has no field for it: the platform's own limit counts.")
        ])
    })

  private static let outputs = OutputList(SendMessageOutcome.all.answerOutputs)
}

/// The outcomes of a SendMessage.
public enum SendMessageOutcome {
  /// ECE has taken the message.
  public static let success = Outcome("onSendMessageSuccess", .main, "the answer is 2xx")

  /// All of them.
  public static let all = ServiceOutcomes(
    main: [success],
    statuses: [
      (404, Outcome("Conversation ID Does Not Exist", .failure, "the answer is 404")),
      (409, Outcome("Conflict", .failure, "the answer is 409")),
      (400, Outcome("Illegal Unquoted Character", .failure, "the answer is 400")),
    ])
}

extension NodeConfiguration {
  /// A SendMessage's.
  public struct SendMessage: Sendable {
    /// What the text of a message is.
    public enum Format: String, Sendable, Hashable, CaseIterable {
      case plain, html
    }

    /// With what ECE is asked.
    public let call: ServiceCall
    /// The conversation that the message is for.
    public let conversationID: Template
    /// The text.
    public let message: Template
    /// What the text is.
    public let format: Format

    init?(_ fields: FieldValues) {
      guard let call = ServiceCall(fields), let conversationID = fields["conversationId"]?.template,
        let message = fields["message"]?.template
      else { return nil }
      self.call = call
      self.conversationID = conversationID
      self.message = message
      format = fields["format"]?.text.flatMap(Format.init) ?? .plain
    }
  }
}
