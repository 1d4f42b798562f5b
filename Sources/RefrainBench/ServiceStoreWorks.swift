#if Service
import FlowModel
import Foundation
import RefrainKit
import RefrainService
import ServiceCore

/// The live service over a store in which much has been kept: none of it may be noticed.
enum ServiceStoreWorks {
  static var all: [Work] {
    [
      Work(
        name: "service-ended",
        summary: "a turn with 1,000,000 ended sessions in the store, against an empty one",
        unit: "times", goal: .atMost(1.3), measure: ended),
      Work(
        name: "service-deletion",
        summary: "99th percentile of acknowledgements while 1,000,000 sessions are deleted", unit: "ms",
        goal: .atMost(100), measure: deletion),
      Work(
        name: "service-memory", summary: "resident memory once started with 100,000 parked sessions",
        unit: "MB", goal: .atMost(60), measure: { try await memory($0, sessions: 100_000) }),
      Work(
        name: "service-memory-1M", summary: "the same with 1,000,000 parked sessions", unit: "MB",
        goal: .atMost(66), measure: { try await memory($0, sessions: 1_000_000) }),
    ]
  }

  // MARK: What is kept

  /// Puts sessions into a store that nobody will read: ended ones, or parked ones with their timers.
  private static func fill(_ store: SQLiteStore, with count: Int, areEnded: Bool) async throws {
    let together = 1_000
    for first in stride(from: 0, to: count, by: together) {
      try await store.transaction { (store) throws(StoreFailure) in
        for number in first..<min(first + together, count) {
          let row = row(number, isEnded: areEnded)
          let conversation = StoreName.conversation(ConversationID("kept-\(number)"))
          _ = try store.insert(
            row, under: areEnded ? [conversation] : [conversation, .customer(row.customer)])
          try store.append(
            JournalRow(
              session: row.key, number: 1, now: row.startedAt, machineVersion: 1, input: [1], records: [2],
              recordsDigest: 3, documentDigest: 4))
          if !areEnded {
            try store.setTimer(.session(row.key, TimerID(1)), at: WallClock.now + 86_400_000)
          }
        }
        return .commit(())
      }
    }
  }

  private static func row(_ number: Int, isEnded: Bool) -> SessionRow {
    let start = Timestamp(milliseconds: 1_767_225_600_000)
    return SessionRow(
      key: SessionKey("kept-\(number)"), flow: "benchmark.flow.json",
      definition: DefinitionHash(text: "kept"),
      customer: Customer(channel: .sms, address: CustomerAddress("+1777\(1_000_000 + number)")), turn: 1,
      recordCount: 1, startedAt: start, latestTurnAt: start, endedAt: isEnded ? start : nil, parking: nil,
      document: [UInt8](repeating: 7, count: isEnded ? 300 : 1_500))
  }

  // MARK: Measuring

  private static func ended(_ plan: Plan) async throws -> Measurement? {
    var rates: [Double] = []
    for count in [0, plan.scaled(1_000_000)] {
      try await ServiceWorks.inFolder { folder in
        let path = folder + "/store.sqlite"
        rates.append(
          try await ServiceWorks.turns(in: path, plan.scaled(20_000), together: 100, content: "Re: hm") {
            try await fill($0, with: count, areEnded: true)
          })
      }
    }
    return Measurement([rates[0] / rates[1]])
  }

  private static func deletion(_ plan: Plan) async throws -> Measurement? {
    var time: Double?
    try await ServiceWorks.inFolder { folder in
      let store = try SQLiteStore.toServe(folder + "/store.sqlite")
      try await store.begin(.emulated)
      try await fill(store, with: plan.scaled(1_000_000), areEnded: true)
      time = try await acknowledgement(by: store, plan.scaled(5_000))
    }
    return time.map { Measurement([$0]) }
  }

  /// The 99th percentile of acknowledgements, in milliseconds, while all sessions of a store that have ended are deleted.
  static func acknowledgement(by store: some ServiceStore, _ count: Int) async throws -> Double {
    let deletion = Task {
      while try await !store.deleteOld(sessionsBefore: WallClock.now, keysBefore: WallClock.now, limit: 500) {
        try await Task.sleep(for: .milliseconds(50))
      }
    }
    // As long as that takes, and no longer than figures need.
    var times: [Double] = []
    for number in 0..<count {
      let start = ContinuousClock.now
      _ = try await store.accept([
        NewInput(
          key: InputKey(Array("\(number)".utf8)), received: WallClock.now, queue: nil,
          content: [UInt8](repeating: 7, count: 300))
      ])
      times.append((ContinuousClock.now - start) / .milliseconds(1))
      try await Task.sleep(for: .milliseconds(5))
    }
    deletion.cancel()
    _ = await deletion.result
    times.sort()
    return times[times.count * 99 / 100]
  }

  private static func memory(_ plan: Plan, sessions: Int) async throws -> Measurement? {
    var memory: Double?
    try await ServiceWorks.inFolder { folder in
      let path = folder + "/store.sqlite"
      do {
        let rig = try await ServiceRig(try await ServiceWorks.served(path))
        try await fill(rig.store, with: plan.scaled(sessions), areEnded: false)
      }
      // A process of its own, which has filled nothing.
      let child = try ChildProcess.run([CommandLine.arguments[0], "--serve-store", path])
      memory = Double(child.output.filter(\.isNumber)).map { $0 / 1_000_000 }
    }
    return memory.map { Measurement([$0]) }
  }

  /// Starts over a store, and prints how many bytes of memory the process has then.
  static func serve(_ path: String) async throws {
    let rig = try await ServiceRig(try await ServiceWorks.served(path))
    _ = try await rig.driver.takeAll()
    if let bytes = HostWorks.residentBytes { print(bytes) }
  }
}
#endif
