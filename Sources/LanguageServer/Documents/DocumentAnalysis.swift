import Diagnostics
import FlowLoading
import FlowModel
import FlowSimulation
import FlowValidation
import JSONSyntax

/// What a document is judged with: the files around it, as they are in the editor or else can be read.
struct DocumentSurroundings {
  /// The project that it lies in.
  let project: EditorProject?
  /// Finds what a scenario plays.
  let played: (ScenarioNames) -> PlayedFlows
  /// Finds the flow that a scenario names.
  let flow: (_ written: String) -> PlayedFlows
  /// Finds the names of the flows' files in its folder.
  let flowFiles: () -> [String]
  /// Finds the names of the environments of a project that a scenario names; of the one that it lies in where it names none.
  let environments: (_ project: String?) -> [String]
}

/// What there is to know of one state of a document.
struct DocumentAnalysis: Sendable {
  /// What the text names and refers to, whatever is wrong with it.
  private enum Content: Sendable {
    case flow(FlowOutline)
    case scenario(ScenarioOutline)
    case project(ProjectOutline)
    /// Another file, or one that is too large.
    case unread
  }

  let uri: String
  /// Whether the text is JSON, and not too large.
  let isJSON: Bool
  /// What the linter finds, in the order in which it reports.
  let findings: [Finding]
  /// The names that may be written in it.
  let names: KnownNames?
  /// The environments of its project.
  let environments: [ProjectEnvironment]
  /// The text.
  let text: TextBuffer

  private let content: Content
  private let positions: PositionTable
  private let encoding: PositionEncoding

  /// Lints a text and reads its outline. Linear in its length.
  /// - Parameter lastNames: The names of the last state of the document that was JSON.
  init(
    uri: String, kind: OpenDocument.Kind, text: TextBuffer, encoding: PositionEncoding,
    lastNames: KnownNames?, in surroundings: DocumentSurroundings
  ) {
    self.uri = uri
    self.text = text
    self.encoding = encoding
    positions = PositionTable(text, in: encoding)
    let path = DocumentPath(uri: uri)
    let linted = Self.lint(text.bytes, as: kind, at: path, in: surroundings)
    isJSON = linted.document != nil
    findings = linted.findings.sorted(by: Finding.areInReportOrder)
    environments = kind == .flow ? surroundings.project?.environments ?? [] : []
    content = Self.content(of: text.bytes, as: kind, at: path, in: surroundings)
    let names: KnownNames? = if case .flow(let outline) = content { KnownNames(outline) } else { nil }
    self.names = isJSON ? names : lastNames.map { names?.merged(with: $0) } ?? names
  }

  /// What the linter finds in a text, in any order.
  private static func lint(
    _ bytes: [UInt8], as kind: OpenDocument.Kind, at path: DocumentPath?,
    in surroundings: DocumentSurroundings
  ) -> (document: JSONDocument?, findings: [Finding]) {
    let project = surroundings.project
    switch kind {
    case .flow:
      let loaded = FlowLoader.load(bytes)
      let findings =
        project?.findings(in: loaded, at: path)
        ?? loaded.findings + (loaded.graph.map { FlowValidator.validate($0).findings } ?? [])
      return (loaded.document, findings)
    case .scenario:
      let loaded = ScenarioLoader.load(bytes)
      let judged = loaded.names.map { names in
        ScenarioValidator.validate(
          names, playing: surroundings.played(names), settings: project?.settings ?? RuleSettings())
      }
      return (loaded.document, loaded.findings + (judged?.findings ?? []))
    case .project:
      let loaded = ProjectLoader.load(bytes)
      let findings = project?.findings ?? EditorProject.findings(in: loaded.project)
      return (loaded.document, loaded.findings + findings)
    case .other: return (nil, [])
    }
  }

  private static func content(
    of bytes: [UInt8], as kind: OpenDocument.Kind, at path: DocumentPath?,
    in surroundings: DocumentSurroundings
  ) -> Content {
    guard bytes.count <= Limits.fileSize else { return .unread }
    switch kind {
    case .flow: return .flow(FlowOutline(bytes))
    case .scenario: return .scenario(ScenarioOutline(bytes, at: path, in: surroundings))
    case .project: return .project(ProjectOutline(bytes))
    case .other: return .unread
    }
  }

  /// What a flow's text names and refers to; nil for any other, and for one that is too large.
  var outline: FlowOutline? { if case .flow(let outline) = content { outline } else { nil } }

  /// The same of a scenario.
  var scenario: ScenarioOutline? { if case .scenario(let outline) = content { outline } else { nil } }

  /// The same of a project.
  var projectOutline: ProjectOutline? { if case .project(let outline) = content { outline } else { nil } }

  /// The text.
  var bytes: [UInt8] { text.bytes }

  // MARK: Places

  /// The offset of a position.
  func offset(of position: Position) -> Int { text.offset(of: position, in: encoding) }

  /// A range of bytes as the protocol has it.
  func range(_ range: Range<Int>) -> JSON { positions.range(range) }

  /// A range of bytes in this document as the protocol has it.
  func location(_ range: Range<Int>) -> JSON { ["uri": .string(uri), "range": self.range(range)] }

  /// Changes of this document as the protocol has them.
  func workspaceEdit(_ edits: [JSON]) -> JSON {
    ["changes": .object(JSONObject([JSONField(key: uri, value: .array(edits))]))]
  }

  /// Whether some bytes stand on one line.
  func isOnOneLine(_ range: Range<Int>) -> Bool {
    text.line(at: range.lowerBound) == text.line(at: range.upperBound)
  }
}
