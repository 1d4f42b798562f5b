extension NodeTypeDescription {
  /// Sends a message on Messenger.
  static let sendMessenger = NodeTypeDescription(
    .sendMessenger, "Sends a message on Messenger.",
    fields: [
      .required("destination", .template, "Whom to send to: the customer's page-scoped id."),
      .required("message", .template, "The text that is sent."),
      .optional(
        "expirySeconds", .number(.positive(upTo: Limits.seconds)),
        "How long to wait for the gateway; 60 by default."),
    ],
    written: { .message(WrittenMessage($0, isSMS: false)) },
    configuration: { NodeConfiguration.SendMessenger($0).map { .sendMessenger($0) } },
    outcomes: { _ in SendOutcome.submission },
    outputs: { _ in SendOutcome.outputs },
    waits: { _ in false },
    glyph: "M1.5 8l13-5.5-4 11.5-3.5-4zM7 10l7.5-7.5",
    gist: { $0.quotation("message") },
    canvas: { fields in
      CanvasNode(
        "Messenger", in: "Channels",
        [
          CanvasField("Destination Type", "PSID"), fields.canvas("Destination", "destination"),
          CanvasField("Message Type", "Text"), fields.canvas("Message", "message"),
          fields.canvas("Expiry (seconds)", "expirySeconds", preset: "60"),
        ])
    })
}

extension NodeConfiguration {
  /// A SendMessenger's.
  public struct SendMessenger: Sendable {
    /// Whom to send to.
    public let destination: Template
    /// The text.
    public let message: Template
    /// How long to wait for the gateway.
    public let expirySeconds: Double

    init?(_ fields: FieldValues) {
      guard let destination = fields["destination"]?.template, let message = fields["message"]?.template
      else {
        return nil
      }
      self.destination = destination
      self.message = message
      expirySeconds = fields["expirySeconds"]?.number ?? 60
    }
  }
}
