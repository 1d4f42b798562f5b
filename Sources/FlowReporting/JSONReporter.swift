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
    writer.key("summary")
    writer.beginObject()
    writer.member("errors", report.summary.errors)
    writer.member("warnings", report.summary.warnings)
    writer.member("infos", report.summary.infos)
    writer.endObject()
    writer.key("diagnostics")
    writer.beginArray()
    for diagnostic in report.diagnostics {
      append(diagnostic, to: &writer)
      write(writer.takeBytes())
    }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    write(writer.takeBytes())
  }

  private func append(_ diagnostic: Diagnostic, to writer: inout JSONWriter) {
    let finding = diagnostic.finding
    writer.beginObject()
    writer.member("code", finding.code.rawValue)
    writer.member("rule", finding.code.name)
    writer.member("severity", finding.severity.rawValue)
    writer.member("message", finding.message)
    writer.member("file", diagnostic.file.path)
    append(finding.place.range, in: diagnostic.file, to: &writer)
    writer.member("pointer", diagnostic.pointer)
    if let path = finding.path {
      writer.key("path")
      writer.beginArray()
      for step in path { writer.string(step) }
      writer.endArray()
    }
    writer.key("related")
    writer.beginArray()
    for related in finding.related {
      writer.beginObject()
      writer.member("message", related.message)
      writer.member("pointer", diagnostic.file.pointer(to: related.place))
      append(related.place.range, in: diagnostic.file, to: &writer)
      writer.endObject()
    }
    writer.endArray()
    writer.member("help", finding.help)
    writer.endObject()
  }

  private func append(_ range: Range<Int>, in file: SourceFile, to writer: inout JSONWriter) {
    writer.key("range")
    writer.beginObject()
    for (name, offset) in [("start", range.lowerBound), ("end", range.upperBound)] {
      let position = file.lines.position(at: offset)
      writer.key(name)
      writer.beginObject()
      writer.member("line", position.line)
      writer.member("column", position.column)
      writer.member("offset", offset)
      writer.endObject()
    }
    writer.endObject()
  }
}
