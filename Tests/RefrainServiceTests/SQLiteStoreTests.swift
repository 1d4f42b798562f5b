#if Service
import FlowInterpreter
import FlowModel
import Foundation
import ServiceCore
import Synchronization
import Testing

@testable import RefrainService

@Suite("A store in a file")
struct SQLiteStoreTests {
  private let folder = TemporaryFolder()
  @TaskLocal private static var folderOfCheck: TemporaryFolder?

  /// The suite that every store must pass, each check with a file in the folder of its test.
  static let suite = StoreConformance(
    open: { try SQLiteStore.toServe(#require(folderOfCheck).path("a.sqlite")) },
    reopen: { try SQLiteStore.toLookAt($0.path) })

  @Test("does what every store must do", arguments: suite.checks)
  func conformance(_ check: StoreConformance<SQLiteStore>.Check) async throws {
    try await Self.$folderOfCheck.withValue(folder) { try await check.run() }
  }

  @Test("is served by one process, and keeps what it serves")
  func beginning() async throws {
    let path = folder.path("a.sqlite")
    var first: StoreLife?
    do {
      let store = try SQLiteStore.toServe(path)
      first = try await started(store)
      #expect(first?.starts == 1 && first?.kind == .live && first?.incarnation.utf8.count == 16)
      #expect(throws: StoreOpeningFailure.otherProcess) { try SQLiteStore.toServe(path) }
    }
    let store = try await reopened(path)
    let second = try await started(store)
    #expect(second.starts == 2 && second.incarnation == first?.incarnation)
    await #expect(throws: StoreOpeningFailure.otherKind(.live)) { try await store.begin(.emulated) }
  }

  @Test("is read by its owner alone, and whole in its own file once it has been served")
  func files() async throws {
    let path = folder.path("a.sqlite")
    let store = try SQLiteStore.toServe(path)
    _ = try await started(store)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path("")) {
      let mode = try FileManager.default.attributesOfItem(atPath: folder.path(name))[.posixPermissions]
      #expect(mode as? Int == 0o600, "\(name)")
    }
    await store.checkpoint()
    try FileManager.default.copyItem(atPath: path, toPath: folder.path("copy.sqlite"))
    #expect(try await started(try SQLiteStore.toServe(folder.path("copy.sqlite"))).starts == 2)
  }

  @Test("holds nothing in any file of what somebody wrote who has been forgotten")
  func forgetting() async throws {
    let path = folder.path("a.sqlite")
    let store = try SQLiteStore.toServe(path)
    _ = try await started(store)
    let (ana, bob) = (Self.customer("+14155550123"), Self.customer("+14155550124"))
    // Long and short, some changed and some done with before.
    for number in 1...200 {
      let customer = number.isMultiple(of: 3) ? ana : bob
      let text =
        "\(customer == ana ? "anas" : "bobs") word \(number) " + String(repeating: "x", count: number * 40)
      try await store.transaction { (store) throws(StoreFailure) -> Conclusion<Void> in
        var row = SessionRow(
          key: SessionKey(simulated: number), number: 0, flow: "a",
          definition: DefinitionHash(text: "d"),
          customer: customer, turn: 1, recordCount: 0, startedAt: Timestamp(milliseconds: 1),
          latestTurnAt: Timestamp(milliseconds: 1), endedAt: nil, parking: nil, isStalled: false,
          document: Array(text.utf8))
        _ = try store.insert(row, under: [])
        row.turn = 2
        row.document = Array("later \(text)".utf8)
        try store.update(row, after: 1, under: nil)
        let input = NewInput(
          key: nil, received: Timestamp(milliseconds: 1), queue: .customer(customer),
          content: Array(text.utf8))
        for case .accepted(let arrival) in try store.accept([input, input]).prefix(1) {
          try store.endInput(arrival)
        }
        return .commit(())
      }
    }
    let command = try SQLiteStore.toLookAt(path)
    let forgotten = try await command.forget(ana, at: Timestamp(milliseconds: 2)).forgotten
    #expect(forgotten.sessions == 66 && forgotten.inputs == 66)
    #expect(await command.eraseDeleted() == nil)
    var found = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path("")) {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.path(name)))
      #expect(bytes.range(of: Data("anas word".utf8)) == nil, "\(name)")
      if bytes.range(of: Data("bobs word".utf8)) != nil { found += 1 }
    }
    #expect(found == 1)
  }

  private static func customer(_ number: String) -> Customer {
    Customer(channel: .sms, address: CustomerAddress(number))
  }

  @Test("that another program writes to is not waited for without end, and says so")
  func locked() async throws {
    let path = folder.path("a.sqlite")
    let store = try SQLiteStore.toServe(path, patience: 50)
    _ = try await started(store)
    let other = try SQLiteConnection(path, .write)
    try other.execute("BEGIN IMMEDIATE")
    let input = NewInput(key: nil, received: Timestamp(milliseconds: 1), queue: nil, content: [1])
    await #expect(throws: StoreFailure.unavailable("another process writes to it")) {
      try await store.accept([input])
    }
    try other.execute("COMMIT")
    #expect(try await store.accept([input]).count == 1)
  }

  @Test("is not served once a backup has been restored, until somebody says so; then no key is used twice")
  func restoration() async throws {
    let (path, backup) = (folder.path("a.sqlite"), folder.path("backup"))
    let key = EffectKey(incarnation: "i", session: SessionKey("s"), number: 1)
    var incarnation = ""
    do {
      let store = try SQLiteStore.toServe(path)
      incarnation = try await started(store).incarnation
      try await store.transaction { (store) throws(StoreFailure) in
        let time = Timestamp(milliseconds: 5)
        return .commit(
          try store.insert(EffectRow(key: key, content: [1], lane: nil, notAfter: time, notBefore: time)))
      }
    }
    try await moveWhole(path, to: backup)
    _ = try await started(try await reopened(path))
    _ = try await started(try await reopened(path))
    try await moveWhole(backup, to: path)
    let store = try await reopened(path)
    await #expect(throws: StoreOpeningFailure.restored) { try await store.begin(.live) }
    #expect(try await store.acceptRestoration(at: Timestamp(milliseconds: 9)) == 1)
    let life = try await started(store)
    #expect(life.starts == 4 && life.incarnation != incarnation)
    let effect = try await store.transaction { (store) throws(StoreFailure) in .commit(try store.effect(key))
    }
    #expect(effect?.state == .attempted(until: Timestamp(milliseconds: 9), by: 3))
  }

  @Test("that is an empty file is none to look at, and stays empty")
  func emptyFile() throws {
    let path = folder.path("empty.sqlite")
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    #expect(throws: StoreOpeningFailure.otherFile) { try SQLiteStore.toLookAt(path) }
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int == 0)
  }

  @Test("of a newer version, or of another program, is left alone")
  func strangers() throws {
    let newer = folder.path("newer.sqlite")
    _ = try SQLiteStore.toServe(newer)
    try SQLiteConnection(newer, .write).execute("PRAGMA user_version = 99")
    #expect(throws: StoreOpeningFailure.newer(99)) { try SQLiteStore.toLookAt(newer) }
    let other = folder.path("other.sqlite")
    try SQLiteConnection(other, .create).execute("CREATE TABLE t (a)")
    let before = try Data(contentsOf: URL(fileURLWithPath: other))
    #expect(throws: StoreOpeningFailure.otherFile) { try SQLiteStore.toServe(other) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: other)) == before)
    #expect(throws: StoreOpeningFailure.absent) { try SQLiteStore.toLookAt(folder.path("missing.sqlite")) }
  }

  @Test("that has no room left says so, has changed nothing then, and goes on once there is room")
  func fullDisk() async throws {
    let store = try storeWithLittleRoom()
    let content = [UInt8](repeating: 7, count: 10_000)
    var kept = 0
    await #expect(throws: StoreFailure.unavailable("the disk is full")) {
      while true {
        _ = try await store.accept([.sample(kept, content)])
        kept += 1
      }
    }
    #expect(kept > 0 && kept < 20)
    func waiting() async throws -> Int {
      try await store.transaction { (store) throws(StoreFailure) in .commit(try store.inputs(limit: 99).count)
      }
    }
    #expect(try await waiting() == kept)
    #expect(try await store.accept([.sample(kept, [1])]).count == 1)
    #expect(try await waiting() == kept + 1)
  }

  @Test(
    "that has no room left says so to all that were about to be committed, however the body ends that found it",
    arguments: [StoreFailure.conflict, nil])
  func fullDiskBehind(failure: StoreFailure?) async throws {
    let store = try storeWithLittleRoom()
    let time = Timestamp(milliseconds: 1)
    await #expect(throws: StoreFailure.unavailable("the disk is full")) {
      try await store.transaction { (store) throws(StoreFailure) in
        for number in 1...100 {
          let key = EffectKey(incarnation: "i", session: SessionKey("s"), number: number)
          let content = [UInt8](repeating: 7, count: 10_000)
          try store.insert(
            EffectRow(key: key, content: content, lane: nil, notAfter: time, notBefore: time))
        }
        if let failure { throw failure }
        return .rollBack(())
      }
    }
    let kept = try await store.transaction { (store) throws(StoreFailure) in
      .commit(try store.effects(after: 0, limit: 999).count)
    }
    #expect(kept == 0)
    #expect(try await store.accept([.sample(1, [1])]).count == 1)
  }

  @Test("commits what comes at the same time together, and gives each its own result or failure")
  func groups() async throws {
    let store = try SQLiteStore.toServe(folder.path("a.sqlite"))
    let outcomes = await withTaskGroup(of: (Int, Result<[Acceptance], StoreFailure>).self) { group in
      for number in 0..<2_000 {
        group.addTask {
          do throws(StoreFailure) {
            let result = try await store.transaction { (store) throws(StoreFailure) in
              let result = try store.accept([.sample(number, [])])
              if number % 3 == 1 { throw .conflict }
              return number % 3 == 2 ? .rollBack(result) : .commit(result)
            }
            return (number, .success(result))
          } catch {
            return (number, .failure(error))
          }
        }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    #expect(outcomes.count == 2_000)
    #expect(
      outcomes.allSatisfy { $0.key % 3 == 1 ? $0.value == .failure(.conflict) : (try? $0.value.get()) != nil }
    )
    let kept = try await store.transaction { (store) throws(StoreFailure) in
      .commit(try store.inputs(limit: 9_999).map(\.input.bodyDigest))
    }
    #expect(Set(kept) == Set(stride(from: 0, to: 2_000, by: 3).map { NewInput.sample($0, []).bodyDigest }))
  }

  @Test("waits for another process that writes when it comes to write what it has read")
  func otherWriters() async throws {
    let store = try SQLiteStore.toServe(folder.path("a.sqlite"))
    let other = try SQLiteConnection(store.path, .write)
    try other.execute("BEGIN IMMEDIATE; UPDATE facts SET is_paused = 1")
    let hasRead = Mutex(false)
    async let wasPaused = store.transaction { (store) throws(StoreFailure) in
      let wasPaused = try store.isPaused()
      hasRead.withLock { $0 = true }
      try store.setPaused(false)
      // So many that a thread makes most of them.
      for number in 0..<200 {
        try store.append(StoreRecord(at: Timestamp(milliseconds: 1), customer: nil, content: [UInt8(number)]))
      }
      return .commit(wasPaused)
    }
    while !hasRead.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
    try await Task.sleep(for: .milliseconds(20))
    try other.execute("COMMIT")
    #expect(try await wasPaused)
    #expect(try other.first("SELECT is_paused FROM facts") { $0.integer(0) } == 0)
    #expect(try other.first("SELECT count(*) FROM store_records") { $0.integer(0) } == 200)
  }

  /// A store that has room for twenty pages more.
  private func storeWithLittleRoom() throws -> SQLiteStore {
    let path = folder.path("a.sqlite")
    let pages = try #require(
      try {
        _ = try SQLiteStore.toServe(path)
        return try SQLiteConnection(path, .write).first("PRAGMA page_count") { $0.integer(0) }
      }())
    let connection = try SQLiteConnection(path, .write)
    try connection.execute("PRAGMA max_page_count = \(pages + 20)")
    return SQLiteStore(connection, owner: nil)
  }

  /// Begins to serve a store.
  private func started(_ store: SQLiteStore) async throws -> StoreLife {
    try await store.begin(.live)
    let life = try await store.transaction { (store) throws(StoreFailure) in
      _ = try store.noteStart()
      return .commit(try store.life())
    }
    return try #require(life)
  }

  /// Opens a store once whoever served it before has let it go, which takes a moment.
  private func reopened(_ path: String) async throws -> SQLiteStore {
    for _ in 0..<1_000 {
      if let store = try? SQLiteStore.toServe(path) { return store }
      try await Task.sleep(for: .milliseconds(1))
    }
    return try SQLiteStore.toServe(path)
  }

  /// Puts a store that nobody serves in the place of another.
  private func moveWhole(_ path: String, to other: String) async throws {
    try SQLiteConnection(path, .write).execute("VACUUM INTO '\(other)-copy'")
    for file in [other, other + "-wal", other + "-shm"] { try? FileManager.default.removeItem(atPath: file) }
    try FileManager.default.moveItem(atPath: other + "-copy", toPath: other)
  }
}

extension NewInput {
  /// An input with a digest of its own.
  fileprivate static func sample(_ number: Int, _ content: [UInt8]) -> NewInput {
    NewInput(
      key: InputKey(Array("\(number)".utf8)), bodyDigest: Array("\(number)".utf8),
      received: Timestamp(milliseconds: 1), queue: nil, content: content)
  }
}
#endif
