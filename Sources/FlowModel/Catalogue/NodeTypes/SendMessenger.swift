extension NodeTypeDescription {
  /// Sends a message on Messenger.
  static let sendMessenger = NodeTypeDescription(
    .sendMessenger, "Sends a message on Messenger.",
    fields: [
      .required("destination", .template, "Whom to send to: the customer's page-scoped id."),
      .required("message", .template, "The text."),
      .optional(
        "expirySeconds", .number(.positive(upTo: Limits.seconds)),
        "How long to wait for the gateway; 60 by default."),
    ],
    outcomes: { _ in SendOutcome.submission },
    outputs: { _ in SendOutcome.outputs },
    waits: { _ in false })
}
