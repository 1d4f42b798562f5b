import FlowModel
import JSONSyntax
import TestSupport
import Testing

@testable import FlowInterpreter

/// Sessions that are written down and read. That nothing comes of it is proved by the scenarios' traces.
@Suite struct SessionDocumentTests {
  /// A session on a branch that has processed one event and holds another.
  private static func parked(_ machine: FlowMachine) throws -> SessionState {
    var state = try TestFlow.onBranch(machine)
    _ = machine.resume(
      &state, with: .eventArrived(TestFlow.event("Message", "m1", in: "c")), at: TestFlow.start + 17)
    return state
  }

  private static func copy(_ state: SessionState, _ machine: FlowMachine) throws -> SessionState {
    try SessionDocument(SessionDocument(state, of: machine.program).bytes).session(of: machine.program)
  }

  @Test func aDocumentIsALineOfJSONThatSaysWhatTheSessionIs() throws {
    let machine = try TestFlow.machine(TestFlow.chat, settings: ["expiresAfterSeconds": 60])
    let document = SessionDocument(try Self.parked(machine), of: machine.program)
    let json = try JSON(parsing: document.bytes)
    #expect(json["refrain"] == "session")
    #expect(json["flow"]?.string == machine.program.hash.text)
    #expect(json["key"] == "session-1")
    #expect(json["customer"]?.string == TestFlow.customer.text)
    #expect(json["stage"]?["for"] == "gatewayAnswer")
    #expect(json["stage"]?["branch"] == ["open", "Message"])
    #expect(json["stage"]?["conversation"] == "c")
    #expect(json["expiry"]?["at"] == .number((TestFlow.start + 60_000).milliseconds))
    #expect(json["outputs"]?["open"]?["event.content"] == "text of m0")
    #expect(json["held"]?[0]?["id"] == "m1")
    #expect(json["recent"] == ["m0", "m1"])
    #expect(json["pending"]?[0]?["send"]?["text"] == "text of m0")
    #expect(!document.bytes.contains(UInt8(ascii: "\n")))
  }

  @Test func whatIsReadIsEqualAndGoesOnAlike() throws {
    let machine = try TestFlow.machine(TestFlow.chat, settings: ["expiresAfterSeconds": 60])
    var state = try Self.parked(machine)
    var read = try Self.copy(state, machine)
    #expect(read == state)
    guard case .gatewayAnswer(let effect, _)? = state.wait else {
      Issue.record("the session waits for the gateway")
      return
    }
    let answer = SessionInput.gatewayAnswered(.accepted(transactionID: "g"), to: effect)
    let turn = machine.resume(&state, with: answer, at: TestFlow.start)
    let same = machine.resume(&read, with: answer, at: TestFlow.start)
    #expect(turn.happenings == same.happenings && turn.effects == same.effects && read == state)
  }

  /// Nodes that wait for one thing each.
  @Test(
    arguments: [
      ["open": TestFlow.conversation(["Complete": "@end"])],
      ["send": TestFlow.sms("Hi", ["onSuccess": "@end"])],
      ["wait": ["type": "Delay", "seconds": 5, "on": ["onTimeout": "@end"]]],
      ["wait": ["type": "Delay", "seconds": 0, "on": ["onTimeout": "@end"]]],
      [
        "ask": [
          "type": "Receive", "timeoutSeconds": 5, "channels": ["sms": ["number": "12345", "keyword": "yes"]],
          "on": ["sms.mo": "@end"],
        ]
      ],
      [
        "end": [
          "type": "EndConversation", "authorization": "ece", "conversationId": "c-1",
          "on": ["onEndConversationSuccess": "@end"],
        ]
      ],
      [
        "say": [
          "type": "SendMessage", "authorization": "ece", "conversationId": "c-1", "format": "html",
          "message": "$(start.sms.message)", "on": ["onSendMessageSuccess": "@end"],
        ]
      ],
      [
        "ask": [
          "type": "EntrypointConfiguration", "authorization": "ece", "entryPointId": "1001",
          "on": ["onEntryPointConfigSuccess": "@end"],
        ]
      ],
      [
        "ask": [
          "type": "AgentAvailability", "authorization": "ece", "entryPointId": "1001",
          "on": ["otherwise": "@end"],
        ]
      ],
      [
        "ask": [
          "type": "AgentAvailability", "authorization": "ece", "entryPointId": "1001", "method": "capacity",
          "on": ["otherwise": "@end"],
        ]
      ],
      [
        "web": [
          "type": "HTTPRequest", "method": "POST", "url": "https://a.example/",
          "headers": ["Accept": "*/*", "Key": "Bearer $(secret.crm) a", "Empty": "$(secret.b)"],
          "body": "text", "on": ["onSuccess": "@end"],
        ]
      ],
    ] as [JSONObject])
  func everyStageIsReadAsItWas(nodes: JSONObject) throws {
    let machine = try TestFlow.machine(nodes)
    let (state, _) = machine.start(with: TestFlow.message("caf\u{E9} cafe\u{301}"), at: TestFlow.start)
    #expect(try Self.copy(state, machine) == state)
  }

  /// Each byte is changed in several ways, and the document is cut at each length: none that differs is read.
  @Test func aDocumentThatIsDamagedAnywhereIsRefused() throws {
    let machine = try TestFlow.machine(TestFlow.chat, settings: ["expiresAfterSeconds": 60])
    let bytes = SessionDocument(try Self.parked(machine), of: machine.program).bytes
    func isRead(_ bytes: [UInt8]) -> Bool {
      (try? SessionDocument(bytes).session(of: machine.program)) != nil
    }
    #expect(isRead(bytes))
    var accepted: [Int] = []
    for index in bytes.indices {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[index] ^= 1 << UInt8(bit)
        if isRead(damaged) { accepted.append(index) }
      }
      if isRead(Array(bytes[..<index])) { accepted.append(index) }
      var longer = bytes
      longer.insert(UInt8(ascii: " "), at: index)
      if isRead(longer) { accepted.append(index) }
    }
    if isRead(bytes + [UInt8(ascii: " ")]) { accepted.append(bytes.count) }
    #expect(accepted.isEmpty)
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
  func aDocumentIsReadOnTheDefinitionThatItNamesAndOnNoOther(_ index: Int) throws {
    let (name, change, isOther) = Self.changes[index]
    let machine = try TestFlow.machine(TestFlow.chat)
    var nodes = TestFlow.chat
    change(&nodes)
    let changed = try TestFlow.machine(nodes)
    let document = SessionDocument(try Self.parked(machine), of: machine.program)
    if isOther {
      #expect(throws: SessionDocumentError.otherFlow(hash: machine.program.hash.text), "\(name)") {
        try document.session(of: changed.program)
      }
    } else {
      #expect(try document.session(of: changed.program) == Self.parked(machine), "\(name)")
    }
  }

  @Test func aDocumentOfAnotherVersionOrKindIsRefused() throws {
    for version in [1, 2, 3, 5] {
      #expect(throws: SessionDocumentError.otherVersion(version)) {
        try SessionDocument(Array(#"{"refrain":"session","version":\#(version)}"#.utf8))
      }
    }
    #expect(throws: SessionDocumentError.self) {
      try SessionDocument(Array(#"{"refrain":"host","version":4}"#.utf8))
    }
    #expect(throws: SessionDocumentError.self) { try SessionDocument([]) }
  }
}

extension JSON {
  fileprivate func adding(_ key: String, _ value: JSON) -> JSON {
    var object = object ?? [:]
    object[key] = value
    return .object(object)
  }
}
