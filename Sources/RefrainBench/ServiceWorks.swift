#if Service
import Foundation
import RefrainKit
import RefrainService
import ServiceCore

/// The live service over its store in a file.
enum ServiceWorks {
  static var all: [Work] {
    [
      Work(
        name: "service-raw", summary: "a row committed alone, as the disk has it", unit: "commits/s",
        goal: .none,
        measure: { plan in try await repeated(plan) { try rawCommits($0, plan.scaled(2_000)) } }),
      Work(
        name: "service-single",
        summary: "turns without an effect, 64 inputs waiting, each acknowledged alone",
        unit: "turns/s", goal: .atLeast(4_000),
        measure: { plan in
          try await repeated(plan) {
            try await turns(in: $0, plan.scaled(8_000), together: 1, content: "Re: hm")
          }
        }),
      Work(
        name: "service-batch", summary: "turns without an effect, acknowledged in hundreds", unit: "turns/s",
        goal: .atLeast(12_000),
        measure: { plan in
          try await repeated(plan) {
            try await turns(in: $0, plan.scaled(20_000), together: 100, content: "Re: hm")
          }
        }),
      Work(
        name: "service-start", summary: "from the start to ready, 100,000 parked sessions in the store",
        unit: "ms",
        goal: .atMost(1_000), measure: start),
    ]
  }

  /// The rates of a work, each repetition in a folder of its own.
  static func repeated(
    _ plan: Plan, _ work: (String) async throws -> Double
  ) async throws -> Measurement {
    var rates: [Double] = []
    // A disk is slow, and what it gives differs less than what a processor does.
    for _ in 0..<min(3, plan.repetitions) {
      try await inFolder { rates.append(try await work($0 + "/store.sqlite")) }
    }
    return Measurement(rates)
  }

  static func inFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "refrain-bench-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder.path(percentEncoded: false))
  }

  private static func rawCommits(_ path: String, _ count: Int) throws -> Double {
    rate(of: count, try ContinuousClock().measure { try RawCommits.make(count, in: path) })
  }

  /// Takes events of one session after the other from acknowledgement to the end of their turns.
  /// - Parameter prepare: Makes the store what it is to be before.
  static func turns(
    in path: String, _ count: Int, together: Int, content: String,
    prepare: (SQLiteStore) async throws -> Void = { _ in }
  ) async throws -> Double {
    let rig = try await ServiceRig(try await served(path))
    try await prepare(rig.store)
    let sessions = 64
    try await rig.open(sessions: 0..<sessions)
    let batches = (0..<count / together).map { batch in
      (0..<together).map { index in
        let number = batch * together + index
        return rig.event(number, of: number % sessions, content: content)
      }
    }
    let time = try await ContinuousClock().measure {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await rig.work(until: count) }
        let waiters = together == 1 ? 64 : 2
        for first in 0..<waiters {
          group.addTask {
            for index in stride(from: first, to: batches.count, by: waiters) {
              _ = try await rig.store.accept(batches[index])
            }
          }
        }
        try await group.waitForAll()
      }
    }
    return rate(of: batches.count * together, time)
  }

  static func served(_ path: String) async throws -> SQLiteStore {
    let store = try SQLiteStore.toServe(path)
    try await store.begin(.emulated)
    return store
  }

  private static func start(_ plan: Plan) async throws -> Measurement? {
    var times: [Double] = []
    try await inFolder { folder in
      let path = folder + "/store.sqlite"
      let rig = try await ServiceRig(try await served(path))
      let count = plan.scaled(100_000)
      for first in stride(from: 0, to: count, by: 500) {
        try await rig.open(sessions: first..<min(first + 500, count))
      }
      for _ in 0..<min(3, plan.repetitions) {
        let clock = ContinuousClock()
        let begin = clock.now
        let store = try SQLiteStore.toLookAt(path)
        let driver = try await TurnDriver(
          store, clock: { WallClock.now }, sessionKey: SessionKey.drawn)
        _ = try await driver.takeAll()
        times.append((clock.now - begin) / .milliseconds(1))
      }
    }
    return Measurement(times)
  }

  static func rate(of count: Int, _ time: Duration) -> Double { Double(count) / (time / .seconds(1)) }
}

/// A service without a network: its store, and what works on it.
final class ServiceRig<Store: ServiceStore>: Sendable {
  let store: Store
  let driver: TurnDriver<Store>
  private let effects: EffectDriver<Store, Nobody>

  /// - Parameter store: A store that is served.
  init(_ store: Store) async throws {
    self.store = store
    driver = try await TurnDriver(store, clock: { WallClock.now }, sessionKey: SessionKey.drawn)
    let file = Array(
      ConversationFlow.file.replacing(
        "\"variables\"", with: "\"settings\": { \"nodeExecutionLimit\": 1000000 }, \"variables\""
      ).utf8)
    try await driver.put(
      ServiceProject([
        ServiceProject.Flow(
          path: "benchmark.flow.json", service: "care",
          program: try FlowProgram(file: file, named: "benchmark.flow.json"), source: FlowSource(file: file))
      ]))
    effects = EffectDriver(
      store, Nobody(), processStart: driver.processStart, written: driver.written, clock: { WallClock.now },
      random: { 0.5 }
    )
  }

  /// An event that is a turn without an effect, in the conversation of a session.
  func event(_ number: Int, of session: Int, content: String = "Re: hm") -> NewInput {
    let event = WebhookEvent(
      id: EventID("event-\(number)"), conversationID: conversation(session), type: "Message",
      content: content,
      sender: "user", timeStamp: 1_767_225_600_000)
    return NewInput(
      .event(event, of: nil), key: InputKey(Array("\(number)".utf8)), received: WallClock.now)
  }

  func conversation(_ session: Int) -> ConversationID { ConversationID("conversation-\(session)") }

  /// Begins sessions, and opens their conversations.
  func open(sessions: Range<Int>) async throws {
    let inputs = sessions.map {
      NewInput(.message(ConversationFlow.message(session: $0)), received: WallClock.now)
    }
    _ = try await store.accept(inputs)
    try await work()
  }

  /// Takes what waits and makes calls until nothing is left.
  func work() async throws {
    repeat { _ = try await driver.takeAll() } while try await effects.performReady() > 0
  }

  /// Takes groups and makes calls until so many inputs have been taken, and nothing is left.
  func work(until count: Int) async throws {
    var taken = 0
    while true {
      let group = try await driver.takeGroup()
      taken += group?.taken ?? 0
      if group?.effects ?? 0 > 0 { _ = try await effects.performReady() }
      guard group == nil else { continue }
      if taken >= count, try await effects.performReady() == 0 { return }
      await Task.yield()
    }
  }

  /// What a turn with a message to send, and that of the answer, have the store keep.
  func writtenTurn() async throws -> WrittenTurn {
    _ = try await store.accept([event(0, of: 0, content: "Hello")])
    _ = try await driver.takeAll()
    let effect = try await store.transaction { (store) throws(StoreFailure) in
      .rollBack(try store.effects(after: 0, limit: 1).first?.content)
    }
    _ = try await effects.performReady()
    let (answer, session) = try await store.transaction { (store) throws(StoreFailure) in
      .rollBack(
        (
          try store.inputs(limit: 1).first?.input.content,
          try store.sessions(of: nil, after: 0, limit: 1).first
        ))
    }
    try await work()
    guard let effect, let answer, let session else { throw UnexpectedState() }
    return try await store.transaction { (store) throws(StoreFailure) in
      let rows = try store.journal(of: session.key, after: session.turn - 1, limit: 2)
      guard rows.count == 2, let parked = try store.sessions(under: [], keys: [session.key]).first else {
        throw .damaged("a turn is missing")
      }
      return .rollBack(
        WrittenTurn(
          document: parked.document, effect: effect, answer: answer,
          records: (event: rows[0].records, answer: rows[1].records)))
    }
  }

  /// A world that answers at once.
  private struct Nobody: EffectPerformer {
    func terms(of effect: WantedEffect) -> CallTerms {
      CallTerms(host: "nobody", timeout: 60_000, keyWindow: nil, whenInDoubt: .repeat)
    }

    func perform(_ call: EffectCall) async -> CallResult {
      switch call.effect {
      case .startConversation(let request):
        // The customers are numbered in the order of their addresses.
        let number = Int(request.input["transactionId"]?.string?.drop { !$0.isNumber } ?? "") ?? 0
        return .answered(.conversation(ConversationFlow.answer(session: number)))
      case .send: return .answered(.gateway(.accepted(transactionID: "gateway-1")))
      case .forward: return .answered(.forward(.delivered))
      case .ask, .request: return .notBegun(pause: nil)
      }
    }
  }
}
#endif
