import FlowModel
import FlowSimulation
import JSONSyntax
import Testing

@testable import FlowHosting
@testable import FlowInterpreter

@Suite(.timeLimit(.minutes(10))) struct SimulatedConversationServiceTests {
  @Test func aLiveSessionTalksWithASimulatedAgentToTheEnd() async throws {
    let clock = VirtualClock()
    var agents = AgentBehavior()
    agents.completionProbability = 1
    var directory = ServiceFixture.directory
    directory.add(NodeAuthorization(name: "ece", clientID: "flows", clientSecret: "s1"))
    let service = SimulatedConversationService(
      SimulatedECE(directory, agents: agents, seed: 5), clock: clock)
    let program = try FlowProgram(file: UsualFlow.file(["nodes": LiveFixture.chat]))
    let session = try #require(
      await FlowSession(
        FlowMachine(program), startingWith: .message(LiveFixture.message("hi")), key: SessionKey("s"),
        channel: RecordingChannel(),
        service: service, http: ScriptedHTTPClient(), clock: clock))
    let delivery = Task {
      for await callback in service.callbacks {
        for case .success(let event) in try CallbackBody(callback.body).messages {
          await session.deliver(event)
        }
      }
    }
    let time = Task { while !Task.isCancelled { await clock.advance(by: 1_000) } }
    var reader = TraceReader(session.trace)
    let lines = await reader.lines()
    time.cancel()
    delivery.cancel()
    #expect(lines.contains { $0.hasSuffix("answerReceived open 200") })
    #expect(lines.last?.hasSuffix("ended success 101") == true)
    #expect(await !service.service.conversations[0].isOpen)
  }

  @Test func aRequestThatIsMadeAgainUnderItsKeyIsTheSame() async throws {
    let clock = VirtualClock()
    let service = SimulatedConversationService(SimulatedECE(ServiceFixture.directory, seed: 5), clock: clock)
    let time = Task { while !Task.isCancelled { await clock.advance(by: 1_000) } }
    let key = IdempotencyKey(session: SessionKey("s"), effect: EffectID(1))
    let first = await service.start(ServiceFixture.request(), key: key)
    #expect(await service.start(ServiceFixture.request(), key: key) == first)
    #expect(await service.service.conversations.count == 1)
    await service.forward("late?", toConversation: "conversation-1", key: key)
    await service.forward("late?", toConversation: "conversation-1", key: key)
    #expect(await service.service.conversations[0].customerTexts == ["late?"])
    time.cancel()
  }

  @Test func anAnswerThatNeverComesIsATimeout() async throws {
    let clock = VirtualClock()
    var faults = Faults.none
    faults[.answerMissing] = 1
    let service = SimulatedConversationService(
      SimulatedECE(ServiceFixture.directory, faults: faults, seed: 5), clock: clock)
    let time = Task { while !Task.isCancelled { await clock.advance(by: 1_000) } }
    let key = IdempotencyKey(session: SessionKey("s"), effect: EffectID(1))
    #expect(await service.start(ServiceFixture.request(), key: key) == .failed(.timeout))
    #expect(clock.now >= ServiceFixture.request().deadline)
    time.cancel()
  }
}
