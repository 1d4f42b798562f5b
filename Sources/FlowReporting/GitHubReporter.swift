import Diagnostics

/// Workflow commands of GitHub Actions, one for each diagnostic: what is printed in a step becomes annotations of the
/// changed files.
///
/// Control characters and what cannot be seen are shown as escapes, since the commands are lines of a log, of a file's
/// name too: an annotation then has no place, and nobody is misled.
struct GitHubReporter: DiagnosticReporter {
  var paths = ReportPaths.asGiven

  func report(_ report: LintReport, write: ([UInt8]) -> Void) {
    for section in report.sections {
      for diagnostic in section.shown { write(Array((command(for: diagnostic) + "\n").utf8)) }
      for omission in section.omissions { write(Array((command(for: omission) + "\n").utf8)) }
    }
  }

  private func command(for diagnostic: Diagnostic) -> String {
    let finding = diagnostic.finding
    let (start, end) = (diagnostic.start, diagnostic.end)
    let properties = [
      ("file", paths.path(of: diagnostic.file).printable), ("line", "\(start.line)"),
      ("col", "\(start.column)"),
      ("endLine", "\(end.line)"), ("endColumn", "\(end.column)"),
      ("title", "\(finding.code) \(finding.code.name)"),
    ].map { "\($0)=\(Self.escaped($1, alsoEscaping: ":,"))" }.joined(separator: ",")
    let text = [finding.message, finding.help].filter { !$0.isEmpty }.map(\.printable).joined(separator: "\n")
    return "::\(Self.command(for: finding.severity)) \(properties)::\(Self.escaped(text))"
  }

  private func command(for omission: LintReport.Omission) -> String {
    let file = Self.escaped(paths.path(of: omission.file).printable, alsoEscaping: ":,")
    return
      "::\(Self.command(for: omission.severity)) file=\(file),title=\(omission.code) \(omission.code.name)"
      + "::\(omission.sentence)"
  }

  private static func command(for severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .info: "notice"
    }
  }

  /// A text in which nothing ends the line, or the property that it is the value of.
  private static func escaped(_ text: String, alsoEscaping separators: String = "") -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": escaped += "%25"
      case "\r": escaped += "%0D"
      case "\n": escaped += "%0A"
      case ":" where separators.unicodeScalars.contains(scalar): escaped += "%3A"
      case "," where separators.unicodeScalars.contains(scalar): escaped += "%2C"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
