#if Service
import FlowInterpreter
public import FlowModel
import JSONSyntax
public import RefrainService
public import ServiceProtocols

/// Emulators of ECE, SMS gateways (Webex Connect, Twilio, Kannel) and Messenger behind one address, for any program that talks to these.
///
/// What clients call stands where the real ones have it; under `/control` somebody acts as customers and agents, and reads
/// what has happened. `Schemas/service.md` describes both.
public actor Emulators {
  var settings: EmulatorSettings
  let controlToken: String?
  let seed: UInt64
  let base: Int
  private let output: @Sendable (String) -> Void
  private let clock: @Sendable () -> Timestamp
  let sender = HTTPSender()

  var ece: EmulatedECE
  var sms: EmulatedWebexConnect
  var twilio: EmulatedTwilio
  var kannel: EmulatedKannel
  var messenger: EmulatedMessenger
  var log = EmulatorLog()
  var chance: EmulatorChance
  /// The messages that ECE posts next.
  var posting: [JSON] = []
  var isPosting = false
  /// The message of a conversation that lets the next one pass.
  var held: [String: JSON] = [:]
  /// The token that the program gave ECE for its callbacks.
  var callbackToken: String?
  /// What is played, where the program is known.
  private(set) var stage: EmulatedStage?
  /// Whoever looks on.
  var audience: [EventStream] = []
  /// Whether somebody is told where sessions are parked.
  var isTelling = false
  /// The scenario that is played; nil where somebody plays as they like.
  var played: PlayedScenario?
  /// When something has happened last.
  private(set) var latestNote = ContinuousClock.now

  /// How many messages one body has at most, as the real one's.
  static let batchLimit = 1_000
  /// How long a fault of slowness lasts, in milliseconds.
  static let slowness: ClosedRange<Int64> = 500...3_000

  /// Creates emulators in which nothing has happened.
  /// - Parameters:
  ///   - controlToken: What the control endpoints ask for; nil where whoever reaches them may use them.
  ///   - seed: Decides which faults happen.
  ///   - base: The number behind which ids are counted: another one for a program that knows those of earlier emulators.
  ///   - stage: What is played, where the program is known.
  ///   - clock: What time it is, where the program's clock is another than the wall's.
  ///   - output: Is given each line of the log.
  public init(
    _ settings: EmulatorSettings, controlToken: String? = nil, seed: UInt64 = 1, numberedAfter base: Int = 0,
    stage: EmulatedStage? = nil,
    clock: @escaping @Sendable () -> Timestamp = { WallClock.now },
    output: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.settings = settings
    self.controlToken = controlToken
    self.seed = seed
    self.base = base
    ece = EmulatedECE(after: base)
    sms = EmulatedWebexConnect(after: base)
    twilio = EmulatedTwilio(after: base)
    kannel = EmulatedKannel(after: base)
    messenger = EmulatedMessenger(after: base)
    self.stage = stage
    self.output = output
    self.clock = clock
    chance = EmulatorChance(seed: seed)
  }

  /// Goes on with conversations that emulators of before began.
  public func takeUp(_ conversations: [ConversationID]) { ece.takeUp(conversations.map(\.text)) }

  /// Plays something else from now on.
  public func play(_ stage: EmulatedStage) {
    self.stage = stage
    tell("{}", as: .stage)
    tellOfSessions()
  }

  /// Answers a request of a client, or of who controls the emulators.
  public func answer(_ request: ReceivedRequest) async -> EmulatorAnswer {
    if request.path == "/control" || request.path.hasPrefix("/control/") {
      return .reply(await control(request))
    }
    if let page = await page(request) { return page }
    if Self.isWebService(request.path) { return await answerAsWebService(request) }
    guard let call = Call(request) else {
      return .reply(json(404, ["error": "there is nothing under this path"]))
    }
    if chance.decides(settings.faults[.error500]) {
      note("fault", ["fault": "500", "path": .string(request.path)])
      return .reply(ServiceReply(500))
    }
    if chance.decides(settings.faults[.throttle]) {
      note("fault", ["fault": "429", "path": .string(request.path)])
      return .reply(call.tooMuch)
    }
    let isEarly = call.isStart && chance.decides(settings.faults[.early])
    let isSlow = chance.decides(settings.faults[.slow])
    let isLost = chance.decides(settings.faults[.lost])
    let emulated: Emulated
    if played == nil {
      emulated = perform(call, request, settings)
    } else {
      guard let scripted = await performAsScripted(call, request) else { return .nothing }
      emulated = scripted
    }
    note(emulated.event.name, emulated.event.fields)
    for message in emulated.messages { post(message) }
    for delivery in emulated.deliveries { deliver(delivery) }
    if isEarly, !emulated.messages.isEmpty {
      note("fault", ["fault": "early"])
      try? await Task.sleep(for: .milliseconds(300))
    }
    if isSlow {
      note("fault", ["fault": "slow"])
      try? await Task.sleep(for: .milliseconds(Int64.random(in: Self.slowness, using: &chance)))
    }
    guard isLost else { return .reply(emulated.reply) }
    note("fault", ["fault": "lost"])
    return .nothing
  }

  /// What a client can ask for.
  enum Call {
    case ece(LiveConfiguration.ECE.Path)
    case sms
    case twilio(EmulatedTwilio.Resource)
    case kannel
    case messenger(page: String)

    init?(_ request: ReceivedRequest) {
      if let call = EmulatedECE.call(of: request.path) {
        self = .ece(call)
      } else if request.path == "/v1/sms/messages", request.method == "POST" {
        self = .sms
      } else if let resource = EmulatedTwilio.Resource(path: request.path),
        ["GET", "POST"].contains(request.method)
      {
        self = .twilio(resource)
      } else if request.path == EmulatedKannel.path, ["GET", "POST"].contains(request.method) {
        self = .kannel
      } else if let page = EmulatedMessenger.page(of: request.path), request.method == "POST" {
        self = .messenger(page: page)
      } else {
        return nil
      }
    }

    /// What is answered where too much is asked for.
    var tooMuch: ServiceReply {
      switch self {
      case .twilio: EmulatedTwilio.tooMuch
      case .kannel: ServiceReply(503, "text/html", "4: Temporal failure, try again later.")
      case .ece, .sms, .messenger: ServiceReply(429, headers: [.init(name: "Retry-After", value: "1")])
      }
    }

    /// What a gateway answers to a message that it does not send.
    /// - Parameter byPolicy: Whether the customer takes none.
    func refusal(byPolicy: Bool) -> Emulated {
      switch self {
      case .twilio:
        byPolicy
          ? EmulatedTwilio.refused(400, 21610, "Attempt to send to unsubscribed recipient")
          : EmulatedTwilio.refused(400, 21408, "Permission to send an SMS has not been enabled")
      case .kannel: EmulatedKannel.refused(400, "The scenario refuses it")
      case .messenger:
        byPolicy
          ? EmulatedMessenger.refused(400, 10, 2_018_278, "The message is outside of the allowed window")
          : EmulatedMessenger.refused(400, 100, nil, "The scenario refuses it")
      case .sms, .ece: EmulatedWebexConnect.refused(400, "The scenario refuses it")
      }
    }

    var isStart: Bool { if case .ece(.start) = self { true } else { false } }
  }

  func perform(_ call: Call, _ request: ReceivedRequest, _ settings: EmulatorSettings) -> Emulated {
    let now = self.now
    switch call {
    case .ece(let call):
      return ece.answer(call, request, settings, at: now) {
        Base64.encodeForAddress(Cryptography.randomBytes(24))
      }
    case .sms: return sms.send(request, settings, at: now)
    case .twilio(let resource): return twilio.answer(for: resource, request, settings, at: now)
    case .kannel: return kannel.send(request, settings, at: now)
    case .messenger(let page): return messenger.send(from: page, request, settings, at: now)
    }
  }

  var now: Timestamp { clock() }

  func note(_ event: String, _ fields: KeyValuePairs<String, JSON> = [:]) {
    latestNote = .now
    let line = log.append(event, at: now, fields)
    output(line)
    tell(line, as: .log)
  }
}

/// What a client of an emulator is answered.
public enum EmulatorAnswer: Sendable {
  /// An answer.
  case reply(ServiceReply)
  /// What happens, as it happens.
  case events(EventStream)
  /// None: the connection is closed.
  case nothing
}
#endif
