extension NodeTypeDescription {
  /// Where a session begins: a message from a customer that matches the trigger.
  static let start = NodeTypeDescription(
    .start, "Begins a session when a customer's message matches the trigger. Nothing may lead to it.",
    fields: [.required("trigger", .object(trigger), "Which messages begin a session.")],
    outcomes: { _ in outcomes },
    outputs: { fields in
      switch fields["trigger"]?.object?.channel("channel") {
      case .sms?: MessageOutputs.sms(setBy: ["onBegin"])
      case .messenger?: MessageOutputs.messenger(setBy: ["onBegin"])
      case nil: MessageOutputs.sms(setBy: ["onBegin"]) + MessageOutputs.messenger(setBy: ["onBegin"])
      }
    },
    waits: { _ in false },
    canvas: { fields in
      let trigger = fields["trigger"]?.object ?? FieldValues()
      let isSMS = trigger.channel("channel") == .sms
      return CanvasNode(
        "Start", in: "on every canvas",
        [
          CanvasField("Trigger", isSMS ? "SMS: Mobile Originated (MO)" : "Messenger: Incoming Message"),
          trigger.canvas("Number", "number"),
          isSMS ? trigger.canvasKeywords("Keyword") : nil,
          isSMS ? nil : trigger.canvas("App", "appId", preset: "the app of your page"),
          trigger.canvas(
            "Trigger only when there are no live sessions", "onlyWithoutLiveSession", preset: "true"),
        ])
    })

  private static let outcomes = OutcomeList([Outcome("onBegin", .main, "the session has begun")])

  private static let trigger = ObjectShape(
    "a trigger",
    [
      .required("channel", .choice(Channel.allCases.map(\.rawValue)), "The channel of the messages."),
      .required(
        "number", .text(.businessNumber), when: .field("channel", is: "sms"),
        "The number of the business that the customer writes to."),
      .optional(
        "appId", .text(.any), when: .field("channel", is: "messenger"),
        "The Messenger app that is written to."),
      .optional(
        "keyword", .keywords, when: .field("channel", is: "sms"),
        "The first word of the messages, or one of several, in any case; `*` for every message."),
      .optional(
        "onlyWithoutLiveSession", .boolean,
        "Whether a customer who has a live session of this flow begins no other one; true by default."),
    ])
}

/// The outputs of a message from a customer, which Start and Receive share.
enum MessageOutputs {
  static func sms(setBy outcomes: [String]) -> [Output] {
    [
      Output("sms.keyword", setBy: outcomes, "the keyword: `*`, or the message's first word"),
      Output("sms.message", setBy: outcomes, "the text, without the keyword where there is one"),
      Output("sms.serviceNumber", setBy: outcomes, "the number that was written to"),
      Output("sms.senderNumber", setBy: outcomes, "the customer's number"),
      Output("sms.timestamp", setBy: outcomes, "when the message came"),
      Output("sms.transId", setBy: outcomes, "the message's transaction id"),
    ]
  }

  static func messenger(setBy outcomes: [String]) -> [Output] {
    [
      Output("messenger.message", setBy: outcomes, "the text"),
      Output("messenger.psId", setBy: outcomes, "the customer's page-scoped id"),
      Output("messenger.name", setBy: outcomes, "the customer's name"),
      Output("messenger.appId", setBy: outcomes, "the Messenger app that was written to"),
      Output("messenger.timestamp", setBy: outcomes, "when the message came"),
      Output("messenger.transId", setBy: outcomes, "the message's transaction id"),
    ]
  }
}

extension NodeConfiguration {
  /// A Start's: which messages begin a session.
  public struct Start: Sendable {
    /// The channel of the messages.
    public let channel: Channel
    /// The number or the app that is written to; nil for any app.
    public let address: String?
    /// How the messages begin.
    public let keywords: Keywords
    /// Whether a customer who has a live session of this flow begins no other one.
    public let onlyWithoutLiveSession: Bool

    init?(_ fields: FieldValues) {
      guard let trigger = fields["trigger"]?.object, let channel = trigger.channel("channel") else {
        return nil
      }
      self.channel = channel
      switch channel {
      case .sms:
        guard let number = trigger["number"]?.text else { return nil }
        address = number
      case .messenger: address = trigger["appId"]?.text
      }
      keywords = Keywords(trigger["keyword"])
      onlyWithoutLiveSession = trigger["onlyWithoutLiveSession"]?.boolean ?? true
    }
  }
}
