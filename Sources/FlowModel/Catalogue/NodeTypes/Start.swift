public import Diagnostics

extension NodeTypeDescription {
  /// Where a session begins: a message from a customer, or a webhook, that matches the trigger.
  static let start = NodeTypeDescription(
    .start,
    "Begins a session when a customer's message, or a webhook, matches the trigger. Nothing may lead to it.",
    fields: [.required("trigger", .object(trigger), "Which messages begin a session, or which webhook.")],
    beginsSessions: true,
    written: { .trigger(WrittenTrigger($0)) },
    configuration: { NodeConfiguration.Start($0).map { .start($0) } },
    outcomes: { _ in outcomes },
    outputs: { fields in
      let trigger = fields["trigger"]?.object
      switch trigger?["channel"]?.text.flatMap(TriggerChannel.init) {
      case .sms?: return smsOutputs
      case .messenger?: return messengerOutputs
      case .webhook?: return OutputList(WebhookOutputs.all(of: trigger?["customer"], setBy: names))
      case nil:
        return OutputList(
          MessageOutputs.sms(from: .flow, setBy: names) + MessageOutputs.messenger(from: .flow, setBy: names)
            + WebhookOutputs.own(setBy: names))
      }
    },
    waits: { _ in false },
    glyph: "M4.5 2.5v11l9-5.5z",
    gist: { words in
      let trigger = words.object("trigger")
      if let event = trigger?.text("event"), !event.isEmpty { return "on the webhook “\(event)”" }
      let number = trigger?.text("number") ?? ""
      let place = number.isEmpty ? "" : " to \(number)"
      let keywords = trigger?.keywords("keyword")?.map { " “\($0)”" }.joined(separator: ",") ?? ""
      return "on \(trigger?.channel("channel") ?? NodeWords.name(ofChannel: nil))\(keywords)\(place)"
    },
    canvas: { fields in
      let trigger = fields["trigger"]?.object ?? FieldValues()
      let isSMS = trigger.channel("channel") == .sms
      if let event = trigger["event"]?.text { return webhookCanvas(event, trigger) }
      return CanvasNode(
        "Start", in: "on every canvas",
        [
          CanvasField("Trigger", isSMS ? "SMS: Mobile Originated (MO)" : "Messenger: Incoming Message"),
          trigger.canvas("Number", "number"),
          isSMS
            ? trigger.canvasKeywords(
              "Keyword", forOneWord: "each word needs a flow of its own that is built like this one.") : nil,
          isSMS ? nil : trigger.canvas("App", "appId", preset: "the app of your page"),
          trigger.canvas(
            "Trigger only when there are no live sessions", "onlyWithoutLiveSession", preset: "true"),
        ])
    })

  private static func webhookCanvas(_ event: String, _ trigger: FieldValues) -> CanvasNode {
    let address = trigger["customer"]?.object?["address"]?.text ?? ""
    return CanvasNode(
      "Start", in: "on every canvas",
      [
        CanvasField("Trigger", "Webhook"),
        CanvasField(
          "Event", CanvasText(event), note: "It is configured as an inbound webhook of the service."),
        trigger.canvas(
          "Trigger only when there are no live sessions", "onlyWithoutLiveSession", preset: "true"),
      ],
      gaps: [
        CanvasGap(
          field: "customer",
          instead: "Take the customer's address from the payload's member `\(address)` where it is needed.")
      ])
  }

  private static let outcomes = OutcomeList([Outcome("onBegin", .main, "the session has begun")])
  private static let names = outcomes.outcomes.map(\.name)
  private static let smsOutputs = OutputList(MessageOutputs.sms(from: .flow, setBy: names))
  private static let messengerOutputs = OutputList(MessageOutputs.messenger(from: .flow, setBy: names))

  private static let trigger = ObjectShape(
    "a trigger",
    [
      .required(
        "channel", .choice(TriggerChannel.allCases.map(\.rawValue)),
        "The channel of the messages, or `webhook`."),
      .required(
        "number", .textOrEnvironmentValue(.businessNumber),
        when: .field("channel", is: TriggerChannel.sms.rawValue),
        "The number of the business that the customer writes to."),
      .optional(
        "appId", .textOrEnvironmentValue(.any),
        when: .field("channel", is: TriggerChannel.messenger.rawValue),
        "The Messenger app that is written to."),
      .optional(
        "keyword", .keywords, when: .field("channel", is: TriggerChannel.sms.rawValue),
        "The first word of the messages, or one of several, in any case; `*` for every message."),
      .required(
        "event", .text(.identifier), when: .field("channel", is: TriggerChannel.webhook.rawValue),
        "The name of the webhook."),
      .required(
        "customer", .object(customer), when: .field("channel", is: TriggerChannel.webhook.rawValue),
        "Who the session's customer is."),
      .optional(
        "onlyWithoutLiveSession", .boolean,
        "Whether a customer who has a live session of this flow begins no other one; true by default."),
    ])

  private static let customer = ObjectShape(
    "a webhook's `customer`",
    [
      .required(
        "channel", .choice(Channel.allCases.map(\.rawValue)),
        "The channel that the customer is written to on."),
      .required(
        "address", .text(.memberName),
        "The payload's member that holds the customer's number or page-scoped id."),
      .optional(
        "number", .textOrEnvironmentValue(.businessNumber),
        "The number of the business that the customer is written to from."),
    ])
}

/// A Start's trigger, as it is written.
public struct WrittenTrigger: Sendable {
  private let fields: FieldValues

  init(_ fields: FieldValues) { self.fields = fields }

  /// Where it stands, if there is one.
  public var place: SourcePlace? { fields["trigger"]?.place }
  /// What it is about.
  public var channel: TriggerChannel? { members?["channel"]?.text.flatMap(TriggerChannel.init) }
  /// The channel on which the session's customer is: the trigger's own, a webhook's customer's.
  public var customerChannel: Channel? {
    (channel == .webhook ? customer : members)?.channel("channel")
  }
  /// Where the channel stands.
  public var channelPlace: SourcePlace? { members?["channel"]?.place }
  /// The number that customers write to.
  public var number: PlacedTemplate? { members?.textOrTemplate("number") }
  /// The app that customers write to.
  public var app: PlacedTemplate? { members?.textOrTemplate("appId") }
  /// The number of the business that a webhook's customer is written to from.
  public var customerNumber: PlacedTemplate? { customer?.textOrTemplate("number") }
  /// How the messages begin.
  public var keywords: Keywords { Keywords(members?["keyword"]) }
  /// The webhook's name.
  public var event: PlacedTemplate? { members?.textOrTemplate("event") }
  /// The member of a webhook's payload that holds the customer's address.
  public var addressMember: String? { customer?["address"]?.text }

  private var members: FieldValues? { fields["trigger"]?.object }
  private var customer: FieldValues? { members?["customer"]?.object }
}

/// What a Start's trigger is about: a channel on which customers write, or a webhook.
public enum TriggerChannel: String, Sendable, CaseIterable {
  case sms, messenger, webhook
}

/// The outputs of a message from a customer, which Start and Receive share.
///
/// What of the business was written to, a number or an app, a Start's trigger says, and a Receive's filter need not.
enum MessageOutputs {
  static func sms(from business: Output.Origin, setBy outcomes: [String]) -> [Output] {
    [
      Output(
        "sms.keyword", from: .customer(.keyword), setBy: outcomes,
        "the keyword: `*`, or the message's first word"),
      Output(
        "sms.message", from: .customer(.text), setBy: outcomes,
        "the text, without the keyword where there is one"),
      Output("sms.serviceNumber", from: business, setBy: outcomes, "the number that was written to"),
      Output("sms.senderNumber", from: .customer(.phoneNumber), setBy: outcomes, "the customer's number"),
      Output("sms.timestamp", from: .clock, setBy: outcomes, "when the message came"),
      Output("sms.transId", from: .opaque, setBy: outcomes, "the message's transaction id"),
      Output("sms.media", from: .opaque, setBy: outcomes, "how many attachments were left out"),
    ]
  }

  static func messenger(from business: Output.Origin, setBy outcomes: [String]) -> [Output] {
    [
      Output("messenger.message", from: .customer(.text), setBy: outcomes, "the text"),
      Output(
        "messenger.psId", from: .customer(.pageScopedID), setBy: outcomes, "the customer's page-scoped id"),
      Output("messenger.name", from: .customer(.name), setBy: outcomes, "the customer's name"),
      Output("messenger.appId", from: business, setBy: outcomes, "the Messenger app that was written to"),
      Output("messenger.timestamp", from: .clock, setBy: outcomes, "when the message came"),
      Output("messenger.transId", from: .opaque, setBy: outcomes, "the message's transaction id"),
      Output("messenger.media", from: .opaque, setBy: outcomes, "how many attachments were left out"),
    ]
  }
}

/// The outputs of a webhook.
private enum WebhookOutputs {
  static func own(setBy outcomes: [String]) -> [Output] {
    [
      Output("webhook.event", from: .flow, setBy: outcomes, "the webhook's name"),
      Output(
        "webhook.payload", from: .webhook, setBy: outcomes, holdsJSON: true, "what the webhook brings"),
      Output("webhook.timestamp", from: .clock, setBy: outcomes, "when the webhook came"),
      Output("webhook.transId", from: .opaque, setBy: outcomes, "the webhook's transaction id"),
    ]
  }

  /// - Parameter customer: The trigger's `customer`; where it has an error, all outputs that may be meant are there.
  static func all(of customer: FieldValue?, setBy outcomes: [String]) -> [Output] {
    let channel = customer?.object?.channel("channel")
    let hasNumber = customer?.object.map { $0["number"] != nil || $0.hasUnknownMembers } ?? true
    var outputs = own(setBy: outcomes)
    if channel != .messenger {
      outputs.append(
        Output("sms.senderNumber", from: .customer(.phoneNumber), setBy: outcomes, "the customer's number"))
      if hasNumber {
        outputs.append(
          Output(
            "sms.serviceNumber", from: .flow, setBy: outcomes, "the business's number that the trigger gives")
        )
      }
    }
    if channel != .sms {
      outputs.append(
        Output(
          "messenger.psId", from: .customer(.pageScopedID), setBy: outcomes, "the customer's page-scoped id"))
    }
    return outputs
  }
}

extension NodeConfiguration {
  /// A Start's: what begins a session.
  public struct Start: Sendable {
    /// What begins a session.
    public enum Trigger: Sendable {
      /// A customer's message.
      case message(MessageTrigger)
      /// A webhook.
      case webhook(WebhookTrigger)
    }

    /// Which messages begin a session.
    public struct MessageTrigger: Sendable {
      /// The channel of the messages.
      public let channel: Channel
      /// The number or the app that is written to; nil for any app.
      public let address: BusinessAddress?
      /// How the messages begin.
      public let keywords: Keywords
    }

    /// Which webhook begins a session, and whose.
    public struct WebhookTrigger: Sendable {
      /// The webhook's name.
      public let event: String
      /// The channel that the customer is written to on.
      public let channel: Channel
      /// The payload's member that holds the customer's address.
      public let addressMember: String
      /// The number of the business; nil where the trigger gives none.
      public let number: BusinessAddress?
    }

    /// What begins a session.
    public let trigger: Trigger
    /// Whether a customer who has a live session of this flow begins no other one.
    public let onlyWithoutLiveSession: Bool

    init?(_ fields: FieldValues) {
      guard let fields = fields["trigger"]?.object, let trigger = Trigger(fields) else { return nil }
      self.trigger = trigger
      onlyWithoutLiveSession = fields["onlyWithoutLiveSession"]?.boolean ?? true
    }
  }
}

extension NodeConfiguration.Start.Trigger {
  fileprivate init?(_ fields: FieldValues) {
    switch fields["channel"]?.text.flatMap(TriggerChannel.init) {
    case .sms?:
      guard let number = fields["number"]?.text else { return nil }
      self = .message(
        .init(channel: .sms, address: BusinessAddress(number), keywords: Keywords(fields["keyword"])))
    case .messenger?:
      self = .message(
        .init(channel: .messenger, address: fields["appId"]?.text.map(BusinessAddress.init), keywords: .any))
    case .webhook?:
      guard let event = fields["event"]?.text, let customer = fields["customer"]?.object,
        let channel = customer.channel("channel"), let address = customer["address"]?.text
      else { return nil }
      self = .webhook(
        .init(
          event: event, channel: channel, addressMember: address,
          number: customer["number"]?.text.map(BusinessAddress.init)))
    case nil: return nil
    }
  }

  /// The channel on which the session's customer is written to.
  public var customerChannel: Channel {
    switch self {
    case .message(let messages): messages.channel
    case .webhook(let webhook): webhook.channel
    }
  }
}
