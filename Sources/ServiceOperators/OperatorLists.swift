import FlowHosting
import FlowInterpreter
import FlowModel
import FlowPictures
import JSONSyntax
public import ServiceCore
import ServiceProtocols

/// What the page shows.
extension OperatorPage {
  /// How many rows a list has at most before somebody asks for more.
  private static var listLimit: Int { 50 }
  /// How many of the latest lines of a session are told.
  private static var lineLimit: Int { 2_000 }

  /// What is served, whether effects are held, how much waits for somebody, the flows in force, and how many sessions are parked where.
  func overview() async throws(StoreFailure) -> JSON {
    try await store.transaction { [library, name] (store) throws(StoreFailure) in
      let flows = try library.project(in: &store).flows
      let counts = try store.liveSessionCounts().sorted {
        ($0.flow, $0.node?.text ?? "") < ($1.flow, $1.node?.text ?? "")
      }
      return .rollBack([
        "project": .string(name.project), "environment": name.environment.map { .string($0) } ?? .null,
        "paused": .boolean(try store.isPaused()), "deadLetters": .number(try store.deadLetterCount()),
        "doubts": .number(try store.effectsInDoubtCount()),
        "flows": .array(
          flows.map {
            [
              "path": .string($0.path), "name": .string($0.program.name),
              "definition": .string($0.program.hash.text),
            ]
          }),
        "counts": .array(
          counts.map {
            [
              "flow": .string($0.flow), "node": $0.node.map { .string($0.text) } ?? .null,
              "count": .number($0.count),
            ]
          }),
      ])
    }
  }

  /// The overview, as whoever looks on is told it when it has changed.
  public func overviewText() async throws(StoreFailure) -> String { try await overview().compact }

  /// Sessions: of a customer, also those that have ended, or live ones, perhaps of a flow and at a node.
  func sessions(_ query: FormFields) async throws(StoreFailure) -> JSON {
    let after = query["after"].flatMap { Int($0) } ?? 0
    func named(_ name: String) -> String? { query[name].flatMap { $0.isEmpty ? nil : $0 } }
    let flow = named("flow")
    let node = named("node").map { NodeName($0) }
    let customer: Customer?
    if let name = named("customer") {
      guard let found = Customer(named: name) else { return Self.list([], next: nil) }
      customer = found
    } else {
      customer = nil
    }
    let rows = try await store.transaction { (store) throws(StoreFailure) in
      if let customer {
        return .rollBack(try store.sessions(of: customer, after: after, limit: Self.listLimit))
      }
      return .rollBack(try store.liveSessions(of: flow, at: node, after: after, limit: Self.listLimit))
    }
    return Self.list(rows.map(\.json), next: rows.last.map { .number($0.number) })
  }

  /// What happened in a session; nil where there is none.
  func session(_ query: FormFields) async throws(StoreFailure) -> Told? {
    guard let key = query["session"].map({ SessionKey($0) }) else { return nil }
    let row = try await store.transaction { (store) throws(StoreFailure) in
      .rollBack(try store.sessions(under: [], keys: [key]).first)
    }
    guard let row else { return nil }
    // A session of a page that looks on: it has the same turns, and ends with one.
    if let turns = query["turns"].flatMap({ Int($0) }), turns == row.turn { return .unchanged }
    guard let trace = try await JournalReplay(store).trace(of: key) else { return nil }
    let transcript = trace.transcript
    func latest(_ lines: [String]) -> JSON { .array(lines.suffix(Self.lineLimit).map { .string($0) }) }
    var members: JSONObject = [
      "row": row.json, "transcript": latest(transcript), "trace": latest(trace.lines),
      "leftOut": .number(max(0, transcript.count - Self.lineLimit)),
      "leftOutOfTrace": .number(max(0, trace.lines.count - Self.lineLimit)),
    ]
    members["problem"] = trace.problem.map { .string($0) }
    return .read(.object(members), JSONField(key: "session", value: .string(key.text)))
  }

  /// A definition's picture, without its style; nil where the definition is not kept.
  func picture(_ query: FormFields) async throws(StoreFailure) -> Told? {
    guard let hash = query["definition"].map({ DefinitionHash(text: $0) }) else { return nil }
    let program = try await store.transaction { [library] (store) throws(StoreFailure) in
      .rollBack(try library.program(hash, in: &store))
    }
    return program.map { program in
      let picture = FlowPicture(program.graph).svg(idPrefix: "flow-", isStandalone: false, isStyled: false)
      return .listed(["name": .string(program.name), "picture": .string(picture)])
    }
  }

  /// Dead letters, or one with what it holds.
  func letters(_ query: FormFields) async throws(StoreFailure) -> Told? {
    if let text = query["number"] {
      guard let number = Int(text) else { return nil }
      let letter = try await store.transaction { (store) throws(StoreFailure) in
        .rollBack(try store.deadLetter(number))
      }
      return letter.map { .read($0.wholeJSON, JSONField(key: "deadLetter", value: .number(number))) }
    }
    let after = query["after"].flatMap { Int($0) } ?? 0
    let rows = try await store.transaction { (store) throws(StoreFailure) in
      .rollBack(try store.deadLetters(after: after, limit: Self.listLimit))
    }
    return .listed(Self.list(rows.map(\.json), next: rows.last.map { .number($0.number) }))
  }

  /// Effects in doubt, or one with what it holds.
  func doubts(_ query: FormFields) async throws(StoreFailure) -> Told? {
    if let text = query["key"] {
      guard let key = EffectKey(text: text) else { return nil }
      let effect = try await store.transaction { (store) throws(StoreFailure) in
        .rollBack(try store.effect(key))
      }
      guard let effect, case .inDoubt = effect.state else { return nil }
      return .read(effect.wholeJSON, JSONField(key: "effect", value: .string(key.text)))
    }
    let after = query["after"].flatMap { Int($0) } ?? 0
    let rows = try await store.transaction { (store) throws(StoreFailure) in
      .rollBack(try store.effectsInDoubt(after: after, limit: Self.listLimit))
    }
    return .listed(Self.list(rows.map(\.json), next: rows.last.map { .number($0.order) }))
  }

  /// To whom nothing is sent.
  func suppressed(_ query: FormFields) async throws(StoreFailure) -> JSON {
    let after = query["after"].flatMap { Customer(storedText: $0) }
    let rows = try await store.transaction { (store) throws(StoreFailure) in
      .rollBack(try store.suppressedCustomers(after: after, limit: Self.listLimit))
    }
    return Self.list(
      rows.map { .string($0.storedText) }, next: rows.last.map { .string($0.storedText) })
  }

  /// A part of a list, and behind what it goes on where it may.
  private static func list(_ rows: [JSON], next: JSON?) -> JSON {
    ["rows": .array(rows), "next": rows.count < listLimit ? .null : next ?? .null]
  }
}
