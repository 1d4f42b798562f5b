public import FlowModel
public import JSONSyntax

/// One message of a webhook callback: something that happened in a conversation.
public struct WebhookEvent: Sendable, Hashable {
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

  /// The event's id, by which duplicates are known.
  public let id: EventID
  /// The conversation it belongs to; nil where whoever delivers it knows the session.
  public let conversationID: ConversationID?
  /// What happened.
  public let kind: Kind
  /// The outcome's index among those of webhook events; nil where there is none.
  let position: Int?
  /// What was written.
  public let content: String?
  /// `user` or `system`.
  public let sender: String?
  /// When it happened, in milliseconds since 1970, as the wire has it.
  public let timeStamp: JSONNumber?
  /// The message as it stands on the wire.
  public let wire: JSON

  /// - Parameter wire: The message as it came; nil for one that says what the other parts say.
  private init(
    id: EventID, conversationID: ConversationID?, kind: Kind, content: String?, sender: String?,
    timeStamp: JSONNumber?, wire: JSON?
  ) {
    self.id = id
    self.conversationID = conversationID
    self.kind = kind
    position = kind.position
    self.content = content
    self.sender = sender
    self.timeStamp = timeStamp
    self.wire =
      wire
      ?? Self.wire(
        id: id, conversationID: conversationID, type: kind.wireValue, content: content, sender: sender,
        timeStamp: timeStamp)
  }

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
  var isComplete: Bool { kind == .outcome(ConversationOutcome.complete) }

  /// Creates an event, with a message such as the wire has.
  public init(
    id: EventID, conversationID: ConversationID?, type: String, content: String? = nil, sender: String? = nil,
    timeStamp: JSONNumber? = nil
  ) {
    self.init(
      id: id, conversationID: conversationID, kind: Kind(name: type), content: content, sender: sender,
      timeStamp: timeStamp, wire: nil)
  }

  /// Reads one message of a callback body.
  /// - Throws: What is wrong with it.
  public init(wire: JSON) throws(MalformedCallback) {
    guard let id = wire["id"]?.string, !id.isEmpty else { throw .message("it has no `id`") }
    guard let conversation = wire["conversation"]?["id"]?.string, !conversation.isEmpty else {
      throw .message("it has no `conversation.id`")
    }
    guard let type = wire["type"]?["value"]?.string, !type.isEmpty else {
      throw .message("it has no `type.value`")
    }
    let content = try Self.optional(wire["content"], \.string, "content")
    if let sender = wire["sender"], !sender.isNull, sender.object == nil {
      throw .message("its `sender` is of the wrong type")
    }
    self.init(
      id: EventID(id), conversationID: ConversationID(conversation), kind: Kind(wireValue: type),
      content: content,
      sender: try Self.optional(wire["sender"]?["type"], \.string, "sender.type"),
      timeStamp: try Self.optional(wire["timeStamp"], \.number, "timeStamp"), wire: wire)
  }

  /// Reads an event that has been kept as it stood on the wire; it was well-formed when it came. One of a session's own
  /// conversation need not name it.
  package init?(kept wire: JSON) {
    guard let id = wire["id"]?.string, let type = wire["type"]?["value"]?.string else { return nil }
    self.init(
      id: EventID(id), conversationID: (wire["conversation"]?["id"]?.string).map(ConversationID.init),
      kind: Kind(wireValue: type),
      content: wire["content"]?.string, sender: wire["sender"]?["type"]?.string,
      timeStamp: wire["timeStamp"]?.number, wire: wire)
  }

  private static func optional<Value>(
    _ json: JSON?, _ value: (JSON) -> Value?, _ name: String
  ) throws(MalformedCallback) -> Value? {
    guard let json, !json.isNull else { return nil }
    guard let found = value(json) else { throw .message("its `\(name)` is of the wrong type") }
    return found
  }
}

/// What is wrong with a callback body.
public enum MalformedCallback: Error, Sendable, Hashable {
  /// The body itself: nothing of it can be processed.
  case body(String)
  /// One of its messages, which is skipped.
  case message(String)

  /// What is wrong, in words.
  public var reason: String {
    switch self {
    case .body(let reason), .message(let reason): reason
    }
  }
}

/// The body of a webhook callback, or what is left of one: one or several messages, of any conversations.
public struct CallbackBody: Sendable, Hashable {
  /// A message, or what is wrong with it.
  public typealias Message = Result<WebhookEvent, MalformedCallback>

  /// The first message.
  public let first: Message
  /// Its index in the whole body, from 0.
  public let firstIndex: Int
  /// The messages after it, in order.
  private let following: ArraySlice<Message>

  /// Creates what is left of a body, its first message at an index of the whole.
  public init(_ first: Message, following: ArraySlice<Message> = [], firstIndex: Int = 0) {
    self.first = first
    self.following = following
    self.firstIndex = firstIndex
  }

  /// The messages in order.
  public var messages: [Message] { [first] + following }

  /// The body without its first message; nil where there is no other.
  public var rest: CallbackBody? {
    following.first.map {
      CallbackBody($0, following: following.dropFirst(), firstIndex: firstIndex + 1)
    }
  }

  /// Reads a body.
  /// - Throws: `MalformedCallback.body` where it is not an object with 1 to 1000 messages.
  public init(_ json: JSON) throws(MalformedCallback) {
    guard let messages = json["message"]?.array else { throw .body("it has no array `message`") }
    guard let first = messages.first, messages.count <= Limits.callbackMessages else {
      throw .body("it has \(messages.count) messages, not 1 to \(Limits.callbackMessages)")
    }
    self.init(Self.message(first), following: messages.dropFirst().map(Self.message)[...])
  }
}

extension CallbackBody {
  private static func message(_ wire: JSON) -> Message {
    do throws(MalformedCallback) {
      return .success(try WebhookEvent(wire: wire))
    } catch {
      return .failure(error)
    }
  }
}

extension WebhookEvent.Kind {
  /// The wire values and the outcomes that they mean.
  private static let outcomes: [(wire: String, outcome: Outcome)] = {
    let special = ["Message": ["text/plain", "text/html"]]
    return ConversationOutcome.events.flatMap { outcome in
      let lowercased = outcome.name.prefix(1).lowercased() + outcome.name.dropFirst()
      return (special[outcome.name] ?? [lowercased]).map { ($0, outcome) }
    }
  }()

  /// The outcome's place among those of webhook events; nil where there is none.
  fileprivate var position: Int? {
    guard case .outcome(let outcome) = self else { return nil }
    return ConversationOutcome.events.firstIndex(of: outcome)
  }

  /// What a `type.value` means.
  init(wireValue: String) {
    self = Self.outcomes.first { $0.wire == wireValue }.map { .outcome($0.outcome) } ?? .unhandled(wireValue)
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
