import FlowModel
import JSONSyntax
import TestSupport
import Testing

@testable import FlowInterpreter

/// What a node that asks ECE one thing makes of answers that no scenario gives; the others are in the scenarios' tests.
@Suite struct ServiceAnswerTests {
  private static func node(_ type: String, _ fields: JSONObject = [:]) -> JSON {
    var node: JSONObject = ["type": .string(type), "authorization": "ece", "entryPointId": "1001"]
    for field in fields { node[field.key] = field.value }
    node["on"] = ["onError": "@end:incomplete", "otherwise": "@end"]
    return .object(node)
  }

  @Test(
    arguments: [
      (node("EntrypointConfiguration"), ServiceResult(entryPointID: "1", lastModifiedDate: "2026")),
      (node("EntrypointConfiguration"), ServiceResult(lastModifiedDate: "2026", attachmentPolicies: "all")),
      (node("EntrypointConfiguration"), ServiceResult(entryPointID: "1", attachmentPolicies: "all")),
      (node("AgentAvailability"), ServiceResult(availableSlots: 1)),
      (node("AgentAvailability", ["method": "capacity"]), ServiceResult(isAvailable: true)),
    ] as [(JSON, ServiceResult)])
  func aSuccessThatLacksAnOutputIsOnError(node: JSON, result: ServiceResult) throws {
    let machine = try TestFlow.machine(["ask": node])
    var (state, _) = machine.start(with: TestFlow.message(), at: TestFlow.start)
    guard case .serviceAnswer(let effect, _)? = state.wait else {
      Issue.record("the session waits for ECE")
      return
    }
    var told = result
    told.body = ["told": true]
    let turn = machine.resume(
      &state, with: .serviceAnswered(.succeeded(status: 200, told), to: effect), at: TestFlow.start)
    #expect(turn.happenings.contains(.outcome(node: "ask", outcome: "onError", target: "@end:incomplete")))
    #expect(turn.happenings.contains(.answerReceived(node: "ask", .status(200))))
    let outputs = machine.program.outputs(of: state).filter { $0.name.hasPrefix("ask.") }
    #expect(outputs.map(\.name) == ["ask.response"] && outputs[0].value == ["told": true])
  }

  @Test func anAnswerToAnotherRequestChangesNothing() throws {
    let machine = try TestFlow.machine(["ask": Self.node("AgentAvailability")])
    var (state, _) = machine.start(with: TestFlow.message(), at: TestFlow.start)
    let before = state
    let answer = ServiceAnswer.succeeded(status: 200, ServiceResult(isAvailable: true))
    let turn = machine.resume(
      &state, with: .serviceAnswered(answer, to: EffectID(999)), at: TestFlow.start)
    #expect(turn.happenings.isEmpty && state == before)
  }

  @Test func whatEceIsAskedIsKeptInMindUntilItAnswers() throws {
    let machine = try TestFlow.machine(["ask": Self.node("AgentAvailability")])
    var (state, turn) = machine.start(with: TestFlow.message(), at: TestFlow.start)
    guard case .serviceAnswer(let effect, let alarm)? = state.wait else {
      Issue.record("the session waits for ECE")
      return
    }
    let request = ServiceRequest(
      .agentAvailability(entryPointID: "1001"), authorization: "ece", deadline: TestFlow.start + 30_000)
    #expect(state.pendingEffects == [.requestService(request, effect)])
    #expect(turn.effects.contains(.requestService(request, effect)))
    turn = machine.resume(&state, with: .timerFired(alarm.timer), at: TestFlow.start + 30_000)
    #expect(state.pendingEffects.isEmpty)
    #expect(turn.happenings.contains(.outcome(node: "ask", outcome: "onTimeout", target: "@end")))
  }
}
