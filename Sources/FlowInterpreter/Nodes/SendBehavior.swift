import FlowModel
import JSONSyntax

/// What SendSMS and SendMessenger do: submit a message, await the gateway's answer and perhaps the receipt.
struct SendBehavior: NodeBehavior {
  /// The outputs that the gateway's answer sets; the last receipt stays as it is.
  private enum AnswerOutput: String {
    case gatewayTransactionID = "send.gatewayTid"
    case sentDateTime = "send.sentDateTime"
  }

  /// The outputs that the receipt sets.
  private enum ReceiptOutput: String {
    case statusCode = "send.deliveryStatusCode"
    case statusDescription = "send.deliveryStatusDescription"
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
  private let message: Template
  /// What an SMS has besides; nil on Messenger.
  private let sms: NodeConfiguration.SendSMS?
  private let waitsForReport: Bool
  private let expiry: Int64
  private let outcomes: Outcomes
  private let answerOutputs: OutputGroup<AnswerOutput>
  private let receiptOutputs: OutputGroup<ReceiptOutput>

  init(_ configuration: NodeConfiguration.SendSMS, of node: FlowNode) {
    channel = .sms
    destination = configuration.destination
    message = configuration.message
    sms = configuration
    waitsForReport = configuration.waitsForReport
    expiry = Milliseconds.ofTimeout(configuration.expirySeconds)
    outcomes = Outcomes(node)
    answerOutputs = OutputGroup(of: node)
    receiptOutputs = OutputGroup(of: node)
  }

  init(_ configuration: NodeConfiguration.SendMessenger, of node: FlowNode) {
    channel = .messenger
    destination = configuration.destination
    message = configuration.message
    sms = nil
    waitsForReport = false
    expiry = Milliseconds.ofTimeout(configuration.expirySeconds)
    outcomes = Outcomes(node)
    answerOutputs = OutputGroup(of: node)
    receiptOutputs = OutputGroup(of: node)
  }

  func enter(_ execution: inout Execution) -> Execution.Step {
    var blanks: [Blank] = []
    let outbound = OutboundMessage(
      channel: channel, to: CustomerAddress(execution.render(destination)),
      destinationType: sms?.destinationType ?? .msisdn,
      from: (sms?.from).map { BusinessAddress(execution.render($0)) },
      text: execution.render(message, noting: &blanks),
      messageType: sms?.messageType ?? .text,
      correlationID: (sms?.correlationID).map { execution.render($0) }, wantsDeliveryReport: waitsForReport)
    guard !outbound.to.text.isEmpty, !outbound.text.isEmpty else { return leave(by: outcomes.error) }
    let node = execution.current
    execution.emit(.messageSent(node: node.id, outbound, blanks: blanks))
    let effect = execution.nextEffect
    execution.request(.send(outbound, effect))
    return execution.wait(for: AnswerWait.gateway(effect, execution.setAlarm(after: expiry)))
  }

  func resume(_ execution: inout Execution, waiting wait: Wait, input: SessionInput) -> Execution.Step {
    switch (wait, input) {
    case (.gatewayAnswer(let effect, let alarm), .gatewayAnswered(let answer, let submission))
    where submission == effect:
      return take(answer, to: effect, alarm: alarm, waiting: wait, in: &execution)
    case (.deliveryReport(_, let awaited, _), .deliveryReported(let report, let id)) where id == awaited:
      execution.stopWaiting(wait)
      execution.setOutputs(receiptOutputs) { output in
        switch output {
        case .statusCode: .string(report.statusCode)
        case .statusDescription: .string(report.statusDescription)
        }
      }
      return leave(by: report.isDelivered ? outcomes.delivered : outcomes.notDelivered)
    case (.gatewayAnswer(_, let alarm), .timerFired(let timer)) where timer == alarm.timer,
      (.deliveryReport(_, _, let alarm), .timerFired(let timer)) where timer == alarm.timer:
      execution.giveUpAnswer(of: wait)
      return leave(by: outcomes.timeout)
    default: return .stop
    }
  }

  func canWait(_ wait: Wait) -> Bool {
    wait.reason == .gatewayAnswer || waitsForReport && wait.reason == .deliveryReport
  }

  private func take(
    _ answer: GatewayAnswer, to effect: EffectID, alarm: Alarm, waiting wait: Wait,
    in execution: inout Execution
  ) -> Execution.Step {
    guard case .accepted(let transactionID) = answer else {
      execution.stopWaiting(wait)
      return leave(by: answer == .refusedByPolicy ? outcomes.policyFail : outcomes.error)
    }
    let now = execution.now
    execution.setOutputs(answerOutputs) { output in
      switch output {
      case .gatewayTransactionID: .string(transactionID.text)
      case .sentDateTime: .string(now.rfc3339)
      }
    }
    // The same timer goes on for the report.
    if waitsForReport {
      return execution.wait(for: WaitingNodeWait.deliveryReport(effect, of: transactionID, alarm))
    }
    execution.stopWaiting(wait)
    return leave(by: outcomes.success)
  }

  private func leave(by outcome: Int?) -> Execution.Step {
    guard let outcome else { preconditionFailure("a send has the outcomes of what it waits for") }
    return .leave(outcome)
  }
}
