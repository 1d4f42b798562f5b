import Diagnostics

/// One line per diagnostic: `file:line:column: severity: message [CODE rule]`.
struct ConciseReporter: DiagnosticReporter {
  let style: TerminalStyle

  func report(_ report: LintReport, write: ([UInt8]) -> Void) {
    for section in report.sections {
      for diagnostic in section.shown { write(Array((diagnostic.headline(style) + "\n").utf8)) }
      for omission in section.omissions { write(Array((omission.line(style) + "\n").utf8)) }
    }
  }
}

extension LintReport.Omission {
  /// The line that says how many more there are.
  func line(_ style: TerminalStyle) -> String {
    "\(style.strong("\(file.path.printable):")) … \(sentence)"
  }
}

extension Diagnostic {
  /// The line that says everything but where to look in the source and what to do.
  func headline(_ style: TerminalStyle, in paths: ReportPaths? = nil) -> String {
    let start = start
    let path = paths?.path(of: file) ?? file.path
    let place = style.strong("\(path.printable):\(start.line):\(start.column):")
    let severity = style.severity("\(finding.severity.rawValue):", finding.severity)
    let rule = style.faint("[\(finding.code) \(finding.code.name)]")
    return "\(place) \(severity) \(finding.message.printable) \(rule)"
  }
}
