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
    writer.member("stage", .object(stage.json(of: program)))
    if let expiry { writer.member("expiry", expiry.json) }
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
    writer.list("conversations", conversations) { writer, learnt in
      writer.beginArray()
      writer.string(learnt.id.text)
      writer.number(Int(learnt.learntAt.milliseconds))
      writer.endArray()
    }
    writer.list("held", heldEvents.inOrder) { $0.value($1.wire) }
    // By far the most values of a long conversation's document.
    writer.list("recent", recentEvents.inOrder) { $0.string($1.text) }
    writer.list("pending", pendingEffects) { writer, effect in
      if let json = effect.json(of: program) { writer.value(.object(json)) }
    }
    writer.member("executions", executions)
    writer.member("timers", timerCount)
    writer.member("records", recordCount)
  }
}

extension SessionState.Stage {
  fileprivate func json(of program: FlowProgram) -> JSONObject {
    switch self {
    case .apart(let wait, let node, let past):
      var members = wait.wait.json
      members["node"] = .string(program[node].id.text)
      switch past {
      case .none: break
      case .failed: members["failed"] = true
      case .completed(let id): members["completed"] = .string(id.text)
      }
      return members
    case .requesting(let request, let node):
      var members = Wait.conversationAnswer(request.effect, request.alarm).json
      members["node"] = .string(program[node].id.text)
      members["named"] = request.named.map { .string($0.text) }
      return members
    case .listening(let conversation, let node):
      var members = Wait.conversationEvent.json
      members["node"] = .string(program[node].id.text)
      members["conversation"] = .string(conversation.text)
      return members
    case .onBranch(let branch, let conversation, let answer, let node):
      var members = answer.wait.json
      let origin = program[branch.node]
      members["node"] = .string(program[node].id.text)
      members["conversation"] = .string(conversation.text)
      members["branch"] = [.string(origin.id.text), .string(origin.transitions[branch.outcome].outcome.name)]
      return members
    case .ended(let ending): return ending.json
    }
  }
}

extension Wait {
  fileprivate var json: JSONObject {
    var members: JSONObject = ["for": .string(reason.rawValue)]
    switch self {
    case .gatewayAnswer(let effect, _), .conversationAnswer(let effect, _), .serviceAnswer(let effect, _),
      .httpAnswer(let effect, _):
      members["effect"] = .number(effect.number)
    case .deliveryReport(let effect, let id, _):
      members["effect"] = .number(effect.number)
      members["of"] = .string(id.text)
    case .delay(let seconds, _): members["seconds"] = .number(seconds)
    case .message(let filters, _): members["filters"] = .array(filters.map { .object($0.json) })
    case .conversationEvent: break
    }
    members["alarm"] = alarm?.json
    return members
  }
}

extension MessageFilter {
  fileprivate var json: JSONObject {
    var members: JSONObject = ["channel": .string(channel.rawValue)]
    members["number"] = number.map { .string($0.text) }
    members["keyword"] = keywords.json
    members["from"] = from.map { .string($0.text) }
    return members
  }
}

extension Ending {
  fileprivate var json: JSONObject {
    var members: JSONObject = [
      "result": .string(result.name), "code": .number(result.code),
      "status": .string(result.status.rawValue),
    ]
    members["reason"] = reason.map { .string($0.rawValue) }
    members["at"] = at.json
    switch conversation {
    case .none: break
    case .requested: members["conversation"] = ["requested"]
    case .open(let id): members["conversation"] = ["open", .string(id.text)]
    case .completed(let id): members["conversation"] = ["completed", .string(id.text)]
    case .failed: members["conversation"] = ["failed"]
    }
    return members
  }
}

extension Alarm {
  fileprivate var json: JSON { ["timer": .number(timer.number), "at": time.json] }
}

extension Timestamp {
  /// The time in milliseconds since 1970.
  var json: JSON { .number(milliseconds) }
}
