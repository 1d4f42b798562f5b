public import Diagnostics
import FlowLoading
public import FlowModel
public import FlowReporting
import FlowSimulation
public import FlowValidation
import JSONSyntax

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
  ///   - membership: The flow's part in a project; nil judges it alone.
  public func lint(
    _ source: [UInt8], named path: String, in membership: ProjectMembership? = nil
  ) -> LintedFile {
    let environments = membership?.project.environments ?? []
    return lint(ProjectFlow(source, named: path, in: environments), in: membership)
  }

  /// Everything that the rules find in a flow that has been read.
  public func lint(_ flow: ProjectFlow, in membership: ProjectMembership?) -> LintedFile {
    LintedFile(
      flow.source, named: flow.path, graph: flow.loaded.graph, document: flow.loaded.document,
      findings: flow.findings,
      report: flow.loaded.graph.map {
        FlowValidator.validate($0, in: membership, environments: flow.inEnvironments, settings: settings)
      })
  }

  /// Everything that the rules find in a project's own file.
  /// - Parameters:
  ///   - file: The file.
  ///   - loadingFindings: What is wrong with the file itself, and with what it names.
  ///   - context: What is known of the project; nil where nothing of it can be judged.
  public func lint(
    project file: SourceFile, findings loadingFindings: [Finding], of context: ProjectContext?
  ) -> LintedFile {
    let found = context.map { ProjectValidator.validate($0, settings: settings) } ?? []
    return LintedFile(
      graph: nil, diagnostics: (loadingFindings + found).map { Diagnostic($0, in: file) }, suppressed: [])
  }

  /// Everything that the rules find in a scenario's file, whatever its bytes are.
  ///
  /// Complexity: linear in the file's size and in what is found.
  /// - Parameters:
  ///   - source: The file's bytes, as for `lint(_:named:)`.
  ///   - path: The path that the file is reported by.
  ///   - flows: The flows that it plays.
  public func lint(scenario source: [UInt8], named path: String, playing flows: PlayedFlows) -> LintedFile {
    let loaded = ScenarioLoader.load(source)
    return LintedFile(
      source, named: path, graph: nil, document: loaded.document, findings: loaded.findings,
      report: loaded.names.map { ScenarioValidator.validate($0, playing: flows, settings: settings) })
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
  ///   - membership: The flow's part in a project; nil judges it alone.
  public func mend(
    _ source: [UInt8], named path: String, in membership: ProjectMembership? = nil,
    includingSuggestions: Bool = false
  ) -> MendedFile {
    mend(source, includingSuggestions: includingSuggestions) { lint($0, named: path, in: membership) }
  }

  /// A scenario's file with the fixes made, as `mend(_:named:includingSuggestions:)` makes them.
  public func mend(
    scenario source: [UInt8], named path: String, playing flows: PlayedFlows,
    includingSuggestions: Bool = false
  ) -> MendedFile {
    mend(source, includingSuggestions: includingSuggestions) {
      lint(scenario: $0, named: path, playing: flows)
    }
  }

  private func mend(
    _ source: [UInt8], includingSuggestions: Bool, lint: ([UInt8]) -> LintedFile
  ) -> MendedFile {
    var mended = MendedFile(bytes: source, fixCount: 0, linted: lint(source))
    for _ in 0..<Limits.fixRounds {
      let mendable = mended.linted.diagnostics.map(\.finding).filter {
        $0.fix.map { $0.isSafe || includingSuggestions } ?? false
      }
      // A variable goes last: another fix may be what names it.
      let others = mendable.filter { $0.code != .unusedVariable }
      let fixes = (others.isEmpty ? mendable : others).compactMap(\.fix)
      let (bytes, count) = Fix.applying(fixes, to: mended.bytes)
      guard count > 0 else { break }
      mended = MendedFile(bytes: bytes, fixCount: mended.fixCount + count, linted: lint(bytes))
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
  /// The flow; nil where nothing of it can be judged, and of a scenario. It may hold errors.
  public let graph: FlowGraph?
  /// What was found; `LintReport` puts it in order.
  public let diagnostics: [Diagnostic]
  /// What was found and is suppressed by the file's own `lintIgnore`.
  public let suppressed: [SuppressedDiagnostic]
}

extension LintedFile {
  /// What was found in a file's bytes.
  init(
    _ source: [UInt8], named path: String, graph: FlowGraph?, document: JSONDocument?, findings: [Finding],
    report: ValidationReport?
  ) {
    let findings = findings + (report?.findings ?? [])
    let suppressed = report?.suppressed ?? []
    guard !findings.isEmpty || !suppressed.isEmpty else {
      self.init(graph: graph, diagnostics: [], suppressed: [])
      return
    }
    // Of a file that is too large nothing is shown.
    let shown = source.count > Limits.fileSize ? [] : source
    let file = SourceFile(path: path, bytes: shown, document: document)
    self.init(
      graph: graph, diagnostics: findings.map { Diagnostic($0, in: file) },
      suppressed: suppressed.map {
        SuppressedDiagnostic(
          Diagnostic($0.finding, in: file),
          cause: .lintIgnore(reason: $0.suppression.reason, place: $0.suppression.place))
      })
  }
}
