import Diagnostics
import FlowModel
import JSONSyntax

/// Findings that are known and are not to be reported: what lets a team switch the linter on over flows that are not
/// clean yet, and see what is new.
///
/// Written down it is JSON, an object for each finding, in the order of file, pointer and code, so that a change of the
/// findings is a change of a few lines. Findings are known by their fingerprints alone; the rest is for the reader.
public struct Baseline: Sendable {
  /// One known finding.
  public struct Entry: Sendable {
    /// What it is known by.
    public let fingerprint: Fingerprint
    /// The rule's code as it is written. It may be one of a later version.
    public let code: String
    /// The normalized path of the file.
    public let file: String
    /// The JSON Pointer of what is marked.
    public let pointer: String
    /// What is wrong.
    public let message: String
  }

  /// How large a baseline may be, in bytes: some 200,000 findings, more than anybody will look at again.
  public static let sizeLimit = 64 << 20

  /// The version of what is written.
  private static let version = 1

  /// The known findings, in the order of file, pointer, code and fingerprint.
  public let entries: [Entry]

  private init(_ entries: [Entry]) {
    self.entries = entries.sorted { left, right in
      for (left, right) in zip(left.sortingKeys, right.sortingKeys) where ExactText(left) != ExactText(right)
      {
        return left.utf8.lexicographicallyPrecedes(right.utf8)
      }
      return false
    }
  }

  /// A baseline of all that a report reports, whatever its severity and whatever its rule.
  public init(of report: LintReport) {
    self.init(
      report.results.filter { $0.suppression == nil }.map { result in
        let diagnostic = result.diagnostic
        return Entry(
          fingerprint: result.fingerprint, code: diagnostic.finding.code.rawValue,
          file: diagnostic.file.normalizedPath, pointer: diagnostic.pointer,
          message: diagnostic.finding.message)
      })
  }

  /// The known findings that are not among a report's results.
  public func entries(missingFrom report: LintReport) -> [Entry] {
    let found = Set(report.results.filter { $0.suppression == nil }.map(\.fingerprint))
    return entries.filter { !found.contains($0.fingerprint) }
  }
}

extension LintReport {
  /// The report without the findings that are known; they are suppressed instead.
  public func suppressing(_ baseline: Baseline) -> LintReport {
    let known = Set(baseline.entries.map(\.fingerprint))
    let results = results
    return LintReport(
      fileCount: fileCount, files: files,
      diagnostics: results.filter { $0.suppression == nil && !known.contains($0.fingerprint) }
        .map(\.diagnostic),
      suppressed: results.compactMap { result in
        if let cause = result.suppression { return SuppressedDiagnostic(result.diagnostic, cause: cause) }
        guard known.contains(result.fingerprint) else { return nil }
        return SuppressedDiagnostic(result.diagnostic, cause: .baseline)
      })
  }
}

extension Baseline.Entry {
  fileprivate var sortingKeys: [String] { [file, pointer, code, fingerprint.text] }
}

// MARK: - As JSON

/// Why a text is no baseline.
public struct MalformedBaseline: Error, Hashable {
  /// What is wrong with it, without a full stop at the end.
  public let reason: String
}

extension Baseline {
  /// The baseline as a file's bytes.
  public var json: [UInt8] {
    var writer = JSONWriter(.pretty)
    writer.beginObject()
    writer.member("version", Self.version)
    writer.objects("findings", entries) { writer, entry in
      writer.member("code", entry.code)
      writer.member("file", entry.file)
      writer.member("pointer", entry.pointer)
      writer.member("message", entry.message)
      writer.member("fingerprint", entry.fingerprint.text)
    }
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }

  /// Reads a baseline from a file's bytes. Members that it does not know are passed over.
  public init(parsing bytes: [UInt8]) throws(MalformedBaseline) {
    let lines = LineTable(bytes)
    func malformed(_ problem: String, at offset: Int) -> MalformedBaseline {
      let position = lines.position(at: offset)
      return MalformedBaseline(
        reason: "not a baseline: \(problem) (line \(position.line), column \(position.column))")
    }

    let root: JSONNode
    do {
      root = try JSONDocument(parsing: bytes).root
    } catch {
      throw malformed(error.message, at: error.range.lowerBound)
    }
    guard let version = root["version"], version.number?.integer == Self.version else {
      throw malformed("its `version` must be \(Self.version)", at: (root["version"] ?? root).range.lowerBound)
    }
    guard let findings = root["findings"], findings.kind == .array else {
      throw malformed("it needs an array `findings`", at: root.range.lowerBound)
    }
    var entries: [Entry] = []
    entries.reserveCapacity(findings.count)
    for finding in findings.elements {
      func text(_ key: String) throws(MalformedBaseline) -> String {
        guard let text = finding[key]?.string else {
          throw malformed("a finding needs the string `\(key)`", at: finding.range.lowerBound)
        }
        return text
      }
      entries.append(
        Entry(
          fingerprint: Fingerprint(text: try text("fingerprint")), code: try text("code"),
          file: try text("file"), pointer: try text("pointer"), message: try text("message")))
    }
    self.init(entries)
  }
}
