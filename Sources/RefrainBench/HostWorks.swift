import Foundation
import RefrainKit
import Synchronization

/// W2 and the host: many sessions at once.
enum HostWorks {
  static var all: [Work] {
    [
      Work(
        name: "parked", summary: "resident bytes per parked session, 100,000 of them", unit: "bytes",
        goal: .atMost(1_500),
        measure: { try parked($0, sessions: $0.scaled(100_000)) }),
      Work(
        name: "parked-many", summary: "the same, 1,000,000 of them", unit: "bytes", goal: .atMost(1_500),
        measure: { try parked($0, sessions: $0.scaled(1_000_000)) }),
      Work(
        name: "host", summary: "events over 10,000 live sessions, both cores", unit: "events/s",
        goal: .none, measure: throughput),
    ]
  }

  /// The memory of a process of its own with so many sessions, less that of one with none.
  private static func parked(_ plan: Plan, sessions: Int) throws -> Measurement? {
    guard let few = try memory(sessions: 1), let many = try memory(sessions: sessions + 1) else { return nil }
    return Measurement([(many - few) / Double(sessions)])
  }

  private static func memory(sessions: Int) throws -> Double? {
    let child = try ChildProcess.run([CommandLine.arguments[0], "--park", String(sessions)])
    return Double(child.output.filter(\.isNumber))
  }

  /// Parks sessions that wait for events, all of them with the outputs of their message and of their answer, and prints
  /// how many bytes of memory the process has.
  static func park(_ sessions: Int) throws {
    var host = try ConversationFlow.host(isTraced: false)
    for session in 0..<sessions {
      try host.open(session)
    }
    if let bytes = residentBytes, host.startCount == sessions { print(bytes) }
  }

  /// How many bytes of memory this process has; nil where the system does not say.
  static var residentBytes: Int? {
    let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
    // The second field counts the pages that are in memory.
    return pages?.dropFirst().first.flatMap { Int($0) }.map { $0 * Int(getpagesize()) }
  }

  /// A core's host, with its share of the sessions: sessions are independent of one another.
  private final class Core: Sendable {
    private let sessions: Range<Int>
    private let host: Mutex<FlowHost>

    init(sessions: Range<Int>) throws {
      self.sessions = sessions
      var host = try ConversationFlow.host(isTraced: false)
      for session in sessions { try host.open(session) }
      self.host = Mutex(host)
    }

    /// An event for each session in every round, none of which came before.
    func events(_ rounds: Range<Int>) -> [WebhookEvent] {
      rounds.flatMap { round in
        sessions.map { ConversationFlow.event("event-\($0)-\(round)", session: $0) }
      }
    }

    func relay(_ events: [WebhookEvent]) {
      // The host is changed where it is: a copy would share its storage, and the first change would copy all sessions.
      host.withLock { host in for event in events { host.relay(event) } }
    }
  }

  private static func throughput(_ plan: Plan) async throws -> Measurement? {
    let sessions = plan.scaled(10_000) / 2 + 1
    let rounds = 20
    let cores = try (0..<2).map { try Core(sessions: $0 * sessions..<($0 + 1) * sessions) }
    var results: [Double] = []
    for repetition in 0...plan.repetitions {
      let works = cores.map { ($0, $0.events(repetition * rounds..<(repetition + 1) * rounds)) }
      let time = await ContinuousClock().measure {
        await withTaskGroup(of: Void.self) { group in
          for (core, events) in works { group.addTask { core.relay(events) } }
        }
      }
      let count = Double(works.reduce(0) { $0 + $1.1.count })
      if repetition > 0 { results.append(count / (time / .seconds(1))) }
    }
    return Measurement(results)
  }
}

extension ConversationFlow {
  /// A host of the flow, without sessions.
  static func host(isTraced: Bool) throws -> FlowHost {
    FlowHost(try machine(), keys: .numbered, start: Simulation.defaultStart, isTraced: isTraced)
  }
}

extension FlowHost {
  /// Begins a session, and opens its conversation.
  mutating func open(_ session: Int) throws {
    let output = take(.message(ConversationFlow.message(session: session)))
    guard let request = output.effects.first, case .requestConversation = request.effect else {
      throw UnexpectedState()
    }
    _ = take(.answer(.conversation(ConversationFlow.answer(session: session)), to: request.key))
  }

  /// Takes an event, and answers what it makes the session send.
  mutating func relay(_ event: WebhookEvent) {
    for effect in take(.event(event, of: nil)).effects {
      guard case .send = effect.effect else { continue }
      _ = take(.answer(.gateway(.accepted(transactionID: "gateway-1")), to: effect.key))
    }
  }
}
