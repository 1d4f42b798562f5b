import FlowModel
import JSONSyntax

/// What SendSMS and SendMessenger do: submit a message, await the gateway's answer and perhaps the receipt.
final class SendBehavior: NodeBehavior {
  /// The node's outputs.
  private enum Output: String {
    case gatewayTransactionID = "send.gatewayTid"
    case statusCode = "send.deliveryStatusCode"
    case statusDescription = "send.deliveryStatusDescription"
    case sentDateTime = "send.sentDateTime"
  }

  /// The indices of the outcomes that the node has: only one that waits for the report has those of the report, only
  /// another one `success`.
  private struct Outcomes {
    let success: Int?
    let delivered: Int?
    let notDelivered: Int?
    let policyFail: Int?
    let error: Int?
    let timeout: Int?

    init(_ node: FlowNode) {
      func index(_ outcome: Outcome) -> Int? { node.outcomes.firstIndex(of: outcome) }
      success = index(SendOutcome.success)
      delivered = index(SendOutcome.delivered)
      notDelivered = index(SendOutcome.notDelivered)
      policyFail = index(SendOutcome.policyFail)
      error = index(SendOutcome.error)
      timeout = index(SendOutcome.timeout)
    }
  }

  private let channel: Channel
  private let destination: Template
  private let destinationType: OutboundMessage.DestinationType
  private let from: Template?
  private let message: Template
  private let messageType: OutboundMessage.MessageType
  private let correlationID: Template?
  private let waitsForReport: Bool
  private let expiry: Int64
  private let outcomes: Outcomes
  private let outputs: [Output]

  convenience init(sms node: FlowNode) {
    self.init(node, channel: .sms, from: node.fields.requiredTemplate("from"))
  }

  convenience init(messenger node: FlowNode) {
    self.init(node, channel: .messenger, from: nil)
  }

  private init(_ node: FlowNode, channel: Channel, from: Template?) {
    let fields = node.fields
    self.channel = channel
    self.from = from
    destination = fields.requiredTemplate("destination")
    destinationType = fields["destinationType"]?.text.flatMap(OutboundMessage.DestinationType.init) ?? .msisdn
    message = fields.requiredTemplate("message")
    messageType = fields["messageType"]?.text.flatMap(OutboundMessage.MessageType.init) ?? .text
    correlationID = fields["correlationId"]?.template
    waitsForReport = node.waits
    expiry = Milliseconds.ofTimeout(fields["expirySeconds"]?.number ?? 60)
    outcomes = Outcomes(node)
    outputs = node.outputs(as: Output.self)
  }

  func enter(_ execution: inout Execution) -> Execution.Step {
    let outbound = OutboundMessage(
      channel: channel, to: execution.render(destination), destinationType: destinationType,
      from: from.map { execution.render($0) }, text: execution.render(message), messageType: messageType,
      correlationID: correlationID.map { execution.render($0) }, wantsDeliveryReport: waitsForReport)
    guard !outbound.to.isEmpty, !outbound.text.isEmpty else { return leave(by: outcomes.error) }
    let effect = execution.tell { .messageSent(node: $0.current.id, outbound) }
    execution.turn.effects.append(.send(outbound, effect))
    return execution.wait(for: .gatewayAnswer(effect, execution.setAlarm(after: expiry)))
  }

  func resume(_ execution: inout Execution, waiting wait: Wait, input: SessionInput) -> Execution.Step {
    switch (wait, input) {
    case (.gatewayAnswer(let effect, let alarm), .gatewayAnswered(let answer, let submission))
    where submission == effect:
      return take(answer, effect: effect, alarm: alarm, in: &execution)
    case (.deliveryReport(let effect, _), .deliveryReported(let report, let submission))
    where submission == effect:
      execution.cancelAlarm(of: wait)
      if case .sent(var submission)? = execution.outputs.take() {
        submission.value.report = Boxed(report)
        execution.outputs = .sent(submission)
      }
      return leave(by: report.isDelivered ? outcomes.delivered : outcomes.notDelivered)
    case (.gatewayAnswer(_, let alarm), .timerFired(let timer)) where timer == alarm.timer,
      (.deliveryReport(_, let alarm), .timerFired(let timer)) where timer == alarm.timer:
      return leave(by: outcomes.timeout)
    default: return .stop
    }
  }

  func canWait(_ wait: Wait) -> Bool {
    wait.reason == .gatewayAnswer || waitsForReport && wait.reason == .deliveryReport
  }

  private func take(
    _ answer: GatewayAnswer, effect: EffectID, alarm: Wait.Alarm, in execution: inout Execution
  ) -> Execution.Step {
    guard case .accepted(let transactionID) = answer else {
      execution.cancelAlarm(of: .gatewayAnswer(effect, alarm))
      return leave(by: answer == .refusedByPolicy ? outcomes.policyFail : outcomes.error)
    }
    note(transactionID, in: &execution)
    // The same timer goes on for the report.
    if waitsForReport { return execution.wait(for: .deliveryReport(effect, alarm)) }
    execution.cancelAlarm(of: .gatewayAnswer(effect, alarm))
    return leave(by: outcomes.success)
  }

  /// Notes that the gateway has taken a message. The last receipt stays as it is.
  private func note(_ transactionID: String, in execution: inout Execution) {
    // Taken out, so that it is changed where it is.
    guard case .sent(var submission)? = execution.outputs.take() else {
      let submission = Submission(transactionID: transactionID, time: execution.now)
      execution.outputs = .sent(Boxed(submission))
      return
    }
    submission.value.transactionID = transactionID
    submission.value.time = execution.now
    execution.outputs = .sent(submission)
  }

  private func leave(by outcome: Int?) -> Execution.Step {
    guard let outcome else { preconditionFailure("a send has the outcomes of what it waits for") }
    return .leave(outcome)
  }

  func value(of output: OutputID, in stored: UnsafePointer<StoredOutputs>) -> JSON {
    guard case .sent(let submission)? = stored.pointee.outputs else { return .null }
    let (report, time) = (submission.value.report, submission.value.time)
    return switch outputs[output.index] {
    case .gatewayTransactionID: .string(submission.value.transactionID)
    case .statusCode: JSON(report?.value.statusCode)
    case .statusDescription: JSON(report?.value.statusDescription)
    case .sentDateTime: .string(time.rfc3339)
    }
  }
}
