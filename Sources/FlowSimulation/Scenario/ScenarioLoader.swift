public import Diagnostics
import FlowInterpreter
import FlowLoading
public import FlowModel
public import JSONSyntax

/// A scenario file that has been read.
public struct LoadedScenario: Sendable {
  /// The file's tree; nil where it is no JSON text or too large.
  public let document: JSONDocument?
  /// The scenario; nil where the file has an error.
  public let scenario: Scenario?
  /// What it names, for the rules that judge scenarios; nil where nothing of the file can be judged.
  public let names: ScenarioNames?
  /// The findings: RF101–RF106, RF109, RF111 and RF112.
  public let findings: [Finding]
}

/// Reads scenario files.
public enum ScenarioLoader {
  /// Reads a scenario file's bytes, with every finding of the rules that judge files.
  public static func load(_ source: [UInt8]) -> LoadedScenario {
    var file: FileReader
    switch FileReader.open(source, as: .scenario, version: ScenarioFormat.version) {
    case .success(let opened): file = opened
    case .failure(let unusable):
      return LoadedScenario(
        document: unusable.document, scenario: nil, names: nil, findings: unusable.findings)
    }
    let fields = file.readRoot(as: ScenarioFormat.scenario)
    let suppressions = fields["lintIgnore"].map { file.readSuppressions($0.place.element) } ?? []
    let findings = file.findings.inFileOrder
    let scenario = file.errorCodes.isEmpty ? Scenario(fields, document: file.document) : nil
    return LoadedScenario(
      document: file.document, scenario: scenario,
      names: ScenarioNames(fields, suppressions: suppressions, in: file), findings: findings)
  }
}

// The initializers below read fields that have been checked against the format, so a field that must be there is.

extension Scenario {
  fileprivate init(_ fields: FieldValues, document: JSONDocument) {
    self.init(
      name: fields.string("name"),
      playing: fields["project"]?.text.map { .project($0) }
        ?? .flows(fields["flows"]?.list?.compactMap(\.text) ?? [fields.string("flow")]),
      in: fields["environment"]?.text,
      respondsByItself: fields["autoRespond"]?.boolean ?? true,
      start: fields["startsAt"]?.text.flatMap { Timestamp(rfc3339: $0) } ?? Simulation.defaultStart,
      steps: (fields["steps"]?.list ?? []).compactMap { step in
        guard let members = step.object, let entry = members.entries.first(where: { $0.name != "skipped" })
        else {
          return nil
        }
        return Step(action: Action(entry, of: members, document: document), place: step.place)
      })
  }
}

extension Scenario.Action {
  /// - Parameter step: The members of the step: the entry, and what may stand beside it.
  fileprivate init(_ entry: FieldValues.Entry, of step: FieldValues, document: JSONDocument) {
    let fields = entry.value.object ?? FieldValues()
    switch entry.name {
    case "sms":
      self = .message(
        .scripted(
          fields.string("text"), on: .sms, from: CustomerAddress(fields.string("from")),
          to: fields["to"]?.text.map(BusinessAddress.init)))
    case "messenger":
      self = .message(
        .scripted(
          fields.string("text"), on: .messenger, from: CustomerAddress(fields.string("psId")),
          to: fields["appId"]?.text.map(BusinessAddress.init), name: fields["name"]?.text))
    case "webhook":
      self = .webhook(
        .scripted(
          fields.string("event"), payload: fields["payload"].map { document.json($0) } ?? .null))
    case "respond": self = .respond(Scenario.Response(fields, document: document))
    case "event":
      self = .event(
        Scenario.EventStep(
          type: fields.string("type"), id: fields["id"]?.text.map(EventID.init),
          content: fields["content"]?.text,
          sender: fields["sender"]?.text ?? "user",
          conversationID: fields["conversationId"]?.text.map(ConversationID.init)))
    case "callback":
      self = .callback(
        document.json(entry.value),
        skipped: (step["skipped"]?.list ?? []).compactMap { $0.number.map { Int($0) } })
    case "gateway":
      let names = entry.value.list?.compactMap(\.text) ?? [entry.value.text].compactMap(\.self)
      self = .gateway(names.compactMap(Simulation.GatewayBehavior.init))
    case "deliveryReport": self = .deliveryReport(entry.value.text == "delivered" ? .delivered : .failed)
    case "http": self = .http(HTTPAnswer(fields, document: document))
    case "advance":
      if let time = entry.value.text.flatMap({ Timestamp(rfc3339: $0) }) {
        self = .advanceTo(time)
      } else {
        let span = entry.value.text.flatMap { TimeSpan($0)?.milliseconds }
        self = .advance(milliseconds: span ?? Milliseconds.nearest(entry.value.number ?? 0))
      }
    case "expect":
      guard let expected = fields.entries.first else {
        preconditionFailure("an expectation that was checked has one member")
      }
      self = .expect(Scenario.Expectation(expected, document: document))
    default: preconditionFailure("a step that was checked is one of the format's")
    }
  }
}

extension HTTPAnswer {
  fileprivate init(_ fields: FieldValues, document: JSONDocument) {
    if let failure = fields["fail"]?.text.flatMap(HTTPFailure.init) {
      self = .failed(failure)
      return
    }
    self = .response(
      .simulated(
        status: Int(fields["status"]?.number ?? 0),
        headers: fields["headers"].flatMap { document.json($0).object } ?? JSONObject(),
        body: fields["body"].map { document.json($0) } ?? .null))
  }
}

extension Scenario.Response {
  fileprivate init(_ fields: FieldValues, document: JSONDocument) {
    if let failure = fields["fail"]?.text.flatMap(RequestFailure.init) {
      self = .failed(failure)
      return
    }
    self = .answered(
      status: Int(fields["status"]?.number ?? 0),
      AnswerDetails(
        conversationID: fields["conversationId"]?.text.map(ConversationID.init),
        caseID: fields["caseId"]?.text, activityID: fields["activityId"]?.text,
        lastModifiedDate: fields["lastModifiedDate"]?.text,
        attachmentPolicies: fields["attachmentPolicies"]?.text, isAvailable: fields["available"]?.boolean,
        availableSlots: fields["availableSlots"]?.number.map { Int($0) },
        code: fields["code"].map { document.json($0) }, developerMessage: fields["developerMessage"]?.text))
  }
}

extension Scenario.Expectation {
  fileprivate init(_ entry: FieldValues.Entry, document: JSONDocument) {
    switch entry.name {
    case "not":
      guard let record = entry.value.object?.entries.first else {
        preconditionFailure("a `not` that was checked has one member")
      }
      self = .noRecord(type: RecordType(checked: record.name), members: document.json(record.value))
    case "variables": self = .variables(document.json(entry.value))
    case "waitingAt": self = .waitingAt(NodeName(entry.value.text ?? ""))
    case "live": self = .live(entry.value.boolean ?? true)
    default: self = .record(type: RecordType(checked: entry.name), members: document.json(entry.value))
    }
  }
}

extension RecordType {
  fileprivate init(checked name: String) {
    guard let type = RecordType(rawValue: name) else {
      preconditionFailure("an expectation that was checked is one of the format's")
    }
    self = type
  }
}

extension FieldValues {
  fileprivate func string(_ name: String) -> String { self[name]?.text ?? "" }
}

extension JSONDocument {
  fileprivate func json(_ value: FieldValue) -> JSON { node(at: value.place.element).value }
}
