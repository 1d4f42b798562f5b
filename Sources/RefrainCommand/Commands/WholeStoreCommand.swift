import RefrainKit
import ServiceCore

#if Service
import RefrainService
#endif

/// `refrain store restored|copy`: what is done with a store as a whole, while nobody serves it.
struct WholeStoreCommand: Command {
  private enum Action: Sendable {
    case restored
    case copy(to: Argument)
  }

  private static let actions = ["restored", "copy"]

  private static let toOption = CommandOption(
    name: "--to", value: .init(name: "STORE", kind: .path),
    summary: "of copy, the store to copy into: a file, or env:NAME for a PostgreSQL database")

  static let syntax = CommandSyntax(
    name: "store", summary: "make a restored backup of a live service's store fit to go on, or copy a store",
    discussion: [
      """
      A backup does not know what the world was asked for since. 'store restored' has the store draw other keys from now \
      on, and the next start judge all effects that are not done as calls without an answer. It is needed where the store has begun less often than the \
      mark beside it says, and of use after every restoration.
      """,
      """
      'store copy' takes all of a store over into one that nobody has used, from a file of SQLite into a PostgreSQL database or \
      back, and compares the counts and checksums of all tables. Once the copy is served, the store that was copied must not be.
      """,
      "Nobody may serve a store meanwhile; one that is served is refused, where the database tells of its connections.",
    ],
    operands: [
      Operand(name: "ACTION", kind: .choice(actions), arity: .one, summary: "restored or copy")
    ],
    options: [toOption] + StorePlace.options)

  let place: StorePlace
  private let action: Action

  init(_ arguments: ParsedArguments) throws(UsageError) {
    place = try StorePlace(arguments, of: Self.syntax)
    switch (arguments.operands[0].text, arguments.value(of: Self.toOption)) {
    case ("restored", nil): action = .restored
    case ("copy", let target?): action = .copy(to: target)
    case ("restored", _?): throw Self.syntax.wrong("'store restored' takes no '--to'")
    case ("copy", nil): throw Self.syntax.wrong("'store copy' needs '--to'")
    case (let name, _): throw Self.syntax.unknown("action", name, of: Self.actions)
    }
  }

  func run(on console: inout Console) -> ExitStatus {
    #if Service
    switch action {
    case .restored: return place.runOverStore(on: &console, Self.acceptRestoration)
    case .copy(let target):
      switch StorePlace.location(target, in: console.system) {
      case .failure(let refusal):
        console.notice("refrain: \(refusal.line.printable)")
        return refusal.status
      case .success(let target):
        return place.runOverStore(on: &console) { source throws(StoreOpeningFailure) in
          try await Self.copy(from: source, to: target)
        }
      }
    }
    #else
    console.notice("refrain: \(ServiceBuild.howToGet)")
    return .failure
    #endif
  }
}

#if Service
extension WholeStoreCommand {
  @Sendable
  private static func acceptRestoration(
    _ location: StoreLocation
  ) async throws(StoreOpeningFailure) -> StoreAnswer {
    let count: Int
    switch location {
    case .file(let path):
      // Opened to be looked at first: what is not there is not made.
      _ = try SQLiteStore.toLookAt(path.text)
      count = try await SQLiteStore.toServe(path.text).acceptRestoration(at: WallClock.now)
    case .database(let address, _):
      count = try await unserved(PostgreSQLStore.toLookAt(address)).acceptRestoration(at: WallClock.now)
    }
    return StoreAnswer(lines: ["\(count.counted("effect")) to be judged by the next start"])
  }

  /// A store in a database, where no process serves it.
  private static func unserved(_ store: PostgreSQLStore) async throws(StoreOpeningFailure) -> PostgreSQLStore
  {
    try await store.refuseWhileServed()
    return store
  }

  private static func copy(
    from source: StoreLocation, to target: StoreLocation
  ) async throws(StoreOpeningFailure) -> StoreAnswer {
    let result: Result<Int, StoreCopyFailure>
    switch (source, target) {
    case (.file(let file), .database(let address, _)):
      _ = try SQLiteStore.toLookAt(file.text)
      let (source, target) = (
        try SQLiteStore.toServe(file.text), try await unserved(PostgreSQLStore.open(address))
      )
      result = await StoreCopy.copy(from: source, to: target)
    case (.database(let address, _), .file(let file)):
      let (source, target) = (
        try await unserved(PostgreSQLStore.toLookAt(address)), try SQLiteStore.toServe(file.text)
      )
      result = await StoreCopy.copy(from: source, to: target)
    case (.file, .file), (.database, .database):
      return StoreAnswer(
        notice: "a store is copied from a file into a database, or back", status: .failure)
    }
    switch result {
    case .success(let count):
      return StoreAnswer(lines: ["\(count.counted("row")) copied to \(target.name.printable)"])
    case .failure(let failure): return StoreAnswer(notice: failure.description, status: .failure)
    }
  }
}
#endif
