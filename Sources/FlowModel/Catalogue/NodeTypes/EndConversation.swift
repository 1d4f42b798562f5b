extension NodeTypeDescription {
  /// Ends a conversation.
  static let endConversation = NodeTypeDescription(
    .endConversation, article: "an", "Asks ECE to end a conversation, and awaits the answer.",
    fields: [
      .authorization, .requestTimeout, .required("conversationId", .template, "The conversation to end."),
    ],
    endOfConversation: EndConversationOutcome.success,
    service: ServiceDescription(about: .conversation) { _ in EndConversationOutcome.all },
    written: { .question(WrittenQuestion($0)) },
    configuration: { NodeConfiguration.EndConversation($0).map { .endConversation($0) } },
    outcomes: { _ in EndConversationOutcome.all.list },
    outputs: { _ in outputs },
    waits: { _ in false },
    glyph: "M1.5 2.5h13v8.5h-7l-3 3v-3h-3zM5.5 4.5l4.5 4.5M10 4.5l-4.5 4.5",
    gist: { "ends \($0.text("conversationId"))" },
    canvas: { fields in
      CanvasNode(
        "End Conversation", in: "Contact Center Enterprise",
        [
          fields.canvas("Node Authorization", "authorization"),
          fields.canvas("Conversation ID", "conversationId"),
        ],
        gaps: [
          fields.canvasGap("timeoutSeconds", "The node has no field for it: the platform's own limit counts.")
        ])
    })

  private static let outputs = OutputList(EndConversationOutcome.all.answerOutputs)
}

/// The outcomes of an EndConversation.
public enum EndConversationOutcome {
  /// ECE has taken the end.
  public static let success = Outcome("onEndConversationSuccess", .main, "the answer is 2xx")

  /// All of them.
  public static let all = ServiceOutcomes(
    main: [success],
    statuses: [(404, Outcome("Conversation ID Does Not Exist", .failure, "the answer is 404"))])
}

extension NodeConfiguration {
  /// An EndConversation's.
  public struct EndConversation: Sendable {
    /// With what ECE is asked.
    public let call: ServiceCall
    /// The conversation to end.
    public let conversationID: Template

    init?(_ fields: FieldValues) {
      guard let call = ServiceCall(fields), let conversationID = fields["conversationId"]?.template
      else { return nil }
      self.call = call
      self.conversationID = conversationID
    }
  }
}
