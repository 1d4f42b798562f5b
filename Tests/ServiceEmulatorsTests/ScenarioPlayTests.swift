#if Service
import FlowInterpreter
import FlowModel
import FlowSimulation
import JSONSyntax
import RefrainService
import ServiceProtocols
import Testing

@testable import ServiceEmulators

/// A program that brings customers to agents, as somebody might write it who does not know Refrain.
private actor Client {
  private var ece = ""
  private var receipts = ""
  private var token: String?
  private var conversations: [String: String] = [:]
  private let sender = HTTPSender()

  /// Goes by the emulators at a port, and listens at another.
  func use(_ emulators: HTTPServer, listeningAs own: HTTPServer) {
    ece = "http://127.0.0.1:\(emulators.port)"
    receipts = "http://127.0.0.1:\(own.port)/sms/receipt"
  }

  func answer(_ request: ServerRequest) async -> ServerResponse {
    let body = (try? JSON(parsing: request.received.body)) ?? .null
    switch request.path {
    case "/sms/inbound":
      if let from = body["oa"]?.string, let text = body["message"]?.string {
        Task { await take(text, from: from) }
      }
    case "/ece/callback":
      for message in body["message"]?.array ?? [] { Task { await take(message) } }
    default: break
    }
    return ServerResponse(ServiceReply(200))
  }

  private func take(_ text: String, from customer: String) async {
    if let conversation = conversations[customer] {
      _ = await ask(
        "/sendmessage",
        [
          "conversation": ["id": .string(conversation)], "type": ["value": "text/plain"],
          "content": .string(text),
        ])
      return
    }
    let answer = await ask(
      "/conversation/start?searchContactOnAttribute=phone",
      [
        "entryPointConfiguration": ["entryPoint": ["id": "1001"], "lastModified": ["date": "any"]],
        "activity": ["customer": ["contacts": ["contact": [["phoneNumber": .string(customer)]]]]],
      ])
    if let id = answer?["id"]?.string {
      conversations[customer] = id
    } else {
      await send("Sorry", to: customer)
    }
  }

  private func take(_ message: JSON) async {
    let conversation = message["conversation"]?["id"]?.string
    guard let customer = conversations.first(where: { $0.value == conversation })?.key else { return }
    await send(
      message["type"]?["value"] == "complete" ? "Bye" : message["content"]?.string ?? "", to: customer)
  }

  private func send(_ text: String, to customer: String) async {
    let body: JSON = [
      "from": "15555550100", "to": .string(customer), "content": .string(text),
      "callbackUrl": .string(receipts),
    ]
    _ = await post(ece + "/v1/sms/messages", body, ["key": "emulated"])
  }

  private func ask(_ path: String, _ body: JSON) async -> JSON? {
    if token == nil {
      let basic = RequestAuthentication.basic(user: Array("c".utf8), password: Array("emulated".utf8))
      let form = OutgoingRequest(
        "POST", ece + "/ws/authentication/oauth2/token",
        fields: ["Authorization": basic, "Content-Type": "application/x-www-form-urlencoded"],
        body: Array("grant_type=client_credentials".utf8), allowsPrivate: true)
      guard case .success(let answer) = await sender.send(form) else { return nil }
      token = (try? JSON(parsing: answer.body))?["access_token"]?.string
    }
    return await post(
      ece + "/ws/messaging" + path, body, ["Authorization": "Bearer \(token ?? "")"])
  }

  private func post(_ url: String, _ body: JSON, _ fields: HTTPFields) async -> JSON? {
    let request = OutgoingRequest(
      "POST", url, fields: fields, body: Array(body.compact.utf8), allowsPrivate: true)
    guard case .success(let answer) = await sender.send(request), 200..<300 ~= answer.status else {
      return nil
    }
    return try? JSON(parsing: answer.body)
  }
}

@Suite("A scenario that emulators play to a program over HTTP", .serialized)
struct ScenarioPlayTests {
  private static let ada: CustomerAddress = "+15555550142"

  private static func text(_ text: String) -> Scenario.Action {
    .message(.scripted(text, on: .sms, from: ada, to: "+15555550100"))
  }

  private static func sent(_ text: String) -> Scenario.Action {
    .expect(.record(type: .messageSent, members: ["to": .string(ada.text), "text": .string(text)]))
  }

  /// Plays steps to a client of its own.
  private static func play(
    _ actions: [Scenario.Action], respondsByItself: Bool = true, patience: Duration = .seconds(20)
  ) async throws -> (result: PerformedScenario, log: [JSON]) {
    let address = try #require(ListeningAddress("127.0.0.1:0"))
    let client = Client()
    let program = try HTTPServer.start(ServerSettings(address: address)) { await client.answer($0) }
    var settings = EmulatorSettings()
    settings.smsURL = "http://127.0.0.1:\(program.port)/sms/inbound"
    settings.callbackURL = "http://127.0.0.1:\(program.port)/ece/callback"
    let emulators = Emulators(settings)
    let server = try emulators.serve(at: address)
    await client.use(server, listeningAs: program)
    let scenario = Scenario(
      name: "s", playing: .flows(["client"]), respondsByItself: respondsByItself, actions: actions)
    let result = await emulators.play(
      ScenarioPerformance(scenario, writingTo: [:], patience: patience, drawsIDs: true))
    let log = await emulators.log.text(after: 0).split(separator: "\n").compactMap {
      try? JSON(parsing: Array($0.utf8))
    }
    await server.stop(within: .seconds(1))
    await program.stop(within: .seconds(1))
    return (result, log)
  }

  @Test("brings what customers and agents say, and checks what the program asks for")
  func conversation() async throws {
    let (result, log) = try await Self.play([
      Self.text("my order is late"),
      .expect(
        .record(
          type: .conversationRequested, members: ["node": "open", "input": ["phoneNumber": "+15555550142"]])),
      .respond(.answered(status: 200, AnswerDetails(conversationID: "c-1"))),
      .event(Scenario.EventStep(type: "Message", id: "m1", content: "Maya here, about c-1.")),
      Self.sent("Maya here, about c-1."),
      .expect(.record(type: .outcome, members: ["node": "open"])),
      Self.text("thanks"), .expect(.record(type: .messageForwarded, members: ["text": "thanks"])),
      .event(Scenario.EventStep(type: "Complete")), Self.sent("Bye"), .deliveryReport(.delivered),
      .expect(.noRecord(type: .messageSent, members: [:])),
    ])
    #expect(result.failure == nil, "\(result.failure?.reason ?? "")")
    #expect(result.checkedCount == 5 && result.unchecked.map(\.step) == [6])
    #expect(log.contains { $0["event"] == "expectation" && $0["step"] == 6 && $0["result"] == "notChecked" })
    #expect(log.last?["event"] == "scenarioEnded" && log.last?["result"] == "passed")
    #expect(log.contains { $0["event"] == "posted" && $0["kind"] == "smsReceipt" && $0["status"] == 200 })
  }

  @Test("fails at the first step that does not hold, and tells what there is instead")
  func failure() async throws {
    let (result, log) = try await Self.play(
      [
        Self.text("hello"), .respond(.answered(status: 409)), Self.sent("Welcome"),
        Self.text("never written"),
      ], patience: .seconds(2))
    let failure = try #require(result.failure)
    #expect(failure.step == 3 && failure.actual?["messageSent"]?["text"] == "Sorry")
    #expect(failure.unmatched.compactMap { $0["type"]?.string } == ["conversationRequested", "messageSent"])
    #expect(log.last?["result"] == "failed" && log.last?["step"] == 3)
    #expect(!log.contains { $0["text"] == "never written" })
  }

  @Test("has calls fail as it says, and what cannot be done is a failure")
  func failing() async throws {
    let (refused, _) = try await Self.play(
      [
        Self.text("hello"), .respond(.failed(.error)), Self.sent("Sorry"),
        .event(Scenario.EventStep(type: "Message", content: "nobody hears it", conversationID: "c-9")),
        .http(.failed(.error)),
      ], patience: .seconds(2))
    #expect(refused.failure?.step == 5)
    let (unanswered, log) = try await Self.play(
      [
        Self.text("hello"), .respond(.answered(status: 200)), .gateway([.timeout, .error]),
        .event(Scenario.EventStep(type: "Message", content: "one")), Self.sent("one"),
        .deliveryReport(.delivered),
      ], patience: .seconds(2))
    #expect(unanswered.failure?.step == 6 && unanswered.failure?.reason.contains("no message") == true)
    #expect(!log.contains { $0["event"] == "smsSent" })
  }

  @Test("leaves requests unanswered until a step says how, where nothing is answered by itself")
  func early() async throws {
    let (result, log) = try await Self.play(
      [
        Self.text("hello"), .expect(.record(type: .conversationRequested, members: [:])),
        .event(Scenario.EventStep(type: "Message", content: "too early")),
        .respond(.answered(status: 201, AnswerDetails(conversationID: "c-1"))),
        .event(Scenario.EventStep(type: "Message", content: "now")), Self.sent("now"),
      ], respondsByItself: false)
    #expect(result.failure == nil, "\(result.failure?.reason ?? "")")
    // The early event is of the conversation that the answer begins later.
    let began = log.firstIndex { $0["event"] == "start" } ?? 0
    #expect(log[..<began].contains { $0["event"] == "posted" && $0["kind"] == "callback" })
  }
}
#endif
