import FlowModel
import JSONSyntax
import Testing

@testable import FlowInterpreter

/// Sessions and hosts that are written down and restored. That nothing comes of it is proved by the scenarios' traces.
@Suite struct SnapshotTests {
  /// A session that waits for an event, has processed one and holds its outputs.
  private static func parked(_ machine: FlowMachine) throws -> SessionState {
    var (state, turn) = machine.start(with: TestFlow.message(), at: TestFlow.start)
    turn = machine.resume(
      &state, with: .conversationAnswered(TestFlow.started("c-1"), to: EffectID(turn.requested), held: []),
      at: TestFlow.start)
    _ = machine.resume(
      &state, with: .eventArrived(TestFlow.event("Message", "m1", in: "c-1"), isFormer: false),
      at: TestFlow.start)
    _ = machine.resume(
      &state, with: .eventArrived(TestFlow.event("Message", "m2", in: "c-1"), isFormer: false),
      at: TestFlow.start)
    return state
  }

  @Test func aSnapshotIsALineOfJSONThatNamesItsFlow() throws {
    let machine = try TestFlow.machine(TestFlow.chat, settings: ["expiresAfterSeconds": 60])
    let snapshot = machine.snapshot(of: try Self.parked(machine))
    let json = try JSON(parsing: snapshot)
    #expect(json["refrain"] == "session")
    #expect(json["version"] == 1)
    #expect(json["flow"]?.string == machine.program.hash.text)
    #expect(json["customer"]?.string == TestFlow.customer)
    #expect(json["wait"]?["for"] == "gatewayAnswer")
    #expect(json["conversation"] == ["open", "c-1"])
    #expect(json["branch"]?.array?.count == 2)
    #expect(json["held"]?[0]?["id"] == "m2")
    #expect(json["remembered"] == ["m1", "m2"])
    #expect(!snapshot.contains(UInt8(ascii: "\n")))
  }

  @Test func whatIsRestoredIsEqualAndGoesOnAlike() throws {
    let machine = try TestFlow.machine(TestFlow.chat, settings: ["expiresAfterSeconds": 60])
    var state = try Self.parked(machine)
    var restored = try machine.session(restoring: machine.snapshot(of: state))
    #expect(restored == state)
    guard case .gatewayAnswer(let effect, _)? = state.wait else {
      Issue.record("the session waits for the gateway")
      return
    }
    let answer = SessionInput.gatewayAnswered(.accepted(transactionID: "g"), to: effect)
    let turn = machine.resume(&state, with: answer, at: TestFlow.start)
    let same = machine.resume(&restored, with: answer, at: TestFlow.start)
    #expect(turn.happenings == same.happenings && turn.effects == same.effects && restored == state)
  }

  @Test func anEndedSessionIsRestoredToo() throws {
    let machine = try TestFlow.machine(["wait": ["type": "Delay", "seconds": 0, "on": ["onTimeout": "@end"]]])
    let (state, _) = machine.start(with: TestFlow.message(), at: TestFlow.start)
    #expect(try machine.session(restoring: machine.snapshot(of: state)) == state)
    #expect(!state.isLive)
  }

  /// What is changed in the flow, and whether it is another definition then.
  static let changes: [(String, @Sendable (inout JSONObject) -> Void, Bool)] = [
    ("nothing", { _ in }, false),
    (
      "the order of an object's members",
      { $0["relay"] = .object(JSONObject(($0["relay"]?.object ?? [:]).reversed())) }, true
    ),
    ("a description", { $0["relay"] = $0["relay"]?.adding("description", "Relays.") }, false),
    ("a field for other tools", { $0["relay"] = $0["relay"]?.adding("x-position", [1, 2]) }, false),
    ("a text", { $0["relay"] = $0["relay"]?.adding("message", "$(open.event.id)") }, true),
    ("a target", { $0["relay"] = $0["relay"]?.adding("on", ["onSuccess": "@end"]) }, true),
    ("an assignment", { $0["relay"] = $0["relay"]?.adding("onLeave", ["set": [:]]) }, false),
    ("one more node", { $0["other"] = TestFlow.sms("Hi", ["onSuccess": "@end"]) }, true),
  ]

  @Test(arguments: changes.indices)
  func aSnapshotIsRestoredOnTheDefinitionThatItNamesAndOnNoOther(_ index: Int) throws {
    let (name, change, isOther) = Self.changes[index]
    let machine = try TestFlow.machine(TestFlow.chat)
    var nodes = TestFlow.chat
    change(&nodes)
    let changed = try TestFlow.machine(nodes)
    let snapshot = machine.snapshot(of: try Self.parked(machine))
    if isOther {
      #expect(throws: SnapshotError.otherFlow(hash: machine.program.hash.text), "\(name)") {
        try changed.session(restoring: snapshot)
      }
      #expect(try machine.session(restoring: snapshot) == Self.parked(machine))
    } else {
      #expect(try changed.session(restoring: snapshot) == Self.parked(machine), "\(name)")
    }
  }

  @Test func aSnapshotOfAnotherVersionOrKindIsRefused() throws {
    let machine = try TestFlow.machine(TestFlow.chat)
    let host = FlowHost(machine, start: TestFlow.start)
    #expect(throws: SnapshotError.otherVersion(2)) {
      try machine.session(restoring: Array(#"{"refrain":"session","version":2}"#.utf8))
    }
    #expect(throws: SnapshotError.self) { try machine.session(restoring: host.snapshot()) }
    #expect(throws: SnapshotError.self) { try machine.session(restoring: []) }
  }

  /// Each value of a snapshot is taken away or replaced, one at a time. What can still be restored can be run.
  @Test func aDamagedSnapshotIsRefusedOrRuns() throws {
    let machine = try TestFlow.machine(TestFlow.chat, settings: ["expiresAfterSeconds": 60])
    var host = FlowHost(machine, start: TestFlow.start)
    let effect = EffectID(try #require(host.receive(TestFlow.message()).effects.requested))
    _ = host.receive(TestFlow.event("Message", "m0", in: "c-1"))
    _ = host.receive(TestFlow.event("Message", "m9", in: "c-9"))
    _ = host.receive(TestFlow.started("c-1"), to: effect, of: host.sessions[0].id)
    _ = host.receive(TestFlow.event("Message", "m1", in: "c-1"))
    let project = host.project
    let snapshot = try JSON(parsing: host.snapshot())
    var refused = 0
    let damaged = snapshot.damaged()
    for damage in damaged {
      do {
        var host = try FlowHost(restoring: Array(damage.compact.utf8), project)
        _ = host.receive(TestFlow.event("Complete", "m2", in: "c-1"))
        _ = host.receive(TestFlow.message("again"))
        while let time = host.nextTimer, time < TestFlow.start + 1_000_000 { _ = host.fireNextTimer() }
      } catch {
        refused += 1
      }
    }
    #expect(damaged.count > 300)
    #expect(refused > 100)
    #expect(throws: Never.self) { try FlowHost(restoring: Array(snapshot.compact.utf8), project) }
  }

  @Test func aHostNeedsTheFlowsThatItsSnapshotNamesInAnyOrder() throws {
    let chat = FlowProject.Flow(try TestFlow.machine(TestFlow.chat, named: "A"))
    let other = FlowProject.Flow(try TestFlow.machine(TestFlow.chat, named: "B"))
    var host = FlowHost(FlowProject([chat]), start: TestFlow.start)
    _ = host.receive(TestFlow.message())
    let restored = try FlowHost(restoring: host.snapshot(), FlowProject([other, chat]))
    #expect(restored.sessions.map(\.flow.index) == [1])
    #expect(throws: SnapshotError.otherFlow(hash: chat.machine.program.hash.text)) {
      try FlowHost(restoring: host.snapshot(), FlowProject([other]))
    }
  }
}

extension FlowMachine.Turn {
  /// The number of the request for a conversation.
  fileprivate var requested: Int { effects.map { (SessionID(index: 0), $0) }.requested ?? 0 }
}

extension [(session: SessionID, effect: Effect)] {
  fileprivate var requested: Int? {
    for case (_, .requestConversation(_, let effect)) in self { return effect.number }
    return nil
  }
}

extension JSON {
  fileprivate func adding(_ key: String, _ value: JSON) -> JSON {
    var object = object ?? [:]
    object[key] = value
    return .object(object)
  }

  /// This value with each value within it taken away or replaced by others, one at a time.
  fileprivate func damaged() -> [JSON] {
    let replacements: [JSON] = [nil, -1, 7, 1e15, 1e300, "x", [], [:], [9, 9, 9]]
    switch self {
    case .object(let object):
      return replacements
        + object.flatMap { field -> [JSON] in
          var without = object
          without[field.key] = nil
          return [.object(without)] + field.value.damaged().map { adding(field.key, $0) }
        }
    case .array(let elements):
      return replacements
        + elements.indices.flatMap { index -> [JSON] in
          elements[index].damaged().map { value in
            var changed = elements
            changed[index] = value
            return .array(changed)
          }
        }
    default: return replacements
    }
  }
}
