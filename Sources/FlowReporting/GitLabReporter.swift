import Diagnostics
import JSONSyntax

/// A Code Quality report of GitLab: a JSON array with an object for each diagnostic.
struct GitLabReporter: DiagnosticReporter {
  func report(_ report: LintReport, write: ([UInt8]) -> Void) {
    var writer = JSONWriter(.pretty)
    writer.beginArray()
    for result in report.results where result.suppression == nil {
      append(result, to: &writer)
      write(writer.takeBytes())
    }
    writer.endArray()
    writer.endLine()
    write(writer.takeBytes())
  }

  private func append(_ result: LintReport.Result, to writer: inout JSONWriter) {
    let diagnostic = result.diagnostic
    let (start, end) = (diagnostic.start, diagnostic.end)
    writer.beginObject()
    writer.member("description", diagnostic.finding.message)
    writer.member("check_name", diagnostic.finding.code.rawValue)
    writer.member("fingerprint", result.fingerprint.text)
    writer.member("severity", severity(of: diagnostic.finding))
    writer.key("location")
    writer.beginObject()
    writer.member("path", diagnostic.file.normalizedPath)
    writer.key("lines")
    writer.beginObject()
    writer.member("begin", start.line)
    writer.member("end", end.line)
    writer.endObject()
    writer.key("positions")
    writer.beginObject()
    for (name, position) in [("begin", start), ("end", end)] {
      writer.key(name)
      writer.beginObject()
      writer.member("line", position.line)
      writer.member("column", position.column)
      writer.endObject()
    }
    writer.endObject()
    writer.endObject()
    writer.endObject()
  }

  /// GitLab's word for how much a finding matters; its `critical` and `blocker` are for what a linter cannot know.
  private func severity(of finding: Finding) -> String {
    switch finding.severity {
    case .error: "major"
    case .warning: "minor"
    case .info: "info"
    }
  }
}
