import FlowModel
import JSONSyntax

/// What a StartConversation does: it requests a conversation with an agent, then takes its events.
final class StartConversationBehavior: NodeBehavior {
  /// The node's outputs.
  private enum Output: String {
    case caseID = "caseId"
    case activityID = "activityId"
    case conversationID = "conversationId"
    case code, developerMessage, response
    case eventType = "event.type"
    case eventID = "event.id"
    case eventContent = "event.content"
    case eventSender = "event.sender"
    case eventTimeStamp = "event.timeStamp"
  }

  /// What an input is made of.
  fileprivate enum Value {
    case template(Template)
    case boolean(Bool)
    case null
  }

  /// The closing event's position among the events.
  private static let completePosition = ConversationOutcome.events.firstIndex(
    of: ConversationOutcome.complete)

  /// The customer's channel.
  private let method: Channel
  /// Whether what the customer writes while the node waits is sent to the agent.
  private let forwardsCustomerMessages: Bool
  private let authorization: String
  private let timeout: Int64
  /// The inputs of the method in the order of the language reference, but for the conversation's id.
  private let inputs: [(name: String, value: Value)]
  private let conversationID: Value
  private let outputs: [Output]
  /// The indices of the outcomes of webhook events, by the events' positions.
  private let events: [Int]
  private let success: Int

  init(_ node: FlowNode) {
    let fields = node.fields
    guard let method = Channel(rawValue: fields.requiredText("method")) else {
      preconditionFailure("a validated StartConversation has a method")
    }
    self.method = method
    forwardsCustomerMessages = fields["forwardCustomerMessages"]?.boolean ?? false
    authorization = fields.requiredText("authorization")
    timeout = Milliseconds.ofTimeout(fields["timeoutSeconds"]?.number ?? 30)
    let input = fields.requiredObject("input")
    let conversationIDName = "conversationId"
    inputs = NodeType.startConversation.description.shape.inputNames.filter { $0 != conversationIDName }
      .compactMap { name in input[name].map { (name, Value($0)) } }
    conversationID = input[conversationIDName].map(Value.init) ?? .null
    outputs = node.outputs(as: Output.self)
    events = ConversationOutcome.events.map(node.index)
    success = node.index(of: ConversationOutcome.success)
  }

  func enter(_ execution: inout Execution) -> Execution.Step {
    var input = JSONObject()
    for (name, value) in inputs { input[name] = value.rendered(in: &execution) }
    let conversation = conversationID.rendered(in: &execution)
    input["conversationId"] = conversation == .string("") ? .null : conversation
    guard !inputs.contains(where: { input[$0.name] == .string("") }) else {
      return fail(ConversationOutcome.invalidData, in: execution)
    }
    let effect = execution.tell { .conversationRequested(node: $0.current.id, input: input) }
    let alarm = execution.setAlarm(after: timeout)
    execution.turn.effects.append(
      .requestConversation(
        ConversationRequest(method: method, authorization: authorization, input: input, deadline: alarm.time),
        effect))
    execution.state.conversation = .requested
    return execution.wait(for: .conversationAnswer(effect, alarm))
  }

  func resume(_ execution: inout Execution, waiting wait: Wait, input: SessionInput) -> Execution.Step {
    switch (wait, input) {
    case (.conversationAnswer(let effect, _), .conversationAnswered(let answer, let request, let held))
    where request == effect:
      execution.cancelAlarm(of: wait)
      return take(answer, held: held, in: &execution)
    case (.conversationAnswer(_, let alarm), .timerFired(let timer)) where timer == alarm.timer:
      return failRequest(ConversationOutcome.timeout, in: &execution)
    case (.conversationEvent, .messageArrived(let message)) where forwardsCustomerMessages:
      guard let id = execution.state.conversation.id else { return .stop }
      let effect = execution.tell { .messageForwarded(node: $0.current.id, text: message.text) }
      execution.turn.effects.append(.forward(text: message.text, conversationID: id, effect))
      return .stop
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
    execution.tell { _ in .eventReceived(event: event.kind.name, id: event.id) }
    update(&execution, .event) { $0.event = event }
    if position == Self.completePosition, case .open(let id) = execution.state.conversation {
      execution.state.conversation = .completed(id: id)
      execution.discardHeldEvents(.conversationCompleted)
    }
    return .leave(events[position])
  }

  func forwardsMessages(on channel: Channel) -> Bool { forwardsCustomerMessages && method == channel }

  func value(of output: OutputID, in stored: UnsafePointer<StoredOutputs>) -> JSON {
    guard case .conversation(let outputs, let latest)? = stored.pointee.outputs else { return .null }
    let conversation = outputs.value
    return switch self.outputs[output.index] {
    case .caseID: JSON(conversation.started?.caseID)
    case .activityID: JSON(conversation.started?.activityID)
    case .conversationID: JSON(conversation.started?.id.text)
    case .code: conversation.refusal?.value.code ?? .null
    case .developerMessage: JSON(conversation.refusal?.value.developerMessage)
    case .response: conversation.value(of: latest)
    case .eventType: JSON(conversation.event?.kind.name)
    case .eventID: JSON(conversation.event?.id.text)
    case .eventContent: JSON(conversation.event?.content)
    case .eventSender: JSON(conversation.event?.sender)
    case .eventTimeStamp:
      conversation.event?.timeStamp.map { .number($0.integer.map(JSONNumber.init) ?? $0) } ?? .null
    }
  }

  private func update(
    _ execution: inout Execution, _ latest: ConversationResponse,
    _ change: (inout ConversationOutputs) -> Void
  ) {
    // Taken out, so that it is changed where it is.
    guard case .conversation(var outputs, _)? = execution.outputs.take() else {
      var outputs = ConversationOutputs()
      change(&outputs)
      execution.outputs = .conversation(Boxed(outputs), latest: latest)
      return
    }
    change(&outputs.value)
    execution.outputs = .conversation(outputs, latest: latest)
  }

  private func take(
    _ answer: ConversationAnswer, held: [WebhookEvent], in execution: inout Execution
  ) -> Execution.Step {
    switch answer {
    case .started(let status, let conversation):
      execution.tell { .answerReceived(node: $0.current.id, .status(status)) }
      execution.state.conversation = .open(id: conversation.id)
      execution.hold(moved: held)
      update(&execution, .started) { $0.started = conversation }
      return .leave(success)
    case .refused(let status, let refusal):
      execution.tell { .answerReceived(node: $0.current.id, .status(status)) }
      update(&execution, .refused) { $0.refusal = Boxed(refusal) }
      let outcome = ConversationOutcome.statuses.first { $0.status == status }?.outcome
      return failRequest(outcome ?? ConversationOutcome.invalidChoice, in: &execution)
    case .failed(let failure):
      execution.tell { .answerReceived(node: $0.current.id, .failure(failure)) }
      return failRequest(failure.outcome, in: &execution)
    }
  }

  /// The request has failed: what was held for its answer is discarded, and the node left for good.
  private func failRequest(_ outcome: Outcome, in execution: inout Execution) -> Execution.Step {
    execution.state.conversation = .failed
    execution.discardHeldEvents(.conversationNotStarted)
    return fail(outcome, in: execution)
  }

  /// Leaves by a failure; by `onInvalidChoice` where that is listed and the failure itself is not.
  private func fail(_ outcome: Outcome, in execution: borrowing Execution) -> Execution.Step {
    let node = execution.current
    let own = node.index(of: outcome)
    let invalidChoice = node.index(of: ConversationOutcome.invalidChoice)
    return .leave(!node.exits[own].isListed && node.exits[invalidChoice].isListed ? invalidChoice : own)
  }
}

extension ConversationOutputs {
  /// The whole latest answer or webhook message.
  fileprivate func value(of latest: ConversationResponse) -> JSON {
    switch latest {
    case .none: .null
    case .started: started?.body ?? .null
    case .refused: refusal?.value.body ?? .null
    case .event: event.map { ["message": [$0.wire]] } ?? .null
    }
  }
}

extension StartConversationBehavior.Value {
  fileprivate init(_ field: FieldValue) {
    switch field.content {
    case .template(let template): self = .template(template)
    case .boolean(let boolean): self = .boolean(boolean)
    case .null: self = .null
    case .invalid, .number, .text, .object, .list, .unjudged:
      preconditionFailure("a validated input is a template, a boolean or null")
    }
  }

  fileprivate func rendered(in execution: inout Execution) -> JSON {
    switch self {
    case .template(let template): .string(execution.render(template))
    case .boolean(let boolean): .boolean(boolean)
    case .null: .null
    }
  }
}

extension RequestFailure {
  fileprivate var outcome: Outcome {
    switch self {
    case .timeout: ConversationOutcome.timeout
    case .error: ConversationOutcome.error
    case .authorization: ConversationOutcome.authorizationFailed
    }
  }
}

extension ObjectShape {
  /// The names of a StartConversation's inputs, in the order of the language reference.
  fileprivate var inputNames: [String] {
    guard case .object(let input)? = fields.first(where: { $0.name == "input" })?.shape else {
      preconditionFailure("a StartConversation has inputs")
    }
    return input.fields.map(\.name)
  }
}
