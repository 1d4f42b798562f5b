import Foundation
import RefrainKit
import Testing

/// What Sources/README.md shows of the library: its examples stand here as they stand there, and do what it says.
@Suite("The README's examples of the library")
struct ReadmeExampleTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func flow(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: root.appendingPathComponent("Tests/Fixtures/\(name).flow.json")))
  }

  private static func message(_ text: String) -> InboundMessage {
    InboundMessage(channel: .sms, from: "+15555550142", to: "+15555550100", text: text, transactionID: "t-1")
  }

  @Test("are those that are compiled here, but for layout and comments")
  func sameText() throws {
    let readme = String(
      decoding: try Data(contentsOf: Self.root.appendingPathComponent("Sources/README.md")), as: UTF8.self)
    let own = Self.code(
      of: String(decoding: try Data(contentsOf: URL(fileURLWithPath: #filePath)), as: UTF8.self))
    let examples = readme.components(separatedBy: "```swift\n").dropFirst()
      .compactMap { $0.components(separatedBy: "```").first }
      .filter { !$0.hasPrefix(".package") }
    #expect(examples.count == 4)
    for example in examples {
      let code = Self.code(of: example.replacingOccurrences(of: "import RefrainKit\n", with: ""))
      #expect(own.contains(code), "no test has this example of the README:\n\(example)")
    }
  }

  /// The text without its comments and white space.
  private static func code(of text: String) -> String {
    text.components(separatedBy: "\n").map { line in
      let code = line.range(of: " // ").map { line[..<$0.lowerBound] } ?? line[...]
      return code.filter { !$0.isWhitespace }
    }.filter { !$0.hasPrefix("//") }.joined()
  }

  @Test("of linting and simulating")
  func simulating() throws {
    let bytes = try Self.flow("support")
    let linted = Linter().lint(bytes, named: "support.flow.json")
    for diagnostic in linted.diagnostics {
      print(diagnostic.start.line, diagnostic.finding.code, diagnostic.finding.message)
    }

    // The simulated channel: what a test of your own flows needs.
    let program = try FlowProgram(file: bytes, named: "support.flow.json")
    var simulation = Simulation(program)
    simulation.customerWrites("my order is late", on: .sms, from: "+15555550142", to: "+15555550100")
    if let session = simulation.sessionAwaitingAnswer {
      simulation.answerRequest(of: session, AnswerDetails(conversationID: "c-1"))
      simulation.post(
        WebhookEvent(id: "m1", conversationID: "c-1", type: "Message", content: "Hi, Maya here."))
    }
    for record in simulation.records { print(record.json(traceStart: Simulation.defaultStart).compact) }

    #expect(!linted.diagnostics.contains { $0.finding.severity != .info })
    let texts = simulation.records.compactMap { record in
      if case .messageSent(_, let message, _) = record.happening { message.text } else { nil }
    }
    #expect(texts == ["Hi, Maya here."])
  }

  @Test("of a live session")
  func session() async throws {
    let program = try FlowProgram(file: Self.flow("support"), named: "support.flow.json")
    let message = Self.message("my order is late")
    let key = SessionKey("0123456789abcdef0123456789abcdef")
    let event = WebhookEvent(id: "m1", conversationID: nil, type: "Message", content: "Hi, Maya here.")
    let gateway = RecordingChannel()
    let ece = ScriptedConversationService()
    let web = ScriptedHTTPClient()
    let clock = VirtualClock()

    guard
      let session = await FlowSession(
        FlowMachine(program), startingWith: .message(message), key: key, channel: gateway, service: ece,
        http: web,
        clock: clock)
    else { return }  // no message that begins a session
    Task { for try await record in session.trace { print(record.happening) } }
    await session.deliver(event)
    let document = await session.park()  // document.bytes is a line of JSON

    #expect(try document.session(of: program).customer == message.customer)
  }

  @Test("of a host of many sessions")
  func host() throws {
    let support = try FlowProgram(file: Self.flow("support"), named: "support.flow.json")
    let orders = try FlowProgram(file: Self.flow("orders"), named: "orders.flow.json")
    let now = Simulation.defaultStart
    let json: JSON = [
      "message": [
        [
          "id": "m1", "conversation": ["id": "c-1"], "type": ["value": "Message"],
          "content": "Hi, Maya here.",
        ]
      ]
    ]
    var performed: [IdempotencyKey] = []
    func perform(_ effect: Effect, _ key: IdempotencyKey) { performed.append(key) }

    let project = FlowProject([
      FlowProject.Flow(FlowMachine(support), service: "care"),
      FlowProject.Flow(FlowMachine(orders), service: "care"),
    ])
    let keys = SessionKeySource.random { UInt64.random(in: .min ... .max) }
    var host = FlowHost(project, keys: keys, start: now)
    var next: HostInput? = .callback(try CallbackBody(json))
    while let input = next {
      let output = host.take(input)
      for effect in output.effects { perform(effect.effect, effect.key) }
      for problem in output.problems { print(problem) }
      next = output.rest  // of a callback, the messages that are left
    }

    let snapshot = host.snapshot()  // a line of JSON
    host = try FlowHost(restoring: snapshot, project, keys: keys)

    #expect(performed.isEmpty)
    #expect(host.take(.message(Self.message("my order is late"))).effects.count == 1)
  }

  @Test("of the simulated ECE with customers, agents and faults")
  func simulatedECE() throws {
    let program = try FlowProgram(file: Self.flow("support"), named: "sms-support.flow.json")
    let modified = Timestamp(milliseconds: 1_768_469_400_000)

    var directory = ServiceDirectory()
    directory.add(EntryPoint(id: "1001", lastModified: modified))
    directory.add(ClientApplication(id: "flows", secret: "s3cret", entryPoints: ["1001"]))
    directory.add(NodeAuthorization(name: "ece-main", clientID: "flows", clientSecret: "s3cret"))
    let opening = CustomerBehavior.Opening(
      channel: .sms, to: "+15555550100", texts: ["my order is late"])
    let customers = CustomerBehavior(openings: [opening], texts: ["thanks", "hello?"], population: 50)

    var settings = SeededSimulation.Settings(sessions: 100, customers: customers, directory: directory)
    settings.faults = .all
    settings.faults[.answerMissing] = 0.5
    let host = FlowHost(FlowMachine(program), keys: .numbered, start: Simulation.defaultStart)
    var simulation = SeededSimulation(host, settings, seed: 7)
    simulation.run()
    try Audit.check(simulation.history)  // no event lost, none processed twice, no timer early, …
    print(simulation.tally.ended)  // ["success": 32, "incomplete": 57, "error": 9, "expired": 2]

    #expect(simulation.violation == nil)
    #expect(simulation.tally.sessions >= 100)
    #expect(simulation.tally.ended["success"] ?? 0 > 10)
    #expect(simulation.tally.faults[.answerMissing] > 20)
  }
}

/// The examples print; the tests need not.
private func print(_ items: Any...) {}
