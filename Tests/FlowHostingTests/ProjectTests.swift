import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax
import TestSupport
import Testing

/// Which flow of a project a message reaches.
@Suite struct ProjectTests {
  /// A flow in short: its name, its keyword and its service, with `+` where its sessions begin beside live ones; a name
  /// in capitals has a Receive, another one a conversation.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let flows: [String]
    /// What the customer writes, and what comes of the last message.
    let messages: [String]
    let expected: [String]

    init(_ testDescription: String, flows: [String], messages: [String], _ expected: String...) {
      self.testDescription = testDescription
      self.flows = flows
      self.messages = messages
      self.expected = expected
    }
  }

  static let cases = [
    Case(
      "a message begins the flow whose keyword it has", flows: ["A one s", "B two s"], messages: ["two"],
      "begins B"),
    Case(
      "an exact keyword beats any text", flows: ["A * s", "B two s"], messages: ["Two please"], "begins B"),
    Case("so it does where it comes first", flows: ["B two s", "A * s"], messages: ["two"], "begins B"),
    Case("of equal ones the first is reached", flows: ["A * s", "B * s"], messages: ["hi"], "begins A"),
    Case(
      "another service reacts as well", flows: ["A * s", "B * t", "C * t"], messages: ["hi"], "begins A",
      "begins B"),
    Case("no flow, no session", flows: ["A one s", "B two s"], messages: ["three"], "nobody"),
    Case(
      "a Receive takes its message before a Start, and each service decides by itself",
      flows: ["A one s", "B two s", "C two t"], messages: ["one", "two"], "A takes", "begins C"),
    Case(
      "in each service a Receive takes it", flows: ["A one s", "B one t"], messages: ["one", "two"],
      "A takes",
      "B takes"),
    Case(
      "a flow that takes any text does not take it from a Receive", flows: ["A one s", "B * s+"],
      messages: ["one", "two"], "A takes"),
    Case(
      "an exact keyword takes it from a conversation that sends it on", flows: ["a one s", "B stop s+"],
      messages: ["one", "stop"], "begins B"),
    Case(
      "of several such flows the first does", flows: ["A one s", "b stop s+", "C stop s+"],
      messages: ["one", "stop"], "begins b"),
    Case(
      "a flow of its service that begins beside live sessions takes the message from it",
      flows: ["A one s", "B two s+"], messages: ["one", "two"], "begins B"),
    Case(
      "with one of another service both react", flows: ["A one s", "B two t+"], messages: ["one", "two"],
      "A takes", "begins B"),
    Case(
      "its own flow does not take the message from it", flows: ["A * s+"], messages: ["one", "two"], "A takes"
    ),
    Case(
      "a second session of the flow begins only beside live ones", flows: ["a * s"],
      messages: ["one", "two"],
      "nobody"),
    Case("where it may, it does", flows: ["a * s+"], messages: ["one", "two"], "begins a"),
    Case(
      "a live session of another flow keeps none from beginning", flows: ["a one s", "b two s"],
      messages: ["one", "two"], "begins b"),
    Case(
      "the flow with the keyword is reached though it may not begin", flows: ["a one s", "b * s"],
      messages: ["one", "one"], "nobody"),
    Case(
      "of equal ones the first that may begin does", flows: ["a * s", "b * s"], messages: ["one", "two"],
      "begins b"),
  ]

  @Test(arguments: cases)
  func aMessageReachesItsFlow(_ example: Case) throws {
    let project = try FlowProject(example.flows.map(Self.flow))
    var host = FlowHost(project, keys: .numbered, start: TestFlow.start)
    var records: [TraceRecord] = []
    for text in example.messages { records = host.take(.message(TestFlow.message(text))).records }
    let told = records.compactMap { record -> String? in
      switch record.happening {
      case .sessionStarted(let flow, _, _): "begins \(flow)"
      case .messageReceived(let node, _, _): "\(node) takes"
      case .messageUnhandled: "nobody"
      default: nil
      }
    }
    #expect(told == example.expected)
  }

  private static func flow(_ text: String) throws -> FlowProject.Flow {
    let words = text.split(separator: " ").map(String.init)
    let (name, service) = (words[0], words[2].filter { $0 != "+" })
    let nodes: JSONObject =
      name == name.uppercased()
      ? [name: ["type": "Receive", "timeoutSeconds": 60, "channels": ["sms": [:]], "on": ["sms.mo": "@end"]]]
      : ["open": TestFlow.conversation(["Message": "@resume", "Complete": "@end"])]
    return FlowProject.Flow(
      try TestFlow.machine(
        nodes, named: name, keyword: words[1], onlyWithoutLiveSession: !words[2].hasSuffix("+")),
      service: service)
  }

  /// A flow that a webhook begins, for whose customer, in which service.
  private static func flow(
    onWebhook name: String, for channel: String, service: String, besideLive: Bool = false
  ) throws -> FlowProject.Flow {
    let trigger: JSON = [
      "channel": "webhook", "event": "due",
      "customer": ["channel": .string(channel), "address": .string(channel == "sms" ? "phone" : "psid")],
      "onlyWithoutLiveSession": .boolean(!besideLive),
    ]
    let nodes: JSONObject = ["wait": ["type": "Delay", "seconds": 10, "on": ["onTimeout": "@end"]]]
    return FlowProject.Flow(try TestFlow.machine(nodes, named: name, trigger: trigger), service: service)
  }

  @Test func eachServiceDecidesAboutAWebhookAndOneFlowOfItTakesIt() throws {
    var host = FlowHost(
      FlowProject([
        try Self.flow(onWebhook: "A", for: "sms", service: "s"),
        try Self.flow(onWebhook: "B", for: "sms", service: "s"),
        try Self.flow(onWebhook: "C", for: "messenger", service: "t", besideLive: true),
      ]), keys: .numbered, start: TestFlow.start)
    func told(_ payload: JSON) -> [String] {
      let webhook = InboundWebhook(event: "due", payload: payload, transactionID: "t")
      return host.take(.webhook(webhook)).records.compactMap { record in
        switch record.happening {
        case .webhookReceived: "received"
        case .webhookRefused(_, let reason): reason.rawValue
        case .sessionStarted(let flow, let channel, let from): "\(flow) \(channel) \(from)"
        default: nil
        }
      }
    }
    let both: JSON = ["phone": "+15550100", "psid": "p"]
    #expect(told(both) == ["received", "A sms +15550100", "C messenger p"])
    // A's customer has a live session, so the next flow of the service begins one.
    #expect(told(both) == ["received", "B sms +15550100", "C messenger p"])
    #expect(told(both) == ["received", "C messenger p"])
    #expect(told(["phone": "+15550100"]) == ["liveSession"])
    #expect(told(["phone": "5550100"]) == ["noAddress"])
  }

  @Test func sessionsOfSeveralFlowsShareTheirTraceAndTheirConversations() throws {
    var host = TestHost(
      FlowProject([
        FlowProject.Flow(try TestFlow.machine(TestFlow.chat, named: "A", keyword: "one")),
        FlowProject.Flow(try TestFlow.machine(TestFlow.chat, named: "B", keyword: "two")),
      ]))
    for (index, text) in ["one", "two"].enumerated() {
      host.take(.message(TestFlow.message(text, from: "+1415555000\(index)")))
      try host.answerRequest(of: index, with: TestFlow.started("c-\(index)"))
    }
    let start = host.records.count
    let callback = try CallbackBody([
      "message": [
        TestFlow.event("Message", "m1", in: "c-1").wire, TestFlow.event("Message", "m3", in: "c-0").wire,
      ]
    ])
    host.take(.callback(callback))
    #expect(host.records.map(\.sequence) == Array(1...host.records.count))
    let received = host.records[start...].compactMap { record -> String? in
      guard case .eventReceived(_, let id) = record.happening else { return nil }
      return "\(record.session ?? "") \(id)"
    }
    #expect(received == ["session-2 m1", "session-1 m3"])
    #expect(host.host.sessions.map { host.host.project[$0.flow].machine.program.name } == ["A", "B"])
  }
}
