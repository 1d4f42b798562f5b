import RefrainKit

/// The linters of files, each with the rules of the project that its files lie in.
struct ProjectLinters {
  /// Why projects cannot be used.
  private(set) var refusals: [Refusal] = []

  private let rules: [(code: RuleCode, level: RuleLevel)]
  /// Finds the projects.
  var finder: ProjectFinder
  /// The projects that were met, by their files.
  private var projects: [FilePath: OpenProject] = [:]

  /// Creates the linters of files whose projects are still to be found.
  /// - Parameter rules: How much rules are to matter, whatever a project says.
  init(_ finder: ProjectFinder, rules: [(code: RuleCode, level: RuleLevel)] = []) {
    self.finder = finder
    self.rules = rules
  }

  /// The project of a file; nil where there is none that can be used.
  /// - Parameter isItself: Whether the file is a project's own.
  mutating func project(of file: InputFile, isItself: Bool = false, in system: any System) -> OpenProject? {
    let found: FoundProject
    switch isItself
      ? finder.opened(file, in: system).map({ $0 as FoundProject? }) : finder.project(of: file, in: system)
    {
    case .success(let project?): found = project
    case .success(nil): return nil
    case .failure(let refusal):
      if !refusals.contains(where: { $0.isSame(as: refusal) }) { refusals.append(refusal) }
      return nil
    }
    let key = (try? system.resolved(found.file.identity)) ?? found.file.identity
    if let known = projects[key] { return known }
    let project = OpenProject(found, files: finder.files(of: found, in: system), in: system)
    projects[key] = project
    return project
  }

  /// The projects that were met.
  var found: [OpenProject] {
    projects.sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }.map(\.value)
  }

  /// How the program ends where the environment or the project that the command line names is none: what is found then follows
  /// from that. nil where it is one.
  var statusWithoutChoice: ExitStatus? {
    let statuses = refusals.map(\.status)
    guard let first = statuses.first, finder.isProjectGiven || statuses.contains(.usage) else { return nil }
    return statuses.reduce(first) { $0.combined(with: $1) }
  }

  /// Reports that the environment or the project that the command line names is none, and how the program ends then.
  func reportChoice(on console: inout Console) -> ExitStatus? {
    guard let status = statusWithoutChoice else { return nil }
    for refusal in refusals { console.report(refusal) }
    return status
  }

  /// The linter of a project's files; of files without a project where that is nil.
  func linter(for project: OpenProject?) -> Linter {
    Linter(settings: RuleSettings((project?.found.project?.rules ?? []) + rules))
  }
}

extension OpenProject {
  /// The part that a flow's file has in the project; nil where nothing of the project can be judged.
  func membership(of file: InputFile, in system: any System) -> ProjectMembership? {
    context.map { ProjectMembership($0, index: index(of: file, in: system)) }
  }
}
