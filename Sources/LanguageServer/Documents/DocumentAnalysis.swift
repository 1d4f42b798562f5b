import Diagnostics
import FlowLoading
import FlowModel
import FlowSimulation
import FlowValidation
import JSONSyntax

/// What there is to know of one state of a document.
struct DocumentAnalysis: Sendable {
  let uri: String
  /// Whether the text is JSON, and not too large.
  let isJSON: Bool
  /// What the linter finds, in the order in which it reports.
  let findings: [Finding]
  /// What the text names and refers to; nil where it is no flow, or too large.
  let outline: FlowOutline?
  /// The same of a scenario.
  let scenario: ScenarioOutline?
  /// What the text of a project names; nil where it is none, or too large.
  let projectOutline: ProjectOutline?
  /// The names that may be written in it.
  let names: KnownNames?
  /// The environments of its project.
  let environments: [ProjectEnvironment]

  /// The text.
  let text: TextBuffer
  private let positions: PositionTable
  private let encoding: PositionEncoding

  /// Lints a text and reads its outline. Linear in its length.
  /// - Parameters:
  ///   - lastNames: The names of the last state of the document that was JSON.
  ///   - project: The project that it lies in.
  ///   - played: Finds what a scenario plays.
  ///   - flows: Finds the flow that a scenario names.
  ///   - flowFiles: Finds the names of the flows' files in its folder.
  ///   - environments: Finds the names of the environments of a project that a scenario names; of the one that it lies in
  ///     where it names none.
  init(
    uri: String, kind: OpenDocument.Kind, text: TextBuffer, encoding: PositionEncoding,
    lastNames: KnownNames?, project: EditorProject?, played: (ScenarioNames) -> PlayedFlows,
    flows: (_ written: String) -> PlayedFlows, flowFiles: () -> [String],
    environments environmentNames: (_ project: String?) -> [String]
  ) {
    self.uri = uri
    self.text = text
    self.encoding = encoding
    positions = PositionTable(text, in: encoding)
    let document: JSONDocument?
    let unordered: [Finding]
    switch kind {
    case .flow:
      let loaded = FlowLoader.load(text.bytes)
      document = loaded.document
      environments = project?.environments ?? []
      unordered =
        project?.findings(in: loaded, at: DocumentPath(uri: uri))
        ?? loaded.findings + (loaded.graph.map { FlowValidator.validate($0).findings } ?? [])
    case .scenario:
      let loaded = ScenarioLoader.load(text.bytes)
      document = loaded.document
      let judged = loaded.names.map { names in
        ScenarioValidator.validate(
          names, playing: played(names), settings: project?.settings ?? RuleSettings())
      }
      environments = []
      unordered = loaded.findings + (judged?.findings ?? [])
    case .project:
      let loaded = ProjectLoader.load(text.bytes)
      document = loaded.document
      environments = []
      unordered = loaded.findings + (project?.findings ?? EditorProject.findings(in: loaded.project))
    case .other:
      document = nil
      environments = []
      unordered = []
    }
    isJSON = document != nil
    findings = unordered.sorted(by: Finding.areInReportOrder)
    outline = kind == .flow && text.bytes.count <= Limits.fileSize ? FlowOutline(text.bytes) : nil
    scenario =
      kind == .scenario && text.bytes.count <= Limits.fileSize
      ? ScenarioOutline(
        text.bytes, flows: flows, flowFiles: flowFiles(),
        projectFile: DocumentPath(uri: uri).flatMap { project?.path.written(in: $0) },
        environments: environmentNames) : nil
    projectOutline =
      kind == .project && text.bytes.count <= Limits.fileSize ? ProjectOutline(text.bytes) : nil
    let names = outline.map { KnownNames($0) }
    if document == nil, let lastNames {
      self.names = names?.merged(with: lastNames)
    } else {
      self.names = names
    }
  }

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
