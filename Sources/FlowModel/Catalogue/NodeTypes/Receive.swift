extension NodeTypeDescription {
  /// Waits for a message from a customer.
  static let receive = NodeTypeDescription(
    .receive, "Waits for a message from the customer, on one or several channels.",
    fields: [
      .required("channels", .object(channels), "The channels to wait on, at least one."),
      .required(
        "timeoutSeconds", .number(.positive(upTo: Limits.seconds)), "How many seconds to wait for a message."),
    ],
    written: { .receive(WrittenReceive($0)) },
    configuration: { NodeConfiguration.Receive($0).map { .receive($0) } },
    outcomes: { fields in
      configuration(of: fields)?.outcomes ?? ReceiveConfiguration.uncertainOutcomes
    },
    outputs: { fields in (configuration(of: fields) ?? .onEveryChannel).outputs },
    waits: { _ in true },
    glyph: "M1.5 9v4.5h13v-4.5M8 1.5v8M4.5 6l3.5 3.5 3.5-3.5",
    gist: { words in
      let channels = (words.object("channels")?.names ?? []).map { NodeWords.name(ofChannel: $0) }
      return "waits \(words.duration("timeoutSeconds")) for \(channels.joined(separator: " or "))"
    },
    canvas: { fields in
      let channels = fields["channels"]?.object ?? FieldValues()
      let customer = "the customer of the session"
      let sms = channels["sms"]?.object
      let messenger = channels["messenger"]?.object
      return CanvasNode(
        "Receive", in: "Channels",
        [
          sms.map { _ in CanvasField("Channel", "SMS") },
          sms?.canvas("SMS: Number", "number", preset: "any of yours"),
          sms?.canvasKeywords(
            "SMS: Keyword",
            forOneWord: "wait for every message (`*`), and tell the words apart in a Branch behind this node."
          ),
          sms?.canvas("SMS: From", "from", preset: customer),
          messenger.map { _ in CanvasField("Channel", "Messenger") },
          messenger?.canvas("Messenger: From", "from", preset: customer),
          fields.canvas("Max Timeout (seconds)", "timeoutSeconds"),
        ])
    })

  private static let channels = ObjectShape(
    "`channels`",
    [
      .optional("sms", .object(sms), "Wait for an SMS."),
      .optional("messenger", .object(messenger), "Wait for a message on Messenger."),
    ], needsMember: true)

  private static let sms = ObjectShape(
    "a Receive's `sms`",
    [
      .optional(
        "number", .textOrEnvironmentValue(.businessNumber), "The number that is written to; any by default."),
      .optional(
        "keyword", .keywords,
        "The message's first word, or one of several; `*`, the default, for every message."),
      .optional("from", .template, "Whose messages count; the session's customer by default."),
    ])

  private static let messenger = ObjectShape(
    "a Receive's `messenger`",
    [.optional("from", .template, "Whose messages count; the session's customer by default.")])

  /// What a Receive on its channels has, or nil where an error hides which they are.
  private static func configuration(of fields: FieldValues) -> ReceiveConfiguration? {
    guard let channels = fields["channels"]?.object, !channels.hasUnknownMembers else { return nil }
    return switch (channels[Channel.sms.rawValue] != nil, channels[Channel.messenger.rawValue] != nil) {
    case (true, true): .onEveryChannel
    case (true, false): .onSMS
    case (false, true): .onMessenger
    case (false, false): .onNoChannel
    }
  }
}

/// What a Receive waits for, as it is written.
public struct WrittenReceive: Sendable {
  private let fields: FieldValues

  init(_ fields: FieldValues) { self.fields = fields }

  /// The number that an SMS is written to; nil for any.
  public var smsNumber: PlacedTemplate? { sms?.textOrTemplate("number") }
  /// How an SMS begins.
  public var smsKeywords: Keywords { Keywords(sms?["keyword"]) }

  private var sms: FieldValues? { fields["channels"]?.object?[Channel.sms.rawValue]?.object }
}

/// What a Receive on certain channels has: made once, for a flow may have thousands of them.
private struct ReceiveConfiguration: Sendable {
  let outcomes: OutcomeList
  let outputs: OutputList

  static let onEveryChannel = ReceiveConfiguration(Channel.allCases)
  static let onSMS = ReceiveConfiguration([.sms])
  static let onMessenger = ReceiveConfiguration([.messenger])
  static let onNoChannel = ReceiveConfiguration([])
  /// The outcomes where an error hides which channels there are.
  static let uncertainOutcomes = OutcomeList(onEveryChannel.outcomes.outcomes, isUncertain: true)

  /// - Parameter channels: The channels, in the order of the format.
  private init(_ channels: [Channel]) {
    let messages = channels.map(ReceiveOutcome.message)
    let names = messages.map(\.name)
    outcomes = OutcomeList(messages + [ReceiveOutcome.timeout, ReceiveOutcome.error])
    outputs = OutputList(
      [
        Output("receive.message", from: .customer(.text), setBy: names, "the whole text"),
        Output("receive.channel", from: .flow, setBy: names, "the channel it came on"),
        Output(
          "receive.payload", from: .customer(.message), setBy: names, holdsJSON: true,
          "the message with all that is known of it"),
      ] + channels.flatMap(ReceiveOutcome.outputs))
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
    case .sms: MessageOutputs.sms(from: .opaque, setBy: [sms.name])
    case .messenger: MessageOutputs.messenger(from: .opaque, setBy: [messenger.name])
    }
  }
}

extension NodeConfiguration {
  /// A Receive's.
  public struct Receive: Sendable {
    /// Which messages of a channel count.
    public struct Filter: Sendable {
      /// The channel.
      public let channel: Channel
      /// The number that is written to; nil for any.
      public let number: BusinessAddress?
      /// How the messages begin.
      public let keywords: Keywords
      /// The sender; nil for the session's customer.
      public let from: Template?
    }

    /// What it waits for, one for each channel, in the order of the format.
    public let filters: [Filter]
    /// How long it waits.
    public let timeoutSeconds: Double

    init?(_ fields: FieldValues) {
      guard let channels = fields["channels"]?.object, let seconds = fields["timeoutSeconds"]?.number else {
        return nil
      }
      filters = Channel.allCases.compactMap { channel in
        guard let fields = channels[channel.rawValue]?.object else { return nil }
        return Filter(
          channel: channel, number: fields["number"]?.text.map(BusinessAddress.init),
          keywords: Keywords(fields["keyword"]),
          from: fields["from"]?.template)
      }
      guard !filters.isEmpty else { return nil }
      timeoutSeconds = seconds
    }
  }
}
