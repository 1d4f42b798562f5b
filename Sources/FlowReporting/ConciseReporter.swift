import Diagnostics

/// One line per diagnostic: `file:line:column: severity: message [CODE rule]`.
struct ConciseReporter: DiagnosticReporter {
  let style: TerminalStyle

  func report(_ report: LintReport, write: ([UInt8]) -> Void) {
    for diagnostic in report.diagnostics {
      write(Array((diagnostic.headline(style) + "\n").utf8))
    }
  }
}

extension Diagnostic {
  /// The line that says everything but where to look in the source and what to do.
  func headline(_ style: TerminalStyle) -> String {
    let start = start
    let place = style.strong("\(file.path.printable):\(start.line):\(start.column):")
    let severity = style.severity("\(finding.severity.rawValue):", finding.severity)
    let rule = style.faint("[\(finding.code) \(finding.code.name)]")
    return "\(place) \(severity) \(finding.message.printable) \(rule)"
  }
}
