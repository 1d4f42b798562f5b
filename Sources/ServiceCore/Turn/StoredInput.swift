public import FlowHosting
import FlowInterpreter
public import FlowModel
import JSONSyntax

/// What waits in a store to be taken.
enum StoredInput: Sendable, Hashable {
  /// What has happened.
  case outside(HostInput)
  /// A conversation request has been answered that was made with an authorization.
  case startAnswered(ConversationAnswer, to: IdempotencyKey, authorization: String)
  /// What has happened and was routed to a session that was stalled then.
  case routed(RoutedInput, to: SessionKey)

  /// The input as a store keeps it.
  var content: [UInt8] {
    var writer = JSONWriter(expecting: 512)
    writer.beginObject()
    switch self {
    case .outside(let input): input.writeMembers(to: &writer)
    case .startAnswered(let answer, let key, let authorization):
      let input = HostInput.answer(.conversation(answer), to: key)
      writer.object("started") { input.writeMembers(to: &$0) }
      writer.member("authorization", authorization)
    case .routed(let input, let session):
      writer.member("routed", input.json(of: session))
      writer.member("to", session.text)
    }
    writer.endObject()
    return writer.takeBytes()
  }

  /// Reads what a store keeps; nil where it is none.
  init?(content: [UInt8]) {
    guard let json = JSON(storedContent: content) else { return nil }
    if let routed = json["routed"].flatMap(RoutedInput.init(json:)), let session = json["to"]?.string {
      self = .routed(routed, to: SessionKey(session))
    } else if case .answer(.conversation(let answer), let key)? = json["started"].flatMap(
      HostInput.init(json:)),
      let authorization = json["authorization"]?.string
    {
      self = .startAnswered(answer, to: key, authorization: authorization)
    } else if let input = HostInput(json: json) {
      self = .outside(input)
    } else {
      return nil
    }
  }
}

/// What the content of an input was found to say: it need not be read twice.
struct ReadInput: Sendable {
  private let content: [UInt8]
  /// What it says; nil where it is no input.
  let input: StoredInput?

  /// Reads an input, unless this process has written it lately.
  init(_ input: NewInput, written: WrittenLately) {
    content = input.content
    if let queue = input.queue, queue.kind == .session,
      let answer = written.takeAnswer(for: SessionKey(queue.text), in: content)
    {
      self.input = answer
    } else {
      self.input = StoredInput(content: content)
    }
  }

  /// What content says that may have been put in place of this one.
  func input(in content: [UInt8]) -> StoredInput? {
    content.isSame(as: self.content) ? input : StoredInput(content: content)
  }
}

extension NewInput {
  /// An input as a store takes it in.
  ///
  /// Of a callback body, each message is an input of its own, so that each has its key and its queue.
  public init(
    _ input: HostInput, key: InputKey? = nil, bodyDigest: [UInt8] = [], received: Timestamp
  ) {
    self.init(
      key: key, bodyDigest: bodyDigest, received: received, queue: input.queue,
      content: StoredInput.outside(input).content)
  }
}

extension HostInput {
  /// What the input is about, as far as it says so itself.
  var queue: StoreName? {
    switch self {
    case .message(let message): .customer(message.customer)
    case .event(let event, let session):
      session.map(StoreName.session) ?? event.conversationID.map(StoreName.conversation)
    case .answer(_, let key), .receipt(_, _, let key?): .session(key.session)
    case .receipt(_, let gatewayID, nil): .receipt(gatewayID)
    case .timer(.session(let key, _)): .session(key)
    case .timer(.heldEvent), .webhook, .callback, .timePassed: nil
    }
  }
}
