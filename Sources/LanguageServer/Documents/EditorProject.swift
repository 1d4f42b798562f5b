import Diagnostics
import FlowLoading
import FlowModel
import FlowValidation

/// The project that documents lie in, with all its flows, so that each is judged as a part of it.
struct EditorProject: Sendable {
  /// A flow's file as it is now.
  struct Flow: Sendable {
    let path: DocumentPath
    let bytes: [UInt8]
    /// What the rules know of it.
    let facts: FlowFacts
    /// The names that it has; nil where nothing of it can be judged.
    let vocabulary: FlowVocabulary?
  }

  /// The project's file.
  let path: DocumentPath
  /// Its text.
  let bytes: [UInt8]
  /// How much the rules' findings are to matter.
  let settings: RuleSettings
  /// The environments; nil where they are not known.
  let environments: [ProjectEnvironment]?
  /// The flows, in the project's order.
  let flows: [Flow]

  private let context: ProjectContext?

  /// Reads a project's file, and the flows that it names.
  /// - Parameter flows: Finds the flows of a project, each with the service that it belongs to.
  init(
    _ bytes: [UInt8], at path: DocumentPath,
    flows: (Project) -> [(path: DocumentPath, bytes: [UInt8], service: String?)], known: EditorProject?
  ) {
    self.path = path
    self.bytes = bytes
    var settings = RuleSettings()
    if let project = ProjectLoader.load(bytes).project {
      settings = RuleSettings(project.rules)
      // What was known of a flow holds on while neither it nor the project changes.
      let isSame = known?.bytes == bytes
      var lastFlows: [ExactText: Flow] = [:]
      if isSame { for flow in known?.flows ?? [] { lastFlows[ExactText(flow.path.text)] = flow } }
      self.flows = flows(project).map { path, bytes, service in
        if let last = lastFlows[ExactText(path.text)], last.bytes == bytes { return last }
        return Flow(bytes, at: path, in: service, project.environments)
      }
      context = ProjectContext(
        project: project, environments: project.environments, flows: self.flows.map(\.facts))
      environments = project.environments
    } else {
      self.flows = []
      context = nil
      environments = nil
      // It is being written: what it gives is not known for the moment.
      try? settings.set(.unknownEnvironmentValue, to: .off)
    }
    self.settings = settings
  }

  /// What the linter finds in a project's file beside what is wrong with the file itself: what takes no flow to judge.
  static func findings(in project: Project?) -> [Finding] {
    project.map { ProjectValidator.validateLiveServices(of: $0, settings: RuleSettings($0.rules)) } ?? []
  }

  /// What the rules find in the project's own file.
  var findings: [Finding] { context.map { ProjectValidator.validate($0, settings: settings) } ?? [] }

  /// What the linter finds in a flow that lies in the project, in all environments together, in any order.
  func findings(in flow: LoadedFlow, at path: DocumentPath?) -> [Finding] {
    guard let graph = flow.graph else { return flow.findings }
    let membership = context.map { context in
      ProjectMembership(context, index: self.flows.firstIndex { $0.path.text == path?.text })
    }
    let flows = EnvironmentFlows(flow, in: context?.environments ?? [])
    let judged = FlowValidator.validate(
      graph, in: membership, environments: flows.environments, settings: settings)
    return flows.findings + judged.findings
  }
}

extension EditorProject.Flow {
  fileprivate init(
    _ bytes: [UInt8], at path: DocumentPath, in service: String?, _ environments: [ProjectEnvironment]
  ) {
    let flows = EnvironmentFlows(FlowLoader.load(bytes), in: environments)
    let graph = flows.written.graph
    self.init(
      path: path, bytes: bytes,
      facts: FlowFacts(
        path: path.name, service: service, graph: graph,
        environments: flows.environments, count: max(1, environments.count)),
      vocabulary: graph.map(FlowVocabulary.init))
  }
}

/// Finding the projects of documents.
extension OpenDocuments {
  /// The project of a file: the nearest `refrain.json` in its folder or above it, up to the root of the checkout, and
  /// without a checkout in its own folder alone. nil where there is none, or where no files can be read.
  mutating func project(of file: DocumentPath?) -> EditorProject? {
    guard let file else { return nil }
    for folder in projectFolders(of: file) {
      if let project = project(at: folder.child(Project.fileName)) { return project }
    }
    return nil
  }

  /// The folders in which the project of a file may be: that of the file, and those above it up to the root of its checkout.
  private func projectFolders(of file: DocumentPath) -> [DocumentPath] {
    guard let files else { return [] }
    var folders: [DocumentPath] = []
    var next: DocumentPath? = file.parent
    while let folder = next {
      folders.append(folder)
      if files.names(folder.text).contains(".git") { return folders }
      next = folder.parent
    }
    return Array(folders.prefix(1))
  }

  /// The scenarios that may be of a flow, by path: those in the folder of its project, or without one in its checkout, or else
  /// in its own folder, and below.
  mutating func scenarioFiles(around flow: DocumentPath) -> [DocumentPath] {
    guard let folder = project(of: flow)?.path.parent ?? projectFolders(of: flow).last else { return [] }
    return files(of: .scenario, in: folder)
  }

  /// A project by its own file; nil where that cannot be read.
  mutating func project(at path: DocumentPath) -> EditorProject? {
    guard let bytes = bytes(at: path) else { return nil }
    let project = EditorProject(
      bytes, at: path, flows: { flows(of: $0, at: path) }, known: projects[ExactText(path.text)])
    projects[ExactText(path.text)] = project
    return project
  }

  /// The flows that a project names and that can be read, each once.
  private func flows(
    of project: Project, at path: DocumentPath
  ) -> [(path: DocumentPath, bytes: [UInt8], service: String?)] {
    let paths = (project.flows?.map(\.text) ?? ["."]).flatMap { written in
      written.hasSuffix(".json") ? [path.sibling(written)] : files(of: .flow, in: path.sibling(written))
    }
    var known: Set<ExactText> = []
    return paths.compactMap { flow in
      guard known.insert(ExactText(flow.text)).inserted, let bytes = bytes(at: flow) else { return nil }
      let service = project.services.first { service in
        service.flows.contains { path.sibling($0.text).text == flow.text }
      }
      return (flow, bytes, service?.name)
    }
  }

  /// The flows or the scenarios in a folder and below, by path, those among them that are only in the editor yet. Hidden folders
  /// are passed over, and of flows those below with a project of their own, as the commands do.
  func files(of kind: OpenDocument.Kind, in folder: DocumentPath) -> [DocumentPath] {
    var pending = [folder]
    let prefix = folder.text == "/" ? "/" : folder.text + "/"
    var found = all.filter { $0.kind == kind }.compactMap(\.path).filter { path in
      path.text.hasPrefix(prefix)
        && !path.text.dropFirst(prefix.count).split(separator: "/").dropLast().contains { $0.hasPrefix(".") }
    }
    var searched = 0
    var others: [String] = []
    while let current = pending.popLast(), searched < ServerLimits.projectFolders {
      searched += 1
      let names = files?.names(current.text) ?? []
      if kind == .flow, current.text != folder.text, names.contains(Project.fileName) {
        others.append(current.text + "/")
        continue
      }
      for name in names {
        let path = current.child(name)
        if OpenDocument.Kind(uri: name) == kind {
          found.append(path)
        } else if !name.hasSuffix(".json"), !name.hasPrefix(".") {
          // Perhaps a folder; a file has nothing in it.
          pending.append(path)
        }
      }
    }
    return found.filter { path in !others.contains { path.text.hasPrefix($0) } }
      .sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
  }
}
