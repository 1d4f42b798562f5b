import Diagnostics

/// What there is to report of the files of one run of the linter.
public struct LintReport: Sendable {
  /// How many files were linted.
  public let fileCount: Int
  /// What was found in them, in the order in which it is reported: by file, offset, code, path and message.
  public let diagnostics: [Diagnostic]
  /// How many diagnostics there are of each severity.
  public let summary: Summary

  /// Creates a report of diagnostics in any order.
  public init(fileCount: Int, diagnostics: [Diagnostic]) {
    self.fileCount = fileCount
    self.diagnostics = diagnostics.sorted(by: Diagnostic.areInReportOrder)
    summary = Summary(counting: diagnostics)
  }

  /// The numbers of errors, warnings and infos.
  public struct Summary: Sendable, Hashable {
    /// Diagnostics of severity `error`.
    public private(set) var errors = 0
    /// Diagnostics of severity `warning`.
    public private(set) var warnings = 0
    /// Diagnostics of severity `info`.
    public private(set) var infos = 0

    init(counting diagnostics: [Diagnostic]) {
      for diagnostic in diagnostics {
        switch diagnostic.finding.severity {
        case .error: errors += 1
        case .warning: warnings += 1
        case .info: infos += 1
        }
      }
    }
  }

  /// The report in one line, such as `2 errors, 1 warning in 3 files`.
  public var sentence: String {
    let counts = [
      (summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "info"),
    ]
    let found = counts.filter { $0.0 > 0 }.map(Self.counted).joined(separator: ", ")
    return "\(found.isEmpty ? "no findings" : found) in \(Self.counted(fileCount, "file"))"
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
