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
    #expect(json["version"] == 2)
    #expect(json["flow"]?.string == machine.program.hash.text)
    #expect(json["customer"]?.string == TestFlow.customer.text)
    #expect(json["wait"]?["for"] == "gatewayAnswer")
    #expect(json["conversation"] == ["open", "c-1"])
    #expect(json["branch"]?.array?.count == 2)
    #expect(json["held"]?[0]?["id"] == "m2")
    #expect(json["remembered"] == ["m1", 1])
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

  /// Ids that a session remembers, and what its snapshot holds of them.
  static let remembered: [([String], JSON)] = [
    (["a", "b", ""], ["a", "b", ""]),
    (["m-98", "m-99", "m-104", "m-105", "m-106", "m-107"], ["m-98", 1, 5, [1, 3]]),
    (["7", "9", "8", "9x", "10"], ["7", 2, "8", "9x", "10"]),
    (["m-008", "m-009", "m-010", "m-011"], ["m-008", 1, "m-010", 1]),
    (["m-0", "m-00", "m-01", "m-1"], ["m-0", "m-00", 1, "m-1"]),
    (["a1", "b2", "b4", "b6", "a8"], ["a1", "b2", [2, 2], "a8"]),
    (["é9", "e\u{301}9", "é10", "é11"], ["é9", "e\u{301}9", "é10", 1]),
    (
      ["999999999999998", "999999999999999", "1000000000000000"],
      ["999999999999998", 1, "1000000000000000"]
    ),
    (
      ["1999999999999998", "1999999999999999", "2000000000000000", "2000000000000001"],
      ["1999999999999998", 1, "2000000000000000", 1]
    ),
    (
      [String(repeating: "m", count: 63) + "9", String(repeating: "m", count: 63) + "10"],
      [.string(String(repeating: "m", count: 63) + "9"), .string(String(repeating: "m", count: 63) + "10")]
    ),
    ((0..<2000).map { "event-\($0)" }, ["event-976", [1, 1023]]),
  ]

  @Test func idsThatCountUpAreNotWrittenOut() throws {
    let machine = try TestFlow.machine(TestFlow.chat)
    for (identifiers, written) in Self.remembered {
      var state = try Self.parked(machine)
      state.forgetEventIDs()
      for identifier in identifiers { state.rememberedEvents.insert(EventID(identifier)) }
      let snapshot = machine.snapshot(of: state)
      #expect(try JSON(parsing: snapshot)["remembered"] == written)
      #expect(try machine.session(restoring: snapshot) == state)
    }
  }

  @Test func idsThatCannotBeAreRefused() throws {
    let machine = try TestFlow.machine(TestFlow.chat)
    let snapshot = try JSON(parsing: machine.snapshot(of: try Self.parked(machine)))
    let damages: [JSON] = [
      [1], ["m", 1], ["m1", 0], ["m1", [1, 1024]], ["m1", [1, 1e15]], ["m1", "m1"], ["m1", [1]], ["m1", -1],
      ["m1", 0.5], ["m1", nil], ["m1", 1, "m2"], ["m999999999999999", 1],
      [.string(String(repeating: "m", count: 64) + "1"), 1], "m1",
    ]
    for damage in damages {
      #expect(throws: SnapshotError.self, "\(damage.compact)") {
        try machine.session(restoring: Array(snapshot.adding("remembered", damage).compact.utf8))
      }
    }
    #expect(throws: Never.self) {
      try machine.session(restoring: Array(snapshot.adding("remembered", ["m1", [1, 1023]]).compact.utf8))
    }
  }

  /// Messages of the wire that an event with their parts would not be given are kept as they came.
  @Test func anEventIsRestoredWithTheMessageThatItCameAs() throws {
    let machine = try TestFlow.machine(TestFlow.chat)
    let plain: JSON = [
      "id": "m1", "conversation": ["id": "c-1"], "type": ["value": "text/plain"], "content": "Hi",
    ]
    let wires: [JSON] = [
      plain, plain.adding("type", ["value": "text/html"]), plain.adding("content", nil),
      plain.adding("extra", 1), plain.adding("sender", ["type": "user"]), plain.adding("timeStamp", 17),
      plain.adding("sender", ["type": "user", "name": "Kim"]), plain.adding("sender", [:]),
      ["type": ["value": "text/plain"], "conversation": ["id": "c-1"], "id": "m1"],
    ]
    for wire in wires {
      var (state, turn) = machine.start(with: TestFlow.message(), at: TestFlow.start)
      turn = machine.resume(
        &state, with: .conversationAnswered(TestFlow.started("c-1"), to: EffectID(turn.requested), held: []),
        at: TestFlow.start)
      _ = machine.resume(
        &state, with: .eventArrived(try WebhookEvent(wire: wire), isFormer: false), at: TestFlow.start)
      #expect(try machine.session(restoring: machine.snapshot(of: state)) == state, "\(wire.compact)")
    }
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
    for version in [1, 3] {
      #expect(throws: SnapshotError.otherVersion(version)) {
        try machine.session(restoring: Array(#"{"refrain":"session","version":\#(version)}"#.utf8))
      }
    }
    #expect(throws: SnapshotError.self) {
      try machine.session(restoring: Array(#"{"refrain":"host","version":2}"#.utf8))
    }
    #expect(throws: SnapshotError.self) { try machine.session(restoring: []) }
  }

  /// Numbers that no session comes to, of which a session that went on would come to the end.
  @Test(arguments: [
    ("executions", 1_000_001), ("timers", 1_000_002), ("timers", 1 << 40), ("expiry", 1 << 32),
  ])
  func aSnapshotWithANumberBeyondItsLimitIsRefused(_ name: String, _ number: Int) throws {
    let machine = try TestFlow.machine(TestFlow.chat)
    let state = try Self.parked(machine)
    var members = try #require(JSON(parsing: machine.snapshot(of: state)).object)
    members[name] = .number(number)
    #expect(throws: SnapshotError.self) {
      try machine.session(restoring: Array(JSON.object(members).compact.utf8))
    }
  }
}

extension FlowMachine.Turn {
  /// The number of the request for a conversation.
  fileprivate var requested: Int {
    for case .requestConversation(_, let effect) in effects { return effect.number }
    return 0
  }
}

extension JSON {
  fileprivate func adding(_ key: String, _ value: JSON) -> JSON {
    var object = object ?? [:]
    object[key] = value
    return .object(object)
  }
}
