import Diagnostics
import FlowModel

/// JUnit XML: a test suite for each file, and in it a test case for each diagnostic, or one that passes where nothing
/// was found.
///
/// Errors and warnings are failures. An info is a test case that passes and has something to say: no job that passes
/// should show failed tests because of what is only worth knowing.
struct JUnitReporter: DiagnosticReporter {
  var paths = ReportPaths.asGiven

  func report(_ report: LintReport, write: ([UInt8]) -> Void) {
    let suites = suites(of: report)
    var total = JUnitWriter.Counts()
    for suite in suites { total += suite.counts }
    var writer = JUnitWriter()
    writer.beginDocument("refrain lint", total)
    for suite in suites {
      writer.beginSuite(suite.file, suite.counts)
      if suite.diagnostics.isEmpty { writer.testCase("no findings", file: suite.file, .nothing) }
      for diagnostic in suite.diagnostics {
        append(diagnostic, to: &writer)
        write(writer.takeBytes())
      }
      for omission in suite.omissions { append(omission, to: &writer) }
      writer.endSuite()
    }
    writer.endDocument()
    write(writer.takeBytes())
  }

  // MARK: Suites

  private struct Suite {
    let file: String
    let diagnostics: [Diagnostic]
    let omissions: [LintReport.Omission]

    var counts: JUnitWriter.Counts {
      JUnitWriter.Counts(
        tests: max(1, diagnostics.count + omissions.count),
        failures: diagnostics.count { $0.finding.severity != .info }
          + omissions.count { $0.severity != .info })
    }
  }

  /// The files with their diagnostics; both are in the order of the files' paths.
  private func suites(of report: LintReport) -> [Suite] {
    var rest = report.sections[...]
    return report.files.map { file in
      guard let section = rest.first, ExactText(section.file.path) == ExactText(file) else {
        return Suite(file: paths.path(of: file), diagnostics: [], omissions: [])
      }
      rest = rest.dropFirst()
      return Suite(
        file: paths.path(of: file), diagnostics: section.shown, omissions: section.omissions)
    }
  }

  private func append(_ omission: LintReport.Omission, to writer: inout JUnitWriter) {
    let text = omission.sentence + "\n"
    let content: JUnitWriter.Content =
      switch omission.severity {
      case .error, .warning:
        .failure(type: omission.severity.rawValue, message: omission.sentence, text: text)
      case .info: .output(text)
      }
    writer.testCase("\(omission.code) \(omission.code.name)", file: paths.path(of: omission.file), content)
  }

  private func append(_ diagnostic: Diagnostic, to writer: inout JUnitWriter) {
    let finding = diagnostic.finding
    let start = diagnostic.start
    let text = TextReporter(style: TerminalStyle(isColored: false), paths: paths).text(of: diagnostic)
    let content: JUnitWriter.Content =
      switch finding.severity {
      case .error, .warning:
        .failure(type: finding.severity.rawValue, message: finding.message, text: text)
      case .info: .output(text)
      }
    writer.testCase(
      "\(finding.code) \(finding.code.name) (\(start.line):\(start.column))",
      file: paths.path(of: diagnostic.file),
      content, with: [("line", "\(start.line)"), ("column", "\(start.column)")])
  }
}
