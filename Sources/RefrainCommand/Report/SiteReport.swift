import RefrainKit

/// Writes the pages of a site, a batch at a time, so that no more conversations are held than are at work.
struct SiteReport {
  /// How many pages are made at a time: enough for all cores, and few enough to be held in memory.
  private static let batchSize = 64

  /// How far each flow is explored: enough for all orders of most flows, and a moment at most for any other.
  private static let exploration = ExplorationBounds(states: 20_000, work: 400_000)

  private let output: FilePath
  private var names: SiteNames
  private var run: ScenarioRun
  private var linters: ProjectLinters
  /// The names of the flows' pages, by the flows' places in the run; nil for a file that cannot be read.
  private var flowPages: [String?] = []
  private var scenarios: [SiteScenario] = []
  /// What people and services say in the scenarios of each flow, by its place in the run.
  private var said: [Int: ExploredExtras] = [:]
  private var flows: [SiteFlow] = []
  /// The names of the pages that have been written.
  private var written: Set<ExactText> = []
  /// Whether something could not be read or written. It has been reported.
  private(set) var hasFailures = false

  /// Creates a report of which nothing is written.
  /// - Parameters:
  ///   - folder: Where the files lie, or most of them.
  ///   - output: The folder that the pages are written to.
  ///   - projects: Finds the projects that the flows belong to.
  init(in folder: FilePath, to output: FilePath, _ projects: ProjectFinder) {
    run = ScenarioRun(measuresCoverage: true, keepsConversations: true, in: projects)
    linters = ProjectLinters(projects)
    names = SiteNames(in: folder.normalized.text)
    self.output = output
  }

  /// Writes all pages; stops where one cannot be written.
  /// - Parameter projects: The projects' own files that are judged too.
  mutating func write(_ files: [InputFile], of projects: [InputFile], on console: inout Console) {
    do throws(SystemError) {
      try console.system.makeFolder(at: output)
    } catch {
      return fail(output, error, on: &console)
    }
    do throws(Unwritable) {
      run.load(files.filter { !$0.isNamed(as: .scenario) }, from: console.system)
      nameFlowPages()
      for batch in files.filter({ $0.isNamed(as: .scenario) }).batches(of: Self.batchSize) {
        console.showProgress("\(scenarios.count) scenarios …")
        try writeScenarios(batch, on: &console)
      }
      var played = run.takeFlows()
      let count = played.count
      while !played.isEmpty {
        console.showProgress("\(flows.count) of \(count) flows …")
        try write(explore(upTo: Self.batchSize, of: &played, on: &console), on: &console)
      }
      flows.sort { $0.file.utf8.lexicographicallyPrecedes($1.file.utf8) }
      let findings = findings(of: projects, in: console.system)
      let names = linters.found.map { $0.found.project?.name }
      let index = IndexPage(
        project: names.count == 1 ? names[0] : nil, findings: findings, flows: flows, scenarios: scenarios)
      try write(index.bytes, as: SiteNames.index, on: console)
      try removeFormerPages(in: console.system)
    } catch {
      return fail(error.path, error.reason, on: &console)
    }
    let index = output.appending(SiteNames.index).text.printable
    console.notice("\(index): \(flows.count.counted("flow")), \(scenarios.count.counted("scenario"))")
  }

  /// What is found in the projects' own files: as `lint` tells it, so of one that is not judged itself its errors alone.
  private mutating func findings(of files: [InputFile], in system: any System) -> LintReport {
    let judged = files.compactMap { linters.project(of: $0, isItself: true, in: system) }
    let isJudged = Set(judged.map(\.found.file.identity))
    let others = linters.found.filter { $0.hasErrors && !isJudged.contains($0.found.file.identity) }
    let linted =
      judged.map {
        linters.linter(for: $0).lint(project: $0.found.source, findings: $0.findings, of: $0.context)
      }
      + others.map { linters.linter(for: nil).lint(project: $0.found.source, findings: $0.findings, of: nil) }
    return LintReport(fileCount: linted.count, diagnostics: linted.flatMap(\.diagnostics))
  }

  // MARK: Scenarios

  private mutating func writeScenarios(
    _ files: some Collection<InputFile>, on console: inout Console
  ) throws(Unwritable) {
    let played = run.play(files, from: console.system)
    nameFlowPages()
    let pages = played.map { played in
      let scenario = SiteScenario(
        page: names.name(forFile: played.report.file, .scenario),
        flowPages: played.flows.compactMap { flowPages[$0] }, report: played.report)
      // A flow that cannot be read is reported by itself.
      if played.flows.isEmpty, case .unreadable(let name, let error)? = played.refusal {
        fail(FilePath(name), error, on: &console)
      }
      scenarios.append(scenario)
      if let scenario = played.scenario {
        for flow in played.flows { said[flow, default: ExploredExtras()].add(scenario) }
      }
      return ScenarioPage(scenario, conversation: played.conversation, notices: played.notices)
    }
    try write(pages.concurrentMap(\.bytes), as: scenarios.suffix(pages.count).map(\.page), on: console)
  }

  /// Gives names to the pages of the flows that were met since the last time.
  private mutating func nameFlowPages() {
    for flow in run.flows[flowPages.count...] {
      if case .failure(.unreadable) = flow.program {
        flowPages.append(nil)
      } else {
        flowPages.append(names.name(forFile: flow.file.name, .flow))
      }
    }
  }

  // MARK: Flows

  /// A flow that gets a page.
  private struct Source: Sendable {
    let file: InputFile
    let page: String
    let bytes: [UInt8]
    let coverage: FlowCoverage?
    let linter: Linter
    let membership: ProjectMembership?
    let environment: ProjectEnvironment?
    let said: ExploredExtras
  }

  private typealias ExploredFlow = (source: Source, exploration: SiteExploration?)

  /// Explores the first of some flows, which are taken away: what exploring and running takes of memory is given back
  /// before the flows are judged and drawn.
  private mutating func explore(
    upTo count: Int, of flows: inout [ScenarioRun.PlayedFlow], on console: inout Console
  ) -> [ExploredFlow] {
    let taken = Array(flows.prefix(count))
    flows.removeFirst(taken.count)
    var sources: [(source: Source, program: FlowProgram?)] = []
    for played in taken {
      let file = played.flow.file
      guard let bytes = file.read(on: &console), let page = flowPages[played.index] else {
        hasFailures = true
        continue
      }
      let project = linters.project(of: file, in: console.system)
      let source = Source(
        file: file, page: page, bytes: bytes, coverage: played.coverage, linter: linters.linter(for: project),
        membership: project?.membership(of: file, in: console.system),
        environment: project?.found.environment, said: said[played.index] ?? ExploredExtras())
      sources.append((source, try? played.flow.program.get()))
    }
    return sources.concurrentMap { ($0, Self.exploration(of: $0, $1)) }
  }

  private mutating func write(_ explored: [ExploredFlow], on console: inout Console) throws(Unwritable) {
    let byPage = scenarios.byFlowPage
    let pages = explored.concurrentMap { source, exploration in
      let linted = source.linter.lint(source.bytes, named: source.file.name, in: source.membership)
      let findings = LintReport(
        files: [source.file.name], diagnostics: linted.diagnostics, suppressed: linted.suppressed)
      let flow = SiteFlow(
        file: source.file.name, page: source.page, name: linted.graph?.name, findings: findings.summary,
        coverage: source.coverage)
      let page = FlowPage(
        flow, graph: linted.graph, findings: findings, exploration: exploration,
        scenarios: byPage[source.page] ?? [])
      return (flow: flow, bytes: page.bytes)
    }
    flows += pages.map(\.flow)
    try write(pages.map(\.bytes), as: pages.map(\.flow.page), on: console)
  }

  /// What exploring a flow shows, in spite of errors of the conversation: some order shows what they lead to. What its
  /// scenarios say is tried too.
  private static func exploration(of source: Source, _ program: FlowProgram?) -> SiteExploration? {
    let forced = {
      try? FlowProgram(file: source.bytes, named: source.file.name, in: source.environment, forcing: true)
    }
    guard let program = program ?? forced() else { return nil }
    let explored = Explorer.explore(
      program, bounds: exploration, startingAt: Simulation.defaultStart, besides: source.said)
    return ExplorationText(
      explored, flow: program.name, files: [], style: TerminalStyle(isColored: false)
    ).page(besides: source.coverage)
  }

  // MARK: Files

  /// A page that cannot be written.
  private struct Unwritable: Error {
    let path: FilePath
    let reason: SystemError
  }

  private mutating func write(_ pages: [[UInt8]], as names: [String], on console: Console) throws(Unwritable)
  {
    for (bytes, name) in zip(pages, names) { try write(bytes, as: name, on: console) }
  }

  private mutating func write(_ bytes: [UInt8], as name: String, on console: Console) throws(Unwritable) {
    let path = output.appending(name)
    do throws(SystemError) {
      if (try? console.system.kind(of: path)) == .file, try !isPage(path, in: console.system) {
        throw SystemError(reason: "There is a file of this name that no report has written")
      }
      try console.system.write(bytes, toFileAt: path)
    } catch {
      throw Unwritable(path: path, reason: error)
    }
    written.insert(ExactText(name))
  }

  /// Whether a file is a page of a report.
  private func isPage(_ path: FilePath, in system: any System) throws(SystemError) -> Bool {
    SiteNames.isPage(try system.read(path, limit: SiteNames.beginningSize))
  }

  /// Removes the pages of an earlier report that are none of this one.
  private func removeFormerPages(in system: any System) throws(Unwritable) {
    for entry in (try? system.entries(of: output)) ?? [] where entry.kind == .other {
      let name = String(decoding: entry.name, as: UTF8.self)
      let path = output.appending(entry.name)
      guard name.hasSuffix(".html"), !written.contains(ExactText(name)),
        (try? isPage(path, in: system)) == true
      else { continue }
      do throws(SystemError) {
        try system.removeFile(at: path)
      } catch {
        throw Unwritable(path: path, reason: error)
      }
    }
  }

  private mutating func fail(_ path: FilePath, _ error: SystemError, on console: inout Console) {
    hasFailures = true
    console.fail(path.text, error)
  }
}

extension Array {
  /// The elements in order, so many at a time.
  fileprivate func batches(of size: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
  }
}
