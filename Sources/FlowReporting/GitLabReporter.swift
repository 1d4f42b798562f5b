import Diagnostics
import FlowModel
import JSONSyntax

/// A Code Quality report of GitLab: a JSON array with an object for each diagnostic.
struct GitLabReporter: DiagnosticReporter {
  var paths = ReportPaths.asGiven

  func report(_ report: LintReport, write: ([UInt8]) -> Void) {
    var writer = JSONWriter(.pretty)
    writer.beginArray()
    for result in report.shownResults where result.suppression == nil {
      append(result, to: &writer)
      write(writer.takeBytes())
    }
    for omission in report.omissions {
      append(omission, to: &writer)
      write(writer.takeBytes())
    }
    writer.endArray()
    writer.endLine()
    write(writer.takeBytes())
  }

  /// What is not shown is an issue of its own at the file's beginning; the same in each run, however many there are.
  private func append(_ omission: LintReport.Omission, to writer: inout JSONWriter) {
    var hash = StableHash()
    for text in [omission.code.rawValue, omission.file.normalizedPath, "more"] { hash.combine(text) }
    writer.object { writer in
      writer.member("description", omission.sentence)
      writer.member("check_name", omission.code.rawValue)
      writer.member("fingerprint", hash.hexadecimal)
      writer.member("severity", severity(omission.severity))
      writer.object("location") { writer in
        writer.member("path", paths.path(of: omission.file))
        writer.object("lines") { $0.member("begin", 1) }
      }
    }
  }

  private func append(_ result: LintReport.Result, to writer: inout JSONWriter) {
    let diagnostic = result.diagnostic
    let (start, end) = (diagnostic.start, diagnostic.end)
    writer.object { writer in
      writer.member("description", diagnostic.finding.message)
      writer.member("check_name", diagnostic.finding.code.rawValue)
      writer.member("fingerprint", result.fingerprint.text)
      writer.member("severity", severity(diagnostic.finding.severity))
      writer.object("location") { writer in
        writer.member("path", paths.path(of: diagnostic.file))
        writer.object("lines") { writer in
          writer.member("begin", start.line)
          writer.member("end", end.line)
        }
        writer.object("positions") { writer in
          for (name, position) in [("begin", start), ("end", end)] {
            writer.object(name) { writer in
              writer.member("line", position.line)
              writer.member("column", position.column)
            }
          }
        }
      }
    }
  }

  /// GitLab's word for how much a finding matters; its `critical` and `blocker` are for what a linter cannot know.
  private func severity(_ severity: Severity) -> String {
    switch severity {
    case .error: "major"
    case .warning: "minor"
    case .info: "info"
    }
  }
}
