import RefrainKit

/// What an exploration has shown, as one JSON object for programs.
struct ExplorationJSON {
  /// The version of this layout; it grows when a program that reads it would have to change.
  private static let version = 1

  private let exploration: Exploration
  private let flow: String
  private let path: String
  private let files: [String?]

  /// - Parameters:
  ///   - path: The flow's path as it was given.
  ///   - files: The files to which the findings' scenarios were written; nil for one that was not.
  init(_ exploration: Exploration, flow: String, path: String, files: [String?]) {
    self.exploration = exploration
    self.flow = flow
    self.path = path
    self.files = files
  }

  /// The report.
  var json: JSON {
    let bounds = exploration.bounds
    return [
      "version": .number(Self.version),
      "file": .string(path),
      "flow": .string(flow),
      "states": .number(exploration.states),
      "inputs": .number(exploration.inputs),
      "depth": .number(exploration.depth),
      "exhausted": .boolean(exploration.isExhausted),
      "leftOut": .array(exploration.leftOut.map { .string($0) }),
      "bounds": [
        "depth": .number(bounds.depth), "states": .number(bounds.states),
        "heldEvents": .number(bounds.heldEvents), "work": .number(bounds.work),
      ],
      "tried": tried,
      "summary": .object(
        JSONObject(
          Severity.allCases.map { severity in
            let count = exploration.findings.count { $0.kind.severity == severity }
            return JSONField(key: "\(severity.rawValue)s", value: .number(count))
          })),
      "findings": .array(zip(exploration.findings, files).map(json)),
    ]
  }

  private func json(of finding: ExplorationFinding, file: String?) -> JSON {
    var object: JSONObject = [
      "kind": .string(finding.kind.name.rawValue), "severity": .string(finding.kind.severity.rawValue),
      "message": .string(finding.kind.message), "inputs": .number(finding.inputs.count),
    ]
    if let actions = finding.actions { object["steps"] = .array(actions.map(\.json)) }
    if let file { object["file"] = .string(file) }
    return .object(object)
  }

  private var tried: JSON {
    let values = exploration.values
    func list(_ texts: [String?]) -> JSON { .array(texts.map { $0.map { .string($0) } ?? .null }) }
    func list(_ numbers: [Int]) -> JSON { .array(numbers.map { .number($0) }) }
    return [
      "startsAt": .string(values.start.rfc3339), "laterStarts": list(values.laterStarts.map(\.rfc3339)),
      "customerTexts": list(values.customerTexts), "keywords": list(values.keywords),
      "customers": list(values.customers.map(\.text)),
      "customerNames": list(values.customerNames), "eventContents": list(values.eventContents),
      "eventSenders": list(values.eventSenders), "refusals": list(values.refusals),
      "refusalCodes": .array(values.refusalDetails.map(\.code)),
      "httpStatuses": list(values.httpStatuses), "httpBodies": .array(values.httpBodies),
      "payloads": .array(values.payloads),
    ]
  }
}
