import RefrainKit

/// Flows that run together, as files: some, or all of a project.
struct FlowSelection: Sendable {
  /// One of the flows.
  struct Part: Sendable {
    let file: InputFile
    /// What it runs in; nil where it belongs to no project with environments.
    let environment: Result<ProjectEnvironment?, Refusal>
    /// The service that it belongs to; nil where it is one of its own.
    let service: String?
  }

  /// The flows, in the order in which they are tried.
  let parts: [Part]
  /// The environments that all of them have; nil where an error hides them.
  let environments: [String]?
}

extension FlowSelection {
  /// The flows ready to run as one host, or why they cannot.
  func project(isForced: Bool, from system: any System) -> Result<FlowProject, Refusals> {
    let loaded = parts.map { ($0, FlowSource($0.file, in: $0.environment, from: system)) }
      .concurrentMap { part, source in (part, source.program(of: part.file, isForced: isForced)) }
    var flows: [FlowProject.Flow] = []
    var refusals: [Refusal] = []
    for (part, program) in loaded {
      switch program {
      case .success(let program):
        flows.append(FlowProject.Flow(FlowMachine(program), service: part.service))
      case .failure(let refusal):
        if !refusals.contains(where: { $0.isSame(as: refusal) }) { refusals.append(refusal) }
      }
    }
    return refusals.isEmpty ? .success(FlowProject(flows)) : .failure(Refusals(all: refusals))
  }

  /// Why flows cannot run together: at least one reason.
  struct Refusals: Error {
    let all: [Refusal]
  }
}

extension ProjectFinder {
  /// The flows that a scenario plays.
  mutating func selection(
    of scenario: ScenarioNames, in file: InputFile, on system: any System
  ) -> Result<FlowSelection, Refusal> {
    let environment = scenario.environment?.text
    if let project = scenario.project {
      return selection(
        ofProject: file.sibling(project.path, in: system), environment: environment, in: system)
    }
    let flows = scenario.flows.map { file.sibling($0.path, in: system) }
    return .success(selection(of: flows, environment: environment, in: system))
  }

  /// Some flows, each in its project.
  /// - Parameter name: The environment; nil where the command line or the project decides. So it is too where there is none
  ///   of that name.
  mutating func selection(
    of files: [InputFile], environment name: String?, in system: any System
  ) -> FlowSelection {
    var environments: [[String]?] = []
    let parts = files.map { file in
      let found = project(of: file, in: system)
      environments.append((try? found.get()).map { $0?.environmentNames ?? [] })
      // How flows are to each other counts where there are several.
      let service =
        files.count > 1 ? (try? found.get()).flatMap { self.service(of: file, in: $0, system) } : nil
      return FlowSelection.Part(
        file: file, environment: found.flatMap { $0?.environment(named: name) ?? .success(nil) },
        service: service)
    }
    return FlowSelection(parts: parts, environments: Self.common(environments))
  }

  /// All flows of a project.
  /// - Parameter name: The environment, as for some flows.
  mutating func selection(
    ofProject file: InputFile, environment name: String?, in system: any System
  ) -> Result<FlowSelection, Refusal> {
    opened(file, in: system).flatMap { found in
      let environment = found.environment(named: name)
      if case .failure(let refusal) = environment { return .failure(refusal) }
      guard let files = files(of: found, in: system) else {
        return .success(FlowSelection(parts: [], environments: nil))
      }
      let errors = files.findings.filter { $0.severity == .error }
      guard errors.isEmpty else {
        return .failure(.rejected(errors.map { Diagnostic($0, in: found.source) }))
      }
      guard !files.flows.isEmpty else {
        return .failure(.unreadable(file.name, SystemError(reason: "No flow of the project is there")))
      }
      return .success(
        FlowSelection(
          parts: zip(files.flows, files.services).map { flow, service in
            FlowSelection.Part(file: flow, environment: environment, service: service)
          }, environments: found.environmentNames))
    }
  }

  /// The name of a flow's service, which tells services of several projects apart.
  private mutating func service(
    of file: InputFile, in found: FoundProject?, _ system: any System
  ) -> String? {
    guard let found, let files = files(of: found, in: system), let index = files.index(of: file, in: system)
    else { return nil }
    return files.services[index].map { "\(found.file.name): \($0)" }
  }

  private static func common(_ names: [[String]?]) -> [String]? {
    guard let first = names.first, var common = first else { return nil }
    for names in names.dropFirst() {
      guard let names else { return nil }
      common = common.filter { name in names.contains { ExactText($0) == ExactText(name) } }
    }
    return common
  }
}

extension FoundProject {
  /// The names of the environments; nil where an error hides them.
  fileprivate var environmentNames: [String]? { hasErrors ? nil : project?.environments.map(\.name) }

  /// The environment of a name, or the one that counts where there is none of it.
  func environment(named name: String?) -> Result<ProjectEnvironment?, Refusal> {
    guard !hasErrors else {
      let errors = findings.filter { $0.severity == .error }
      return .failure(.rejected(errors.map { Diagnostic($0, in: source) }))
    }
    return .success(name.flatMap { project?.environment(named: $0) } ?? environment)
  }

  private var hasErrors: Bool { findings.contains { $0.severity == .error } }
}
