extension NodeTypeDescription {
  /// Waits for a message from a customer.
  static let receive = NodeTypeDescription(
    .receive, "Waits for a message from the customer, on one or several channels.",
    fields: [
      .required("channels", .object(channels), "The channels to wait on, at least one."),
      .required("timeoutSeconds", .number(.positive(upTo: Limits.seconds)), "How long to wait."),
    ],
    outcomes: { fields in
      let channels = configuredChannels(of: fields)
      return OutcomeList(
        (channels ?? Channel.allCases).map(ReceiveOutcome.message) + [
          ReceiveOutcome.timeout, ReceiveOutcome.error,
        ],
        isUncertain: channels == nil)
    },
    outputs: { fields in
      let channels = configuredChannels(of: fields) ?? Channel.allCases
      let outcomes = channels.map { ReceiveOutcome.message(on: $0).name }
      return [
        Output("receive.message", setBy: outcomes, "the whole text"),
        Output("receive.channel", setBy: outcomes, "the channel it came on"),
        Output(
          "receive.payload", setBy: outcomes, holdsJSON: true, "the message with all that is known of it"),
      ] + channels.flatMap(ReceiveOutcome.outputs)
    },
    waits: { _ in true })

  private static let channels = ObjectShape(
    "`channels`",
    [
      .optional("sms", .object(sms), "Wait for an SMS."),
      .optional("messenger", .object(messenger), "Wait for a message on Messenger."),
    ], needsMember: true)

  private static let sms = ObjectShape(
    "a Receive's `sms`",
    [
      .optional("number", .text(.businessNumber), "The number that is written to; any by default."),
      .optional("keyword", .text(.keyword), "The message's first word; `*`, the default, for every message."),
      .optional("from", .template, "Whose messages count; the session's customer by default."),
    ])

  private static let messenger = ObjectShape(
    "a Receive's `messenger`",
    [.optional("from", .template, "Whose messages count; the session's customer by default.")])

  /// The channels in file order of the format, or nil where an error hides which they are.
  private static func configuredChannels(of fields: FieldValues) -> [Channel]? {
    guard let channels = fields["channels"]?.object, !channels.hasUnknownMembers else { return nil }
    return Channel.allCases.filter { channels[$0.rawValue] != nil }
  }
}

/// The outcomes of a Receive.
public enum ReceiveOutcome {
  private static let sms = Outcome("sms.mo", .main, "an SMS has come")
  private static let messenger = Outcome("messenger.mo", .main, "a message on Messenger has come")
  /// Nothing came in time.
  public static let timeout = Outcome("onTimeout", .timeout, "nothing came in `timeoutSeconds`")
  /// The wait failed.
  public static let error = Outcome("onError", .failure, "the wait failed")

  /// A message has come on a channel.
  public static func message(on channel: Channel) -> Outcome {
    switch channel {
    case .sms: sms
    case .messenger: messenger
    }
  }

  /// The outputs of a channel's message.
  static func outputs(of channel: Channel) -> [Output] {
    switch channel {
    case .sms: MessageOutputs.sms(setBy: [sms.name])
    case .messenger: MessageOutputs.messenger(setBy: [messenger.name])
    }
  }
}
