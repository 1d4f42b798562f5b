import Diagnostics

/// JUnit XML: a test suite for each file, and in it a test case for each diagnostic, or one that passes where nothing
/// was found.
///
/// Errors and warnings are failures. An info is a test case that passes and has something to say: no job that passes
/// should show failed tests because of what is only worth knowing.
struct JUnitReporter: DiagnosticReporter {
  func report(_ report: LintReport, write: ([UInt8]) -> Void) {
    func writeLine(_ line: String) { write(Array((line + "\n").utf8)) }

    let suites = suites(of: report)
    let total = suites.reduce(into: (tests: 0, failures: 0)) { total, suite in
      total.tests += suite.tests
      total.failures += suite.failures
    }
    writeLine(#"<?xml version="1.0" encoding="UTF-8"?>"#)
    writeLine("<testsuites\(attributes([("name", "refrain lint")] + counts(total.tests, total.failures)))>")
    for suite in suites {
      let name = [("name", suite.file.printable)]
      writeLine("  <testsuite\(attributes(name + counts(suite.tests, suite.failures)))>")
      if suite.diagnostics.isEmpty {
        let place = [("classname", suite.file.printable), ("file", suite.file.printable)]
        writeLine("    <testcase\(attributes([("name", "no findings")] + place))/>")
      }
      for diagnostic in suite.diagnostics { writeLine(testCase(diagnostic)) }
      writeLine("  </testsuite>")
    }
    writeLine("</testsuites>")
  }

  // MARK: Suites

  private struct Suite {
    let file: String
    let diagnostics: ArraySlice<Diagnostic>

    var tests: Int { max(1, diagnostics.count) }
    var failures: Int { diagnostics.count { $0.finding.severity != .info } }
  }

  /// The files with their diagnostics; both are in the order of the files' paths.
  private func suites(of report: LintReport) -> [Suite] {
    var rest = report.diagnostics[...]
    return report.files.map { file in
      let count = rest.prefix { $0.file.path.utf8.elementsEqual(file.utf8) }.count
      defer { rest = rest.dropFirst(count) }
      return Suite(file: file, diagnostics: rest.prefix(count))
    }
  }

  // MARK: Elements

  private func testCase(_ diagnostic: Diagnostic) -> String {
    let finding = diagnostic.finding
    let (start, file) = (diagnostic.start, diagnostic.file.path.printable)
    let opening = attributes([
      ("name", "\(finding.code) \(finding.code.name) (\(start.line):\(start.column))"), ("classname", file),
      ("file", file), ("line", "\(start.line)"), ("column", "\(start.column)"),
    ])
    let text = TextReporter(style: TerminalStyle(isColored: false)).text(of: diagnostic).xml
    let content: String
    switch finding.severity {
    case .error, .warning:
      let failure = [("type", finding.severity.rawValue), ("message", finding.message.printable)]
      content = "<failure\(attributes(failure))>\(text)</failure>"
    case .info:
      content = "<system-out>\(text)</system-out>"
    }
    return "    <testcase\(opening)>\n      \(content)\n    </testcase>"
  }

  private func counts(_ tests: Int, _ failures: Int) -> [(String, String)] {
    [("tests", "\(tests)"), ("failures", "\(failures)"), ("errors", "0"), ("skipped", "0")]
  }

  private func attributes(_ attributes: [(name: String, value: String)]) -> String {
    attributes.map { " \($0.name)=\"\($0.value.xml)\"" }.joined()
  }
}

extension String {
  /// The text as it stands in XML, between tags or quotes. What XML 1.0 cannot hold, even escaped, is replaced; control
  /// characters are not met here, for `printable` has shown them as escapes.
  fileprivate var xml: String {
    var xml = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": xml += "&amp;"
      case "<": xml += "&lt;"
      case ">": xml += "&gt;"
      case "\"": xml += "&quot;"
      case "\u{FFFE}", "\u{FFFF}": xml += "\u{FFFD}"
      default: xml.unicodeScalars.append(scalar)
      }
    }
    return xml
  }
}
