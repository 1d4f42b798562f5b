#if Service
import RefrainService
import ServiceCore

extension StoreLocation {
  /// Whether it could be served now, without serving it.
  func check(for kind: StoreLife.Kind) async -> LiveServiceCheck.Result {
    switch self {
    case .file(let path): LiveServiceCheck.store(at: path.text, kind)
    case .database(let address, let name): await LiveServiceCheck.database(at: address, kind, named: name)
    }
  }

  /// Opens it, and has it served.
  func opened<Result>(
    as kind: StoreLife.Kind, _ body: (any LiveStore) async throws(LiveServiceFailure) -> Result
  ) async throws(LiveServiceFailure) -> Result {
    let store: any LiveStore
    do throws(StoreOpeningFailure) {
      switch self {
      case .file(let path):
        let file = try SQLiteStore.toServe(path.text)
        try await file.begin(kind)
        store = file
      case .database(let address, _):
        let database = try await PostgreSQLStore.open(address, isServing: true)
        try await database.begin(kind)
        store = database
      }
    } catch {
      throw LiveServiceFailure(subject: name, reason: error.description)
    }
    return try await body(store)
  }
}
#endif
