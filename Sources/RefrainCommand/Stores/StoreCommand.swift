import RefrainKit
import ServiceCore

#if Service
import RefrainService
#endif

/// A command over a service's store, which need not be at rest: it goes on beside whoever serves it.
protocol StoreCommand: Command {
  /// Which store.
  var place: StorePlace { get }

  /// What the command does.
  /// - Parameter now: What time it is.
  func answer<Store: ServiceStore>(
    from store: Store, at now: Timestamp
  ) async throws(StoreFailure) -> StoreAnswer
}

extension StoreCommand {
  /// The customer whom an argument names.
  static func customer(_ argument: Argument) throws(UsageError) -> Customer {
    if let customer = Customer(named: argument.text) { return customer }
    throw syntax.wrong("'\(argument.text)' names no customer; sms:+15555550142 and messenger:1234567890 do")
  }
}

/// What a command over a store tells.
struct StoreAnswer: Sendable, Equatable {
  /// What goes to standard output.
  var lines: [String] = []
  /// What goes to standard error.
  var notice: String?
  var status = ExitStatus.success

  /// An answer for programs: one JSON object with the layout's version.
  static func json(_ members: JSONObject) -> StoreAnswer {
    var object: JSONObject = ["version": 1]
    for member in members { object[member.key] = member.value }
    return StoreAnswer(lines: [JSON.object(object).pretty])
  }

  /// It has been done: a line for people, on standard error, so that what programs read stays empty.
  static func done(_ what: String) -> StoreAnswer { StoreAnswer(notice: what) }

  /// There is no such thing.
  static func unknown(_ what: String) -> StoreAnswer {
    StoreAnswer(notice: "there is no \(what)", status: .failure)
  }
}

extension StoreCommand {
  func run(on console: inout Console) -> ExitStatus {
    #if Service
    return place.runOverStore(on: &console) { location throws(StoreOpeningFailure) in
      switch location {
      case .file(let path): try await opened(try SQLiteStore.toLookAt(path.text))
      case .database(let address, _): try await opened(try await PostgreSQLStore.toLookAt(address))
      }
    }
    #else
    console.notice("refrain: \(ServiceBuild.howToGet)")
    return .failure
    #endif
  }
}

#if Service
extension StoreCommand {
  private func opened<Store: ServiceStore>(
    _ store: Store
  ) async throws(StoreOpeningFailure) -> StoreAnswer {
    do throws(StoreFailure) {
      return try await answer(from: store, at: WallClock.now)
    } catch {
      throw .failed(error)
    }
  }
}
#endif

/// What a build without the live service says of itself.
enum ServiceBuild {
  static let howToGet =
    "this build is without the live service; 'swift build -c release --traits Service' makes one that has it"
}

#if Service
extension StorePlace {
  /// Does something with the store, and tells what came of it.
  func runOverStore(
    on console: inout Console,
    _ body: @escaping @Sendable (StoreLocation) async throws(StoreOpeningFailure) -> StoreAnswer
  ) -> ExitStatus {
    let location: StoreLocation
    switch self.location(in: console.system) {
    case .success(let found): location = found
    case .failure(let refusal):
      console.notice("refrain: \(refusal.line.printable)")
      return refusal.status
    }
    let outcome = BlockingCall.result { () async -> Result<StoreAnswer, StoreOpeningFailure> in
      do throws(StoreOpeningFailure) {
        return .success(try await body(location))
      } catch {
        return .failure(error)
      }
    }
    switch outcome {
    case .failure(let failure):
      console.notice("refrain: \(location.name.printable): \(failure.description.printable)")
      return .failure
    case .success(let answer):
      for line in answer.lines { console.writeLine(line) }
      if let notice = answer.notice { console.notice("refrain: \(notice.printable)") }
      return answer.status
    }
  }
}
#endif
