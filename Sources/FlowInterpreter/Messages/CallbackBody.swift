import FlowModel
public import JSONSyntax

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

  /// Reads a body as it was posted, JSON or XML: the platform can be set to either.
  /// - Throws: `MalformedCallback.body` where it is neither, is over `Limits.callbackSize`, or does not hold 1 to 1000
  ///   messages.
  public init(parsing source: [UInt8]) throws(MalformedCallback) {
    guard source.count <= Limits.callbackSize else {
      throw .body("it has \(source.count) bytes, not up to \(Limits.callbackSize)")
    }
    // Marks of UTF-8 and of UTF-16, in which no JSON is, may stand before it.
    let first = source.first { !" \n\r\t\u{FEFF}\0".utf8.contains($0) && $0 < 0xFE }
    if first == UInt8(ascii: "<") {
      try self.init(xml: XMLElement(parsing: source))
      return
    }
    let json: JSON
    do throws(JSONSyntaxError) {
      json = try WireText.json(source)
    } catch {
      throw .body("it is neither JSON nor XML: \(error.message)")
    }
    try self.init(json)
  }

  /// Reads the same elements in XML: `message` elements within one, or one alone.
  private init(xml root: XMLElement) throws(MalformedCallback) {
    let within = root.children.filter { $0.name == "message" }
    let messages = within.isEmpty && root.name == "message" ? [root] : within
    guard !messages.isEmpty else { throw .body("it has no element `message`") }
    try self.init(["message": .array(messages.map(\.message))])
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

extension XMLElement {
  /// A message as JSON would have it: `timeStamp` is a number, all other text a string.
  fileprivate var message: JSON {
    guard case .object(var members) = json else { return json }
    if let number = members["timeStamp"]?.string.flatMap({ try? JSON(parsing: $0) }), number.number != nil {
      members["timeStamp"] = number
    }
    return .object(members)
  }

  /// An element with others in it as an object of the first of each name, another one as its text.
  private var json: JSON {
    guard !children.isEmpty else { return .string(text) }
    return .object(JSONObject(children.map { JSONField(key: $0.name, value: $0.json) }))
  }
}
