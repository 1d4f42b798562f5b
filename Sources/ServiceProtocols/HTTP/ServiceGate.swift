public import FlowModel

/// What the world may send the service: who is asked under which path.
///
/// | path | what |
/// | --- | --- |
/// | `POST /ece/callback` | ECE's messages |
/// | `POST /oauth2/token` | a token for ECE's callback |
/// | `POST`, `GET` and `HEAD` of `/sms/inbound` and `/sms/receipt` | the gateway's |
/// | `GET` and `POST /messenger` | Meta's |
/// | `POST /webhooks/EVENT` | what begins flows |
public struct ServiceGate: Sendable {
  /// What a request comes to.
  public enum Outcome: Sendable {
    /// Something that is to be kept, and then answered.
    case arrivals(Arrivals)
    /// Something that is answered at once.
    case reply(ServiceReply)
  }

  /// ECE's callback; nil where there is no ECE.
  public var callback: ECECallback?
  /// The gateway for SMS; nil where there is none.
  public var sms: (any SMSGateway)?
  /// The pages on Messenger; nil where there are none.
  public var messenger: MessengerPages?
  /// The webhooks that begin flows.
  public var webhooks: [StandardWebhooks]

  /// Creates a gate.
  public init(
    callback: ECECallback? = nil, sms: (any SMSGateway)? = nil, messenger: MessengerPages? = nil,
    webhooks: [StandardWebhooks] = []
  ) {
    self.callback = callback
    self.sms = sms
    self.messenger = messenger
    self.webhooks = webhooks
  }

  /// How many bytes a body may have under a path. What is larger need not be read.
  public static func bodyLimit(ofPath path: String) -> Int {
    rest(of: path, after: ServicePath.callback) == .other
      ? ProtocolLimits.bodySize : ProtocolLimits.callbackSize
  }

  /// What a request comes to. Nothing is kept: what came in is to be kept before it is answered.
  public func receive(_ request: ReceivedRequest, at now: Timestamp) throws(Rejection) -> Outcome {
    guard request.body.count <= Self.bodyLimit(ofPath: request.path) else { throw .tooLarge }
    if let callback, let rest = Self.rest(of: request.path, after: ServicePath.callback).text {
      try Self.check(request, "POST")
      return .arrivals(try callback.receive(request, pathRest: rest.nonempty, at: now))
    }
    if let callback, case .token(let tokens) = callback.authentication, request.path == ServicePath.token {
      try Self.check(request, "POST")
      return .reply(tokens.answer(request, at: now))
    }
    if let sms, let rest = Self.rest(of: request.path, after: ServicePath.message).text {
      guard try !Self.isHead(request) else { return .reply(.ok) }
      return .arrivals(try sms.receiveMessage(request, pathRest: rest.nonempty))
    }
    if let sms, let rest = Self.rest(of: request.path, after: ServicePath.receipt).text {
      guard try !Self.isHead(request) else { return .reply(.ok) }
      return .arrivals(try sms.receiveReceipt(request, pathRest: rest.nonempty))
    }
    if let messenger, request.path == ServicePath.messenger {
      try Self.check(request, "GET", "POST")
      return request.method == "GET"
        ? .reply(try messenger.verify(request)) : .arrivals(try messenger.receive(request))
    }
    if let event = Self.rest(of: request.path, after: ServicePath.webhooks).text,
      let webhook = webhooks.first(where: { $0.event == event })
    {
      try Self.check(request, "POST")
      return .arrivals(try webhook.receive(request, at: now))
    }
    throw .unknownPath
  }

  private static func check(_ request: ReceivedRequest, _ allowed: String...) throws(Rejection) {
    guard allowed.contains(request.method) else {
      throw .unknownMethod(allowed: allowed.joined(separator: ", "))
    }
  }

  /// Whether a gateway only asks whether there is something under the path.
  private static func isHead(_ request: ReceivedRequest) throws(Rejection) -> Bool {
    try check(request, "POST", "GET", "HEAD")
    return request.method == "HEAD"
  }

  /// What stands in a path after another one.
  private enum Rest: Equatable {
    case nothing
    case segment(String)
    case other

    /// The segment, empty for nothing; nil where the path is another one.
    var text: String? {
      switch self {
      case .nothing: ""
      case .segment(let text): text
      case .other: nil
      }
    }
  }

  private static func rest(of path: String, after start: String) -> Rest {
    guard path.utf8.starts(with: start.utf8) else { return .other }
    let rest = path.utf8.dropFirst(start.utf8.count)
    guard !rest.isEmpty else { return .nothing }
    let segment = rest.dropFirst()
    guard rest.first == UInt8(ascii: "/"), !segment.isEmpty, !segment.contains(UInt8(ascii: "/")) else {
      return .other
    }
    return .segment(String(decoding: segment, as: UTF8.self))
  }
}

extension String {
  fileprivate var nonempty: String? { isEmpty ? nil : self }
}
