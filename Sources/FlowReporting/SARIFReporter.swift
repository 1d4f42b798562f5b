import Diagnostics
import JSONSyntax

/// A log file of SARIF 2.1.0 (OASIS): one run, with all rules, and all findings, suppressed ones with their
/// suppressions.
///
/// Columns count code points, as everywhere in Refrain. Each region is given by lines and columns and by bytes.
struct SARIFReporter: DiagnosticReporter {
  private static let schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
  /// The name, with its version, of what our fingerprints are made of.
  private static let fingerprintName = "refrainFinding/v1"

  let tool: LintTool
  var paths = ReportPaths.asGiven

  func report(_ report: LintReport, write: ([UInt8]) -> Void) {
    var writer = JSONWriter(.pretty)
    writer.beginObject()
    writer.member("$schema", Self.schema)
    writer.member("version", "2.1.0")
    writer.array("runs") { writer in
      writer.beginObject()
      writer.object("tool") { $0.object("driver", appendDriver) }
      writer.member("columnKind", "unicodeCodePoints")
      writer.array("results") { writer in
        write(writer.takeBytes())
        let rules = Dictionary(tool.rules.enumerated().map { ($1.code, $0) }) { first, _ in first }
        var places: (file: SourceFile, of: PathPlaces)?
        for result in report.shownResults {
          append(result, ruleIndex: rules[result.diagnostic.finding.code], &places, to: &writer)
          write(writer.takeBytes())
        }
      }
      appendOmissions(report.omissions, to: &writer)
      writer.endObject()
    }
    writer.endObject()
    writer.endLine()
    write(writer.takeBytes())
  }

  /// Says how many more findings there are than results, as a notification of the run.
  private func appendOmissions(_ omissions: [LintReport.Omission], to writer: inout JSONWriter) {
    guard !omissions.isEmpty else { return }
    writer.array("invocations") { writer in
      writer.beginObject()
      writer.member("executionSuccessful", true)
      writer.array("toolExecutionNotifications") { writer in
        for omission in omissions {
          writer.beginObject()
          writer.member("level", level(of: omission.severity))
          writer.object("message") { $0.member("text", omission.sentence) }
          writer.array("locations") { append(Location(nil, in: omission.file), to: &$0) }
          writer.endObject()
        }
      }
      writer.endObject()
    }
  }

  // MARK: The tool

  private func appendDriver(to writer: inout JSONWriter) {
    writer.member("name", LintTool.name)
    if let version = tool.version {
      writer.member("version", version)
      writer.member("semanticVersion", version)
    }
    writer.list("rules", tool.rules) { append(RuleHelp(page: $1), to: &$0) }
  }

  private func append(_ help: RuleHelp, to writer: inout JSONWriter) {
    let code = help.page.code
    writer.beginObject()
    writer.member("id", code.rawValue)
    writer.member("name", code.name)
    writer.object("shortDescription") { $0.member("text", help.headline) }
    writer.object("fullDescription") { $0.member("text", "\(help.page.what) \(help.page.why)") }
    writer.object("help") { writer in
      writer.member("text", help.text)
      writer.member("markdown", help.markdown)
    }
    writer.object("defaultConfiguration") { $0.member("level", level(of: code.defaultSeverity)) }
    writer.endObject()
  }

  private func level(of severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .info: "note"
    }
  }

  // MARK: Results

  private func append(
    _ result: LintReport.Result, ruleIndex: Int?, _ places: inout (file: SourceFile, of: PathPlaces)?,
    to writer: inout JSONWriter
  ) {
    let file = result.diagnostic.file
    let finding = result.diagnostic.finding
    writer.beginObject()
    writer.member("ruleId", finding.code.rawValue)
    if let ruleIndex { writer.member("ruleIndex", ruleIndex) }
    writer.member("level", level(of: finding.severity))
    writer.object("message") { writer in
      writer.member("text", finding.message)
      if !finding.help.isEmpty { writer.member("markdown", "\(finding.message)\n\n\(finding.help)") }
    }
    writer.array("locations") { append(Location(finding.place, in: file), to: &$0) }
    if !finding.related.isEmpty {
      writer.array("relatedLocations") { writer in
        for (index, related) in finding.related.enumerated() {
          let location = Location(related.place, in: file, id: index + 1, message: related.message)
          append(location, to: &writer)
        }
      }
    }
    appendCodeFlow(of: result.diagnostic, &places, to: &writer)
    if let fix = finding.fix { writer.array("fixes") { append(fix, in: file, to: &$0) } }
    writer.object("partialFingerprints") { $0.member(Self.fingerprintName, result.fingerprint.text) }
    // Once one result has suppressions all must, empty ones where nothing suppresses them.
    writer.array("suppressions") { writer in
      if let cause = result.suppression { append(cause, in: file, to: &writer) }
    }
    writer.endObject()
  }

  private func append(_ cause: SuppressedDiagnostic.Cause, in file: SourceFile, to writer: inout JSONWriter) {
    writer.beginObject()
    switch cause {
    case .lintIgnore(let reason, let place):
      writer.member("kind", "inSource")
      writer.member("justification", reason)
      writer.key("location")
      append(Location(place, in: file), to: &writer)
    case .baseline:
      writer.member("kind", "external")
      writer.member("justification", "known: it is in the baseline")
    }
    writer.endObject()
  }

  /// Writes the way that a finding's path describes, if it has one.
  private func appendCodeFlow(
    of diagnostic: Diagnostic, _ places: inout (file: SourceFile, of: PathPlaces)?,
    to writer: inout JSONWriter
  ) {
    let (file, finding) = (diagnostic.file, diagnostic.finding)
    let steps: [PathStep]
    if !finding.steps.isEmpty {
      steps = finding.steps.map { PathStep(text: $0.message, place: $0.place) }
    } else if let path = finding.path, !path.isEmpty {
      let known = places.flatMap { $0.file === file ? $0.of : nil } ?? PathPlaces(in: file)
      places = (file, known)
      steps = known.steps(of: path)
    } else {
      return
    }
    writer.array("codeFlows") { writer in
      writer.beginObject()
      writer.array("threadFlows") { writer in
        writer.beginObject()
        writer.array("locations") { writer in
          let shown = CutList(steps)
          for step in shown.beginning { append(step, in: file, to: &writer) }
          if shown.omitted > 0 {
            append(PathStep(text: "… \(shown.omitted) more steps", place: nil), in: file, to: &writer)
          }
          for step in shown.end { append(step, in: file, to: &writer) }
        }
        writer.endObject()
      }
      writer.endObject()
    }
  }

  private func append(_ step: PathStep, in file: SourceFile, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("location")
    append(Location(step.place, in: file, message: step.text), to: &writer)
    writer.endObject()
  }

  private func append(_ fix: Fix, in file: SourceFile, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.object("description") { $0.member("text", fix.title) }
    writer.array("artifactChanges") { writer in
      writer.beginObject()
      writer.object("artifactLocation") { $0.member("uri", paths.uri(of: file)) }
      writer.array("replacements") { writer in
        for edit in fix.edits {
          writer.beginObject()
          writer.key("deletedRegion")
          append(edit.range, in: file, to: &writer)
          if !edit.text.isEmpty { writer.object("insertedContent") { $0.member("text", edit.text) } }
          writer.endObject()
        }
      }
      writer.endObject()
    }
    writer.endObject()
  }

  // MARK: Locations

  /// A place, with what there is to say about it.
  private struct Location {
    let file: SourceFile
    /// Nil where only the file is known.
    let place: SourcePlace?
    let id: Int?
    let message: String?

    init(_ place: SourcePlace?, in file: SourceFile, id: Int? = nil, message: String? = nil) {
      self.file = file
      self.place = place
      self.id = id
      self.message = message
    }
  }

  private func append(_ location: Location, to writer: inout JSONWriter) {
    let file = location.file
    writer.beginObject()
    if let id = location.id { writer.member("id", id) }
    writer.object("physicalLocation") { writer in
      writer.object("artifactLocation") { $0.member("uri", paths.uri(of: file)) }
      guard let range = location.place?.range else { return }
      writer.key("region")
      append(range, in: file, to: &writer)
    }
    if let pointer = location.place.map(file.pointer), !pointer.isEmpty {
      writer.array("logicalLocations") { writer in
        writer.beginObject()
        writer.member("fullyQualifiedName", pointer)
        writer.endObject()
      }
    }
    if let message = location.message { writer.object("message") { $0.member("text", message) } }
    writer.endObject()
  }

  private func append(_ range: Range<Int>, in file: SourceFile, to writer: inout JSONWriter) {
    let start = file.lines.position(at: range.lowerBound)
    let end = file.lines.position(at: range.upperBound)
    writer.beginObject()
    writer.member("startLine", start.line)
    writer.member("startColumn", start.column)
    writer.member("endLine", end.line)
    writer.member("endColumn", end.column)
    writer.member("byteOffset", range.lowerBound)
    writer.member("byteLength", range.count)
    writer.endObject()
  }
}
