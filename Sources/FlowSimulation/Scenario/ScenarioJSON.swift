import FlowInterpreter
import FlowModel
public import JSONSyntax

extension Scenario {
  /// The scenario as the content of its file, members in the order of the language reference.
  public var json: JSON {
    var file: JSONObject = [
      "formatVersion": .number(ScenarioFormat.version), "name": .string(name),
    ]
    switch subject {
    case .flows(let flows) where flows.count == 1: file["flow"] = .string(flows[0])
    case .flows(let flows): file["flows"] = .array(flows.map { .string($0) })
    case .project(let project): file["project"] = .string(project)
    }
    if let environment { file["environment"] = .string(environment) }
    if !respondsByItself { file["autoRespond"] = false }
    if start != Simulation.defaultStart { file["startsAt"] = .string(start.rfc3339) }
    file["steps"] = .array(steps.map(\.action.json))
    return .object(file)
  }
}

extension Scenario.Action {
  /// The step as a scenario file holds it.
  public var json: JSON {
    switch self {
    case .message(let message): message.step
    case .webhook(let webhook):
      ["webhook": ["event": .string(webhook.event), "payload": webhook.payload]]
    case .respond(let response): ["respond": .object(response.members)]
    case .event(let event): ["event": .object(event.members)]
    case .callback(let body, let skipped) where skipped.isEmpty: ["callback": body]
    case .callback(let body, let skipped):
      ["callback": body, "skipped": .array(skipped.map { .number($0) })]
    case .gateway(let behaviors) where behaviors.count == 1:
      ["gateway": .string(behaviors[0].rawValue)]
    case .gateway(let behaviors): ["gateway": .array(behaviors.map { .string($0.rawValue) })]
    case .deliveryReport(let report): ["deliveryReport": report.isDelivered ? "delivered" : "failed"]
    case .http(let answer): ["http": .object(answer.members)]
    case .advance(let milliseconds): ["advance": .number(Double(milliseconds) / 1000)]
    case .advanceTo(let time): ["advance": .string(time.rfc3339)]
    case .expect(let expectation): ["expect": expectation.json]
    }
  }
}

extension InboundMessage {
  /// The step in which it is written.
  fileprivate var step: JSON {
    switch channel {
    case .sms: ["sms": .object(JSONObject([("from", from.text), ("text", text), ("to", to?.text)]))]
    case .messenger:
      [
        "messenger": .object(
          JSONObject([("psId", from.text), ("text", text), ("name", name), ("appId", to?.text)]))
      ]
    }
  }
}

extension Scenario.Response {
  fileprivate var members: JSONObject {
    switch self {
    case .answered(let status, let details):
      var members: JSONObject = ["status": .number(status)]
      for member in details.members { members[member.key] = member.value }
      return members
    case .failed(let failure): return ["fail": .string(failure.rawValue)]
    }
  }
}

extension Scenario.EventStep {
  fileprivate var members: JSONObject {
    JSONObject([
      ("type", type), ("id", id?.text), ("content", content), ("sender", sender == "user" ? nil : sender),
      ("conversationId", conversationID?.text),
    ])
  }
}

extension HTTPAnswer {
  fileprivate var members: JSONObject {
    switch self {
    case .response(let response):
      var members: JSONObject = ["status": .number(response.status)]
      if !response.body.isNull { members["body"] = response.body }
      if response.headers.count > 0 { members["headers"] = .object(response.headers) }
      return members
    case .failed(let failure): return ["fail": .string(failure.rawValue)]
    }
  }
}

extension Scenario.Expectation {
  /// The expectation as a scenario file holds it.
  fileprivate var json: JSON {
    switch self {
    case .record(let type, let members): [type.rawValue: members]
    case .noRecord(let type, let members): ["not": [type.rawValue: members]]
    case .variables(let values): ["variables": values]
    case .waitingAt(let node): ["waitingAt": .string(node.text)]
    case .live(let isLive): ["live": .boolean(isLive)]
    }
  }
}

extension JSONObject {
  /// An object of the texts that are not nil.
  fileprivate init(_ texts: [(key: String, text: String?)]) {
    self.init(texts.compactMap { key, text in text.map { JSONField(key: key, value: .string($0)) } })
  }
}
