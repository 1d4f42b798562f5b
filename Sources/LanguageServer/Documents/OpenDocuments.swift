import FlowLoading
import FlowModel
import FlowValidation
import JSONSyntax

/// The documents that are open in the editor, by their URIs.
struct OpenDocuments: Sendable {
  /// How many bytes all of them may have together.
  let limit: Int
  private var documents: [ExactText: OpenDocument] = [:]
  /// The URIs whose diagnostics are out of date, in the order in which they became so.
  private var changed: [String] = []
  /// The URIs of documents that were let go because they are too large.
  private var refused: [String] = []

  let files: EditorFiles?
  /// The projects that were met, as they were then, by their files.
  var projects: [ExactText: EditorProject] = [:]

  /// No documents.
  /// - Parameter files: The files that are not open; nil where none can be read.
  init(limit: Int, files: EditorFiles?) {
    self.limit = limit
    self.files = files
  }

  subscript(uri: String) -> OpenDocument? { documents[ExactText(uri)] }

  /// The documents, in no order.
  var all: some Collection<OpenDocument> { documents.values }

  /// Opens a document, or opens it anew.
  mutating func open(_ document: OpenDocument) {
    documents[ExactText(document.uri)] = document
    keepWithinLimit(document.uri)
  }

  /// Changes a document's text; does nothing where it is not open.
  mutating func change(_ uri: String, _ changes: [JSON], version: JSON, in encoding: PositionEncoding) {
    guard documents[ExactText(uri)] != nil else { return }
    documents[ExactText(uri)]?.apply(changes, version: version, in: encoding)
    keepWithinLimit(uri)
  }

  /// Closes a document.
  mutating func close(_ uri: String) {
    guard documents.removeValue(forKey: ExactText(uri)) != nil else { return }
    note(uri)
  }

  /// What there is to know of a document as it is now; nil where it is not open.
  mutating func analyzed(_ uri: String, in encoding: PositionEncoding) -> DocumentAnalysis? {
    guard let document = documents[ExactText(uri)] else { return nil }
    if let known = document.analysis { return known }
    let project: EditorProject? =
      switch document.kind {
      case .flow, .scenario: self.project(of: document.path)
      case .project: document.path.flatMap { self.project(at: $0) }
      case .other: nil
      }
    // The other documents as they are now: what is analyzed may be a scenario of one of them.
    let others = self
    var playing = self
    defer { projects = playing.projects }
    let surroundings = DocumentSurroundings(
      project: project, played: { playing.flows(named: $0, in: uri) },
      flow: { others.flow($0, namedIn: uri) }, flowFiles: { others.flowFiles(around: uri) },
      environments: { written in
        let named = written.flatMap { path in document.path.map { $0.sibling(path) } }
        let played = named.map { playing.project(at: $0) } ?? project
        return played?.environments?.map(\.name) ?? []
      })
    return documents[ExactText(uri)]?.analyzed(in: encoding, surroundings)
  }

  /// What a scenario plays: as it is in the editor, or else in its files.
  private mutating func flows(named names: ScenarioNames, in uri: String) -> PlayedFlows {
    guard files != nil, let scenario = DocumentPath(uri: uri) else {
      return PlayedFlows(names.flows.map { flow($0.path, namedIn: uri) }, environments: nil)
    }
    if let written = names.project {
      guard let project = project(at: scenario.sibling(written.path)) else {
        return .unreadable(nearest: nil)
      }
      return .read(
        project.environments == nil ? [nil] : project.flows.map(\.vocabulary),
        environments: project.environments?.map(\.name))
    }
    let environments = names.environment == nil ? nil : environments(of: names, in: scenario)
    return PlayedFlows(names.flows.map { flow($0.path, namedIn: uri) }, environments: environments)
  }

  /// The environments of the project of a scenario's first flow; nil where they are not known.
  private mutating func environments(of names: ScenarioNames, in scenario: DocumentPath) -> [String]? {
    guard let flow = names.flows.first else { return nil }
    guard let project = project(of: scenario.sibling(flow.path)) else { return [] }
    return project.environments?.map(\.name)
  }

  /// The flow that a scenario names: as it is in the editor, or else in its file.
  private func flow(_ written: String, namedIn uri: String) -> PlayedFlows {
    guard let scenario = DocumentPath(uri: uri) else { return .read([], environments: nil) }
    let path = scenario.sibling(written)
    guard let bytes = bytes(at: path) else {
      guard let files else { return .read([], environments: nil) }
      let flows = files.names(path.folder).filter { OpenDocument.Kind(uri: $0) == .flow }
      return .unreadable(nearest: nearestFlow(to: written, among: flows))
    }
    return .read([FlowLoader.load(bytes).graph.map(FlowVocabulary.init)], environments: nil)
  }

  /// The names of the flows' files in the folder of a document, in order.
  private func flowFiles(around uri: String) -> [String] {
    guard let files, let path = DocumentPath(uri: uri) else { return [] }
    return files.names(path.folder).filter { OpenDocument.Kind(uri: $0) == .flow }.sorted()
  }

  /// What stands in a file: as it is in the editor, or else as it can be read.
  func bytes(at path: DocumentPath) -> [UInt8]? {
    documents.values.first { $0.path?.text == path.text }?.text.bytes
      ?? files?.read(path.text)
  }

  /// The URIs whose diagnostics are out of date, each once. From now on they are not.
  mutating func takeChanged() -> [String] {
    defer { changed = [] }
    return changed
  }

  /// The URIs of documents that have been let go because they are too large.
  mutating func takeRefused() -> [String] {
    defer { refused = [] }
    return refused
  }

  /// Lets a document go that has just grown, where all together are too large.
  private mutating func keepWithinLimit(_ uri: String) {
    let size = documents.values.reduce(0) { $0 + $1.text.bytes.count }
    if size > limit {
      documents[ExactText(uri)] = nil
      refused.append(uri)
    }
    note(uri)
  }

  private mutating func note(_ uri: String) {
    if !changed.contains(where: { ExactText($0) == ExactText(uri) }) { changed.append(uri) }
    for dependent in dependents(on: uri) {
      documents[ExactText(dependent)]?.forgetAnalysis()
      if !changed.contains(where: { ExactText($0) == ExactText(dependent) }) { changed.append(dependent) }
    }
  }

  /// The documents in which what is found hangs on another one: a scenario's on its flow, a flow's on its project, and
  /// those of flows of one project, and of its own file, on each other.
  private func dependents(on uri: String) -> [String] {
    let path = DocumentPath(uri: uri)?.text
    let project = projects.values.first { project in
      project.path.text == path || project.flows.contains { $0.path.text == path }
    }
    return documents.values.filter { document in
      guard ExactText(document.uri) != ExactText(uri) else { return false }
      switch (OpenDocument.Kind(uri: uri), document.kind) {
      case (.flow, .scenario), (.project, .flow), (.project, .scenario): return true
      case (.flow, .flow), (.flow, .project):
        guard let project, let other = document.path?.text else { return false }
        return project.path.text == other || project.flows.contains { $0.path.text == other }
      case (.flow, .other), (.project, .project), (.project, .other), (.scenario, _), (.other, _):
        return false
      }
    }.map(\.uri).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
