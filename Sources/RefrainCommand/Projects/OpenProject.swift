import RefrainKit

/// A project with all its flows read, so that each can be judged as a part of it.
struct OpenProject: Sendable {
  /// The project's file.
  let found: FoundProject
  /// What is wrong with the file itself, and with the paths in it.
  let findings: [Finding]
  /// The flows, in the project's order; of one that cannot be read why not.
  let flows: [(file: InputFile, flow: Result<ProjectFlow, SystemError>)]
  /// What the rules know of it; nil where nothing of it can be judged.
  let context: ProjectContext?
  /// The files that it names; nil where nothing of it can be judged.
  private let files: ProjectFiles?

  /// Reads the flows of a project, on all cores.
  /// - Parameter files: The files that it names; nil where nothing of it can be judged.
  init(_ found: FoundProject, files: ProjectFiles?, in system: any System) {
    self.found = found
    self.files = files
    guard let project = found.project, let files else {
      findings = found.findings
      flows = []
      context = nil
      return
    }
    let environments = found.environments
    let read = files.flows.concurrentMap { file in
      (file: file, flow: file.read(from: system).map { ProjectFlow($0, named: file.name, in: environments) })
    }
    flows = read
    findings = found.findings + files.findings
    context = ProjectContext(
      project: project, environments: environments,
      flows: read.enumerated().map { index, read in
        let flow = (try? read.flow.get()) ?? ProjectFlow([], named: read.file.name, in: environments)
        return flow.facts(named: read.file.name, in: files.services[index])
      })
  }

  /// Whether there are errors in the file itself.
  var hasErrors: Bool { findings.contains { $0.severity == .error } }

  /// The place of a flow's file among the project's; nil where it is none of them.
  func index(of file: InputFile, in system: any System) -> Int? {
    files?.index(of: file, in: system)
  }
}
