import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax
import TestSupport
import Testing

/// Flows that are edited while sessions of them are parked.
@Suite struct DefinitionTests {
  private static func send(_ text: String, _ next: String) -> JSON {
    [
      "type": "SendSMS", "destination": "$(start.sms.senderNumber)", "from": "+15550100",
      "message": .string(text), "on": ["onSuccess": .string(next), "otherwise": "@end:error"],
    ]
  }

  private static func wait(_ next: String, channel: String = "sms") -> JSON {
    [
      "type": "Receive", "channels": [.string(channel)].object, "timeoutSeconds": 60,
      "on": ["\(channel).mo": .string(next), "onTimeout": "@end"],
    ]
  }

  /// A question, its answer, and what is made of both.
  private static func nodes(
    waiting name: String = "wait", at node: JSON? = nil, telling text: String = "You said so.",
    _ more: JSONObject = [:], first: String = "ask"
  ) -> JSONObject {
    var nodes: JSONObject = [:]
    if first != "ask", let node = more[first] { nodes[first] = node }
    nodes["ask"] = send("What?", name)
    nodes[name] = node ?? wait("tell")
    nodes["tell"] = send(text, "@end")
    for node in more { nodes[node.key] = node.value }
    return nodes
  }

  private static let chat: JSONObject = [
    "open": TestFlow.conversation(["Message": "relay", "Complete": "@end", "otherwise": "@end:error"]),
    "relay": send("$(open.event.content)", "@resume"),
  ]

  struct Case: Sendable {
    let what: String
    let nodes: JSONObject
    var variables: JSON = [:]
    var renaming: [NodeName: NodeName] = [:]
    let expected: SessionMoveRefusal?
  }

  private static let cases: [Case] = [
    Case(what: "another text", nodes: nodes(telling: "Thanks!"), expected: nil),
    Case(
      what: "an output that the rest sets itself", nodes: nodes(telling: "$(wait.receive.message)"),
      expected: nil),
    Case(what: "an output that is set", nodes: nodes(telling: "$(ask.send.gatewayTid)"), expected: nil),
    Case(
      what: "a node before it whose output the rest reads",
      nodes: nodes(telling: "$(intro.send.gatewayTid)", ["intro": send("Hello", "ask")], first: "intro"),
      expected: .outputIsMissing("send.gatewayTid", of: "intro")),
    Case(
      what: "the same with a default",
      nodes: nodes(
        telling: "$(intro.send.gatewayTid | default:nothing)", ["intro": send("Hello", "ask")], first: "intro"
      ),
      expected: nil),
    Case(
      what: "a new node behind it, whose output is read after it",
      nodes: nodes(at: wait("more"), telling: "$(more.send.gatewayTid)", ["more": send("Well", "tell")]),
      expected: nil),
    Case(
      what: "a variable that the rest reads", nodes: nodes(telling: "$(name)"), variables: ["name": "Ana"],
      expected: .variableIsMissing("name")),
    Case(what: "a variable that nobody reads", nodes: nodes(), variables: ["name": "Ana"], expected: nil),
    Case(what: "no such node", nodes: nodes(waiting: "listen"), expected: .nodeIsGone("wait")),
    Case(
      what: "a node with another name", nodes: nodes(waiting: "listen"), renaming: ["wait": "listen"],
      expected: nil),
    Case(
      what: "another type", nodes: nodes(at: ["type": "Delay", "seconds": 5, "on": ["onTimeout": "tell"]]),
      expected: .nodeOfAnotherType("wait", was: .receive, is: .delay)),
    Case(
      what: "another channel", nodes: nodes(at: wait("tell", channel: "messenger")),
      expected: .waitsForSomethingElse("wait")),
  ]

  /// A host whose session has been asked and waits, its flow edited afterwards.
  private static func edited(_ change: Case) throws -> (host: FlowHost, earlier: FlowID) {
    let old = try TestFlow.machine(nodes())
    var host = TestHost(old)
    host.gatewayAnswer = .accepted(transactionID: "g-1")
    host.take(.message(TestFlow.message()))
    var project = FlowProject([
      FlowProject.Flow(try TestFlow.machine(change.nodes, variables: change.variables))
    ])
    let earlier = project.keep(old, asEarlierDefinitionOf: FlowID(index: 0))
    return (try FlowHost(restoring: host.host.snapshot(), project, keys: .numbered), earlier)
  }

  @Test(arguments: cases.indices)
  func aSessionMovesWhereThatIsSafeAndElseStays(_ index: Int) throws {
    let change = Self.cases[index]
    var (host, earlier) = try Self.edited(change)
    let refused = try host.moveSessions(of: earlier, renaming: change.renaming)
    #expect(refused.map(\.refusal) == [change.expected].compactMap(\.self), "\(change.what)")
    let session = try #require(host.sessions.first)
    #expect(session.flow == (change.expected == nil ? earlier.newest : earlier), "\(change.what)")
    // Moved or not, it can be written down, and goes on to its end.
    var restored = TestHost(going: try FlowHost(restoring: host.snapshot(), host.project, keys: .numbered))
    restored.gatewayAnswer = .accepted(transactionID: "g-2")
    restored.take(.message(TestFlow.message("fine")))
    #expect(restored.host.sessions.first?.state.ending?.result == .success, "\(change.what)")
  }

  @Test func aRenamingNamesNodesThatThereAre() throws {
    for renaming: [NodeName: NodeName] in [["wait": "nowhere"], ["nowhere": "tell"]] {
      var (host, earlier) = try Self.edited(Self.cases[0])
      #expect(throws: SessionMove.UnknownNode.self) {
        try host.moveSessions(of: earlier, renaming: renaming)
      }
    }
  }

  @Test func sessionsBeginOnTheNewestDefinitionAndParkedOnesGoOnWithTheirs() throws {
    var (host, earlier) = try Self.edited(Self.cases[0])
    var project = host.project
    #expect(project.keep(project[earlier].machine, asEarlierDefinitionOf: earlier.newest) == earlier)
    var run = TestHost(going: host)
    run.gatewayAnswer = .accepted(transactionID: "g-2")
    // The customer has a live session of the flow, however it was defined then.
    run.take(.message(TestFlow.message("fine")))
    run.take(.message(TestFlow.message("again")))
    run.take(.message(TestFlow.message("fine")))
    #expect(run.texts == ["You said so.", "What?", "Thanks!"])
    #expect(run.host.sessions.map(\.flow) == [earlier, earlier.newest])
    host = run.host
    #expect(try host.moveSessions(of: earlier).isEmpty)
    #expect(host.sessions.map(\.flow) == [earlier.newest, earlier.newest])
  }

  @Test func aSessionOnABranchMovesWithItsConversation() throws {
    let old = try TestFlow.machine(Self.chat)
    var host = TestHost(old)
    host.take(.message(TestFlow.message()))
    try host.answerRequest(of: 0, with: TestFlow.started("c-1"))
    host.take(.event(TestFlow.event("Message", "m1", in: "c-1"), of: nil))
    var edited = Self.chat
    edited["relay"] = Self.send("Agent: $(open.event.content)", "@resume")
    var project = FlowProject([FlowProject.Flow(try TestFlow.machine(edited))])
    let earlier = project.keep(old, asEarlierDefinitionOf: FlowID(index: 0))
    var moved = try FlowHost(restoring: host.host.snapshot(), project, keys: .numbered)
    #expect(try moved.moveSessions(of: earlier).isEmpty)
    var run = TestHost(going: moved)
    let submission = try #require(moved.sessions.first?.state.pendingEffects.first?.id)
    let key = IdempotencyKey(session: moved.sessions[0].key, effect: submission)
    run.take(.answer(.gateway(.accepted(transactionID: "g")), to: key))
    run.gatewayAnswer = .accepted(transactionID: "g")
    run.take(.event(TestFlow.event("Message", "m2", in: "c-1"), of: nil))
    #expect(run.texts == ["Agent: text of m2"])
  }
}

extension TestHost {
  /// The texts of all messages that were sent.
  fileprivate var texts: [String] {
    records.compactMap { record in
      if case .messageSent(_, let message, _) = record.happening { message.text } else { nil }
    }
  }
}

extension [JSON] {
  /// An object whose members are named so and empty.
  fileprivate var object: JSON {
    .object(JSONObject(compactMap(\.string).map { JSONField(key: $0, value: [:]) }))
  }
}
