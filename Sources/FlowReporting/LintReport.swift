public import Diagnostics
import FlowModel

/// What there is to report of the files of one run of the linter.
public struct LintReport: Sendable {
  /// How many files were linted.
  public let fileCount: Int
  /// The paths of the linted files, each once, in the order of their bytes.
  public let files: [String]
  /// What was found in them, in the order in which it is reported: by file, offset, code, path and message.
  public let diagnostics: [Diagnostic]
  /// What was found too but is not reported, in the same order. Of the formats SARIF alone tells it.
  public let suppressed: [SuppressedDiagnostic]
  /// How many diagnostics there are of each severity, suppressed ones aside.
  public let summary: Summary

  /// The files in which something was found, in their order.
  package let sections: [Section]

  /// Creates a report of diagnostics in any order.
  /// - Parameter files: The paths of all files that were linted, those in which nothing was found among them, each as
  ///   often as it was linted.
  public init(files: [String], diagnostics: [Diagnostic], suppressed: [SuppressedDiagnostic] = []) {
    self.init(fileCount: files.count, files: files, diagnostics: diagnostics, suppressed: suppressed)
  }

  /// Creates a report of diagnostics in any order that names only the files in which something was found.
  /// - Parameter fileCount: How many files were linted.
  public init(fileCount: Int, diagnostics: [Diagnostic]) {
    self.init(fileCount: fileCount, files: [], diagnostics: diagnostics, suppressed: [])
  }

  init(
    fileCount: Int, files: [String], diagnostics: [Diagnostic], suppressed: [SuppressedDiagnostic]
  ) {
    self.fileCount = fileCount
    self.diagnostics = diagnostics.sorted(by: Diagnostic.areInReportOrder)
    self.files = Self.paths(files, of: self.diagnostics)
    self.suppressed = suppressed.sorted { Diagnostic.areInReportOrder($0.diagnostic, $1.diagnostic) }
    summary = Summary(counting: diagnostics)
    sections = Self.sections(of: self.diagnostics)
  }

  // MARK: What is shown

  /// Of how many findings of a rule in a file a report tells; how many more there are it says.
  package static let shownOfRule = 100
  /// Bytes of the findings of a rule in a file that a report tells; a finding that passes them is the last.
  package static let shownSizeOfRule = 1 << 20

  /// Findings of a rule in a file that are not shown, since as many are as are shown of one rule.
  ///
  /// They count in the summary, for the exit status and in a baseline as any others do.
  public struct Omission: Sendable {
    /// The file.
    public let file: SourceFile
    /// The rule.
    public let code: RuleCode
    /// The severity of the first of them.
    public let severity: Severity
    /// How many there are.
    public fileprivate(set) var count: Int

    /// The omission in a few words: `and 7 more of RF102 duplicate-key`.
    package var sentence: String { "and \(count) more of \(code) \(code.name)" }
  }

  /// A file in which something was found, and what is shown of it.
  package struct Section: Sendable {
    let file: SourceFile
    package fileprivate(set) var shown: [Diagnostic] = []
    /// By code.
    fileprivate(set) var omissions: [Omission] = []
  }

  /// What was found and is not shown, by file and code.
  public var omissions: [Omission] { sections.flatMap(\.omissions) }

  private static func sections(of diagnostics: [Diagnostic]) -> [Section] {
    var sections: [Section] = []
    var quota = FindingQuota()
    var omitted: [RuleCode: Omission] = [:]
    func finish() {
      guard !sections.isEmpty else { return }
      sections[sections.count - 1].omissions = omitted.values.sorted { $0.code < $1.code }
      omitted = [:]
    }
    for diagnostic in diagnostics {
      let file = diagnostic.file
      if sections.last.map({ $0.file === file || ExactText($0.file.path) == ExactText(file.path) }) != true {
        finish()
        sections.append(Section(file: file))
      }
      let code = diagnostic.finding.code
      let isShown = quota.admits(diagnostic)
      if isShown { sections[sections.count - 1].shown.append(diagnostic) }
      let others = diagnostic.finding.omitted + (isShown ? 0 : 1)
      if others > 0 {
        omitted[
          code, default: Omission(file: file, code: code, severity: diagnostic.finding.severity, count: 0)
        ].count += others
      }
    }
    finish()
    return sections
  }

  /// The paths of all files, sorted, each once.
  private static func paths(_ files: [String], of diagnostics: [Diagnostic]) -> [String] {
    var paths = files
    var latest: SourceFile?
    for diagnostic in diagnostics where diagnostic.file !== latest {
      paths.append(diagnostic.file.path)
      latest = diagnostic.file
    }
    var distinct: [String] = []
    for path in paths.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      if let last = distinct.last, ExactText(last) == ExactText(path) { continue }
      distinct.append(path)
    }
    return distinct
  }

  /// The numbers of errors, warnings and infos.
  public struct Summary: Sendable, Hashable {
    /// Diagnostics of severity `error`.
    public private(set) var errors = 0
    /// Diagnostics of severity `warning`.
    public private(set) var warnings = 0
    /// Diagnostics of severity `info`.
    public private(set) var infos = 0

    /// All diagnostics.
    public var total: Int { errors + warnings + infos }

    init(counting diagnostics: [Diagnostic]) {
      for diagnostic in diagnostics {
        let count = 1 + diagnostic.finding.omitted
        switch diagnostic.finding.severity {
        case .error: errors += count
        case .warning: warnings += count
        case .info: infos += count
        }
      }
    }
  }

  /// The report in one line, such as `2 errors, 1 warning in 3 files`.
  public var sentence: String {
    let counts = [
      (summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "info"),
    ]
    let found = counts.filter { $0.0 > 0 }.map { $0.counted($1) }.joined(separator: ", ")
    let known = suppressed.count { $0.cause == .baseline }
    return "\(found.isEmpty ? "no findings" : found) in \(fileCount.counted("file"))"
      + (known > 0 ? "; \(known.counted("known finding")) not shown" : "")
  }
}

extension LintReport {
  /// A diagnostic with what it is known by.
  public struct Result: Sendable {
    /// What was found.
    public let diagnostic: Diagnostic
    /// What it is known by in other runs.
    public let fingerprint: Fingerprint
    /// Why it is not reported; nil where it is.
    public let suppression: SuppressedDiagnostic.Cause?
  }

  /// Of what was found, suppressed or not, as much as is shown: of each rule in a file so many.
  package var shownResults: [Result] {
    var quotas = [FindingQuota(), FindingQuota()]
    return results.filter { quotas[$0.suppression == nil ? 0 : 1].admits($0.diagnostic) }
  }

  /// All that was found, suppressed or not, in the order in which it is reported.
  ///
  /// What is suppressed takes part in the counting of equals, so a fingerprint stays what it is when its finding, or
  /// an equal one, is suppressed. Complexity: n log n in the number of findings.
  public var results: [Result] {
    let found =
      diagnostics.map { ($0, SuppressedDiagnostic.Cause?.none) }
      + suppressed.map { ($0.diagnostic, $0.cause) }
    var maker = FingerprintMaker()
    return found.sorted { Diagnostic.areInReportOrder($0.0, $1.0) }.map { diagnostic, cause in
      Result(
        diagnostic: diagnostic, fingerprint: maker.fingerprint(of: diagnostic), suppression: cause)
    }
  }
}

/// Counts findings by file and rule, and says of which a report tells: of so many, and of no more than a megabyte, where names
/// are long.
package struct FindingQuota: Sendable {
  private struct Used {
    var count = 0
    var size = 0
  }

  private var used: [ObjectIdentifier: [RuleCode: Used]] = [:]

  /// A quota of which nothing is used up.
  package init() {}

  /// Whether a report tells of a finding, after those that it was asked about before.
  package mutating func admits(_ diagnostic: Diagnostic) -> Bool {
    let file = ObjectIdentifier(diagnostic.file)
    let code = diagnostic.finding.code
    var used = self.used[file, default: [:]][code, default: Used()]
    guard used.count < LintReport.shownOfRule, used.size < LintReport.shownSizeOfRule else { return false }
    used.count += 1
    used.size += diagnostic.size
    self.used[file, default: [:]][code] = used
    return true
  }
}
