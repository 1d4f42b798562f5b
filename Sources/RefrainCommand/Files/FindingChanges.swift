import RefrainKit

/// The findings that a newer version of a flow has and the older one had not, and those that are gone. They are known by what
/// they say, so that none is new that has only moved.
struct FindingChanges {
  private struct Key: Hashable {
    let code: RuleCode
    let message: ExactText

    init(_ finding: Finding) {
      code = finding.code
      message = ExactText(finding.message)
    }
  }

  private let new: [Finding]
  private let gone: [Finding]

  init(from old: [Finding], to latest: [Finding]) {
    new = Self.findings(latest, without: old)
    gone = Self.findings(old, without: latest)
  }

  /// A line for each; of many the first.
  var lines: [String] {
    Self.lines(new, beginningWith: "new finding") + Self.lines(gone, beginningWith: "finding gone")
  }

  private static func findings(_ findings: [Finding], without others: [Finding]) -> [Finding] {
    var known: [Key: Int] = [:]
    for finding in others { known[Key(finding), default: 0] += 1 }
    return findings.filter { finding in
      guard let count = known[Key(finding)], count > 0 else { return true }
      known[Key(finding)] = count - 1
      return false
    }
  }

  private static func lines(_ findings: [Finding], beginningWith words: String) -> [String] {
    let shown = findings.prefix(LintReport.shownOfRule).map { finding in
      "\(words): \(finding.severity.rawValue): \(finding.message) [\(finding.code) \(finding.code.name)]"
    }
    let others = findings.count - shown.count
    return shown + (others > 0 ? ["\(words): and \(others) more"] : [])
  }
}
