import Diagnostics
import FlowModel

/// What a finding is known by from one run of the linter to the next, whatever else is found and wherever in its file
/// the finding has moved.
///
/// It is made of the code, the file, the JSON Pointer of what is marked, for RF301 the StartConversation and the
/// outcome that the branch begins at, and a counter among findings that are equal in all of these.
public struct Fingerprint: Sendable, Hashable {
  /// The fingerprint as it is written: 16 hexadecimal digits.
  public let text: String
}

/// Makes the fingerprints of the findings of one run, which must come in the order in which they are reported: so the
/// counter among equals depends on nothing but them.
struct FingerprintMaker {
  private var counts: [UInt64: Int] = [:]

  /// The fingerprint of the next finding.
  mutating func fingerprint(of diagnostic: Diagnostic) -> Fingerprint {
    let finding = diagnostic.finding
    var hash = StableHash()
    hash.combine(finding.code.rawValue)
    hash.combine(diagnostic.file.normalizedPath)
    hash.combine(diagnostic.pointer)
    if finding.code == .waitingNodeOnIntermediateBranch {
      for step in finding.path?.prefix(2) ?? [] { hash.combine(step) }
    }
    let equals = counts[hash.value, default: 0]
    counts[hash.value] = equals + 1
    hash.combine(String(equals))
    return Fingerprint(text: hash.hexadecimal)
  }
}
