import Diagnostics
import FlowLoading
import FlowModel
import FlowValidation

/// The project that a document lies in, as far as one flow of it can be judged by it: the values of its environments, and
/// how much the rules are to matter to it.
///
/// What flows are to each other is not judged: that takes all of them.
struct EditorProject: Sendable {
  /// How much the rules' findings are to matter.
  let settings: RuleSettings
  /// The values that the environments give, each once, in file order.
  let values: [String]

  private let membership: ProjectMembership?

  /// Reads a project's file. Linear in its length.
  init(_ bytes: [UInt8]) {
    var settings = RuleSettings()
    if let project = ProjectLoader.load(bytes).project {
      settings = Self.settings(of: project)
      let context = ProjectContext(project: project, environments: project.environments, flows: [])
      membership = ProjectMembership(context, index: nil)
      var known: Set<ExactText> = []
      values = project.environments.flatMap { $0.entries.map(\.name) }
        .filter { known.insert(ExactText($0)).inserted }
    } else {
      membership = nil
      values = []
      // It is being written: what it gives is not known for the moment.
      try? settings.set(.unknownEnvironmentValue, to: .off)
    }
    self.settings = settings
  }

  /// What the linter finds in a project's file beside what is wrong with the file itself: what takes no flow to judge.
  static func findings(in project: Project?) -> [Finding] {
    project.map { ProjectValidator.validateLiveServices(of: $0, settings: settings(of: $0)) } ?? []
  }

  private static func settings(of project: Project) -> RuleSettings {
    var settings = RuleSettings()
    for (code, level) in project.rules { try? settings.set(code, to: level) }
    return settings
  }

  /// What the linter finds in a flow of the project, in all environments together, in any order.
  func findings(in flow: LoadedFlow) -> [Finding] {
    guard let graph = flow.graph else { return flow.findings }
    let flows = EnvironmentFlows(flow, in: membership?.project.environments ?? [])
    let judged = FlowValidator.validate(
      graph, in: membership, environments: flows.graphs.map(FlowInEnvironment.init), settings: settings)
    return flows.findings + judged.findings
  }
}

/// Finding the projects of documents.
extension OpenDocuments {
  /// The project of a document: the nearest `refrain.json` in its folder or above it, up to the root of the checkout, and
  /// without a checkout in its own folder alone. nil where there is none, or where no files can be read.
  func project(of uri: String) -> EditorProject? {
    guard let files, let path = DocumentPath(uri: uri) else { return nil }
    var folders: [DocumentPath] = []
    var isCheckout = false
    var next: DocumentPath? = path.parent
    while let folder = next, !isCheckout {
      folders.append(folder)
      isCheckout = files.names(folder.text).contains(".git")
      next = folder.parent
    }
    if !isCheckout { folders = Array(folders.prefix(1)) }
    for folder in folders {
      if let bytes = bytes(at: folder.child(Project.fileName)) { return EditorProject(bytes) }
    }
    return nil
  }
}
