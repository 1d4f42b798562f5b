import Diagnostics
import JSONSyntax

extension DocumentAnalysis {
  /// What the linter finds, as `textDocument/publishDiagnostics` has it.
  func diagnostics(for client: ClientCapabilities) -> JSON {
    .array(findings.prefix(ServerLimits.diagnostics).map { diagnostic($0, for: client) })
  }

  func diagnostic(_ finding: Finding, for client: ClientCapabilities) -> JSON {
    var members: JSONObject = [
      "range": range(finding.place.range),
      "severity": .integer(finding.severity.protocolNumber),
      "code": .string(finding.code.rawValue),
      "source": "refrain",
      "message": .string("\(finding.message)\n\(finding.help)"),
    ]
    if client.showsTags, finding.code.marksWhatIsUnused {
      members["tags"] = [.integer(DiagnosticTag.unnecessary)]
    }
    let related = finding.steps.isEmpty ? finding.related : finding.steps
    if client.showsRelatedInformation, !related.isEmpty {
      members["relatedInformation"] = .array(
        related.prefix(ServerLimits.relatedPlaces).map { place in
          ["location": location(place.place.range), "message": .string(place.message)]
        })
    }
    return .object(members)
  }
}

extension Severity {
  fileprivate var protocolNumber: Int {
    switch self {
    case .error: 1
    case .warning: 2
    case .info: 3
    }
  }
}

extension RuleCode {
  /// Whether what is marked does nothing, so that an editor may fade it out.
  fileprivate var marksWhatIsUnused: Bool {
    self == .unusedSuppression || self == .unreachableNode || self == .unusedVariable
  }
}
