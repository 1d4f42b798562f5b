import FlowModel
import JSONSyntax

/// What a Start does: it takes the message that began the session.
struct StartBehavior: NodeBehavior {
  private let keyword: String

  init(_ node: FlowNode) {
    keyword = Trigger(node.fields.requiredObject("trigger")).keyword
  }

  func enter(_ execution: inout Execution) -> Execution.Step {
    guard let message = execution.trigger else {
      preconditionFailure("a Start is entered only in a session's first turn")
    }
    execution.setMessageOutputs(message, keyword: keyword)
    return .leave(0)
  }

  func resume(_ execution: inout Execution, waiting wait: Wait, input: SessionInput) -> Execution.Step {
    .stay
  }

  func canWait(_ wait: Wait) -> Bool { false }
}

extension Execution {
  /// Sets the outputs that a message from a customer has under Start and Receive.
  mutating func setMessageOutputs(_ message: InboundMessage, keyword: String) {
    switch message.channel {
    case .sms:
      let (keyword, text) = message.split(by: keyword)
      setOutput("sms.keyword", .string(keyword))
      setOutput("sms.message", .string(text))
      setOutput("sms.serviceNumber", message.to.map { .string($0) } ?? .null)
      setOutput("sms.senderNumber", .string(message.from))
      setOutput("sms.timestamp", .string(now.rfc3339))
      setOutput("sms.transId", .string(message.transactionID))
    case .messenger:
      setOutput("messenger.message", .string(message.text))
      setOutput("messenger.psId", .string(message.from))
      setOutput("messenger.name", message.name.map { .string($0) } ?? .null)
      setOutput("messenger.appId", message.to.map { .string($0) } ?? .null)
      setOutput("messenger.timestamp", .string(now.rfc3339))
      setOutput("messenger.transId", .string(message.transactionID))
    }
  }
}
