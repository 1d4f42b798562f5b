import FlowModel
import JSONSyntax

/// What a StartConversation does: it requests a conversation with an agent, then takes its events.
struct StartConversationBehavior: NodeBehavior {
  /// The outputs that an event sets.
  private enum EventOutput: String {
    case type = "event.type"
    case id = "event.id"
    case content = "event.content"
    case contentType = "event.contentType"
    case sender = "event.sender"
    case timeStamp = "event.timeStamp"
    case response
  }

  /// The outputs that an answer which brings a conversation sets.
  private enum ConversationOutput: String {
    case caseID = "caseId"
    case activityID = "activityId"
    case conversationID = "conversationId"
    case response
  }

  /// The outputs that a refusal sets.
  private enum RefusalOutput: String {
    case code, developerMessage, response
  }

  private let configuration: NodeConfiguration.StartConversation
  private let timeout: Int64
  private let eventOutputs: OutputGroup<EventOutput>
  private let conversationOutputs: OutputGroup<ConversationOutput>
  private let refusalOutputs: OutputGroup<RefusalOutput>
  /// The indices of the outcomes of webhook events, by the events' positions.
  private let events: [Int]
  private let success: Int

  init(_ configuration: NodeConfiguration.StartConversation, of node: FlowNode) {
    self.configuration = configuration
    timeout = Milliseconds.ofTimeout(configuration.timeoutSeconds)
    eventOutputs = OutputGroup(of: node)
    conversationOutputs = OutputGroup(of: node)
    refusalOutputs = OutputGroup(of: node)
    events = ConversationOutcome.events.map(node.index)
    success = node.index(of: ConversationOutcome.success)
  }

  func enter(_ execution: inout Execution) -> Execution.Step {
    var input = JSONObject()
    for (name, value) in configuration.inputs { input[name] = value.rendered(in: &execution) }
    let conversation = configuration.conversationID.rendered(in: &execution)
    input["conversationId"] = conversation == .string("") ? .null : conversation
    guard !configuration.inputs.contains(where: { input[$0.name] == .string("") }) else {
      return execution.fail(by: RequestOutcome.invalidData)
    }
    let node = execution.current
    execution.emit(.conversationRequested(node: node.id, input: input))
    let request = ConversationRequest(
      method: configuration.method, authorization: configuration.authorization, input: input,
      deadline: execution.now + timeout)
    let effect = execution.nextEffect
    execution.request(.requestConversation(request, effect))
    return execution.wait(
      for: ConversationWait(
        effect: effect, alarm: execution.setAlarm(after: timeout),
        named: input["conversationId"]?.string.map { ConversationID($0) }))
  }

  func resume(_ execution: inout Execution, waiting wait: Wait, input: SessionInput) -> Execution.Step {
    switch (wait, input) {
    case (.conversationAnswer(let effect, _), .conversationAnswered(let answer, let request, let held))
    where request == effect:
      execution.stopWaiting(wait)
      return take(answer, held: held, in: &execution)
    case (.conversationAnswer(_, let alarm), .timerFired(let timer)) where timer == alarm.timer:
      execution.giveUpAnswer(of: wait)
      return failRequest(RequestOutcome.timeout, in: &execution)
    default: return .stop
    }
  }

  func canWait(_ wait: Wait) -> Bool {
    wait.reason == .conversationAnswer || wait.reason == .conversationEvent
  }

  /// Takes an event: an intermediate one begins its branch, `Complete` leaves the node for good.
  func process(_ event: WebhookEvent, in execution: inout Execution) -> Execution.Step {
    guard let position = event.position else {
      preconditionFailure("an event without an outcome is discarded when it comes")
    }
    execution.emit(.eventReceived(event: event.name, id: event.id))
    execution.setOutputs(eventOutputs) { output in
      switch output {
      case .type: .string(event.name)
      case .id: .string(event.id.text)
      case .content: event.message.content
      case .contentType: .string(event.contentType)
      case .sender: event.message.sender
      case .timeStamp: event.message.timeStamp
      case .response: event.message.callback
      }
    }
    if event.isComplete, case .listening(let id) = execution.standing {
      execution.standing = .apart(.completed(id))
      execution.discardHeldEvents(.conversationCompleted)
    }
    return .leave(events[position])
  }

  func forwardsMessages(on channel: Channel) -> Bool {
    configuration.forwardsCustomerMessages && configuration.method == channel
  }

  private func take(
    _ answer: ConversationAnswer, held: [WebhookEvent], in execution: inout Execution
  ) -> Execution.Step {
    switch answer {
    case .started(let status, let conversation):
      execution.emitAnswer(.status(status))
      execution.standing = .listening(conversation.id)
      execution.session.value.learn(conversation.id, at: execution.now)
      execution.discardHeldEventsOfFormerConversations(current: conversation.id)
      execution.hold(moved: held)
      execution.setOutputs(conversationOutputs) { output in
        switch output {
        case .caseID: JSON(conversation.caseID)
        case .activityID: JSON(conversation.activityID)
        case .conversationID: .string(conversation.id.text)
        case .response: conversation.body
        }
      }
      return .leave(success)
    case .refused(let status, let refusal):
      execution.emitAnswer(.status(status))
      execution.setOutputs(refusalOutputs) { output in
        switch output {
        case .code: refusal.code
        case .developerMessage: JSON(refusal.developerMessage)
        case .response: refusal.body
        }
      }
      let outcome = ConversationOutcome.statuses.first { $0.status == status }?.outcome
      return failRequest(outcome ?? RequestOutcome.invalidChoice, in: &execution)
    case .failed(let failure):
      execution.emitAnswer(.failure(failure))
      return failRequest(failure.outcome, in: &execution)
    }
  }

  /// The request has failed: what was held for its answer is discarded, and the node left for good.
  private func failRequest(_ outcome: Outcome, in execution: inout Execution) -> Execution.Step {
    execution.standing = .apart(.failed)
    execution.discardHeldEvents(.conversationNotStarted)
    return execution.fail(by: outcome)
  }
}

extension NodeConfiguration.StartConversation.Value {
  fileprivate func rendered(in execution: inout Execution) -> JSON {
    switch self {
    case .template(let template): .string(execution.render(template))
    case .boolean(let boolean): .boolean(boolean)
    case .null: .null
    }
  }
}
