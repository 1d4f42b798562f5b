import FlowInterpreter
import FlowModel
import JSONSyntax
import Testing

@testable import FlowSimulation

private typealias Fixture = ServiceFixture

/// What the simulated service answers to the nodes that ask it one thing.
@Suite struct ServiceQuestionTests {
  private static func answer(
    _ question: ServiceRequest.Question, authorization: String = "main", of ece: inout SimulatedECE,
    after milliseconds: Int64 = 0
  ) -> ServiceAnswer? {
    let now = Fixture.start + milliseconds
    return ece.ask(
      ServiceRequest(question, authorization: authorization, deadline: now + 30_000), at: now)?.value
  }

  private static func short(_ answer: ServiceAnswer?) -> String {
    switch answer {
    case .succeeded(let status, let result): "\(status) \(result.body.compact)"
    case .refused(let status, let refusal):
      "\(status) \(refusal.code.string ?? "") \(refusal.body["developerMessage"] != nil)"
    case .failed(let failure): failure.rawValue
    case nil: "nothing"
    }
  }

  @Test func eachQuestionIsAnsweredByWhatTheServiceKnows() {
    let conversation: ConversationID = "conversation-1"
    let cases: [(question: ServiceRequest.Question, answer: String)] = [
      (
        .entrypointConfiguration(entryPointID: "1001"),
        #"200 {"lastModifiedDate":"2026-01-15T09:30:00.000Z","attachmentPolicies":"allow_all"}"#
      ),
      (.entrypointConfiguration(entryPointID: "9"), "404 404-102 true"),
      (.agentAvailability(entryPointID: "1001"), #"200 {"available":true}"#),
      (.agentAvailability(entryPointID: "9"), "404 404-102 true"),
      (.agentCapacity(entryPointID: "1001"), #"200 {"availableSlots":1}"#),
      (.sendMessage(conversation, text: "Hi", format: .plain), "200 {}"),
      (.sendMessage(conversation, text: "a\nb", format: .html), "200 {}"),
      (.sendMessage(conversation, text: "a\u{1}", format: .plain), "400 400-108 true"),
      (.sendMessage("other", text: "Hi", format: .plain), "404 404-101 true"),
      (.endConversation("other"), "404 404-101 true"),
      (.endConversation(conversation), "200 {}"),
    ]
    for (question, expected) in cases {
      var directory = Fixture.directory
      directory.agentCapacity = 2
      var ece = SimulatedECE(directory, seed: 1)
      _ = ece.start(Fixture.request(), at: Fixture.start)
      #expect(Self.short(Self.answer(question, of: &ece)) == expected, "\(question)")
    }
  }

  @Test func withoutAgentsToSpareNoneIsAvailable() {
    var directory = Fixture.directory
    directory.agentCapacity = 1
    var ece = SimulatedECE(directory, seed: 1)
    _ = ece.start(Fixture.request(), at: Fixture.start)
    #expect(
      Self.short(Self.answer(.agentAvailability(entryPointID: "1001"), of: &ece))
        == #"200 {"available":false}"#)
    #expect(
      Self.short(Self.answer(.agentCapacity(entryPointID: "1001"), of: &ece)) == #"200 {"availableSlots":0}"#)
  }

  @Test func aMessageReachesTheAgentUnlessTheEntryPointWasModified() {
    var ece = SimulatedECE(Fixture.directory, seed: 1)
    _ = ece.start(Fixture.request(), at: Fixture.start)
    let message = ServiceRequest.Question.sendMessage("conversation-1", text: "Hello", format: .plain)
    #expect(Self.short(Self.answer(message, of: &ece)) == "200 {}")
    #expect(ece.conversations[0].customerTexts == ["Hello"])
    ece.directory.add(EntryPoint(id: "1001", lastModified: Fixture.start))
    #expect(Self.short(Self.answer(message, of: &ece)) == "409 409-101 true")
    #expect(ece.conversations[0].customerTexts == ["Hello"])
  }

  @Test(arguments: [true, false])
  func anEndIsPostedAsCompletedWhereTheServiceDoesSo(isPosted: Bool) throws {
    var directory = Fixture.directory
    directory.completesEndedConversations = isPosted
    var agents = AgentBehavior()
    agents.activities = 0...0
    agents.completionProbability = 0
    var ece = SimulatedECE(directory, agents: agents, seed: 1)
    _ = ece.start(Fixture.request(), at: Fixture.start)
    #expect(Self.short(Self.answer(.endConversation("conversation-1"), of: &ece, after: 60_000)) == "200 {}")
    #expect(!ece.conversations[0].isOpen)
    #expect(
      Self.short(Self.answer(.endConversation("conversation-1"), of: &ece, after: 60_000))
        == "404 404-101 true")
    var types: [String] = []
    while ece.nextTime != nil {
      guard let callback = ece.proceed() else { continue }
      for case .success(let event) in try CallbackBody(callback.body).messages {
        types.append(event.kind.name)
      }
    }
    #expect(types == (isPosted ? ["Assigned", "Complete"] : ["Assigned"]))
  }

  @Test func whatGoesWrongOnTheWayOfAConversationRequestGoesWrongOnThese() {
    let question = ServiceRequest.Question.entrypointConfiguration(entryPointID: "1001")
    let cases: [(Fault, String)] = [
      (.requestFailed, "error"), (.tokenRefused, "authorization"), (.tokenRevoked, "401 401-103 true"),
      (.serviceFailed, "500 500-100 true"), (.answerMissing, "nothing"), (.answerIncomplete, "200 {}"),
    ]
    for (fault, expected) in cases {
      var faults = Faults.none
      faults[fault] = 1
      var ece = SimulatedECE(Fixture.directory, faults: faults, seed: 1)
      #expect(Self.short(Self.answer(question, of: &ece)) == expected, "\(fault)")
    }
    var ece = SimulatedECE(Fixture.directory, seed: 1)
    #expect(Self.short(Self.answer(question, authorization: "nobody", of: &ece)) == "authorization")
  }
}
