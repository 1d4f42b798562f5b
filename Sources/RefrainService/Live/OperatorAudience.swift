#if Service
import ServiceCore
import ServiceOperators

/// The operators who look on: all are told when something has changed.
actor OperatorAudience<Store: ServiceStore> {
  private let page: OperatorPage<Store>
  /// How many turns this process has taken: what changes within a session shows in nothing else that is looked at.
  private let turns: @Sendable () -> Int
  private var streams: [EventStream] = []
  /// How often the token had changed when the streams were opened.
  private var tokenChanges: Int
  private var isTelling = false

  /// How often it is looked at least, where looking takes no time.
  private static var interval: Duration { .seconds(1) }
  /// How many looks pass at most before all are told, since another process may have done what no count shows.
  private static var patience: Int { 10 }
  /// How much longer than a look the pause behind it is: looking is not what the store is for.
  private static var restFactor: Int { 20 }

  init(_ page: OperatorPage<Store>, turns: @escaping @Sendable () -> Int) {
    self.page = page
    self.turns = turns
    tokenChanges = page.access.changeCount
  }

  /// Has somebody look on, from what is so now.
  func lookOn() async -> EventStream {
    endFormer()
    let stream = EventStream()
    let (event, text) = await look()
    stream.send(text, event: event)
    streams.append(stream)
    if !isTelling {
      isTelling = true
      Task { await tell() }
    }
    return stream
  }

  /// Tells what has changed for as long as somebody looks on.
  private func tell() async {
    defer { isTelling = false }
    var told: (event: String, text: String, turns: Int)?
    var untold = 0
    while !streams.isEmpty {
      endFormer()
      let start = ContinuousClock.now
      let turns = turns()
      let (event, text) = await look()
      untold += 1
      if told?.text != text || told?.turns != turns || untold >= Self.patience {
        for stream in streams { stream.send(text, event: event) }
        told = (event, text, turns)
        untold = 0
      }
      try? await Task.sleep(for: max(Self.interval, (ContinuousClock.now - start) * Self.restFactor))
      streams.removeAll { !$0.isOpen }
    }
  }

  /// Ends the streams that a token has opened which is good no longer.
  private func endFormer() {
    let changes = page.access.changeCount
    guard changes != tokenChanges else { return }
    tokenChanges = changes
    for stream in streams { stream.end() }
    streams = []
  }

  private func look() async -> (event: String, text: String) {
    do throws(StoreFailure) {
      return ("overview", try await page.overviewText())
    } catch {
      return ("away", error.description)
    }
  }
}
#endif
