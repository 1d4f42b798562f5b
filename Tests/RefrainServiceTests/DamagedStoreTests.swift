#if Service
import FlowModel
import Foundation
import ServiceCore
import Testing

@testable import RefrainService

@Suite("A store whose file is damaged")
struct DamagedStoreTests {
  private static let pageSize = 4_096
  private let folder = TemporaryFolder()

  @Test("is refused, or says what it said before, wherever a page is overwritten or the file is cut")
  func damagedPages() async throws {
    let path = folder.path("whole.sqlite")
    try await fill(path)
    // All of it in one file, none of it in the log of writes.
    try SQLiteConnection(path, .write).execute("PRAGMA wal_checkpoint(TRUNCATE)")
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    let told = try await contents(of: path)
    let pages = whole.count / Self.pageSize
    #expect(pages > 15 && told.count == 240)
    var refusals = 0
    for page in 0..<pages {
      let range = page * Self.pageSize..<(page + 1) * Self.pageSize
      var zeroed = whole
      var garbled = whole
      zeroed.replaceSubrange(range, with: Data(count: Self.pageSize))
      garbled.replaceSubrange(range, with: Data(repeating: 0xA5, count: Self.pageSize))
      let damaged = [zeroed, garbled, whole.prefix(range.lowerBound), whole.prefix(range.lowerBound + 1_000)]
      // One kind of damage a page: opening a file waits for the disk, and others wait meanwhile.
      let data = damaged[page % damaged.count]
      let other = folder.path("\(page).sqlite")
      try data.write(to: URL(fileURLWithPath: other))
      do {
        let found = try await contents(of: other)
        // A file of which nothing is left is a new store; a page that nothing stands on is not missed.
        #expect(found == told || data.isEmpty, "page \(page)")
      } catch {
        let line = (error as? StoreOpeningFailure)?.description ?? (error as? StoreFailure)?.description
        #expect(line?.contains("damaged") == true || line == "the file is no store", "\(error)")
        refusals += 1
      }
    }
    #expect(refusals > pages / 2)
  }

  @Test("says what was committed up to some commit, wherever the log of writes is cut")
  func cutLog() async throws {
    let path = folder.path("whole.sqlite")
    let store = try await fill(path)
    let told = try await contents(of: path)
    let (file, log) = (
      try Data(contentsOf: URL(fileURLWithPath: path)),
      try Data(contentsOf: URL(fileURLWithPath: path + "-wal"))
    )
    _ = store
    for length in stride(from: 0, through: log.count, by: 23_917) {
      let other = folder.path("\(length).sqlite")
      try file.write(to: URL(fileURLWithPath: other))
      try log.prefix(length).write(to: URL(fileURLWithPath: other + "-wal"))
      let found = try await contents(of: other)
      #expect(found == Array(told.prefix(found.count)) && found.count.isMultiple(of: 20))
    }
  }

  /// Writes inputs and effects, twenty in a commit.
  @discardableResult
  private func fill(_ path: String) async throws -> SQLiteStore {
    let store = try SQLiteStore.toServe(path)
    for group in 0..<12 {
      try await store.transaction { (store) throws(StoreFailure) in
        for number in group * 20..<group * 20 + 20 {
          let text = Array("\(number) ".utf8) + [UInt8](repeating: 46, count: 60)
          _ = try store.accept([
            NewInput(
              key: InputKey(text), bodyDigest: [1], received: Timestamp(milliseconds: 1), queue: nil,
              content: text)
          ])
        }
        return .commit(())
      }
    }
    return store
  }

  /// All that a store holds of them, by the tables and by an index.
  private func contents(of path: String) async throws -> [[UInt8]] {
    let store = try SQLiteStore.toServeOrLookAt(path)
    return try await store.transaction { (store) throws(StoreFailure) in
      let inputs = try store.inputs(limit: .max)
      for row in inputs where try store.input(row.arrival) != row { throw .damaged("an index differs") }
      // What is known of each key, so that its table is read too.
      let repeated = try store.accept(inputs.map(\.input))
      guard repeated.allSatisfy({ $0 == .repeated }) else { throw .damaged("a key is forgotten") }
      return .rollBack(inputs.map(\.input.content))
    }
  }
}

extension SQLiteStore {
  /// Opens a store beside whoever serves it, or as the first to do so.
  fileprivate static func toServeOrLookAt(_ path: String) throws -> SQLiteStore {
    do {
      return try toServe(path)
    } catch .otherProcess {
      return try toLookAt(path)
    }
  }
}
#endif
