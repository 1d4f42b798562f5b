import Diagnostics
import FlowModel

/// JUnit XML: a test suite for each file, and in it a test case for each diagnostic, or one that passes where nothing
/// was found.
///
/// Errors and warnings are failures. An info is a test case that passes and has something to say: no job that passes
/// should show failed tests because of what is only worth knowing.
struct JUnitReporter: DiagnosticReporter {
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
      writer.endSuite()
    }
    writer.endDocument()
    write(writer.takeBytes())
  }

  // MARK: Suites

  private struct Suite {
    let file: String
    let diagnostics: ArraySlice<Diagnostic>

    var counts: JUnitWriter.Counts {
      JUnitWriter.Counts(
        tests: max(1, diagnostics.count),
        failures: diagnostics.count { $0.finding.severity != .info })
    }
  }

  /// The files with their diagnostics; both are in the order of the files' paths.
  private func suites(of report: LintReport) -> [Suite] {
    var rest = report.diagnostics[...]
    return report.files.map { file in
      let count = rest.prefix { ExactText($0.file.path) == ExactText(file) }.count
      defer { rest = rest.dropFirst(count) }
      return Suite(file: file, diagnostics: rest.prefix(count))
    }
  }

  private func append(_ diagnostic: Diagnostic, to writer: inout JUnitWriter) {
    let finding = diagnostic.finding
    let start = diagnostic.start
    let text = TextReporter(style: TerminalStyle(isColored: false)).text(of: diagnostic)
    let content: JUnitWriter.Content =
      switch finding.severity {
      case .error, .warning:
        .failure(type: finding.severity.rawValue, message: finding.message, text: text)
      case .info: .output(text)
      }
    writer.testCase(
      "\(finding.code) \(finding.code.name) (\(start.line):\(start.column))", file: diagnostic.file.path,
      content, with: [("line", "\(start.line)"), ("column", "\(start.column)")])
  }
}
