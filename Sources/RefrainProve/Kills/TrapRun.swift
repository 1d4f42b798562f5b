#if Service
import Foundation
import RefrainKit
import RefrainService
import ServiceCore

/// A message that makes the machine trap, within a group of a hundred: nobody else is stopped, and what comes for its own session
/// waits until it has been seen to.
struct TrapRun {
  let folder: URL

  /// It stands still: nobody waits in vain for what comes later.
  private let clock = FastClock(epoch: WallClock.now, speed: 0)
  private var path: String { folder.appending(path: "trap.sqlite").path(percentEncoded: false) }

  init(folder: URL) { self.folder = folder }

  /// Lets it happen to a customer who writes for the first time, and to one who has a session.
  func line() async throws -> String {
    let customers = 0..<100
    let first = 49
    try await accept(customers.map { (customer: $0, text: $0 == first ? TrappingMessage.text : "hello") })
    try await expectTraps()
    try await serveUntilTaken(trapping: true)
    let begun = try await sessions()
    try expect(
      Set(begun.map(\.customer)) == Set(customers.filter { $0 != first }.map(customer)),
      "\(begun.count) of 99 customers have a session")
    try expect(try await letters().map(\.session) == [nil], "the first letter is another")

    // One that has a session, and writes on.
    let second = 7
    try await accept(
      (customers.filter { $0 != first }.map {
        (customer: $0, text: $0 == second ? TrappingMessage.text : "again")
      }) + [(customer: second, text: "later")])
    try await expectTraps()
    try await serveUntilTaken(trapping: true)
    let written = try await sessions()
    let stalled = written.filter(\.isStalled).map(\.customer)
    try expect(stalled == [customer(second)], "stalled are \(stalled.map(\.storedText))")
    try expect(
      written.allSatisfy { $0.isStalled || $0.turn > (begun.first(ofKey: $0.key)?.turn ?? 0) },
      "somebody's second message was not taken")
    guard let letter = try await letters().last, let session = letter.session else {
      throw KillAudit.Violation("there is no letter of a session")
    }

    // Whoever can take it takes it before what came behind it.
    _ = try await look { (store) async throws in
      try await store.retryDeadLetter(letter.number, at: clock.time(at: WallClock.now))
    }
    try await serveUntilTaken(trapping: false)
    let texts = try await look { (store) async throws in
      try await store.transaction { (store) throws(StoreFailure) in
        .rollBack(try store.journal(of: session, after: 1, limit: .max).map(\.input))
      }
    }.map { String(decoding: $0, as: UTF8.self) }
    let places = [TrappingMessage.text, "later"].map { text in texts.firstIndex { $0.contains(text) } }
    guard let place = places[0], let later = places[1], place < later else {
      throw KillAudit.Violation("retried, the message was not taken before the later one")
    }
    return "a message that makes the machine trap, in a group of a hundred: 3 processes ended by it twice, "
      + "\(begun.count) others were served all the same, its session waited and went on in order"
  }

  private func expect(_ holds: Bool, _ what: @autoclosure () -> String) throws {
    if !holds { throw KillAudit.Violation(what()) }
  }

  private func customer(_ number: Int) -> Customer {
    Customer(channel: .sms, address: CustomerAddress("+1888\(5_550_000 + number)"))
  }

  /// Keeps messages while nobody works on the store: they are one group then.
  private func accept(_ messages: [(customer: Int, text: String)]) async throws {
    let now = clock.time(at: WallClock.now)
    let store = try SQLiteStore.toServe(path)
    try await store.begin(.emulated)
    _ = try await store.accept(
      messages.map { message in
        NewInput(
          .message(
            InboundMessage(
              channel: .sms, from: customer(message.customer).address, to: KillFlow.listeningNumber,
              text: message.text, transactionID: "\(message.customer) \(message.text)")), received: now)
      })
  }

  /// Three processes come upon the message, one after the other.
  private func expectTraps() async throws {
    for _ in 1...ServiceLimits.tries {
      let worker = try worker(trapping: true)
      let deadline = Task {
        try await Task.sleep(for: .seconds(60))
        worker.kill()
      }
      let end = await end(of: worker)
      deadline.cancel()
      guard case .bySignal(let signal) = end, signal == SIGILL || signal == SIGTRAP else {
        throw KillAudit.Violation("the process did not trap, and ended \(end)")
      }
    }
  }

  /// Has a process take all that can be taken.
  private func serveUntilTaken(trapping: Bool) async throws {
    let worker = try worker(trapping: trapping)
    let waiting = Task {
      let deadline = ContinuousClock.now + .seconds(60)
      while ContinuousClock.now < deadline {
        try await Task.sleep(for: .milliseconds(50))
        let waits = try await look { (store) async throws in
          try await store.transaction { (store) throws(StoreFailure) in .rollBack(try store.inputs(limit: 1))
          }
        }
        if waits.isEmpty { break }
      }
      worker.finish()
    }
    let end = await end(of: worker)
    waiting.cancel()
    try expect(end == .byItself(0), "the service ended \(end)")
    let rest = try await look { (store) async throws in
      try await store.transaction { (store) throws(StoreFailure) in .rollBack(try store.inputs(limit: 1)) }
    }
    try expect(rest.isEmpty, "not all was taken within a minute")
  }

  private func worker(trapping: Bool) throws -> WorkerProcess {
    try WorkerProcess(
      KillWorker.name,
      [path, "\(clock.epoch.milliseconds)", "\(clock.speed)", trapping ? TrappingMessage.name : "none", "0"],
      // What a trap tells is of no use, and takes longer than all the rest.
      environment: ["SWIFT_BACKTRACE": "enable=no"], isSilent: trapping)
  }

  private func end(of worker: WorkerProcess) async -> WorkerProcess.End {
    for await case .end(let end) in worker.signs() { return end }
    return .byItself(-1)
  }

  private func look<Result: Sendable>(
    _ body: (SQLiteStore) async throws -> Result
  ) async throws -> Result { try await body(try SQLiteStore.toLookAt(path)) }

  private func sessions() async throws -> [SessionRow] {
    try await look { (store) async throws in
      try await store.transaction { (store) throws(StoreFailure) in
        .rollBack(try store.sessions(of: nil, after: 0, limit: .max))
      }
    }
  }

  private func letters() async throws -> [DeadLetter] {
    try await look { (store) async throws in
      try await store.transaction { (store) throws(StoreFailure) in
        .rollBack(try store.deadLetters(after: 0, limit: .max))
      }
    }
  }
}

extension [SessionRow] {
  fileprivate func first(ofKey key: SessionKey) -> SessionRow? { first { $0.key == key } }
}
#endif
