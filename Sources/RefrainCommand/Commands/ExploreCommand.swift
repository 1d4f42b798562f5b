import RefrainKit

/// `refrain explore FLOW`: tries every order of what can happen to a session.
struct ExploreCommand: Command {
  /// How the report is written.
  enum Format: String, Sendable, CaseIterable {
    case text, json
  }

  private static let defaults = ExplorationBounds()

  private static let depth = CommandOption(
    name: "--depth", value: .init(name: "INPUTS", kind: .text),
    summary: "how many inputs an order has at most; \(defaults.depth) by default")
  private static let maxStates = CommandOption(
    name: "--max-states", value: .init(name: "STATES", kind: .text),
    summary: "how many states are kept at most; \(defaults.states) by default")
  private static let startsAt = CommandOption(
    name: "--starts-at", value: .init(name: "TIME", kind: .text),
    summary: "when sessions begin, such as \(Simulation.defaultStart.rfc3339), the default")
  private static let save = CommandOption(
    name: "--save", value: .init(name: "FOLDER", kind: .path),
    summary: """
      write the scenario of each finding to a file in the folder, which is made if it is not there, replacing \
      those of an earlier time
      """)
  private static let format = CommandOption(
    name: "--format", value: .init(name: "FORMAT", kind: .choice(Format.allCases.map(\.rawValue))),
    summary: "how the report is written to standard output: text, the default, or json")
  private static let text = CommandOption(
    name: "--text", value: .init(name: "TEXT", kind: .text), isRepeatable: true,
    summary: "also try a text, of customers and of events; may be repeated")
  private static let http = CommandOption(
    name: "--http", value: .init(name: "JSON", kind: .text), isRepeatable: true,
    summary: """
      also try an answer of web services: a scenario's http step, such as {"status": 404}, or else a body; may be repeated
      """)
  private static let scenarios = CommandOption(
    name: "--scenarios", value: .init(name: "PATH", kind: .path), isRepeatable: true,
    summary: "also try what people and services say in the flow's scenarios there; may be repeated")
  private static let force = CommandOption(
    name: "--force", summary: "explore the flow in spite of errors of the conversation (3xx)")

  static let syntax = CommandSyntax(
    name: "explore",
    summary: "try every order of what can happen to a session",
    discussion: [
      """
      One session, and every order of webhook events, answers, delivery receipts, messages and timers up to a bound; \
      states from which a session goes on alike are tried once. The report shows waiting nodes that are not processed, \
      ends in error, sessions that go on for ever, states from which no end can be reached, and what never happens, \
      each with the shortest scenario, and says what was tried and what was left out. Where anything was, nothing is told to \
      never happen.
      """,
      """
      The exit status is 1 where a finding is an error: a waiting node is skipped, a session uses up its node \
      executions, has nowhere to go on, or can not end any more. A cycle of timers is a warning; an end with an error \
      that the flow asks for, and what never happens, are for information. The scenarios that are saved pass in \
      'refrain test', with --force where the flow needs it.
      """,
    ],
    operands: [
      Operand(
        name: "FLOW", kind: .file(.flow), arity: .one,
        summary: "a flow file, a folder or project with one flow, or - for standard input")
    ],
    options: [depth, maxStates, startsAt, text, http, scenarios, save, format, force] + ProjectChoice.options)

  private let flow: InputFile
  private let choice: ProjectChoice
  private let bounds: ExplorationBounds
  /// When sessions begin.
  private let start: Timestamp
  /// What the command line says is tried besides.
  private let extras: ExploredExtras
  /// Where scenarios are that say it too.
  private let scenarioPaths: [Argument]
  /// Where the scenarios are written to, if they are.
  private let saving: FilePath?
  private let format: Format
  /// Whether errors of the conversation (3xx) are let pass.
  private let isForced: Bool

  init(_ arguments: ParsedArguments) throws(UsageError) {
    flow = InputFile(arguments.operands[0])
    var bounds = Self.defaults
    if let depth = try Self.count(Self.depth, in: arguments) { bounds.depth = depth }
    if let states = try Self.count(Self.maxStates, in: arguments) { bounds.states = states }
    self.bounds = bounds
    start = try Self.time(Self.startsAt, in: arguments) ?? Simulation.defaultStart
    extras = try Self.extras(in: arguments)
    scenarioPaths = arguments.values(of: Self.scenarios)
    format = arguments.choice(of: Self.format) ?? .text
    isForced = arguments.has(Self.force)
    choice = try ProjectChoice(arguments, of: Self.syntax)
    saving = arguments.path(of: Self.save)
    guard saving == nil || !flow.isStandardInput else {
      throw Self.syntax.wrong("'\(Self.save.name)' needs a flow in a file: the scenarios say where it is")
    }
  }

  private static func count(_ option: CommandOption, in arguments: ParsedArguments) throws(UsageError) -> Int?
  {
    guard let text = arguments.value(of: option)?.text else { return nil }
    guard let count = Int(text), (1...Limits.exploredStates).contains(count) else {
      throw Self.syntax.wrong(
        "'\(option.name)' needs a number from 1 to \(Limits.exploredStates), not '\(text)'")
    }
    return count
  }

  private static func extras(in arguments: ParsedArguments) throws(UsageError) -> ExploredExtras {
    var extras = ExploredExtras()
    for argument in arguments.values(of: text) { extras.add(text: argument.text) }
    for argument in arguments.values(of: http) {
      guard let json = try? JSON(parsing: argument.text) else {
        throw syntax.wrong("'\(http.name)' needs JSON, not '\(argument.text)'")
      }
      extras.add(http: json)
    }
    return extras
  }

  private static func time(_ option: CommandOption, in arguments: ParsedArguments) throws(UsageError)
    -> Timestamp?
  {
    guard let text = arguments.value(of: option)?.text else { return nil }
    guard let time = Timestamp(rfc3339: text) else {
      throw Self.syntax.wrong(
        "'\(option.name)' needs a time such as \(Simulation.defaultStart.rfc3339), not '\(text)'")
    }
    return time
  }

  func run(on console: inout Console) -> ExitStatus {
    var projects = ProjectFinder(choice)
    let flow: InputFile
    let program: FlowProgram
    do throws(NoOnlyFlow) {
      (flow, program) = try console.onlyProgram(
        of: self.flow, for: Self.syntax, isForced: isForced, by: &projects)
    } catch {
      return error.status
    }
    let scenarios = InputFiles(of: .scenario, at: scenarioPaths, on: &console)
    let inputs = [flow] + scenarios.files
    if let saving, console.isAnyInput([saving], among: inputs) { return .usage }
    var status: ExitStatus = scenarios.hasFailures ? .failure : .success
    var extras = extras
    if !add(scenarios.files, playing: flow, to: &extras, by: &projects, on: &console) { status = .failure }
    let exploration = Explorer.explore(program, bounds: bounds, startingAt: start, besides: extras) {
      console.showProgress("\($0.counted("state")), up to \($1.counted("input")) …")
    }
    if exploration.findings.contains(where: { $0.kind.severity == .error }) {
      status = status.combined(with: .findings)
    }
    var files: [String?] = exploration.findings.map { _ in nil }
    let saved = save(exploration, of: flow, namingFilesIn: &files, over: inputs, by: &projects, on: &console)
    guard saved != .usage else { return saved }
    write(exploration, of: program, in: flow, files, on: &console)
    return status.combined(with: saved)
  }

  /// Adds what people and services say in those of some scenarios that play the flow; false where one cannot be read.
  private func add(
    _ files: [InputFile], playing flow: InputFile, to extras: inout ExploredExtras,
    by projects: inout ProjectFinder, on console: inout Console
  ) -> Bool {
    var isComplete = true
    var isTold = false
    for file in files {
      guard let bytes = file.read(on: &console) else {
        isComplete = false
        continue
      }
      let loaded = ScenarioLoader.load(bytes)
      guard let scenario = loaded.scenario, let names = loaded.names else { continue }
      let played = try? projects.selection(of: names, in: file, on: console.system).get().parts.map(\.file)
      guard flow.isAny(of: played ?? [], in: console.system) else { continue }
      extras.add(scenario)
      isTold = true
    }
    if !files.isEmpty, !isTold {
      let paths = scenarioPaths.map(\.text.printable).joined(separator: ", ")
      console.notice(
        "refrain: no scenario of \(paths) plays \(flow.name.printable): nothing is tried besides")
    }
    return isComplete
  }

  /// Writes the findings' scenarios to where they are to be kept, if anywhere.
  /// - Parameters:
  ///   - files: Is given the path of each finding's file.
  ///   - inputs: What was read, over which nothing is written.
  private func save(
    _ exploration: Exploration, of flow: InputFile, namingFilesIn files: inout [String?],
    over inputs: [InputFile], by projects: inout ProjectFinder, on console: inout Console
  ) -> ExitStatus {
    guard let saving, case .file(let path) = flow.source else { return .success }
    do {
      let folder = try ScenarioFolder(
        saving, of: path,
        in: (try? projects.project(of: flow, in: console.system).get())?.chosen?.name, on: console.system)
      let paths = folder.paths(for: exploration.findings).compactMap(\.self)
      if console.isAnyInput(paths, among: inputs) { return .usage }
      return folder.save(exploration, namingFilesIn: &files, on: &console) ? .success : .failure
    } catch {
      console.fail(saving.text, error)
      return .failure
    }
  }

  private func write(
    _ exploration: Exploration, of program: FlowProgram, in flow: InputFile, _ files: [String?],
    on console: inout Console
  ) {
    switch format {
    case .text:
      let style = TerminalStyle(isColored: console.isColored)
      let report = ExplorationText(exploration, flow: program.name, files: files, style: style)
      for line in report.lines { console.writeLine(line) }
    case .json:
      let report = ExplorationJSON(exploration, flow: program.name, path: flow.name, files: files)
      console.writeLine(report.json.pretty)
    }
  }
}

extension InputFile {
  /// Whether a scenario that plays some flows is of this one; any may be of one from standard input.
  fileprivate func isAny(of played: [InputFile], in system: any System) -> Bool {
    guard case .file = source else { return true }
    let own = (try? system.resolved(identity)) ?? identity
    return played.contains { ((try? system.resolved($0.identity)) ?? $0.identity) == own }
  }
}
