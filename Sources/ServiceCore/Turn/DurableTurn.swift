import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax

/// One input taken within a transaction: the router decides, the machine runs, and what came of it is written.
///
/// It is `FlowHost`'s work over a store: the same router and the same machine, with only those sessions in memory that the
/// input's keys name.
struct DurableTurn<Transaction: StoreTransaction> {
  /// What becomes of an input.
  enum Outcome {
    /// It has been taken, or waits behind a stalled session.
    case taken
    /// Nothing has been changed: a session that it concerns cannot be read.
    case failed(String, SessionKey?)
    /// Nothing has been changed: another version of Refrain is to take it.
    case leftToOthers(String)
    /// Nothing has been changed: what the input concerns changed before it was locked.
    case beginAnew
    /// Nothing has been changed: another input of the same queues came before it, by its arrival number.
    case after(Int)
    /// Nothing has been changed: another process has taken it, or what it had waited for.
    case gone
  }

  /// The programs of definitions.
  let library: ProgramLibrary
  /// What this process has written lately.
  let written: WrittenLately
  /// The project in force.
  let project: ServiceProject
  /// The first part of the keys of effects.
  let incarnation: String
  /// What time it is, the locks held.
  let clock: @Sendable () -> Timestamp
  /// Draws the key of a session that begins.
  let sessionKey: @Sendable () -> SessionKey
  /// What has been done so far.
  var report = TurnReport()

  /// What time it is.
  var now = Timestamp(milliseconds: 0)
  /// What is being taken.
  let item: WorkItem
  /// What it was found to say, if that was read before.
  let read: ReadInput?
  /// The sessions that the input concerns: mostly one.
  var sessions: [StoredSession] = []
  /// The turn under way; it keeps its memory for the item's next route.
  var turn = FlowMachine.Turn()
  /// What the store keeps of the item, where that is what sessions are told: a journal holds it in the same words.
  private(set) var contentAsCame: [UInt8]?

  /// Takes an item to its end.
  mutating func take(in store: inout Transaction) throws(StoreFailure) -> Outcome {
    // Their documents tell them, whether these are kept or not; a stalled one may have been made of its journal.
    defer {
      for session in sessions where !session.row.isStalled {
        library.remember(session.state, of: session.row)
      }
    }
    switch item {
    case .timer(let timer): return try take(.timer(timer.name), in: &store)
    case .input(let row):
      switch said(by: row) {
      case .outside(let input): return try take(input, in: &store)
      case .startAnswered(let answer, let key, _):
        return try take(.answer(.conversation(answer), to: key), in: &store)
      case .routed(let input, let key): return try take(input, to: key, in: &store)
      case nil: return .failed("the input cannot be read", nil)
      }
    }
  }

  /// The session that would take the item first, and nothing else done.
  mutating func target(in store: inout Transaction) throws(StoreFailure) -> SessionKey? {
    guard case .input(let row) = item else { return item.target }
    switch said(by: row) {
    case nil: return nil
    case .routed(_, let key): return key
    case .startAnswered(_, let key, _): return key.session
    case .outside(let input):
      let keys = Router(project.routed).keys(of: input)
      if let key = keys.sessions.first { return key }
      now = try store.time(by: clock)
      for row in try store.sessions(under: keys.storeNames, keys: []) where !isForgotten(row) {
        if case .success(let session) = try StoredSession.read(row, from: library, in: &store),
          !session.wasEndedByOperator
        {
          sessions.append(session)
        }
      }
      return routes(for: input).lazy.compactMap { if case .resume(let key, _) = $0 { key } else { nil } }
        .first
    }
  }

  private func said(by row: InputRow) -> StoredInput? {
    (read ?? ReadInput(row.input, written: written)).input(in: row.input.content)
  }

  /// Ends the item: it has been taken.
  mutating func end(in store: inout Transaction) throws(StoreFailure) {
    switch item {
    case .input(let row): try store.endInput(row.arrival)
    case .timer(let timer): try store.removeTimer(timer.name)
    }
    report.taken += 1
  }

  /// Takes an input that the router has not seen.
  private mutating func take(
    _ input: HostInput, in store: inout Transaction
  ) throws(StoreFailure) -> Outcome {
    if case .input(let row) = item, input.isToldAsItCame { contentAsCame = row.input.content }
    let keys = Router(project.routed).keys(of: input)
    let rows: [SessionRow]
    switch try lock(keys.storeNames, keys.sessions, in: &store) {
    case .success(let locked): rows = locked
    case .failure(let outcome): return outcome
    }
    now = try store.time(by: clock)
    var unreadable: SessionRow?
    for row in rows where !isForgotten(row) {
      switch try StoredSession.read(row, from: library, in: &store) {
      case .success(let session): if !session.wasEndedByOperator { sessions.append(session) }
      case .failure(.otherVersion(let reason)): return .leftToOthers(reason)
      case .failure(.unreadable) where row.endedAt != nil: continue
      case .failure(.unreadable(let reason)):
        guard row.isStalled else { return .failed("session \(row.key.text): \(reason)", row.key) }
        // A dead letter is in its way already. Its journal tells what it takes, and has wait for it.
        if let session = try StoredSession.recovered(row, from: library, in: &store) {
          sessions.append(session)
        } else {
          unreadable = row
        }
      }
    }
    let routes = routes(for: input)
    // A message that another session takes is that one's; any other may be for the one that nobody can read.
    if let unreadable, keys.customers.isEmpty || input.isMessage && !routes.contains(where: \.resumes) {
      try park(asCame, behind: unreadable.key, isFirst: true, in: &store)
      return .taken
    }
    if routes.isEmpty { try holdReceipt(input, in: &store) }
    return try follow(routes, in: &store)
  }

  /// Takes an input that was routed when its session was stalled, beside others that took it then.
  private mutating func take(
    _ input: RoutedInput, to key: SessionKey, in store: inout Transaction
  ) throws(StoreFailure) -> Outcome {
    guard case .resume(let input) = input else { return .failed("the input resumes nothing", key) }
    switch try lock([], [key], in: &store) {
    case .failure(let outcome): return outcome
    case .success(let rows):
      now = try store.time(by: clock)
      for row in rows {
        switch try StoredSession.read(row, from: library, in: &store) {
        case .success(let session): if !session.wasEndedByOperator { sessions.append(session) }
        case .failure(.otherVersion(let reason)): return .leftToOthers(reason)
        case .failure(.unreadable(let reason)): return .failed("session \(key.text): \(reason)", key)
        }
      }
    }
    return try follow(
      [place(of: key) == nil ? .report(.unknownSession(key)) : .resume(key, with: input)], in: &store)
  }

  private mutating func follow(
    _ routes: [Route], in store: inout Transaction
  ) throws(StoreFailure) -> Outcome {
    var isParked = false
    for route in routes {
      if case .resume(let key, let input) = route, let place = place(of: key), sessions[place].row.isStalled {
        // It is routed anew when its turn comes, unless others take it now: the session may have ended by then.
        let content =
          routes.count == 1 ? asCame : StoredInput.routed(.resume(input), to: key).content
        try park(content, behind: key, isFirst: !isParked, in: &store)
        isParked = true
      } else {
        try follow(route, in: &store)
      }
    }
    if !isParked { try end(in: &store) }
    return .taken
  }
}

/// What an input concerns.
extension DurableTurn {
  private enum Locked {
    case success([SessionRow])
    case failure(Outcome)
  }

  /// Locks what an input concerns: its names, and the customers of the sessions that these lead to.
  private func lock(
    _ names: [StoreName], _ keys: [SessionKey], in store: inout Transaction
  ) throws(StoreFailure) -> Locked {
    let found = try store.sessions(under: names, keys: keys)
    var locks = names
    for customer in found.map({ StoreName.customer($0.customer) }) where !locks.contains(customer) {
      locks.append(customer)
    }
    let result = try store.lock(locks.sorted())
    if result == .nothingChanged { return .success(found) }
    // An input is nobody else's since it was looked at last; a timer is its session's.
    if case .timer = item, try item.refreshed(in: &store) == nil { return .failure(.gone) }
    let locked = result == .nothingNew ? found : try store.sessions(under: names, keys: keys)
    guard locked.allSatisfy({ locks.contains(.customer($0.customer)) }) else { return .failure(.beginAnew) }
    if case .input(let row) = item {
      let queues = locks + locked.map { .session($0.key) }
      if let earlier = try store.earliestInput(queuedUnder: queues.sorted(), before: row.arrival) {
        return .failure(.after(earlier))
      }
    }
    return .success(locked)
  }

  /// The place of a session among those that the input concerns; nil where it is none of them.
  func place(of key: SessionKey) -> Int? { sessions.indices.first { sessions[$0].row.key == key } }

  /// Whether a session ended so long ago that events of its conversations are of an unknown one.
  private func isForgotten(_ row: SessionRow) -> Bool {
    row.endedAt.map { $0 + Limits.endedMilliseconds <= now } ?? false
  }

  /// What becomes of an input, by the sessions that it concerns.
  private func routes(for input: HostInput) -> [Route] {
    let (flows, hosted) = forRouter
    return Router(flows).routes(for: input, among: hosted)
  }

  /// The flows and the sessions as the router takes them: a session of an older definition is one of its flow, and of a flow
  /// that is no longer part of the project one of a flow that begins none.
  private var forRouter: (project: FlowProject, sessions: [HostedSession]) {
    // Mostly it is one session, of the flow as it is now.
    if sessions.count == 1, let flow = project.flow(at: sessions[0].row.flow),
      project.flows[flow.index].program.hash == sessions[0].program.hash
    {
      let hosted = HostedSession(state: sessions[0].state, flow: flow, number: sessions[0].row.number)
      return (project.routed, [hosted])
    }
    let concerned = sessions.sorted { $0.row.number < $1.row.number }
    var retired: [String] = []
    var flows = project.routed.flows
    for session in concerned where project.flow(at: session.row.flow) == nil {
      guard !retired.contains(session.row.flow) else { continue }
      retired.append(session.row.flow)
      flows.append(FlowProject.Flow(FlowMachine(session.program), service: nil, beginsSessions: false))
    }
    var routed = retired.isEmpty ? project.routed : FlowProject(flows)
    let hosted = concerned.map { session in
      let flow =
        project.flow(at: session.row.flow)
        ?? FlowID(index: project.flows.count + (retired.firstIndex(of: session.row.flow) ?? 0))
      return HostedSession(
        state: session.state, flow: routed.keep(FlowMachine(session.program), asEarlierDefinitionOf: flow),
        number: session.row.number)
    }
    return (routed, hosted)
  }
}

/// Waiting behind a stalled session.
extension DurableTurn {
  /// The item as it came, as an input.
  private var asCame: [UInt8] {
    switch item {
    case .input(let row): row.input.content
    case .timer(let timer): StoredInput.outside(.timer(timer.name)).content
    }
  }

  /// Has an input wait until a session is no longer stalled.
  /// - Parameter isFirst: Whether it is the item itself that waits, and not something that came of it.
  private mutating func park(
    _ content: [UInt8], behind key: SessionKey, isFirst: Bool, in store: inout Transaction
  ) throws(StoreFailure) {
    report.parked += 1
    if isFirst, case .input(let row) = item {
      return try store.parkInput(row.arrival, behind: key, as: content)
    }
    let new = NewInput(key: nil, received: now, queue: .session(key), content: content)
    for case .accepted(let arrival) in try store.accept([new]) {
      try store.parkInput(arrival, behind: key, as: content)
    }
    if isFirst { try end(in: &store) }
  }
}

extension HostInput {
  fileprivate var isMessage: Bool { if case .message = self { true } else { false } }

  /// Whether a session is told the input as it came, and nothing beside: the router adds what it knows to a start's answer, and to
  /// a receipt what it was waited for by.
  fileprivate var isToldAsItCame: Bool {
    switch self {
    case .message, .webhook, .event: true
    case .answer(let answer, _): if case .conversation = answer { false } else { true }
    case .receipt, .callback, .timer, .timePassed: false
    }
  }
}

extension Route {
  /// Whether a session goes on with it.
  fileprivate var resumes: Bool { if case .resume = self { true } else { false } }
}
