import RefrainKit

/// What linting files has brought, each as a part of the project that it lies in.
struct LintedProjects {
  /// The files, and what was found in them.
  private(set) var files: [(file: InputFile, result: Result<LintedInput, SystemError>)] = []
  /// Why files were not judged as a part of their project.
  var refusals: [Refusal] { linters.refusals }
  /// How the program ends where the environment or the project that the command line names is none; nil where it is one.
  var statusWithoutChoice: ExitStatus? { linters.statusWithoutChoice }

  private let mending: LintedInput.Mending?
  /// Whether nothing is done after that with what was read, so that it need not be taken apart.
  private let isLastWork: Bool
  private let system: any System
  private var linters: ProjectLinters

  /// Lints files, on all cores: the flows, then the scenarios, since the flows may have been mended, then the projects.
  ///
  /// The flows of a project are all read, and each once, whichever of them are linted; of other flows each core reads the one
  /// that it lints.
  /// - Parameter isLastWork: Whether the process ends once the files have been linted.
  init(
    _ inputs: [InputFile], _ choice: ProjectChoice, rules: [(code: RuleCode, level: RuleLevel)],
    mending: LintedInput.Mending?, isLastWork: Bool = false, in system: any System
  ) {
    self.mending = mending
    self.isLastWork = isLastWork
    self.system = system
    linters = ProjectLinters(ProjectFinder(choice), rules: rules)
    var flows = inputs.filter { !$0.isNamed(as: .scenario) && !$0.isNamed(as: .project) }
    var judged: [OpenProject] = []
    for file in inputs where file.isNamed(as: .project) {
      guard let project = linters.project(of: file, isItself: true, in: system) else { continue }
      judged.append(project)
      let known = Set(flows.map(\.identity))
      flows += project.flows.map(\.file).filter { !known.contains($0.identity) }
    }
    lint(flows)
    let scenarios = inputs.filter { $0.isNamed(as: .scenario) }
    for (project, scenarios) in grouped(scenarios) {
      let linter = linters.linter(for: project)
      files += written(
        LintedInput.scenarios(scenarios, by: linter, mending: mending, in: &linters.finder, system))
    }
    // What is wrong with the file of a project stands in the way of all its flows, whether it is judged itself or not.
    let isJudged = Set(judged.map(\.found.file.identity))
    for project in linters.found
    where !isJudged.contains(project.found.file.identity) && project.hasErrors {
      report(project, by: linters.linter(for: nil), as: nil)
    }
    for project in judged { report(project, by: linters.linter(for: project), as: project.context) }
    if isLastWork { UntilExit.keep(linters.found) }
  }

  /// Adds what a project's file itself is judged to be.
  /// - Parameter context: What the rules know of the project; nil where its file's own errors alone are told.
  private mutating func report(_ project: OpenProject, by linter: Linter, as context: ProjectContext?) {
    let linted = linter.lint(project: project.found.source, findings: project.findings, of: context)
    files.append((project.found.file, .success(LintedInput(linted))))
  }

  /// Writes what was mended.
  private func written(
    _ files: [(file: InputFile, result: Result<LintedInput, SystemError>)]
  ) -> [(file: InputFile, result: Result<LintedInput, SystemError>)] {
    guard mending != nil, statusWithoutChoice == nil else { return files }
    return files.map { file, result in
      let written = Result { () throws(SystemError) in
        let linted = try result.get()
        try linted.write(to: file, in: system)
        return linted
      }
      return (file, written)
    }
  }

  private mutating func lint(_ flows: [InputFile]) {
    for (project, flows) in grouped(flows) {
      let linter = linters.linter(for: project)
      // Of files without a project no more are kept than one: see `LintCommand`.
      let (mending, isLastFlow, system) = (mending, isLastWork && flows.count == 1, system)
      let read = project?.flows
      let linted = onceEach(flows, of: project).concurrentMap {
        file, membership -> (InputFile, Result<LintedInput, SystemError>) in
        if mending == nil, let read, let index = membership?.index {
          return (
            file,
            read[index].flow.map {
              LintedInput(linter.lint($0.named(file.name), in: membership))
            }
          )
        }
        let result = LintedInput.flow(
          file, by: linter, in: membership, mending: mending, isLastWork: isLastFlow, in: system)
        guard read == nil else { return (file, result) }
        return (file, result.map { $0.naming(projectPassedOverBy: file, in: system) })
      }
      files += written(linted)
    }
  }

  /// Flows with their parts in their project. Of several paths of one of its flows, such as a link's, the first counts.
  private func onceEach(
    _ flows: [InputFile], of project: OpenProject?
  ) -> [(file: InputFile, membership: ProjectMembership?)] {
    guard let project else { return flows.map { ($0, nil) } }
    let system = system
    let flows = flows.concurrentMap { (file: $0, membership: project.membership(of: $0, in: system)) }
    var seen: Set<Int> = []
    return flows.filter { flow in flow.membership?.index.map { seen.insert($0).inserted } ?? true }
  }

  /// Files by their projects, in the order in which these are met. What is wrong with a project that is not judged itself
  /// is told where the file's own errors are in the way.
  private mutating func grouped(_ files: [InputFile]) -> [(project: OpenProject?, files: [InputFile])] {
    var groups: [(project: OpenProject?, files: [InputFile])] = []
    var places: [FilePath?: Int] = [:]
    // Files of one folder have one project, and follow one another.
    var last: (folder: FilePath, place: Int)?
    for file in files {
      let folder = file.folder
      if let last, last.folder == folder {
        groups[last.place].files.append(file)
        continue
      }
      let project = linters.project(of: file, in: system)
      let key = project?.found.file.identity
      let place = places[key] ?? groups.count
      if place == groups.count { groups.append((project, [])) }
      groups[place].files.append(file)
      places[key] = place
      last = (folder, place)
    }
    return groups
  }
}
