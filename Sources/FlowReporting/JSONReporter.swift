import Diagnostics
import JSONSyntax

/// One JSON object for programs: version, counts and diagnostics.
struct JSONReporter: DiagnosticReporter {
  /// The version of this layout; it grows when a program that reads it would have to change.
  private static let version = 1

  func report(_ report: LintReport, write: ([UInt8]) -> Void) {
    var writer = JSONWriter(.pretty)
    writer.beginObject()
    writer.member("version", Self.version)
    writer.member("files", report.fileCount)
    writer.object("summary") { writer in
      writer.member("errors", report.summary.errors)
      writer.member("warnings", report.summary.warnings)
      writer.member("infos", report.summary.infos)
    }
    writer.list("diagnostics", report.sections.lazy.flatMap(\.shown)) { writer, diagnostic in
      writer.diagnostic(diagnostic)
      write(writer.takeBytes())
    }
    let omissions = report.omissions
    if !omissions.isEmpty {
      writer.objects("omitted", omissions) { writer, omission in
        writer.member("code", omission.code.rawValue)
        writer.member("rule", omission.code.name)
        writer.member("severity", omission.severity.rawValue)
        writer.member("file", omission.file.path)
        writer.member("count", omission.count)
      }
    }
    writer.endObject()
    writer.endLine()
    write(writer.takeBytes())
  }
}

extension JSONWriter {
  /// Writes a diagnostic as one object.
  mutating func diagnostic(_ diagnostic: Diagnostic) {
    let finding = diagnostic.finding
    beginObject()
    member("code", finding.code.rawValue)
    member("rule", finding.code.name)
    member("severity", finding.severity.rawValue)
    member("message", finding.message)
    member("file", diagnostic.file.path)
    range(finding.place.range, in: diagnostic.file)
    member("pointer", diagnostic.pointer)
    if let path = finding.path { list("path", path) { $0.string($1) } }
    objects("related", finding.related) { writer, related in
      writer.member("message", related.message)
      writer.member("pointer", diagnostic.file.pointer(to: related.place))
      writer.range(related.place.range, in: diagnostic.file)
    }
    member("help", finding.help)
    endObject()
  }

  private mutating func range(_ range: Range<Int>, in file: SourceFile) {
    object("range") { writer in
      for (name, offset) in [("start", range.lowerBound), ("end", range.upperBound)] {
        let position = file.lines.position(at: offset)
        writer.object(name) { writer in
          writer.member("line", position.line)
          writer.member("column", position.column)
          writer.member("offset", offset)
        }
      }
    }
  }
}
