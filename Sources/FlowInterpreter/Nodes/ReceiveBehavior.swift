import FlowModel
import JSONSyntax

/// What a Receive does: it waits for a message from a customer.
struct ReceiveBehavior: NodeBehavior {
  /// One channel on which it waits.
  private struct ChannelFilter: Sendable {
    let channel: Channel
    let number: String?
    let keyword: String
    let from: Template?
    /// The index of the outcome.
    let outcome: Int
  }

  private let channels: [ChannelFilter]
  private let milliseconds: Int64
  private let timeout: Int

  init(_ node: FlowNode) {
    let configured = node.fields.requiredObject("channels")
    channels = Channel.allCases.compactMap { channel in
      guard let fields = configured[channel.rawValue]?.object else { return nil }
      return ChannelFilter(
        channel: channel, number: fields["number"]?.text, keyword: fields["keyword"]?.text ?? "*",
        from: fields["from"]?.template, outcome: node.index(of: ReceiveOutcome.message(on: channel)))
    }
    guard let seconds = node.fields["timeoutSeconds"]?.number else {
      preconditionFailure("a validated Receive has a timeout")
    }
    milliseconds = Milliseconds.ofTimeout(seconds)
    timeout = node.index(of: ReceiveOutcome.timeout)
  }

  func enter(_ execution: inout Execution) -> Execution.Step {
    let filters = channels.map { channel in
      MessageFilter(
        channel: channel.channel, number: channel.number, keyword: channel.keyword,
        from: channel.from.map { execution.render($0) } ?? execution.state.customer.address)
    }
    return .wait(.message(filters, execution.setAlarm(after: milliseconds)))
  }

  func resume(_ execution: inout Execution, waiting wait: Wait, input: SessionInput) -> Execution.Step {
    switch (wait, input) {
    case (.message(let filters, _), .messageArrived(let message)):
      guard let index = filters.firstIndex(where: { $0.admits(message) }) else { return .stay }
      execution.cancelAlarm(of: wait)
      return take(message, on: channels[index], in: &execution)
    case (.message(_, let alarm), .timerFired(let timer)) where timer == alarm.timer: return .leave(timeout)
    default: return .stay
    }
  }

  func canWait(_ wait: Wait) -> Bool {
    guard case .message(let filters, _) = wait else { return false }
    return filters.map(\.channel) == channels.map(\.channel)
  }

  private func take(
    _ message: InboundMessage, on channel: ChannelFilter, in execution: inout Execution
  ) -> Execution.Step {
    execution.tell(
      .messageReceived(node: execution.current.id, channel: message.channel, text: message.text))
    execution.setMessageOutputs(message, keyword: channel.keyword)
    execution.setOutput("receive.message", .string(message.text))
    execution.setOutput("receive.channel", .string(message.channel.rawValue))
    execution.setOutput("receive.payload", message.payload(at: execution.now))
    return .leave(channel.outcome)
  }
}

extension InboundMessage {
  /// The message with all that is known of it, as JSON.
  fileprivate func payload(at now: Timestamp) -> JSON {
    var payload = JSONObject()
    payload["channel"] = .string(channel.rawValue)
    payload["from"] = .string(from)
    payload["to"] = to.map { .string($0) }
    payload["name"] = name.map { .string($0) }
    payload["text"] = .string(text)
    payload["timestamp"] = .string(now.rfc3339)
    payload["transId"] = .string(transactionID)
    return .object(payload)
  }
}
