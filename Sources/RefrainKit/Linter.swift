import Diagnostics
import FlowLoading
public import FlowModel
public import FlowReporting
public import FlowValidation

/// Loads and validates flow files, given as bytes: it reads no files itself.
///
///     let file = Linter().lint(bytes, named: "Flows/support.flow.json")
///     let report = LintReport(
///       files: ["Flows/support.flow.json"], diagnostics: file.diagnostics, suppressed: file.suppressed)
///     print(ReportFormat.concise.reporter().text(of: report))
public struct Linter: Sendable {
  /// How much the rules' findings are to matter.
  public var settings: RuleSettings

  /// Creates a linter.
  public init(settings: RuleSettings = RuleSettings()) {
    self.settings = settings
  }

  /// Everything that the rules find in a file, whatever its bytes are.
  ///
  /// Complexity: linear in the file's size and in what is found.
  /// - Parameters:
  ///   - source: The file's bytes. More than `Limits.fileSize` are too many, and one more is enough to tell.
  ///   - path: The path that the file is reported by.
  public func lint(_ source: [UInt8], named path: String) -> LintedFile {
    let loaded = FlowLoader.load(source)
    let validated = loaded.graph.map { FlowValidator.validate($0, settings: settings) }
    let findings = loaded.findings + (validated?.findings ?? [])
    let suppressed = validated?.suppressed ?? []
    guard !findings.isEmpty || !suppressed.isEmpty else {
      return LintedFile(graph: loaded.graph, diagnostics: [], suppressed: [])
    }
    // Of a file that is too large nothing is shown.
    let shown = source.count > Limits.fileSize ? [] : source
    let file = SourceFile(path: path, bytes: shown, document: loaded.document)
    return LintedFile(
      graph: loaded.graph, diagnostics: findings.map { Diagnostic($0, in: file) },
      suppressed: suppressed.map {
        SuppressedDiagnostic(
          Diagnostic($0.finding, in: file),
          cause: .lintIgnore(reason: $0.suppression.reason, place: $0.suppression.place))
      })
  }
}

extension Linter {
  /// A file with the fixes of all findings made that stand, and of those that come up thereby; what is left is in
  /// `linted`.
  ///
  /// Complexity: that of linting, for each of a few rounds: see `Limits.fixRounds`.
  /// - Parameters:
  ///   - source: The file's bytes, as for `lint(_:named:)`.
  ///   - includingSuggestions: Whether the fixes are made too that are not safe.
  public func mend(_ source: [UInt8], named path: String, includingSuggestions: Bool = false) -> MendedFile {
    var mended = MendedFile(bytes: source, fixCount: 0, linted: lint(source, named: path))
    for _ in 0..<Limits.fixRounds {
      let fixes = mended.linted.diagnostics.compactMap(\.finding.fix).filter {
        $0.isSafe || includingSuggestions
      }
      let (bytes, count) = Fix.applying(fixes, to: mended.bytes)
      guard count > 0 else { break }
      mended = MendedFile(
        bytes: bytes, fixCount: mended.fixCount + count, linted: lint(bytes, named: path))
    }
    return mended
  }
}

/// A file in which findings have been mended.
public struct MendedFile: Sendable {
  /// The file's bytes.
  public let bytes: [UInt8]
  /// How many fixes have been made.
  public let fixCount: Int
  /// What is left.
  public let linted: LintedFile
}

/// What linting a file has brought.
public struct LintedFile: Sendable {
  /// The flow; nil where nothing of it can be judged. It may hold errors.
  public let graph: FlowGraph?
  /// What was found; `LintReport` puts it in order.
  public let diagnostics: [Diagnostic]
  /// What was found and is suppressed by the file's own `lintIgnore`.
  public let suppressed: [SuppressedDiagnostic]
}
