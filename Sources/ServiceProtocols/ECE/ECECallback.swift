import FlowInterpreter
public import FlowModel

/// ECE's callback: what agents write and do, up to 1000 messages in one request.
public struct ECECallback: Sendable {
  /// How ECE shows that it is ECE.
  public enum Authentication: Sendable {
    /// By nothing: for trials alone.
    case none
    /// By a name and a password.
    case basic(user: SecretBytes, password: SecretBytes)
    /// By a token that it has asked of the service.
    case token(AccessTokens)
    /// By the last segment of the path.
    case pathSecret(SecretBytes)
  }

  /// How ECE shows that it is ECE.
  public let authentication: Authentication

  /// Creates a callback.
  public init(_ authentication: Authentication) { self.authentication = authentication }

  /// What a request brings. Of a body with messages that cannot be read the others are taken.
  /// - Parameter rest: What stands in the path after `/ece/callback`, without the slash; nil for nothing.
  public func receive(
    _ request: ReceivedRequest, pathRest rest: String?, at now: Timestamp
  ) throws(Rejection) -> Arrivals {
    guard isFromECE(request, pathRest: rest, at: now) else {
      throw .unauthenticated("it does not show that it is ECE's", challenge: challenge)
    }
    guard request.body.count <= ProtocolLimits.callbackSize else { throw .tooLarge }
    let body: CallbackBody
    do throws(MalformedCallback) {
      body = try CallbackBody(parsing: request.body)
    } catch {
      throw .malformed("its body holds no messages that can be read")
    }
    var arrivals: [Arrival] = []
    var malformed: [String] = []
    for (index, message) in body.messages.enumerated() {
      switch message {
      case .success(let event):
        let conversation = event.conversationID?.text ?? ""
        guard event.id.text.utf8.count <= ProtocolLimits.identifierSize,
          conversation.utf8.count <= ProtocolLimits.identifierSize
        else {
          malformed.append("message \(index): an id is too long")
          continue
        }
        arrivals.append(Arrival(ArrivalName(.ece, conversation, event.id.text), .event(event)))
      case .failure(let problem): malformed.append("message \(index): \(problem.reason)")
      }
    }
    return Arrivals(arrivals, malformed: malformed)
  }

  /// What asks ECE for what it is to show.
  private var challenge: String? {
    switch authentication {
    case .basic: #"Basic realm="callback""#
    case .token: #"Bearer realm="callback""#
    case .none, .pathSecret: nil
    }
  }

  private func isFromECE(_ request: ReceivedRequest, pathRest rest: String?, at now: Timestamp) -> Bool {
    switch authentication {
    case .none: rest == nil
    case .basic(let user, let password):
      rest == nil && RequestAuthentication.hasBasic(request, user: user, password: password)
    case .token(let tokens): rest == nil && tokens.admit(request, at: now)
    case .pathSecret(let secret): ConstantTime.areEqual((rest ?? "").utf8, secret.bytes)
    }
  }
}
