import FlowModel
import JSONSyntax

/// What the nodes do that ask ECE one thing and await the answer. Each says for itself what it asks, and what it makes of a
/// success.
protocol ServiceBehavior: NodeBehavior {
  /// What it asks with, and its outcomes.
  var caller: ServiceCaller { get }

  /// What it asks, rendered; nil where something of it is empty. All of it is rendered either way.
  func question(in execution: inout Execution) -> ServiceRequest.Question?

  /// What a success tells: the outcome, and the outputs of the node's own; nil where it lacks one.
  func reading(of result: ServiceResult) -> ServiceReading?
}

/// What a success tells a node.
struct ServiceReading {
  let outcome: Outcome
  /// The outputs of the node's own, by their names.
  var outputs: [String: JSON] = [:]
}

/// What a node asks ECE with, and what comes of it.
struct ServiceCaller: Sendable {
  fileprivate let authorization: String
  fileprivate let timeout: Int64
  fileprivate let outcomes: ServiceOutcomes
  /// The names of the node's outputs, in the order of their numbers.
  fileprivate let outputs: [String]

  init(_ call: NodeConfiguration.ServiceCall, _ outcomes: ServiceOutcomes, of node: FlowNode) {
    authorization = call.authorization
    timeout = Milliseconds.ofTimeout(call.timeoutSeconds)
    self.outcomes = outcomes
    outputs = node.outputs.map(\.name)
  }
}

extension ServiceBehavior {
  func enter(_ execution: inout Execution) -> Execution.Step {
    guard let question = question(in: &execution) else {
      return execution.fail(by: RequestOutcome.invalidData)
    }
    let node = execution.current
    execution.emit(.serviceRequested(node: node.id, question))
    let request = ServiceRequest(
      question, authorization: caller.authorization, deadline: execution.now + caller.timeout)
    let effect = execution.nextEffect
    execution.request(.requestService(request, effect))
    return execution.wait(for: AnswerWait.service(effect, execution.setAlarm(after: caller.timeout)))
  }

  func resume(_ execution: inout Execution, waiting wait: Wait, input: SessionInput) -> Execution.Step {
    switch (wait, input) {
    case (.serviceAnswer(let effect, _), .serviceAnswered(let answer, let request)) where request == effect:
      execution.stopWaiting(wait)
      return take(answer, in: &execution)
    case (.serviceAnswer(_, let alarm), .timerFired(let timer)) where timer == alarm.timer:
      execution.giveUpAnswer(of: wait)
      return execution.fail(by: RequestOutcome.timeout)
    default: return .stop
    }
  }

  func canWait(_ wait: Wait) -> Bool { wait.reason == .serviceAnswer }

  private func take(_ answer: ServiceAnswer, in execution: inout Execution) -> Execution.Step {
    switch answer {
    case .succeeded(let status, let result):
      execution.emitAnswer(.status(status))
      let reading = reading(of: result)
      execution.setOutputs(caller.outputs) { name in
        name == "response" ? result.body : reading?.outputs[name]
      }
      guard let reading else { return execution.fail(by: RequestOutcome.error) }
      return .leave(execution.current.index(of: reading.outcome))
    case .refused(let status, let refusal):
      execution.emitAnswer(.status(status))
      execution.setOutputs(caller.outputs) { name in
        switch name {
        case "code": refusal.code
        case "developerMessage": JSON(refusal.developerMessage)
        case "response": refusal.body
        default: nil
        }
      }
      return execution.fail(by: caller.outcomes.failure(ofStatus: status))
    case .failed(let failure):
      execution.emitAnswer(.failure(failure))
      return execution.fail(by: failure.outcome)
    }
  }
}

/// Failures of the nodes that ask ECE something.
extension Execution {
  /// Leaves the node by a failure or a timeout; by `onInvalidChoice` where that is listed and the failure itself is not.
  func fail(by outcome: Outcome) -> Step {
    let own = current.index(of: outcome)
    let invalidChoice = current.index(of: RequestOutcome.invalidChoice)
    let isReplaced = !current.transitions[own].isListed && current.transitions[invalidChoice].isListed
    return .leave(isReplaced ? invalidChoice : own)
  }
}

extension RequestFailure {
  /// The outcome of a request that has no answer.
  var outcome: Outcome {
    switch self {
    case .timeout: RequestOutcome.timeout
    case .error: RequestOutcome.error
    case .authorization: RequestOutcome.authorizationFailed
    }
  }
}
