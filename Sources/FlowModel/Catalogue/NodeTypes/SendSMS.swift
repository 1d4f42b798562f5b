extension NodeTypeDescription {
  /// Sends a text message.
  static let sendSMS = NodeTypeDescription(
    .sendSMS, waitingWith: "`waitFor: deliveryReport`",
    "Sends an SMS. With `waitFor: deliveryReport` it also waits for the receipt, and so is a waiting node.",
    fields: [
      .required("destination", .template, "Whom to send to, with country code: `+14155550123`."),
      .optional(
        "destinationType", .choice(NodeConfiguration.SendSMS.DestinationType.allCases.map(\.rawValue)),
        "What `destination` is; `msisdn` by default."),
      .required("from", .template, "The sender: a number of the business."),
      .required("message", .template, "The text that is sent."),
      .optional(
        "messageType", .choice(NodeConfiguration.SendSMS.MessageType.allCases.map(\.rawValue)),
        "How the text is sent; `text` by default."),
      .optional(
        "waitFor", .choice(["gatewaySubmit", "deliveryReport"]),
        "What ends the node: the gateway's answer (the default), or the delivery receipt."),
      .optional(
        "expirySeconds", .number(.positive(upTo: Limits.seconds)),
        "How long to wait for the gateway and the receipt together; 60 by default."),
      .optional("correlationId", .template, "An id of your own for the message."),
    ],
    written: { .message(WrittenMessage($0, isSMS: true)) },
    configuration: { NodeConfiguration.SendSMS($0).map { .sendSMS($0) } },
    outcomes: { fields in
      guard let waitFor = fields["waitFor"] else { return SendOutcome.submission }
      switch waitFor.text {
      case "deliveryReport": return SendOutcome.delivery
      case nil: return SendOutcome.either
      default: return SendOutcome.submission
      }
    },
    outputs: { _ in SendOutcome.outputs },
    waits: { fields in
      guard let waitFor = fields["waitFor"] else { return false }
      return waitFor.text.map { $0 == "deliveryReport" }
    },
    glyph: "M1.5 3.5h13v9.5h-13zM1.5 3.5l6.5 5.5 6.5-5.5",
    gist: { $0.quotation("message") },
    canvas: { fields in
      CanvasNode(
        "SMS", in: "Channels",
        [
          fields.canvas(
            "Destination Type", "destinationType", preset: "msisdn", choices: ["customerId": "Customer Id"]),
          fields.canvas("Destination", "destination", note: "With the country code."),
          fields.canvas("From Number", "from"),
          fields.canvas(
            "Message Type", "messageType", preset: "text",
            choices: ["text": "Text", "unicode": "Unicode", "flash": "Flash"]),
          fields.canvas("Message", "message"),
          fields.canvas(
            "Wait for", "waitFor", preset: "gatewaySubmit",
            choices: ["gatewaySubmit": "Gateway Submit", "deliveryReport": "Delivery Report"]),
          fields.canvas("Expiry (seconds)", "expirySeconds", preset: "60"),
          fields.canvas("Correlation ID", "correlationId"),
        ])
    })
}

/// What a SendSMS or a SendMessenger sends, as it is written.
public struct WrittenMessage: Sendable {
  private let fields: FieldValues
  /// Whether it is an SMS.
  public let isSMS: Bool

  init(_ fields: FieldValues, isSMS: Bool) {
    self.fields = fields
    self.isSMS = isSMS
  }

  /// The text.
  public var text: PlacedTemplate? { fields.template("message") }
  /// Whom to send to.
  public var destination: PlacedTemplate? { fields.template("destination") }
  /// The number of the business that an SMS comes from.
  public var sender: PlacedTemplate? { isSMS ? fields.template("from") : nil }

  /// Whether the destination is a phone number; false too where an error hides what it is.
  public var isToPhoneNumber: Bool {
    guard isSMS else { return false }
    guard let type = fields["destinationType"] else { return true }
    return type.text == NodeConfiguration.SendSMS.DestinationType.msisdn.rawValue
  }

  /// Whether it is always sent as UCS-2; nil where an error hides it.
  public var isUnicode: Bool? {
    guard let type = fields["messageType"] else { return false }
    return type.text.map { $0 == NodeConfiguration.SendSMS.MessageType.unicode.rawValue }
  }
}

/// What SendSMS and SendMessenger share.
public enum SendOutcome {
  /// The gateway has taken the message.
  public static let success = Outcome("onSuccess", .main, "the gateway has taken the message")
  /// The message has been delivered.
  public static let delivered = Outcome("onDRSuccess", .main, "the message has been delivered")
  /// The message could not be delivered.
  public static let notDelivered = Outcome("onDRFail", .failure, "the message could not be delivered")
  /// A policy forbids the message.
  public static let policyFail = Outcome("onPolicyFail", .failure, "a policy forbids the message")
  /// The message could not be sent.
  public static let error = Outcome(
    "onError", .failure, "the message could not be sent, or it or its destination is empty")
  /// Nothing came in time.
  public static let timeout = Outcome("onTimeout", .timeout, "nothing came in `expirySeconds`")

  /// The outcomes of a node that waits for the gateway alone.
  static let submission = OutcomeList([success, policyFail, error, timeout])
  /// The outcomes of a node that waits for the delivery receipt.
  static let delivery = OutcomeList([delivered, notDelivered, policyFail, error, timeout])
  /// The outcomes of a node that waits for the one or the other: an error hides for which.
  static let either = OutcomeList(
    [success, policyFail, error, timeout, delivered, notDelivered], isUncertain: true)

  /// The outputs.
  static let outputs: OutputList = {
    let receipts = [delivered.name, notDelivered.name]
    return OutputList([
      Output(
        "send.gatewayTid", from: .opaque, setBy: [success.name] + receipts, "the gateway's id of the message"),
      Output("send.deliveryStatusCode", from: .flow, setBy: receipts, "the receipt's status code"),
      Output(
        "send.deliveryStatusDescription", from: .flow, setBy: receipts, "the receipt's status in words"),
      Output(
        "send.sentDateTime", from: .clock, setBy: [success.name] + receipts,
        "when the gateway took the message"),
    ])
  }()
}

extension NodeConfiguration {
  /// A SendSMS's.
  public struct SendSMS: Sendable {
    /// What a destination is.
    public enum DestinationType: String, Sendable, Hashable, CaseIterable {
      case msisdn
      case customerID = "customerId"
    }

    /// How an SMS is sent.
    public enum MessageType: String, Sendable, Hashable, CaseIterable {
      case text, unicode, flash
    }

    /// Whom to send to.
    public let destination: Template
    /// What the destination is.
    public let destinationType: DestinationType
    /// The sender.
    public let from: Template
    /// The text.
    public let message: Template
    /// How the text is sent.
    public let messageType: MessageType
    /// Whether the node waits for the delivery receipt, and not for the gateway's answer alone.
    public let waitsForReport: Bool
    /// How long to wait for the gateway and the receipt together.
    public let expirySeconds: Double
    /// The author's own id of the message.
    public let correlationID: Template?

    init?(_ fields: FieldValues) {
      guard let destination = fields["destination"]?.template, let from = fields["from"]?.template,
        let message = fields["message"]?.template
      else { return nil }
      self.destination = destination
      self.from = from
      self.message = message
      destinationType = fields["destinationType"]?.text.flatMap(DestinationType.init) ?? .msisdn
      messageType = fields["messageType"]?.text.flatMap(MessageType.init) ?? .text
      waitsForReport = fields["waitFor"]?.text == "deliveryReport"
      expirySeconds = fields["expirySeconds"]?.number ?? 60
      correlationID = fields["correlationId"]?.template
    }
  }
}
