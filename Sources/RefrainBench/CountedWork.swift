import Dispatch
import RefrainKit

/// A work that is done exactly as often as is asked, for tools that count instructions and allocations: what a few times
/// more cost is the work's alone, without what the process takes to start and the first time to prepare.
enum CountedWork: String, CaseIterable {
  /// A conversation of 100 events, by the pure machine.
  case machine
  /// A conversation of 20,000 events, by the pure machine: what grows in a session shows.
  case machineLong = "machine-long"
  /// A conversation of 100 events, by the pure machine, whose trace is written.
  case trace
  /// A host with ten conversations of 100 events.
  case host
  /// A conversation of 100 events, through the async session.
  case session
  /// A session's document after 100 events, written and read.
  case document
  #if Service
  /// What `service-send` does, a hundred turns with a message to send, each with its answer.
  case serviceSend = "service-send"
  /// The SQL of that, without the machine.
  case serviceSQL = "service-sql"
  #endif

  /// How many events, or documents, one time deals with; those that close conversations aside.
  var events: Int {
    switch self {
    case .machine, .trace, .session: 100
    case .machineLong: 20_000
    case .host: 1000
    case .document: 1
    #if Service
    case .serviceSend, .serviceSQL: Sends.sessions
    #endif
    }
  }

  /// Does the work, and prints how many events, or documents, one time deals with.
  func run(times: Int) throws {
    let machine = try ConversationFlow.machine()
    switch self {
    case .machine, .machineLong:
      let events = ConversationFlow.events(self.events)
      var turn = FlowMachine.Turn(isTraced: false)
      for _ in 0..<times { try ConversationWorks.converse(machine, events: events, in: &turn) { _ in } }
    case .trace:
      let events = ConversationFlow.events(self.events)
      var writer = JSONWriter()
      for _ in 0..<times { try ConversationWorks.trace(machine, events: events, to: &writer) }
    case .host:
      let sessions = 0..<10
      let events = (0..<self.events / sessions.count).flatMap { round in
        sessions.map { ConversationFlow.event("event-\($0)-\(round)", session: $0) }
      }
      for _ in 0..<times {
        var host = FlowHost(machine, keys: .numbered, start: Simulation.defaultStart, isTraced: false)
        for session in sessions { try host.open(session) }
        for event in events { host.relay(event) }
      }
    case .session:
      let events = ConversationFlow.events(self.events)
      Self.wait {
        for _ in 0..<times { try await ConversationWorks.converse(machine, events: events) }
      }
    case .document:
      let state = try DocumentWorks.parked(machine)
      for _ in 0..<times {
        guard try DocumentWorks.copied(state, machine).isLive else { throw UnexpectedState() }
      }
    #if Service
    case .serviceSend:
      Self.wait {
        try await ServiceWorks.inFolder {
          var sends = try await Sends(in: $0 + "/store.sqlite")
          try await sends.take(batches: times)
        }
      }
    case .serviceSQL:
      Self.wait {
        try await ServiceWorks.inFolder {
          var statements = try await SendStatements(in: $0 + "/store.sqlite")
          try await statements.take(batches: times)
        }
      }
    #endif
    }
    print(self.events)
  }

  /// Does asynchronous work while this thread waits: were it given back, it would wait for signals, which valgrind does
  /// not survive.
  private static func wait(for work: @escaping @Sendable () async throws -> Void) {
    let end = DispatchSemaphore(value: 0)
    Task.detached {
      do {
        try await work()
      } catch {
        preconditionFailure("the session does what is expected of it: \(error)")
      }
      end.signal()
    }
    end.wait()
  }
}
