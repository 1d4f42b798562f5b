package import Diagnostics
package import FlowModel
package import JSONSyntax

/// A file of which nothing can be judged, with what is wrong with it.
package struct UnusableFile: Error {
  /// The file's tree, if it has one.
  package let document: JSONDocument?
  /// Why it cannot be used.
  package let findings: [Finding]
}

/// A file that is being read against the shapes of its format: the tree, and what has been found so far.
package struct FileReader {
  /// The file's tree.
  package let document: JSONDocument
  /// What has been found so far.
  package var findings: [Finding] { kept.all }
  private var kept = KeptFindings()
  /// The references of the templates so far.
  package var references: [Reference] = []
  /// Those of them that are all of their texts, without filters, and no secrets.
  var recentReferences = RecentReferences()
  /// What the fields take that are a value of the environment alone, in the order of their references.
  var environmentFields: [EnvironmentField] = []
  /// Suggests names, for a limited number of unknown ones.
  package var suggester = NameSuggester(limit: Limits.suggestedNames)
  /// The elements that are second keys of a name; the first counts.
  private let repeatedKeys: Set<Int>

  /// Opens a file whose root is an object with a `formatVersion`.
  /// - Parameters:
  ///   - source: The file's bytes.
  ///   - wanted: What the file is to be.
  ///   - version: The version of its format.
  package static func open(
    _ source: [UInt8], as wanted: DocumentKind, version: Int
  ) -> Result<FileReader, UnusableFile> {
    guard source.count <= Limits.fileSize else {
      return .failure(UnusableFile(document: nil, findings: [.fileTooLarge]))
    }
    let mark = JSONDocument.byteOrderMark(in: source).map(Finding.byteOrderMark)
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: source)
    } catch {
      return .failure(
        UnusableFile(
          document: nil,
          findings: (mark.map { [$0] } ?? []) + [.invalidJSON(error, of: DocumentKind(ofLines: source))]))
    }
    var reader = FileReader(document)
    if let mark { reader.report(mark) }
    guard document.root.kind == .object else {
      reader.reportWrongType(document.root.element, wanted: "an object", subject: .named(wanted.name))
      return .failure(UnusableFile(document: document, findings: reader.findings))
    }
    if let written = document.root["formatVersion"], written.number?.integer != version {
      return .failure(
        UnusableFile(document: document, findings: [.unsupportedVersion(written, known: version)]))
    }
    if let other = reader.findingOfOtherKind(than: wanted) {
      reader.report(other)
      return .failure(UnusableFile(document: document, findings: reader.findings.inFileOrder))
    }
    return .success(reader)
  }

  /// What is told once of a file that is surely of another kind than it is read as, in place of every member of it.
  private func findingOfOtherKind(than wanted: DocumentKind) -> Finding? {
    // What a file of the kind has for certain: most files are what they are read as, and have it.
    let telling: String
    switch wanted {
    case .flow: telling = "nodes"
    case .scenario: telling = "steps"
    case .project, .session, .trace, .npmPackage:
      // A project is told by nothing that it lacks.
      guard
        let key = ["nodes", "steps"].lazy.compactMap({ self.document.root.member(named: $0)?.key }).first,
        let kind = DocumentKind(of: document.root), kind != wanted
      else { return nil }
      return .otherKind(kind, wanted: wanted, at: key.place, isLacking: false)
    }
    guard document.root[telling] == nil, let kind = DocumentKind(of: document.root), kind != wanted else {
      return nil
    }
    return .otherKind(kind, wanted: wanted, at: document.root.place, isLacking: true)
  }

  private init(_ document: JSONDocument) {
    self.document = document
    let repeated = document.duplicateKeys
    repeatedKeys = Set(repeated.map(\.element))
    for key in repeated { report(.duplicateKey(key, first: document.firstKey(repeatedBy: key))) }
  }

  /// The codes of the errors that have been found so far.
  package var errorCodes: Set<RuleCode> {
    Set(findings.lazy.filter { $0.severity == .error }.map(\.code))
  }

  /// Adds a finding.
  package mutating func report(_ finding: Finding) {
    kept.append(finding)
  }

  // MARK: Elements

  /// The node of an element, to say something of it.
  func node(_ element: Int) -> JSONNode { document.node(at: element) }

  /// Where an element stands.
  func place(of element: Int) -> SourcePlace { SourcePlace(document.range(of: element), element: element) }

  /// Whether a key repeats an earlier one of its object: such a member does not count.
  func isRepeated(_ key: Int) -> Bool { !repeatedKeys.isEmpty && repeatedKeys.contains(key) }
}

extension JSONNode {
  /// Where the element stands.
  package var place: SourcePlace { SourcePlace(range, element: element) }

  /// What kind of value this is, for a message: `a number`.
  package var kindName: String {
    switch kind {
    case .null: "null"
    case .boolean: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
