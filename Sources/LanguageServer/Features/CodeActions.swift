import Diagnostics
import JSONSyntax

/// The kinds of changes that the server offers, by the protocol's names.
enum CodeActionKind: String, CaseIterable {
  /// The fix of one finding.
  case quickFix = "quickfix"
  /// The safe fixes of the whole document.
  case fixAll = "source.fixAll"

  /// Whether it is of a kind that an editor asks for: `source` is asked for all that begin with it.
  fileprivate func isAmong(_ wanted: [String]?) -> Bool {
    guard let wanted else { return true }
    return wanted.contains { $0.isEmpty || rawValue == $0 || rawValue.hasPrefix("\($0).") }
  }
}

/// The fixes of findings, as `textDocument/codeAction` has them.
extension DocumentAnalysis {
  /// The fix of each finding that is marked at some bytes, and all safe fixes of the document that do not touch.
  func codeActions(in range: ClosedRange<Int>, only wanted: [String]?, for client: ClientCapabilities) -> JSON
  {
    var actions: [JSON] = []
    if CodeActionKind.quickFix.isAmong(wanted) {
      for finding in findings.prefix(ServerLimits.diagnostics) {
        let place = finding.place.range
        guard let fix = finding.fix, place.lowerBound <= range.upperBound,
          range.lowerBound <= place.upperBound
        else { continue }
        actions.append([
          "title": .string(fix.title), "kind": .string(CodeActionKind.quickFix.rawValue),
          "diagnostics": [diagnostic(finding, for: client)], "isPreferred": .boolean(fix.isSafe),
          "edit": edit(fix.edits),
        ])
      }
    }
    let safe = findings.compactMap(\.fix).filter(\.isSafe)
    if CodeActionKind.fixAll.isAmong(wanted), !safe.isEmpty {
      actions.append([
        "title": "Fix all that can be fixed beyond doubt",
        "kind": .string(CodeActionKind.fixAll.rawValue), "edit": edit(Fix.compatible(safe).flatMap(\.edits)),
      ])
    }
    return .array(actions)
  }

  private func edit(_ edits: [SourceEdit]) -> JSON {
    workspaceEdit(edits.map { ["range": range($0.range), "newText": .string($0.text)] })
  }
}
