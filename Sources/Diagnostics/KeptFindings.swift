/// Findings of a file as they come up, of which no more of one rule are kept than anybody will look at: what a file costs is
/// bounded, however often it is wrong. The last that is kept stands for the others: see `Finding.omitted`.
package struct KeptFindings: Sendable {
  private struct Kind: Hashable {
    let code: RuleCode
    let severity: Severity
  }

  /// How many of one rule, and of one severity, are kept.
  package static let limit = 10_000

  /// Those that are kept, in the order in which they came up.
  package private(set) var all: [Finding] = []
  /// How many have come up.
  private var counts: [Kind: Int] = [:]
  /// The places of the last ones that are kept.
  private var last: [Kind: Int] = [:]

  /// Begins without any.
  package init() {}

  /// Adds a finding.
  package mutating func append(_ finding: Finding) {
    let kind = Kind(code: finding.code, severity: finding.severity)
    let count = counts[kind, default: 0]
    counts[kind] = count + 1
    if count < Self.limit {
      last[kind] = all.count
      all.append(finding)
    } else if let index = last[kind] {
      all[index].omitted += 1 + finding.omitted
    }
  }

  /// Adds findings.
  package mutating func append(contentsOf findings: some Sequence<Finding>) {
    for finding in findings { append(finding) }
  }
}
