public import FlowHosting
public import FlowInterpreter
public import FlowModel

/// Something that has come in and can happen to sessions.
public struct Arrival: Sendable, Hashable {
  /// What has come.
  public enum Content: Sendable, Hashable {
    /// A customer's message.
    case message(InboundMessage)
    /// A webhook that may begin sessions.
    case webhook(InboundWebhook)
    /// One event of ECE's.
    case event(WebhookEvent)
    /// What became of a message that was sent: under the gateway's id where it says one, and with the key that the service
    /// had given the effect where that comes back.
    case receipt(DeliveryReport, gatewayID: GatewayMessageID?, effectKey: String?)
  }

  /// What the counterpart names it by: a repetition has the same name.
  public let name: ArrivalName
  /// What has come.
  public let content: Content

  /// Creates an arrival.
  public init(_ name: ArrivalName, _ content: Content) {
    self.name = name
    self.content = content
  }

  /// How many attachments of a message are left out.
  public var leftOutMedia: Int { if case .message(let message) = content { message.media } else { 0 } }

  /// The arrival as an input of the host.
  ///
  /// The key in a receipt may be of a time before a backup was restored, and its number be that of another effect now. Such a
  /// message is known by the gateway's id, or where the gateway gives none by the key itself, which its node waits for as the id.
  /// - Parameter effect: The effect that a key stands for which has gone over the wire; nil where that cannot be said.
  /// - Returns: nil for a receipt that names no message.
  public func input(effect: (_ key: String) -> IdempotencyKey?) -> HostInput? {
    switch content {
    case .message(let message): return .message(message)
    case .webhook(let webhook): return .webhook(webhook)
    case .event(let event): return .event(event, of: nil)
    case .receipt(let report, let gatewayID, let key):
      guard let gatewayID = gatewayID ?? key.map(GatewayMessageID.init) else { return nil }
      return .receipt(report, gatewayID: gatewayID, of: key.flatMap(effect))
    }
  }
}

/// What a counterpart names something by that it sends: names of different counterparts are never the same.
public struct ArrivalName: Sendable, Hashable {
  /// Who names it so.
  public enum Source: String, Sendable, CaseIterable {
    case ece, twilio, webex, kannel, meta, webhook
  }

  /// Who names it so.
  public let source: Source
  /// The parts of the name, in order.
  public let parts: [String]

  /// Creates a name.
  public init(_ source: Source, _ parts: String...) {
    self.source = source
    self.parts = parts
  }

  /// The name's bytes, which no other name has: each part stands after its length.
  public var bytes: [UInt8] {
    parts.reduce(into: Array(source.rawValue.utf8)) { bytes, part in
      bytes += Array(" \(part.utf8.count) ".utf8)
      bytes += part.utf8
    }
  }
}

/// What a request has brought.
public struct Arrivals: Sendable {
  /// What can be taken, in order.
  public let arrivals: [Arrival]
  /// What could not: why, for the log. Nothing of what it said is in it.
  public let malformed: [String]
  /// What is answered once all is kept.
  public let reply: ServiceReply

  /// Creates what a request has brought.
  public init(_ arrivals: [Arrival], malformed: [String] = [], reply: ServiceReply = .ok) {
    self.arrivals = arrivals
    self.malformed = malformed
    self.reply = reply
  }
}
