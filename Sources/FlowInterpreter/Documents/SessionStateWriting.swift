import FlowModel
import JSONSyntax

// What a session document says of a session. Nodes, outputs and variables stand under their names.

extension SessionState {
  /// Writes the session's members, in order.
  func write(to writer: inout JSONWriter, of program: FlowProgram) {
    let graph = program.graph
    writer.member("key", key.text)
    writer.member("channel", customer.channel.rawValue)
    writer.member("customer", customer.address.text)
    writer.member("startedAt", Int(startedAt.milliseconds))
    writer.member("waitingSince", Int(waitingSince.milliseconds))
    writer.key("stage")
    stage.write(to: &writer, of: program)
    if let expiry { expiry.write(named: "expiry", to: &writer) }
    writer.key("variables")
    writer.beginObject()
    for (variable, value) in zip(graph.variables, variables) { writer.member(variable.name, value) }
    writer.endObject()
    writer.key("outputs")
    writer.beginObject()
    for entry in outputs.entries {
      let node = graph[entry.node]
      writer.key(node.id.text)
      writer.beginObject()
      for (output, value) in zip(node.outputs, entry.values) where !value.isNull {
        writer.member(output.name, value)
      }
      writer.endObject()
    }
    writer.endObject()
    writer.list("conversations", learnt) { writer, learnt in
      writer.beginArray()
      writer.string(learnt.id.text)
      writer.number(Int(learnt.learntAt.milliseconds))
      writer.endArray()
    }
    writer.list("held", heldEvents) { $0.value($1.wire) }
    // By far the most values of a long conversation's document.
    writer.key("recent")
    writer.beginArray()
    recentEvents.visitInOrder { writer.string($0.text) }
    writer.endArray()
    writer.list("pending", pending) { writer, effect in
      writer.beginObject()
      effect.writeMembers(to: &writer, of: program)
      writer.endObject()
    }
    writer.member("executions", executions)
    writer.member("timers", timerCount)
    writer.member("records", recordCount)
  }
}

extension SessionState.Stage {
  fileprivate func write(to writer: inout JSONWriter, of program: FlowProgram) {
    writer.beginObject()
    switch self {
    case .apart(let wait, let node, let past):
      wait.wait.writeMembers(to: &writer)
      writer.member("node", program[node].id.text)
      switch past {
      case .none: break
      case .failed: writer.member("failed", true)
      case .completed(let id): writer.member("completed", id.text)
      }
    case .requesting(let request, let node):
      Wait.conversationAnswer(request.effect, request.alarm).writeMembers(to: &writer)
      writer.member("node", program[node].id.text)
      if let named = request.named { writer.member("named", named.text) }
    case .listening(let conversation, let node):
      Wait.conversationEvent.writeMembers(to: &writer)
      writer.member("node", program[node].id.text)
      writer.member("conversation", conversation.text)
    case .onBranch(let branch, let conversation, let node, let answer):
      let origin = program[branch.node]
      answer.wait.writeMembers(to: &writer)
      writer.member("node", program[node].id.text)
      writer.member("conversation", conversation.text)
      let outcome = origin.transitions[branch.outcome].outcome.name
      writer.list("branch", [origin.id.text, outcome]) { $0.string($1) }
    case .ended(let ending): ending.writeMembers(to: &writer)
    }
    writer.endObject()
  }
}

extension Wait {
  fileprivate func writeMembers(to writer: inout JSONWriter) {
    writer.member("for", reason.rawValue)
    switch self {
    case .gatewayAnswer(let effect, _), .conversationAnswer(let effect, _), .serviceAnswer(let effect, _),
      .httpAnswer(let effect, _):
      writer.member("effect", effect.number)
    case .deliveryReport(let effect, let id, _):
      writer.member("effect", effect.number)
      writer.member("of", id.text)
    case .delay(let seconds, _): writer.member("seconds", seconds)
    case .message(let filters, _): writer.list("filters", filters) { $1.write(to: &$0) }
    case .conversationEvent: break
    }
    alarm?.write(named: "alarm", to: &writer)
  }
}

extension MessageFilter {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("channel", channel.rawValue)
    if let number { writer.member("number", number.text) }
    writer.member("keyword", keywords.json)
    if let from { writer.member("from", from.text) }
    writer.endObject()
  }
}

extension Ending {
  fileprivate func writeMembers(to writer: inout JSONWriter) {
    writer.member("result", result.name)
    writer.member("code", result.code)
    writer.member("status", result.status.rawValue)
    if let reason { writer.member("reason", reason.rawValue) }
    writer.member("at", Int(at.milliseconds))
    let words: [String] =
      switch conversation {
      case .none: []
      case .requested: ["requested"]
      case .open(let id): ["open", id.text]
      case .completed(let id): ["completed", id.text]
      case .failed: ["failed"]
      }
    if !words.isEmpty { writer.list("conversation", words) { $0.string($1) } }
  }
}

extension Alarm {
  fileprivate func write(named name: String, to writer: inout JSONWriter) {
    writer.key(name)
    writer.beginObject()
    writer.member("timer", timer.number)
    writer.member("at", Int(time.milliseconds))
    writer.endObject()
  }
}
