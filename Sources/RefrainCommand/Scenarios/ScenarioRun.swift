import RefrainKit

/// Plays scenario files, many at once, and tells what came of them in their order.
///
/// A trace is dropped as soon as it has been judged and counted, so what is kept of a scenario that passes is its names;
/// unless whoever runs them wants the conversations.
struct ScenarioRun {
  /// What the name or the path of a scenario must hold to be played.
  private let filter: String?
  private let measuresCoverage: Bool
  private let keepsConversations: Bool
  private var library: FlowLibrary
  private var projects: ProjectFinder
  /// The coverage of the library's flows, by their places there: as it was before the first scenario, and now.
  private var counted: [Int: (empty: FlowCoverage, sum: FlowCoverage)] = [:]
  /// The flows whose refusal has been told.
  private var refusedFlows: Set<Int> = []

  /// Creates a run that has played nothing.
  init(
    filter: String? = nil, isForced: Bool = false, measuresCoverage: Bool, keepsConversations: Bool = false,
    in projects: ProjectFinder
  ) {
    self.filter = filter
    self.measuresCoverage = measuresCoverage
    self.keepsConversations = keepsConversations
    library = FlowLibrary(isForced: isForced)
    self.projects = projects
  }

  /// Plays some files, but those that the filter passes over. All of them are in memory at a time.
  mutating func play(_ files: some Collection<InputFile>, from system: any System) -> [PlayedScenario] {
    let sources = files.map { (file: $0, source: $0.read(from: system)) }
    let loaded = sources.concurrentMap {
      (file: $0.file, contents: ScenarioFile.load($0.source, of: $0.file))
    }
    .filter { admits($0.file, $0.contents) }
    let tasks = loaded.map { file, contents in
      (file, contents, contents.flatMap { projects.selection(of: $0.names, in: file, on: system) })
    }
    load(tasks.flatMap { _, _, selection in (try? selection.get())?.parts ?? [] }, from: system)
    return tasks.map { task($0, $1, $2, in: system) }.concurrentMap { $0() }.map { take($0) }
  }

  /// Loads flows. Their coverage is told even if no scenario plays them.
  mutating func load(_ flows: [InputFile], from system: any System) {
    load(projects.selection(of: flows, environment: nil, in: system).parts, from: system)
  }

  private mutating func load(_ parts: [FlowSelection.Part], from system: any System) {
    library.load(parts, from: system)
    guard measuresCoverage else { return }
    for (index, flow) in library.flows.enumerated() where counted[index] == nil {
      // The environments' values change no outcome, so what is reached in one counts for all.
      guard let program = flow.versions.lazy.compactMap({ try? $0.program.get() }).first else { continue }
      let empty = FlowCoverage(of: program.graph, in: flow.file.name)
      counted[index] = (empty, empty)
    }
  }

  /// All flows that were met, in the order in which they were.
  var flows: [FlowLibrary.Flow] { library.flows }

  /// A flow, and what scenarios have reached of it.
  struct PlayedFlow: Sendable {
    /// Its place among the flows that were met.
    let index: Int
    let flow: FlowLibrary.Flow
    /// What was reached; nil where it cannot be run.
    let coverage: FlowCoverage?
  }

  /// Gives away all flows that were met, with what was reached of each: as if none had been met, and their memory is that
  /// of who takes them.
  mutating func takeFlows() -> [PlayedFlow] {
    let coverage = counted.mapValues(\.sum)
    counted = [:]
    refusedFlows = []
    return library.takeFlows().enumerated().map {
      PlayedFlow(index: $0, flow: $1, coverage: coverage[$0])
    }
  }

  /// The flows that cannot be run and that no scenario asks for, each as if it were a scenario.
  var refusedFlowsLeft: [PlayedScenario] {
    library.flows.enumerated().compactMap { index, flow in
      guard case .failure(let refusal) = flow.program, !refusedFlows.contains(index) else { return nil }
      let name = flow.file.name
      return PlayedScenario(refused: name, name: nil, flow: name, because: refusal, "the flow cannot be run")
    }
  }

  /// The coverage of all flows that can be run, by their paths.
  var coverage: [FlowCoverage] {
    counted.values.map(\.sum).sorted { $0.file.utf8.lexicographicallyPrecedes($1.file.utf8) }
  }

  // MARK: One scenario

  private func admits(_ file: InputFile, _ contents: Result<ScenarioFile, Refusal>) -> Bool {
    // What cannot be read might be what is meant.
    guard let filter, case .success(let contents) = contents else { return true }
    return file.name.contains(filter) || contents.scenario.name.contains(filter)
  }

  /// What is to be done for a scenario, on whatever core.
  private func task(
    _ file: InputFile, _ contents: Result<ScenarioFile, Refusal>, _ selection: Result<FlowSelection, Refusal>,
    in system: any System
  ) -> @Sendable () -> PlayedScenario {
    switch (contents, selection) {
    case (.success(let scenario), .success(let selected)):
      let places = selected.parts.map { library.place(of: $0) }
      let indices = places.map(\.flow)
      let task = ScenarioTask(
        file: file, scenario: scenario, selected: selected, flows: places.map { library[$0] },
        indices: indices, files: indices.map { library.flows[$0].file.name },
        coverage: indices.compactMap { counted[$0]?.empty }, keepsConversation: keepsConversations,
        system: system)
      return { task.played }
    case (.success(let scenario), .failure(let refusal)):
      let refused = Self.refused(scenario, in: file, because: refusal, system)
      return { refused }
    case (.failure(let refusal), _):
      let refused = PlayedScenario(
        refused: file.name, name: nil, flow: nil, because: refusal, "the scenario cannot be played")
      return { refused }
    }
  }

  /// A scenario whose project cannot be run.
  private static func refused(
    _ scenario: ScenarioFile, in file: InputFile, because refusal: Refusal, _ system: any System
  ) -> PlayedScenario {
    let project = scenario.names.project?.path ?? ""
    var refused = PlayedScenario(
      refused: file.name, name: scenario.scenario.name, flow: file.sibling(project, in: system).name,
      because: refusal, "its project '\(project)' cannot be run")
    if case .unreadable = refusal {
      refused.findings = scenario.findings(playing: .unreadable(nearest: nil))
    }
    return refused
  }

  /// Counts what came of a scenario.
  private mutating func take(_ played: PlayedScenario) -> PlayedScenario {
    guard let first = played.flows.first else { return played }
    for (flow, coverage) in zip(played.flows, played.coverage) { counted[flow]?.sum.add(coverage) }
    var played = played
    played.coverage = []
    if played.refusal != nil { played.isRefusalKnown = !refusedFlows.insert(first).inserted }
    return played
  }
}

/// A scenario that is to be played, with all that it takes.
private struct ScenarioTask: Sendable {
  let file: InputFile
  let scenario: ScenarioFile
  let selected: FlowSelection
  /// Its flows as they are in the library, in the selection's order.
  let flows: [FlowLibrary.Version]
  /// Their places in the library.
  let indices: [Int]
  /// The names of their files.
  let files: [String]
  /// Their coverage, of which nothing is reached yet; none where it is not measured.
  let coverage: [FlowCoverage]
  let keepsConversation: Bool
  let system: any System

  /// What comes of it.
  var played: PlayedScenario {
    var played: PlayedScenario
    if let index = flows.firstIndex(where: { $0.refusal != nil }), let refusal = flows[index].refusal {
      played = refused(byFlow: index, because: refusal)
    } else {
      played = judged
    }
    if keepsConversation { played.scenario = scenario.scenario }
    return played
  }

  /// The scenario, one of whose flows cannot be run.
  private func refused(byFlow index: Int, because refusal: Refusal) -> PlayedScenario {
    let isNamed = scenario.names.flows.indices.contains(index)
    let flow = isNamed ? scenario.names.flows[index].path : files[index]
    var refused = PlayedScenario(
      refused: file.name, name: scenario.scenario.name, flow: files[index], because: refusal,
      "its flow '\(flow)' cannot be run")
    // Its project's file may be what cannot be read.
    if isNamed, case .unreadable(files[index], _) = refusal {
      let nearest = file.nearestFlow(to: flow, in: system)
      refused.findings = scenario.findings(playing: .unreadable(nearest: nearest, flow: index))
    }
    refused.flows = [indices[index]]
    return refused
  }

  /// The scenario, played unless it names what its flows do not have.
  private var judged: PlayedScenario {
    let findings = scenario.findings(
      playing: .read(flows.map(\.vocabulary), environments: selected.environments))
    let names =
      scenario.names.project.map { file.sibling($0.path, in: system).name } ?? files.joined(separator: ", ")
    var judged: PlayedScenario
    if let error = findings.first(where: { $0.finding.severity == .error }) {
      judged = PlayedScenario(failed: scenario, flow: names, because: error)
    } else {
      let running = zip(flows, selected.parts).compactMap { flow, part in
        (try? flow.program.get()).map { FlowProject.Flow(FlowMachine($0), service: part.service) }
      }
      judged = PlayedScenario(
        playing: scenario, with: FlowProject(running), flow: names, coverage: coverage,
        keepsConversation: keepsConversation)
    }
    judged.findings = findings
    judged.flows = indices
    return judged
  }
}
