import FlowModel
import RefrainKit

/// One run of the seeded simulation: a host of its own, some hundred customers, and everything that goes wrong.
///
/// A run is short enough to be replayed while one waits, and depends on nothing but its number and the proof's seed.
struct SessionRun: Sendable {
  /// What came of a run.
  struct Outcome: Sendable {
    let tally: SimulationTally
    let violation: Violation?
    /// The trace of the session in which the violation shows.
    let trace: [TraceRecord]
  }

  /// How many sessions a run has.
  static let usualSessions = 1_000

  let seed: UInt64
  let number: Int
  var sessions = usualSessions

  /// Whether so much happens at a time that a host cannot hold all events of unknown conversations.
  private var isBusy: Bool { number % 8 == 3 }

  /// Simulates and judges.
  func outcome(of project: FlowProject) -> Outcome {
    var simulation = self.simulation(of: project)
    simulation.run()
    let history = simulation.history
    var violation = simulation.violation
    do throws(Violation) {
      try Audit.check(history)
      try checkTwin(history, project)
    } catch {
      violation = error
    }
    return Outcome(
      tally: simulation.tally, violation: violation,
      trace: violation.map { violation in history.records.filter { $0.session == violation.session } } ?? [])
  }

  /// The run's simulation, before anything has happened.
  func simulation(of project: FlowProject, restorations: Double = 0) -> SeededSimulation {
    // Seeds of neighbouring runs have nothing to do with each other.
    var numbers = SeededGenerator(seed: UInt64(number))
    var generator = SeededGenerator(seed: seed ^ numbers.next())
    let host = FlowHost(project, keys: .numbered, start: Simulation.defaultStart)
    var settings = settings()
    settings.restorations = restorations
    settings.routingChecks = Self.routingChecks
    return SeededSimulation(host, settings, seed: generator.next())
  }

  /// Now and then a run is done again, and must be the same: as it is, or with the host restored at random moments.
  private func checkTwin(_ history: SimulationHistory, _ project: FlowProject) throws(Violation) {
    switch number % 16 {
    case 0: try checkTwin(history, .determinism, simulation(of: project))
    case 8: try checkTwin(history, .restoration, simulation(of: project, restorations: 0.001))
    default: break
    }
  }

  /// A twin must have the same trace.
  func checkTwin(
    _ history: SimulationHistory, _ check: SimulationCheck, _ simulation: SeededSimulation
  ) throws(Violation) {
    var twin = simulation
    twin.run()
    if let violation = twin.violation { throw violation }
    let difference = zip(history.records, twin.history.records).first { $0 != $1 }?.0
    let lengths = (history.steps.count, twin.history.steps.count)
    guard difference != nil || lengths.0 != lengths.1 else { return }
    throw Violation(
      check, session: difference?.session, sequence: difference?.sequence ?? 0,
      message: "the same seed brings another record")
  }

  private func settings() -> SeededSimulation.Settings {
    let texts = [
      "hi", "my order is late", "YES", "no thanks", "ok", "where is it?", "DESK 1001", "DESK 1003", "INFO",
      "",
    ]
    var customers = CustomerBehavior(
      openings: [
        CustomerBehavior.Opening(
          channel: .sms, to: "+15555550100",
          texts: ["hello", "DESK 1001", "desk 1002", "Desk 1003", "DESK 9", "DESK", "DESK x"]),
        CustomerBehavior.Opening(channel: .messenger, to: "app-1", texts: ["hello", ""]),
        CustomerBehavior.Opening(channel: .sms, to: "+15555550200", texts: ["book", "YES"]),
        CustomerBehavior.Opening(channel: .sms, to: "+15555550100", texts: ["INFO", "info please"]),
        CustomerBehavior.Opening(channel: .sms, to: "+15555550999", texts: ["nobody's number"]),
      ], texts: texts, population: Self.population)
    customers.unaskedMessages = 0...2
    var settings = SeededSimulation.Settings(
      sessions: sessions, customers: customers, directory: Self.directory)
    settings.faults = .all
    if isBusy {
      settings.customers.arrivalGap = 1...200
      settings.faults[.eventOfStranger] = 1
    }
    settings.webhooks = [
      WebhookBehavior(
        event: "due", channel: .sms, addressMember: "phone",
        payloads: [
          ["name": "Ana", "time": "9:40"], ["name": "Bo", "time": "14:00", "psid": "psid-7"], [:],
        ]),
      WebhookBehavior(event: "nobody-listens", channel: .sms, addressMember: "phone", payloads: [[:]]),
    ]
    settings.webAnswers = [
      ["slot": "free at 9:00"], ["slot": "free at 10:30"], ["slot": "full"], ["slot": nil], [:],
    ]
    return settings
  }

  /// At how many of the inputs routing by keys is compared with that by all sessions, which takes time for each of them.
  private static let routingChecks = 1.0 / 256

  /// How many customers there are on each channel.
  private static let population = 400

  /// An ECE with entry points of which one is modified and one forbidden, a client application, tokens that expire within
  /// a run, and some customers who are known once, several times, or cannot be.
  private static let directory: ServiceDirectory = {
    var directory = ServiceDirectory()
    let published = Timestamp(milliseconds: 1_768_469_400_000)
    for id in ["1001", "1002"] { directory.add(EntryPoint(id: id, lastModified: published)) }
    directory.add(EntryPoint(id: "1003", lastModified: published + 60_000))
    directory.add(ClientApplication(id: "flows", secret: "s1", entryPoints: ["1001", "1003"]))
    directory.add(NodeAuthorization(name: "ece-main", clientID: "flows", clientSecret: "s1"))
    directory.add(
      NodeAuthorization(name: "ece-desk", clientID: "flows", clientSecret: "s1", renewsExpiredTokens: false))
    directory.tokenLifetime = 120_000
    directory.agentCapacity = 150
    for number in 1...population {
      let match: ContactBook.Match? =
        switch number % 10 {
        case 0: .ambiguous
        case 1: .uncreatable
        case 2...5: .one
        default: nil
        }
      guard let match else { continue }
      directory.contacts.set(
        match, forAttribute: "mobile.phone",
        value: "1\(CustomerBehavior.address(of: number, on: .sms))")
      directory.contacts.set(
        match, forAttribute: "custom.facebookpsid",
        value: CustomerBehavior.address(of: number, on: .messenger).text)
    }
    return directory
  }()
}
