import FlowModel
import JSONSyntax

// What a session document says of a session. Nodes, outputs and variables stand under their names.

extension SessionState {
  /// The session's members, in order.
  func json(of program: FlowProgram) -> JSONObject {
    let graph = program.graph
    var members: JSONObject = [
      "key": .string(key.text), "channel": .string(customer.channel.rawValue),
      "customer": .string(customer.address.text),
      "startedAt": startedAt.json, "waitingSince": waitingSince.json,
      "stage": .object(stage.json(of: program)),
    ]
    members["expiry"] = expiry?.json
    members["variables"] = .object(
      JSONObject(zip(graph.variables, variables).map { JSONField(key: $0.name, value: $1) }))
    members["outputs"] = .object(
      JSONObject(
        outputs.entries.map { entry in
          JSONField(
            key: graph[entry.node].id.text, value: .object(graph[entry.node].named(entry.values)))
        }))
    members["conversations"] = .array(conversations.map { [.string($0.id.text), $0.learntAt.json] })
    members["held"] = .array(heldEvents.inOrder.map(\.wire))
    members["recent"] = .array(recentEvents.inOrder.map { .string($0.text) })
    members["pending"] = .array(pendingEffects.compactMap { $0.json(of: program).map { .object($0) } })
    members["executions"] = .number(executions)
    members["timers"] = .number(timerCount)
    members["records"] = .number(recordCount)
    return members
  }
}

extension FlowNode {
  /// The outputs that are set, by their names.
  fileprivate func named(_ values: [JSON]) -> JSONObject {
    JSONObject(
      zip(outputs, values).compactMap { output, value in
        value.isNull ? nil : JSONField(key: output.name, value: value)
      })
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
    members["from"] = .string(from.text)
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
