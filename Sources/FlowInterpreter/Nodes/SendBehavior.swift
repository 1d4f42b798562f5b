import FlowModel
import JSONSyntax

/// What SendSMS and SendMessenger do: submit a message, await the gateway's answer and perhaps the receipt.
struct SendBehavior: NodeBehavior {
  private let channel: Channel
  private let destination: Template
  private let destinationType: OutboundMessage.DestinationType
  private let from: Template?
  private let message: Template
  private let messageType: OutboundMessage.MessageType
  private let correlationID: Template?
  private let waitsForReport: Bool
  private let expiry: Int64
  /// The outcomes' indices. Only a node that waits for the report has those of the report, only another one `success`.
  private let outcomes: [Outcome: Int]

  init(sms node: FlowNode) {
    self.init(node, channel: .sms, from: node.fields.requiredTemplate("from"))
  }

  init(messenger node: FlowNode) {
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
    outcomes = Dictionary(uniqueKeysWithValues: zip(node.outcomes, node.outcomes.indices))
  }

  func enter(_ execution: inout Execution) -> Execution.Step {
    let outbound = OutboundMessage(
      channel: channel, to: execution.render(destination), destinationType: destinationType,
      from: from.map { execution.render($0) }, text: execution.render(message), messageType: messageType,
      correlationID: correlationID.map { execution.render($0) }, wantsDeliveryReport: waitsForReport)
    guard !outbound.to.isEmpty, !outbound.text.isEmpty else { return leave(by: SendOutcome.error) }
    let effect = execution.tell(.messageSent(node: execution.current.id, outbound))
    execution.turn.effects.append(.send(outbound, effect))
    return .wait(.gatewayAnswer(effect, execution.setAlarm(after: expiry)))
  }

  func resume(_ execution: inout Execution, waiting wait: Wait, input: SessionInput) -> Execution.Step {
    switch (wait, input) {
    case (.gatewayAnswer(let effect, let alarm), .gatewayAnswered(let answer, let submission))
    where submission == effect:
      return take(answer, effect: effect, alarm: alarm, in: &execution)
    case (.deliveryReport(let effect, _), .deliveryReported(let report, let submission))
    where submission == effect:
      execution.cancelAlarm(of: wait)
      execution.setOutput("send.deliveryStatusCode", .string(report.statusCode))
      execution.setOutput("send.deliveryStatusDescription", .string(report.statusDescription))
      return leave(by: report.isDelivered ? SendOutcome.delivered : SendOutcome.notDelivered)
    case (.gatewayAnswer(_, let alarm), .timerFired(let timer)) where timer == alarm.timer,
      (.deliveryReport(_, let alarm), .timerFired(let timer)) where timer == alarm.timer:
      return leave(by: SendOutcome.timeout)
    default: return .stay
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
      return leave(by: answer == .refusedByPolicy ? SendOutcome.policyFail : SendOutcome.error)
    }
    execution.setOutput("send.gatewayTid", .string(transactionID))
    execution.setOutput("send.sentDateTime", .string(execution.now.rfc3339))
    // The same timer goes on for the report.
    if waitsForReport { return .wait(.deliveryReport(effect, alarm)) }
    execution.cancelAlarm(of: .gatewayAnswer(effect, alarm))
    return leave(by: SendOutcome.success)
  }

  private func leave(by outcome: Outcome) -> Execution.Step {
    guard let index = outcomes[outcome] else {
      preconditionFailure("a send has the outcomes of what it waits for")
    }
    return .leave(index)
  }
}
