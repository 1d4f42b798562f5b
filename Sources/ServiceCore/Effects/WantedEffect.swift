import FlowHosting
public import FlowInterpreter
public import FlowModel
import JSONSyntax

/// What the world is to do, with all that it takes to do it.
public enum WantedEffect: Sendable, Hashable {
  /// Submit a message to the gateway. What confirms that a customer has opted out goes also to whom nothing else is sent.
  case send(OutboundMessage, isConfirmation: Bool)
  /// Start a conversation at ECE.
  case startConversation(ConversationRequest)
  /// Ask ECE one thing.
  case ask(ServiceRequest)
  /// Send what a customer wrote to the agent.
  case forward(ForwardedMessage)
  /// Ask a web service.
  case request(HTTPRequest)
}

/// What a customer wrote to an agent.
public struct ForwardedMessage: Sendable, Hashable {
  /// What was written.
  public let text: String
  /// The agent's conversation.
  public let conversation: ConversationID
  /// The name of the node authorization of the StartConversation; nil where it is not known.
  public let authorization: String?

  /// Creates a message.
  public init(text: String, conversation: ConversationID, authorization: String?) {
    self.text = text
    self.conversation = conversation
    self.authorization = authorization
  }
}

extension OutboundMessage {
  /// The message with the page that sends it, where it is one of Messenger's: flows do not say which, and a customer is known
  /// to the one alone that they wrote to.
  fileprivate func naming(page: BusinessAddress?) -> OutboundMessage {
    guard channel == .messenger, from == nil, let page else { return self }
    return OutboundMessage(
      channel: channel, to: to, destinationType: destinationType, from: page, text: text,
      messageType: messageType, correlationID: correlationID, wantsDeliveryReport: wantsDeliveryReport)
  }
}

extension WantedEffect {
  /// What a session asks the world; nil for a timer's effect.
  /// - Parameter confirmsOptOut: Whether its flow is one by which customers opt out.
  init?(_ effect: Effect, of program: FlowProgram, confirmsOptOut: @autoclosure () -> Bool) {
    switch effect {
    case .send(let message, _):
      self = .send(
        message.naming(page: program.address(on: .messenger)), isConfirmation: confirmsOptOut())
    case .requestConversation(let request, _): self = .startConversation(request)
    case .requestService(let request, _): self = .ask(request)
    case .forward(let text, let conversation, let node, _):
      self = .forward(
        ForwardedMessage(
          text: text, conversation: conversation, authorization: program.authorization(of: node)))
    case .requestHTTP(let request, _): self = .request(request)
    case .setTimer, .cancelTimer: return nil
    }
  }

  /// Calls in one lane are made one after the other: those for one conversation, and messages from one sender to one
  /// destination.
  var lane: String? {
    switch self {
    case .send(let message, _): "send \(message.channel.rawValue) \(message.from?.text ?? "") \(message.to)"
    case .forward(let message): "conversation \(message.conversation.text)"
    case .ask(let request): request.question.conversationID.map { "conversation \($0.text)" }
    case .startConversation, .request: nil
    }
  }

  /// Whether it sends what a customer wrote to the agent.
  var isForward: Bool { if case .forward = self { true } else { false } }

  /// The conversation that it ends, if it does.
  var endedConversation: ConversationID? {
    if case .ask(let request) = self, case .endConversation(let id) = request.question { id } else { nil }
  }

  /// Whether it only asks, so that it is all one whether the world has done it.
  var changesNothing: Bool {
    switch self {
    case .send, .startConversation, .forward: false
    case .ask(let request):
      switch request.question {
      case .endConversation, .sendMessage: false
      case .entrypointConfiguration, .agentAvailability, .agentCapacity: true
      }
    case .request(let request): request.method == "GET"
    }
  }

  /// What its session hears where it is given up.
  func failure(_ reason: String) -> EffectAnswer {
    switch self {
    case .send: .gateway(.failed)
    case .startConversation: .conversation(.failed(.error))
    case .ask: .service(.failed(.error))
    case .forward: .forward(.givenUp(reason: reason))
    case .request: .http(.failed(.error))
    }
  }
}

extension Timestamp {
  /// What an effect waits for that is to be tried at once, also where the clock is set back meanwhile.
  static let alwaysPast = Timestamp(milliseconds: 0)
}

extension EffectRow {
  /// An effect that has not been tried.
  init(_ wanted: WantedEffect, key: EffectKey, notAfter: Timestamp) {
    self.init(
      key: key, content: wanted.content, lane: wanted.lane, notAfter: notAfter, notBefore: .alwaysPast)
  }

  /// Has ECE end a conversation for the service itself, within an hour.
  static func endConversation(
    _ id: ConversationID, authorization: String, key: EffectKey, at now: Timestamp
  ) -> EffectRow {
    let deadline = now + ServiceLimits.forwardMilliseconds
    let request = ServiceRequest(.endConversation(id), authorization: authorization, deadline: deadline)
    return EffectRow(.ask(request), key: key, notAfter: deadline)
  }

  /// Whether somebody has had it done once more after nobody knew whether the world had done it. A customer's message is as
  /// any other then: what becomes of it is told by a letter.
  func wasInDoubt(_ wanted: WantedEffect) -> Bool { isLastTry && !wanted.isForward }

  /// What is to be done.
  /// - Parameter written: What was written lately, and need not be read.
  func wanted(_ written: WrittenLately? = nil) throws(StoreFailure) -> WantedEffect {
    guard let wanted = written?.takeEffect(key, in: content) ?? WantedEffect(content: content) else {
      throw .damaged("effect \(key.text) cannot be read")
    }
    return wanted
  }
}

/// As a store keeps it.
extension WantedEffect {
  var content: [UInt8] {
    var writer = JSONWriter(expecting: 512)
    writer.beginObject()
    switch self {
    case .send(let message, let isConfirmation):
      writer.object(isConfirmation ? "confirm" : "send") { message.writeMembers(to: &$0) }
    case .startConversation(let request): writer.object("start") { request.writeMembers(to: &$0) }
    case .ask(let request): writer.object("ask") { request.writeMembers(to: &$0) }
    case .forward(let message): writer.object("forward") { message.writeMembers(to: &$0) }
    case .request(let request): writer.object("request") { request.writeMembers(to: &$0) }
    }
    writer.endObject()
    return writer.takeBytes()
  }

  init?(content: [UInt8]) {
    guard let member = JSON(storedContent: content)?.object?.first,
      let effect = try? Self.read(member.key, DocumentReader(member.value))
    else { return nil }
    self = effect
  }

  private static func read(
    _ kind: String, _ reader: DocumentReader
  ) throws(SessionDocumentError) -> WantedEffect {
    switch kind {
    case "send": .send(try OutboundMessage(reader), isConfirmation: false)
    case "confirm": .send(try OutboundMessage(reader), isConfirmation: true)
    case "start": .startConversation(try ConversationRequest(reader))
    case "ask": .ask(try ServiceRequest(reader))
    case "forward": .forward(try ForwardedMessage(reader))
    case "request": .request(try HTTPRequest(reader))
    default: throw .unreadable("`\(kind)` is no effect")
    }
  }
}

extension ForwardedMessage {
  fileprivate func writeMembers(to sink: inout some JSONMemberSink) {
    sink.member("text", text)
    sink.member("conversation", conversation.text)
    sink.member("authorization", ifPresent: authorization)
  }

  fileprivate init(_ reader: DocumentReader) throws(SessionDocumentError) {
    self.init(
      text: try reader.text("text"), conversation: try reader.name("conversation"),
      authorization: reader["authorization"]?.string)
  }
}
