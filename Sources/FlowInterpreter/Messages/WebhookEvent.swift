public import FlowModel
public import JSONSyntax

/// One message of a webhook callback: something that happened in a conversation.
public struct WebhookEvent: Sendable {
  /// What happened.
  public enum Kind: Sendable, Hashable {
    /// An event that a StartConversation has an outcome for.
    case outcome(Outcome)
    /// A wire value that has none, such as `startTyping`.
    case unhandled(String)

    /// The outcome's name, or the wire value.
    public var name: String {
      switch self {
      case .outcome(let outcome): outcome.name
      case .unhandled(let value): value
      }
    }
  }

  /// What is read off the wire, once: an event is passed on and copied many times before it is processed.
  let message: Message

  /// The event's id, by which duplicates are known.
  public var id: EventID { message.id }
  /// The conversation it belongs to; nil where whoever delivers it knows the session.
  public var conversationID: ConversationID? { message.conversationID }
  /// The outcome's index among those of webhook events; nil where there is none.
  var position: Int? { message.position }
  /// The outcome's name, or the wire value where there is none.
  var name: String { message.name }
  /// The message as it stands on the wire.
  public var wire: JSON { message.wire }

  private init(id: EventID, conversationID: ConversationID?, kind: Kind, wire: JSON) {
    message = Message(id: id, conversationID: conversationID, kind: kind, wire: wire)
  }

  /// What happened.
  public var kind: Kind {
    position.map { .outcome(ConversationOutcome.events[$0]) } ?? .unhandled(contentType)
  }
  /// The `type.value` on the wire: a media type or a name.
  public var contentType: String { message.contentType }
  /// What was written.
  public var content: String? { message.content.string }
  /// `user` or `system`.
  public var sender: String? { message.sender.string }
  /// When it happened, in milliseconds since 1970, as the wire has it.
  public var timeStamp: JSONNumber? { wire["timeStamp"]?.number }

  /// A message such as the wire has.
  private static func wire(
    id: EventID, conversationID: ConversationID?, type: String, content: String?, sender: String?,
    timeStamp: JSONNumber?
  ) -> JSON {
    var members: JSONObject = ["id": .string(id.text)]
    members["conversation"] = conversationID.map { ["id": .string($0.text)] }
    members["type"] = ["value": .string(type)]
    members["content"] = content.map { .string($0) }
    members["sender"] = sender.map { ["type": .string($0)] }
    members["timeStamp"] = timeStamp.map { .number($0) }
    return .object(members)
  }

  /// Whether it ends its conversation.
  var isComplete: Bool { position == Self.completePosition }

  private static let completePosition = ConversationOutcome.events.firstIndex(
    of: ConversationOutcome.complete)

  /// Creates an event, with a message such as the wire has.
  public init(
    id: EventID, conversationID: ConversationID?, type: String, content: String? = nil, sender: String? = nil,
    timeStamp: JSONNumber? = nil
  ) {
    let kind = Kind(name: type)
    self.init(
      id: id, conversationID: conversationID, kind: kind,
      wire: Self.wire(
        id: id, conversationID: conversationID,
        // One of several wire values of an outcome stays that one.
        type: kind.name == type ? kind.wireValue : type, content: content, sender: sender,
        timeStamp: timeStamp))
  }

  /// Reads one message of a callback body.
  /// - Throws: What is wrong with it.
  public init(wire: JSON) throws(MalformedCallback) {
    let message = WireMessage(json: wire)
    let id = try message.identifier("id")
    let conversation = try message.identifier("conversation", "id")
    let type = try message.text("type", "value")
    _ = try message.optional(\.string, "content")
    _ = try message.optional(\.string, "sender", "type")
    _ = try message.optional(\.number, "timeStamp")
    self.init(
      id: EventID(id), conversationID: ConversationID(conversation), kind: Kind(wireValue: type), wire: wire)
  }

  /// Reads an event that has been kept as it stood on the wire; it was well-formed when it came. One of a session's own
  /// conversation need not name it.
  package init?(kept wire: JSON) {
    guard let id = wire["id"]?.identifier, let type = wire["type"]?["value"]?.string else { return nil }
    self.init(
      id: EventID(id), conversationID: (wire["conversation"]?["id"]?.identifier).map(ConversationID.init),
      kind: Kind(wireValue: type), wire: wire)
  }
}

extension WebhookEvent {
  /// A message with what its event needs of it. It never changes.
  final class Message: Sendable {
    let id: EventID
    let conversationID: ConversationID?
    let position: Int?
    let name: String
    let contentType: String
    /// What was written; null where nothing was.
    let content: JSON
    /// Who wrote it; null where that is not said.
    let sender: JSON
    /// When it happened, an integer with its digits alone; null where that is not said.
    let timeStamp: JSON
    let wire: JSON
    /// The body of a callback with this message alone.
    let callback: JSON

    fileprivate init(id: EventID, conversationID: ConversationID?, kind: Kind, wire: JSON) {
      self.id = id
      self.conversationID = conversationID
      position = kind.position
      name = kind.name
      contentType = wire["type"]?["value"]?.string ?? ""
      content = JSON(wire["content"]?.string)
      sender = JSON(wire["sender"]?["type"]?.string)
      timeStamp = wire["timeStamp"]?.number.map { .number($0.withPlainDigits) } ?? .null
      self.wire = wire
      callback = ["message": [wire]]
    }
  }
}

/// Two events are equal where their messages are: all else is read off these.
extension WebhookEvent: Hashable {
  public static func == (left: WebhookEvent, right: WebhookEvent) -> Bool { left.wire == right.wire }

  public func hash(into hasher: inout Hasher) { hasher.combine(wire) }
}

/// A message on the wire, which says of each member that it is missing or of the wrong type.
private struct WireMessage {
  let json: JSON

  /// An id: a string that is not empty, or an integer, which stands for the string of its digits.
  func identifier(_ path: String...) throws(MalformedCallback) -> String {
    let value = try required(path)
    guard let id = value.identifier else { throw Self.wrongType(path) }
    guard !id.isEmpty else { throw Self.empty(path) }
    return id
  }

  /// A string that is not empty.
  func text(_ path: String...) throws(MalformedCallback) -> String {
    let value = try required(path)
    guard let text = value.string else { throw Self.wrongType(path) }
    guard !text.isEmpty else { throw Self.empty(path) }
    return text
  }

  /// A member that need not be there, and may be null.
  func optional<Value>(
    _ read: (JSON) -> Value?, _ path: String...
  ) throws(MalformedCallback) -> Value? {
    guard let value = try member(path) else { return nil }
    guard let found = read(value) else { throw Self.wrongType(path) }
    return found
  }

  private func required(_ path: [String]) throws(MalformedCallback) -> JSON {
    guard let value = try member(path) else { throw .message("it has no `\(path.joined(separator: "."))`") }
    return value
  }

  /// The member at the end of a path; nil where it, or what it would be in, is null or not there.
  private func member(_ path: [String]) throws(MalformedCallback) -> JSON? {
    guard json.object != nil else { throw .message("it is no object") }
    var value = json
    for (index, key) in path.enumerated() {
      guard value.object != nil else { throw Self.wrongType(Array(path.prefix(index))) }
      guard let member = value[key], !member.isNull else { return nil }
      value = member
    }
    return value
  }

  private static func wrongType(_ path: [String]) -> MalformedCallback {
    .message("its `\(path.joined(separator: "."))` is of the wrong type")
  }

  private static func empty(_ path: [String]) -> MalformedCallback {
    .message("its `\(path.joined(separator: "."))` is empty")
  }
}

extension JSON {
  /// The id that a string or an integer is; nil for any other value.
  fileprivate var identifier: String? { string ?? number?.integerDigits }
}

extension WebhookEvent.Kind {
  /// The wire values, what they are without regard to case, and the outcomes that they mean.
  private static let outcomes: [(wire: String, lowercased: String, outcome: Outcome)] = {
    let special = ["Message": ["text/plain", "text/html"]]
    return ConversationOutcome.events.flatMap { outcome in
      let name = outcome.name.prefix(1).lowercased() + outcome.name.dropFirst()
      return (special[outcome.name] ?? [name]).map { ($0, $0.lowercased(), outcome) }
    }
  }()

  /// The outcome's place among those of webhook events; nil where there is none.
  fileprivate var position: Int? {
    guard case .outcome(let outcome) = self else { return nil }
    return ConversationOutcome.events.firstIndex(of: outcome)
  }

  /// What a `type.value` means: a media type or a name, in any case of letters; parameters after a `;` do not count.
  init(wireValue: String) {
    // As ECE writes it, mostly.
    if let known = Self.outcomes.first(where: { $0.wire == wireValue }) {
      self = .outcome(known.outcome)
      return
    }
    let essence = wireValue.prefix { $0 != ";" }.lowercased().split(separator: " ").joined(separator: " ")
    self =
      Self.outcomes.first { $0.lowercased == essence }.map { .outcome($0.outcome) }
      ?? .unhandled(wireValue)
  }

  /// What the name of an outcome, or else a `type.value`, means.
  init(name: String) {
    self =
      Self.outcomes.first { $0.outcome.name == name }.map { .outcome($0.outcome) } ?? Self(wireValue: name)
  }

  /// A `type.value` that means this.
  var wireValue: String {
    switch self {
    case .outcome(let outcome): Self.outcomes.first { $0.outcome == outcome }?.wire ?? outcome.name
    case .unhandled(let value): value
    }
  }
}
