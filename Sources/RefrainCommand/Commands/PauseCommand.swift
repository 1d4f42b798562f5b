import RefrainKit
import ServiceCore

/// `refrain pause`: a service goes on taking what comes in, and holds what it would ask the world for.
struct PauseCommand: StoreCommand {
  static let syntax = CommandSyntax(
    name: "pause", summary: "have a live service take inputs and hold its effects",
    discussion: ["What was asked of the world already comes to its end. 'refrain resume' goes on."],
    options: StorePlace.options)

  let place: StorePlace

  init(_ arguments: ParsedArguments) throws(UsageError) {
    place = try StorePlace(arguments, of: Self.syntax)
  }

  func answer<Store: ServiceStore>(
    from store: Store, at now: Timestamp
  ) async throws(StoreFailure) -> StoreAnswer {
    try await store.setPaused(true)
    return .done("effects are held from now on; 'refrain resume' goes on")
  }
}

/// `refrain resume`: a service goes on asking the world.
struct ResumeCommand: StoreCommand {
  static let syntax = CommandSyntax(
    name: "resume", summary: "have a live service go on with the effects that it holds",
    options: StorePlace.options)

  let place: StorePlace

  init(_ arguments: ParsedArguments) throws(UsageError) {
    place = try StorePlace(arguments, of: Self.syntax)
  }

  func answer<Store: ServiceStore>(
    from store: Store, at now: Timestamp
  ) async throws(StoreFailure) -> StoreAnswer {
    try await store.setPaused(false)
    return .done("effects are no longer held")
  }
}
