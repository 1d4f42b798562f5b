public import FlowHosting
import FlowInterpreter
import FlowModel
public import JSONSyntax

/// Many customers who talk with a host's flows, with everything around them simulated: the gateway, ECE and its agents, a
/// web service, and time; and everything from one seed.
///
/// All that happens stands in one order of virtual time. At one instant the host's timers fire first, then comes what was
/// planned, then what the service does.
///
///     var simulation = SeededSimulation(host, settings, seed: 7)
///     simulation.run()
///     try Audit.check(simulation.history)
public struct SeededSimulation: Sendable {
  /// What is simulated, besides the flows.
  public struct Settings: Sendable {
    /// After how many sessions no customer begins another one; those that have begun go on to their ends.
    public var sessions: Int
    /// What customers do.
    public var customers: CustomerBehavior
    /// What the service knows.
    public var directory: ServiceDirectory
    /// The webhooks that come, one of these each time.
    public var webhooks: [WebhookBehavior] = []
    /// What the web service answers, one of these.
    public var webAnswers: [JSON] = []
    /// What agents do.
    public var agents = AgentBehavior()
    /// What goes wrong.
    public var faults = Faults.none
    /// After how many milliseconds customers fall silent, so that a simulation comes to its end.
    public var longestDuration: Int64 = 7 * 86_400_000
    /// How probable it is, at each step, that the host is written down and restored before it; nothing may come of it.
    public var restorations = 0.0
    /// How probable it is, at each input, that its routing is compared with that by its keys alone.
    public var routingChecks = 0.0

    /// Creates settings under which nothing goes wrong.
    public init(sessions: Int, customers: CustomerBehavior, directory: ServiceDirectory) {
      self.sessions = sessions
      self.customers = customers
      self.directory = directory
    }
  }

  /// Something that is planned.
  private enum Plan: Sendable {
    /// Another customer writes.
    case arrival
    /// Another webhook comes.
    case webhook
    /// A customer writes again; the message has no id before it is sent.
    case message(InboundMessage)
    /// Something comes from the world.
    case input(HostInput)
    /// An attempt to send a text to the agent.
    case forward(String, conversation: ConversationID, IdempotencyKey)
  }

  /// The sessions, and the time.
  public private(set) var host: FlowHost
  /// What happened.
  public private(set) var history: SimulationHistory
  /// What shows in the host alone: an input of which it makes something else than what its routing keys name do, or a
  /// snapshot of it that cannot be restored.
  public private(set) var violation: Violation?
  /// The conversation service.
  public private(set) var service: SimulatedECE
  /// The gateway.
  public private(set) var gateway: SimulatedGateway
  /// The web service.
  public private(set) var web: SimulatedWebService

  private let settings: Settings
  private var agenda = Agenda<Plan>()
  private var generator: SeededGenerator
  /// Decides when the host is restored, and nothing else: what happens does not depend on it.
  private var restorer: SeededGenerator
  /// Decides when routing is checked, and nothing else.
  private var checker: SeededGenerator
  private var transactionCount = 0
  private var callbackTally = SimulationTally()

  /// Creates a simulation in which nothing has happened yet.
  /// - Parameter host: A host without sessions, whose flows have different names.
  public init(_ host: FlowHost, _ settings: Settings, seed: UInt64) {
    self.host = host
    self.settings = settings
    generator = SeededGenerator(seed: seed)
    service = SimulatedECE(
      settings.directory, agents: settings.agents, faults: settings.faults, seed: generator.next())
    gateway = SimulatedGateway(faults: settings.faults, seed: generator.next())
    restorer = generator.split()
    checker = restorer.split()
    web = SimulatedWebService(
      answering: settings.webAnswers, faults: settings.faults, seed: generator.next())
    history = SimulationHistory(start: host.start, lifetimes: host.project.lifetimes)
    agenda.add(.arrival, at: host.start)
    if !settings.webhooks.isEmpty { agenda.add(.webhook, at: host.start) }
  }

  /// What happened, counted.
  public var tally: SimulationTally {
    var tally = SimulationTally(history)
    tally += callbackTally
    tally.faults += service.faultCounts
    tally.faults += gateway.faultCounts
    tally.faults += web.faultCounts
    return tally
  }

  /// Goes on until nothing is left that could happen.
  public mutating func run() { while step() {} }

  /// Lets the next thing happen.
  /// - Returns: Whether there was one.
  public mutating func step() -> Bool {
    if settings.restorations > 0, restorer.chance(settings.restorations) { restore() }
    let planned = [agenda.nextTime, service.nextTime].compactMap { $0 }.min()
    if let timer = host.nextTimer, planned.map({ timer.time <= $0 }) ?? true {
      take(.timer(timer.name))
    } else if let planned {
      _ = host.take(.timePassed(until: planned))
      if agenda.nextTime == planned, let (plan, _) = agenda.popNext() {
        carryOut(plan)
      } else if let callback = service.proceed(), callback.isReceived {
        receive(callback)
      }
    } else {
      return false
    }
    return true
  }
}

/// What is stored.
extension SeededSimulation {
  /// Writes the host down and goes on with the one that is restored.
  private mutating func restore() {
    do {
      host = try FlowHost(restoring: host.snapshot(), host.project, keys: .numbered)
    } catch {
      violation = Violation(
        .restoration, session: nil, sequence: history.steps.last?.records.last?.sequence ?? 0,
        message: "a snapshot of the host cannot be restored: \(error)")
    }
  }
}

/// What is planned happens.
extension SeededSimulation {
  private mutating func carryOut(_ plan: Plan) {
    switch plan {
    case .arrival: arrive()
    case .webhook: postWebhook()
    case .message(let message): write(message)
    case .input(let input): take(input)
    case .forward(let text, let conversation, let key): forward(text, conversation, key)
    }
  }

  /// A customer begins: writes, and perhaps goes on to write without being asked.
  private mutating func arrive() {
    let customers = settings.customers
    guard host.startCount < settings.sessions, let opening = generator.element(of: customers.openings),
      let text = generator.element(of: opening.texts)
    else { return }
    let number = generator.index(below: customers.population) + 1
    let address = CustomerBehavior.address(of: number, on: opening.channel)
    write(message(text, on: opening.channel, from: address, to: opening.to))
    var time = host.now
    for _ in 0..<generator.integer(in: customers.unaskedMessages) {
      time = time + generator.integer(in: customers.pause)
      plan(replyFrom: address, on: opening.channel, to: opening.to, at: time)
    }
    agenda.add(.arrival, at: host.now + generator.integer(in: customers.arrivalGap))
  }

  /// A webhook comes; now and then one that names nobody.
  private mutating func postWebhook() {
    guard host.startCount < settings.sessions, let webhook = generator.element(of: settings.webhooks) else {
      return
    }
    let number = generator.index(below: settings.customers.population) + 1
    var payload = generator.element(of: webhook.payloads) ?? JSONObject()
    if !generator.chance(webhook.anonymousProbability) {
      payload[webhook.addressMember] = .string(webhook.address(of: number).text)
    }
    transactionCount += 1
    take(
      .webhook(
        InboundWebhook(
          event: webhook.event, payload: .object(payload), transactionID: "transaction-\(transactionCount)")))
    agenda.add(.webhook, at: host.now + generator.integer(in: webhook.gap))
  }

  private mutating func plan(
    replyFrom address: CustomerAddress, on channel: Channel, to: BusinessAddress?, at time: Timestamp
  ) {
    guard time - host.start < settings.longestDuration,
      let text = generator.element(of: settings.customers.texts)
    else { return }
    agenda.add(.message(message(text, on: channel, from: address, to: to)), at: time)
  }

  /// What a customer writes, which has no id before it is written.
  private func message(
    _ text: String, on channel: Channel, from: CustomerAddress, to: BusinessAddress?
  ) -> InboundMessage {
    .scripted(text, on: channel, from: from, to: to, name: channel == .messenger ? "Ana" : nil)
  }

  private mutating func write(_ message: InboundMessage) {
    let message = message.numbered(transactionCount + 1)
    // When enough sessions have begun, customers write to those that go on, so that the simulation comes to its end.
    guard host.startCount < settings.sessions || host.isTaken(message) else { return }
    transactionCount += 1
    take(.message(message))
  }

  private mutating func forward(_ text: String, _ conversation: ConversationID, _ key: IdempotencyKey) {
    guard service.forward(text, toConversation: conversation, at: host.now) == .failed else {
      return take(.answer(.forward(.delivered), to: key))
    }
    agenda.add(
      .forward(text, conversation: conversation, key), at: host.now + generator.integer(in: 500...5_000))
  }

  private mutating func receive(_ callback: Callback) {
    guard let body = try? CallbackBody(callback.body) else { return }
    callbackTally.callbacks += 1
    if body.rest != nil { callbackTally.batches += 1 }
    take(.callback(body))
  }
}

/// What the host says.
extension SeededSimulation {
  /// Gives the host an input to its end.
  private mutating func take(_ input: HostInput) {
    var next: HostInput? = input
    while let input = next {
      checkRouting(of: input)
      let output = host.take(input)
      history.steps.append(SimulationHistory.Step(input, at: host.now, records: output.records))
      for effect in output.effects { perform(effect.effect, effect.key) }
      next = output.rest
    }
  }

  /// Now and then the router is asked with all sessions there are, and with what the input's keys name as whoever loads them
  /// from elsewhere would find it: it must decide the same.
  private mutating func checkRouting(of input: HostInput) {
    guard settings.routingChecks > 0, checker.chance(settings.routingChecks) else { return }
    let router = Router(host.project)
    let sessions = host.sessions
    let keys = router.keys(of: input)
    let decided = router.routes(for: input, among: sessions.filter(keys.name))
    guard decided != router.routes(for: input, among: sessions) || decided != host.routes(for: input) else {
      return
    }
    violation = Violation(
      .routing, session: keys.session?.text, sequence: history.steps.last?.records.last?.sequence ?? 0,
      message: "what an input's keys name is not all that its routing needs")
  }

  private mutating func perform(_ effect: Effect, _ key: IdempotencyKey) {
    switch effect {
    case .send(let message, _):
      let submission = gateway.submit(message, at: host.now)
      if let answer = submission.answer { plan(.answer(.gateway(answer.value), to: key), at: answer.time) }
      if let report = submission.report, case .accepted(let id)? = submission.answer?.value {
        plan(.receipt(report.value, gatewayID: id, of: key), at: report.time)
      }
      if generator.chance(settings.customers.replyProbability) {
        plan(
          replyFrom: message.to, on: message.channel, to: message.from,
          at: host.now + generator.integer(in: settings.customers.pause))
      }
    case .requestConversation(let request, _):
      guard let answer = service.start(request, at: host.now) else { return }
      plan(.answer(.conversation(answer.value), to: key), at: answer.time)
    case .requestService(let request, _):
      guard let answer = service.ask(request, at: host.now) else { return }
      plan(.answer(.service(answer.value), to: key), at: answer.time)
    case .requestHTTP(let request, _):
      guard let answer = web.answer(request, at: host.now) else { return }
      plan(.answer(.http(answer.value), to: key), at: answer.time)
    case .forward(let text, let conversation, _, _):
      agenda.add(.forward(text, conversation: conversation, key), at: host.now)
    case .setTimer, .cancelTimer: preconditionFailure("a host keeps the timers of its sessions itself")
    }
  }

  private mutating func plan(_ input: HostInput, at time: Timestamp) { agenda.add(.input(input), at: time) }
}

extension FlowProject {
  /// For how many milliseconds the sessions of each flow live at most, where the flow says so.
  fileprivate var lifetimes: [String: Int64] {
    var lifetimes: [String: Int64] = [:]
    for program in flows.map(\.machine.program) {
      guard let seconds = program.graph.settings.expiresAfterSeconds else { continue }
      lifetimes[program.name] = Milliseconds.nearest(seconds)
    }
    return lifetimes
  }
}
