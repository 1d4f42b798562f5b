import FlowModel
import JSONSyntax

/// What a Receive does: it waits for a message from a customer.
struct ReceiveBehavior: NodeBehavior {
  /// One channel on which it waits.
  private struct ChannelFilter: Sendable {
    let filter: NodeConfiguration.Receive.Filter
    /// The index of the outcome.
    let outcome: Int
  }

  /// What one of its outputs holds.
  private enum Output {
    case text, channel, payload
    /// The output of a channel's message, and the keywords that this is split by.
    case message(MessageOutput, Keywords)
  }

  private let channels: [ChannelFilter]
  private let outputs: [Output]
  private let milliseconds: Int64
  private let timeout: Int
  private let error: Int

  init(_ configuration: NodeConfiguration.Receive, of node: FlowNode) {
    channels = configuration.filters.map { filter in
      ChannelFilter(filter: filter, outcome: node.index(of: ReceiveOutcome.message(on: filter.channel)))
    }
    let smsKeywords = configuration.filters.first { $0.channel == .sms }?.keywords ?? .any
    outputs = node.outputs.map { output in
      switch output.name {
      case "receive.message": return .text
      case "receive.channel": return .channel
      case "receive.payload": return .payload
      case let name:
        guard let output = MessageOutput(rawValue: name) else {
          preconditionFailure("a behavior knows the outputs that the catalogue gives its node")
        }
        return .message(output, smsKeywords)
      }
    }
    milliseconds = Milliseconds.ofTimeout(configuration.timeoutSeconds)
    timeout = node.index(of: ReceiveOutcome.timeout)
    error = node.index(of: ReceiveOutcome.error)
  }

  func enter(_ execution: inout Execution) -> Execution.Step {
    let filters = channels.map { channel in
      let filter = channel.filter
      return MessageFilter(
        channel: filter.channel, number: filter.number, keywords: filter.keywords,
        from: filter.from.map { CustomerAddress(execution.render($0)) }
          ?? execution.session.value.customer.address(on: filter.channel))
    }
    guard filters.allSatisfy({ $0.from?.text.isEmpty != true }) else { return .leave(error) }
    return execution.wait(for: WaitingNodeWait.message(filters, execution.setAlarm(after: milliseconds)))
  }

  func resume(_ execution: inout Execution, waiting wait: Wait, input: SessionInput) -> Execution.Step {
    switch (wait, input) {
    case (.message(let filters, _), .messageArrived(let message)):
      guard let index = filters.firstIndex(where: { $0.admits(message) }) else { return .stop }
      execution.stopWaiting(wait)
      return take(message, on: channels[index], in: &execution)
    case (.message(_, let alarm), .timerFired(let timer)) where timer == alarm.timer: return .leave(timeout)
    default: return .stop
    }
  }

  func canWait(_ wait: Wait) -> Bool {
    guard case .message(let filters, _) = wait else { return false }
    return filters.map(\.channel) == channels.map(\.filter.channel)
  }

  private func take(
    _ message: InboundMessage, on channel: ChannelFilter, in execution: inout Execution
  ) -> Execution.Step {
    let node = execution.current
    execution.emit(
      .messageReceived(node: node.id, channel: message.channel, text: message.text))
    let now = execution.now
    execution.setOutputs(outputs) { output in
      switch output {
      case .text: .string(message.text)
      case .channel: .string(message.channel.rawValue)
      case .payload: message.payload(at: now)
      // What the other channel's last message left stays.
      case .message(let output, let keywords): output.value(of: message, at: now, keywords: keywords)
      }
    }
    return .leave(channel.outcome)
  }
}

extension InboundMessage {
  /// The message with all that is known of it, as JSON.
  fileprivate func payload(at time: Timestamp) -> JSON {
    var payload = JSONObject()
    payload["channel"] = .string(channel.rawValue)
    payload["from"] = .string(from.text)
    payload["to"] = to.map { .string($0.text) }
    payload["name"] = name.map { .string($0) }
    payload["text"] = .string(text)
    payload["timestamp"] = .string(time.rfc3339)
    payload["transId"] = .string(transactionID)
    if media > 0 { payload["media"] = .number(media) }
    return .object(payload)
  }
}
