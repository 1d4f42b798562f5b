import Diagnostics

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
    var hash = FNVHash()
    hash.combine(finding.code.rawValue)
    hash.combine(diagnostic.file.normalizedPath)
    hash.combine(diagnostic.pointer)
    if finding.code == .waitingNodeOnIntermediateBranch {
      for step in finding.path?.prefix(2) ?? [] { hash.combine(step) }
    }
    let equals = counts[hash.value, default: 0]
    counts[hash.value] = equals + 1
    hash.combine(String(equals))
    let digits = String(hash.value, radix: 16)
    return Fingerprint(text: String(repeating: "0", count: 16 - digits.utf8.count) + digits)
  }
}

/// The 64-bit FNV-1a hash of a row of texts.
///
/// The simplest hash that is the same on every machine and for ever. Nothing rests on its being hard to forge: who can
/// write a flow can as well write its `lintIgnore`. Among a million findings two are alike once in 37 million runs.
private struct FNVHash {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func combine(_ text: String) {
    for byte in text.utf8 { combine(byte) }
    // No byte of UTF-8: so the texts' ends count too.
    combine(0xFF)
  }

  private mutating func combine(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
  }
}
