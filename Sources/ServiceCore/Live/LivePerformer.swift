import FlowHosting
import FlowInterpreter
public import FlowModel
public import ServiceProtocols
import Synchronization

/// Makes the calls of a live service: to ECE, to the gateway, to Messenger, and to the web services that flows ask.
public final class LivePerformer: EffectPerformer {
  /// Milliseconds that a call may take which the flow gives no time.
  public static let timeout: Int64 = 30_000

  /// What calls are made by: all of it of one configuration.
  struct Settings: Sendable {
    let configuration: LiveConfiguration
    let protocols: LiveProtocols
    let webServices: WebServiceCalls
    let tokens: ECETokens?
  }

  private let settings: Mutex<Settings>
  let sender: any WireSender
  private let clock: @Sendable () -> Timestamp

  /// Creates a performer.
  /// - Parameters:
  ///   - protocols: The protocols of the configuration.
  ///   - sender: Carries the requests.
  public init(
    _ configuration: LiveConfiguration, _ protocols: LiveProtocols, webServices: WebServiceCalls,
    sender: any WireSender, clock: @escaping @Sendable () -> Timestamp
  ) {
    settings = Mutex(Self.settings(configuration, protocols, webServices, sender, clock))
    self.sender = sender
    self.clock = clock
  }

  /// Has calls that begin from now on be made by another configuration: newer secrets, say.
  public func set(
    _ configuration: LiveConfiguration, _ protocols: LiveProtocols, webServices: WebServiceCalls
  ) {
    let changed = Self.settings(configuration, protocols, webServices, sender, clock)
    settings.withLock { $0 = changed }
  }

  private static func settings(
    _ configuration: LiveConfiguration, _ protocols: LiveProtocols, _ webServices: WebServiceCalls,
    _ sender: any WireSender, _ clock: @escaping @Sendable () -> Timestamp
  ) -> Settings {
    let tokens = protocols.ece.map {
      ECETokens($0.calls, credentials: $0.credentials, sender: sender, clock: clock)
    }
    return Settings(
      configuration: configuration, protocols: protocols, webServices: webServices, tokens: tokens)
  }

  var current: Settings { settings.withLock { $0 } }

  public func terms(of effect: WantedEffect) -> CallTerms {
    let settings = current
    let configuration = settings.configuration
    let doubts = configuration.doubts
    func eceTerms(_ doubt: LiveConfiguration.Doubt) -> CallTerms {
      CallTerms(
        host: configuration.ece?.url.origin.name ?? "", timeout: Self.timeout, keyWindow: nil,
        whenInDoubt: InDoubtPolicy(doubt))
    }
    switch effect {
    case .send(let message, _):
      let (url, window) =
        message.channel == .sms
        ? (configuration.sms?.url, settings.protocols.gate.sms?.repetitionWindow)
        : (configuration.messenger?.url, nil)
      return CallTerms(
        host: url?.origin.name ?? "", timeout: Self.timeout, keyWindow: window,
        whenInDoubt: InDoubtPolicy(doubts.sends))
    case .startConversation: return eceTerms(doubts.starts)
    case .forward: return eceTerms(doubts.forwards)
    // What is asked without a message can be asked again.
    case .ask(let request): return eceTerms(request.question.kind == .sendMessage ? doubts.forwards : .repeat)
    case .request(let request):
      return CallTerms(
        host: WebOrigin(of: request.url)?.name ?? "", timeout: request.timeout,
        keyWindow: WebServiceCalls.repetitionWindow(of: request), whenInDoubt: .fail)
    }
  }

  public func perform(_ call: EffectCall) async -> CallResult {
    switch call.effect {
    case .send(let message, _): await send(message, call)
    case .startConversation(let request):
      await ask(
        request.authorization, call, refused: .conversation(.failed(.authorization)),
        { $0.start(request, token: $1) }, ECEAnswers.start)
    case .ask(let request):
      await ask(
        request.authorization, call, refused: .service(.failed(.authorization)),
        { $0.ask(request.question, token: $1) }, { ECEAnswers.question(request.question.kind, $0) })
    case .forward(let message):
      await ask(
        message.authorization, call,
        refused: .forward(.givenUp(reason: "ECE gives no token for the authorization")),
        { $0.forward(message.text, to: message.conversation, token: $1) }, ECEAnswers.forward)
    case .request(let request): await ask(request, call)
    }
  }

  /// No longer than a call may take altogether, whoever has set the clock back since it was begun.
  private func time(of call: EffectCall, connecting: Int64 = 10_000) -> CallTime {
    CallTime(whole: min(call.until - clock(), terms(of: call.effect).timeout), connecting: connecting)
  }

  // MARK: Messages to customers

  private func send(_ message: OutboundMessage, _ call: EffectCall) async -> CallResult {
    let key = call.key.text
    let protocols = current.protocols
    switch message.channel {
    case .sms:
      guard let gateway = protocols.gate.sms else { return .answered(.gateway(.failed)) }
      let wire = gateway.send(message, key: key, notAfter: call.notAfter)
      return CallResult(gateway.meaning(of: await send(wire, call), key: key))
    case .messenger:
      // A page-scoped id is of one page: where nobody says which, and there are several, nobody knows whose it is.
      guard let messenger = protocols.gate.messenger,
        let page = message.from?.text ?? (messenger.pages.count == 1 ? messenger.pages[0].id : nil),
        let wire = messenger.send(message, from: page)
      else { return .answered(.gateway(.failed)) }
      return CallResult(messenger.meaning(of: await send(wire, call), key: key))
    }
  }

  private func send(_ wire: WireCall, _ call: EffectCall) async -> WireResult {
    await sender.send(wire, within: time(of: call), allowsPrivate: true)
  }

  // MARK: ECE

  /// Asks ECE with an authorization's token, and once more with another one where that is refused.
  private func ask(
    _ authorization: String?, _ call: EffectCall, refused: EffectAnswer,
    _ write: (ECECalls, ECEToken) -> WireCall,
    _ read: (WireResult) -> CallMeaning
  ) async -> CallResult {
    let settings = current
    guard let ece = settings.protocols.ece, let tokens = settings.tokens, let authorization else {
      return .answered(refused)
    }
    var former: ECEToken?
    while true {
      switch await tokens.token(of: authorization, insteadOf: former, within: time(of: call)) {
      case .failure(.refused): return .answered(refused)
      case .failure(.notNow(let pause)): return .throttled(pause: pause, orElse: refused)
      case .failure(.unavailable): return .notBegun(pause: nil)
      case .success(let token):
        let result = await send(write(ece.calls, token), call)
        if case .answered(let answer) = result, answer.status == 401, former == nil {
          former = token
        } else {
          return CallResult(read(result))
        }
      }
    }
  }

  // MARK: Web services

  private func ask(_ request: HTTPRequest, _ call: EffectCall) async -> CallResult {
    let permitted: WebServiceCalls.Permitted
    do throws(WebServiceCalls.Refusal) {
      permitted = try current.webServices.permit(request)
    } catch {
      return .answered(.http(.failed(.error)))
    }
    let time = time(of: call, connecting: request.connectTimeout)
    return CallResult(
      WebServiceCalls.meaning(
        of: await sender.send(permitted.call, within: time, allowsPrivate: permitted.allowsPrivate)))
  }
}

extension CallResult {
  fileprivate init(_ meaning: CallMeaning) {
    self =
      switch meaning {
      case .settled(let answer): .answered(answer)
      case .tryAgain: .notBegun(pause: nil)
      case .throttled(let pause, let answer): .throttled(pause: pause, orElse: answer)
      case .inDoubt: .unanswered
      case .unreadable(let answer): .unreadable(answer)
      }
  }
}

extension InDoubtPolicy {
  fileprivate init(_ doubt: LiveConfiguration.Doubt) {
    self =
      switch doubt {
      case .fail: .fail
      case .repeat: .repeat
      }
  }
}

extension WebOrigin {
  /// The host and its port, as a breaker knows them.
  fileprivate var name: String { "\(host):\(port)" }
}

extension LiveConfiguration.SMS {
  /// The address of the gateway.
  fileprivate var url: ServiceAddress {
    switch gateway {
    case .webexConnect(let webex): webex.url
    case .twilio(let twilio): twilio.url
    case .kannel(let kannel): kannel.url
    }
  }
}
