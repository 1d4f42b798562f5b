import RefrainKit
import ServiceCore

#if Service
import RefrainService
#endif

/// `refrain store restored`: makes a restored backup of a store fit to go on.
struct RestoredCommand: Command {
  static let syntax = CommandSyntax(
    name: "store", summary: "make a live service's store fit to go on once a backup has been restored",
    discussion: [
      """
      A backup does not know what the world was asked for since. 'store restored' has the store draw other keys from now \
      on, and the next start judge all effects that are not done as calls without an answer. It is needed where the store has begun less often than the \
      mark beside it says, and of use after every restoration. Nobody may serve the store meanwhile.
      """
    ],
    operands: [Operand(name: "ACTION", kind: .choice(["restored"]), arity: .one, summary: "restored")],
    options: StorePlace.options)

  let place: StorePlace

  init(_ arguments: ParsedArguments) throws(UsageError) {
    place = try StorePlace(arguments, of: Self.syntax)
    let action = arguments.operands[0].text
    guard action == "restored" else {
      throw .unknown("action", action, of: ["restored"], helpTopic: Self.syntax.name)
    }
  }

  func run(on console: inout Console) -> ExitStatus {
    #if Service
    return place.runOverStore(on: &console) { path throws(StoreOpeningFailure) in
      // Opened to be looked at first: what is not there is not made.
      _ = try SQLiteStore.toLookAt(path)
      let count = try await SQLiteStore.toServe(path).acceptRestoration(at: WallClock.now)
      return StoreAnswer(lines: [
        "\(count) effect\(count == 1 ? "" : "s") to be judged by the next start"
      ])
    }
    #else
    console.notice("refrain: \(ServiceBuild.howToGet)")
    return .failure
    #endif
  }
}
