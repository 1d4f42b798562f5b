import FlowModel
package import JSONSyntax

extension FlowMachine {
  /// Writes a session down: a line of JSON, as UTF-8, that names the flow's definition by its hash.
  ///
  /// What has its usual value is left out, and of ids that count up only the first is written. Complexity: linear in what
  /// the session holds; of its events only those that are held, and the ids that it remembers.
  public func snapshot(of state: SessionState) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("refrain", SnapshotFormat.Kind.session.rawValue)
    writer.member("version", SnapshotFormat.version)
    writer.member("flow", program.hash.text)
    writer.members(of: state, in: program)
    writer.endObject()
    return writer.bytes
  }
}

extension JSONWriter {
  /// Writes what a session's object holds.
  package mutating func members(of state: SessionState, in program: FlowProgram) {
    member("channel", state.customer.channel.rawValue)
    member("customer", state.customer.address.text)
    switch state.status {
    case .waiting(let wait, let node): member("wait", wait, at: node)
    case .ended(let result, let reason): member("ended", result, reason)
    }
    if state.variables != program.initialVariables { member("variables", .array(state.variables)) }
    member("conversation", state.conversation)
    if let branch = state.branch {
      key("branch")
      beginArray()
      number(branch.node.index)
      number(branch.outcome)
      endArray()
    }
    member("executions", state.executions)
    memberOfOutputs(state)
    member("held", Array(state.heldEvents.inOrder))
    member("remembered", state.rememberedEvents)
    if let timer = state.expiryTimer { member("expiry", timer.number) }
    member("records", state.recordCount)
    member("timers", state.timerCount)
  }

  private mutating func member(_ name: String, _ wait: Wait, at node: NodeID) {
    key(name)
    beginObject()
    member("for", wait.reason.rawValue)
    member("node", node.index)
    switch wait {
    case .gatewayAnswer(let effect, _), .deliveryReport(let effect, _), .conversationAnswer(let effect, _),
      .httpAnswer(let effect, _):
      member("effect", effect.number)
    case .delay(let seconds, _): member("seconds", seconds)
    case .message(let filters, _):
      key("filters")
      beginArray()
      for filter in filters { value(filter) }
      endArray()
    case .conversationEvent: break
    }
    if let alarm = wait.alarm {
      member("timer", alarm.timer.number)
      member("until", Int(alarm.time.milliseconds))
    }
    endObject()
  }

  private mutating func value(_ filter: MessageFilter) {
    beginObject()
    member("channel", filter.channel.rawValue)
    if let number = filter.number { member("number", number) }
    member("keyword", filter.keyword)
    member("from", filter.from.text)
    endObject()
  }

  private mutating func member(_ name: String, _ result: FlowResult, _ reason: EndReason?) {
    key(name)
    beginObject()
    member("result", result.name)
    member("code", result.code)
    member("status", result.status.rawValue)
    if let reason { member("reason", reason.rawValue) }
    endObject()
  }

  private mutating func member(_ name: String, _ conversation: Conversation) {
    guard let stage = conversation.stage else { return }
    key(name)
    beginArray()
    string(stage.rawValue)
    if let id = conversation.id { string(id.text) }
    endArray()
  }

  private mutating func memberOfOutputs(_ state: SessionState) {
    key("outputs")
    beginArray()
    for (node, outputs) in state.outputs {
      number(node.index)
      value(outputs, of: state)
    }
    endArray()
  }

  /// Writes events as they stand on the wire.
  mutating func member(_ name: String, _ events: [WebhookEvent]) {
    guard !events.isEmpty else { return }
    key(name)
    beginArray()
    for event in events { value(event.wire) }
    endArray()
  }
}

extension Conversation {
  /// How far a conversation has come, as a snapshot says it.
  enum Stage: String {
    case requested, open, completed, failed
  }

  /// How far it has come; nil where none has been requested.
  var stage: Stage? {
    switch self {
    case .none: nil
    case .requested: .requested
    case .open: .open
    case .completed: .completed
    case .failed: .failed
    }
  }

  /// A conversation that has come so far. Nil where the id is missing that this needs.
  init?(_ stage: Stage, id: ConversationID?) {
    switch (stage, id) {
    case (.requested, nil): self = .requested
    case (.failed, nil): self = .failed
    case (.open, let id?): self = .open(id: id)
    case (.completed, let id?): self = .completed(id: id)
    default: return nil
    }
  }
}
