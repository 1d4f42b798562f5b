import RefrainKit

/// `refrain test [PATH…]`: runs scenarios.
struct TestCommand: Command {
  private static let format = CommandOption(
    name: "--format",
    value: .init(name: "FORMAT", kind: .choice(TestOutput.Format.allCases.map(\.rawValue))),
    summary: "how results are written to standard output: text (the default), or json or junit for programs")
  private static let coverage = CommandOption(
    name: "--coverage",
    summary: "tell which nodes of each flow were entered and which outcomes taken, as text or JSON")
  private static let minimumCoverage = CommandOption(
    name: "--min-coverage", value: .init(name: "PERCENT", kind: .text),
    summary: "fail where less than so much of the outcomes that a flow lists, of each by itself, was taken")
  private static let filter = CommandOption(
    name: "--filter", value: .init(name: "TEXT", kind: .text),
    summary: "run only the scenarios whose name or path holds the text")
  private static let force = CommandOption(
    name: "--force", summary: "run flows in spite of errors of the conversation (3xx)")
  private static let verbose = CommandOption(
    name: "--verbose", summary: "show the records since the last match where a step fails, not the transcript"
  )
  private static let watch = CommandOption(
    name: "--watch", summary: "on a terminal, run them again each time a file changes; Ctrl-C ends it")

  static let syntax = CommandSyntax(
    name: "test",
    summary: "run scenarios and report those that fail",
    discussion: [
      """
      Time is virtual: a scenario that waits a day takes none. The exit status is 1 where a scenario fails or its \
      flow has an error, 3 where something cannot be read, else 0.
      """,
      """
      Coverage counts all nodes of a flow, the outcomes that 'on' lists by their names, and all outcomes that its \
      nodes have as they are configured: those that are not listed go somewhere too. What counts is the traces of all scenarios of the run, up to \
      where they fail. A flow in a folder that is searched is told even if no scenario plays it, unless there is a \
      filter; a flow with errors then counts as a failure. JUnit XML has no coverage.
      """,
    ],
    operands: [
      Operand(
        name: "PATH", kind: .file(.scenario), arity: .many,
        summary:
          "a scenario file, or a folder to search for *.scenario.json; the current folder where there is none"
      )
    ],
    options: [format, coverage, minimumCoverage, filter, force, verbose, watch] + ProjectChoice.options)

  private let paths: [Argument]
  private let format: TestOutput.Format
  private let measuresCoverage: Bool
  /// How much of each flow's outcomes must be taken, in percent.
  private let minimumCoverage: Double?
  /// What the name or the path of a scenario must hold to be run.
  private let filter: String?
  /// Whether errors of the conversation (3xx) are let pass.
  private let isForced: Bool
  /// What is told of a step that fails besides what was expected.
  private let history: FailureText.History
  private let choice: ProjectChoice
  /// Whether they are run again when a file changes.
  private let watches: Bool

  init(_ arguments: ParsedArguments) throws(UsageError) {
    paths = arguments.operands.isEmpty ? ["."] : arguments.operands
    format = arguments.choice(of: Self.format) ?? .text
    minimumCoverage = try arguments.value(of: Self.minimumCoverage).map(Self.percentage)
    measuresCoverage = arguments.has(Self.coverage) || minimumCoverage != nil
    filter = arguments.value(of: Self.filter)?.text
    isForced = arguments.has(Self.force)
    history = arguments.has(Self.verbose) ? .records : .transcript
    watches = arguments.has(Self.watch)
    choice = try ProjectChoice(arguments, of: Self.syntax)
    if watches, paths.contains("-") {
      throw Self.syntax.wrong("'\(Self.watch.name)' looks at files: standard input is none")
    }
  }

  func run(on console: inout Console) -> ExitStatus {
    guard watches else { return runOnce(on: &console).status }
    guard console.system.isTerminal(.output) else {
      console.notice(
        "refrain: '\(Self.watch.name)' shows its results on a terminal, and standard output is none")
      return .usage
    }
    while true {
      if console.system.takesEscapes { console.draw("\u{1B}[H\u{1B}[2J", on: .output) }
      let (status, flows) = runOnce(on: &console)
      var files = WatchedFiles(at: paths.map { FilePath($0.bytes) }, and: flows, in: console.system)
      console.writeLine("\n\(files.count.counted("file")) watched; Ctrl-C ends it")
      console.flush()
      repeat {
        guard !console.isOutputClosed, console.system.wait(milliseconds: Self.pause) else { return status }
      } while !files.haveChanged(in: console.system)
    }
  }

  /// How often the files are looked at: often enough to seem at once, and seldom enough to cost nothing.
  private static let pause = 300

  /// Runs the scenarios, and tells the flows' files that were played, wherever they lie.
  private func runOnce(on console: inout Console) -> (status: ExitStatus, flows: [FilePath]) {
    var projects = ProjectFinder(choice)
    // What a project asks of its scenarios is not asked of some that were picked out.
    let asked =
      minimumCoverage ?? (filter == nil ? projects.minimumCoverage(of: paths, in: console.system) : nil)
    let measuresCoverage = measuresCoverage || asked != nil
    let inputs = InputFiles(
      of: .scenario, at: paths, alongside: measuresCoverage && filter == nil ? .flow : nil, on: &console)
    var status: ExitStatus = inputs.hasFailures ? .failure : .success
    var run = ScenarioRun(
      filter: filter, isForced: isForced, measuresCoverage: measuresCoverage, in: projects)
    var output = TestOutput(format, history: history)
    func take(_ played: [PlayedScenario], on console: inout Console) {
      for played in played {
        status = status.combined(with: played.status)
        output.take(played, on: &console)
      }
    }

    run.load(inputs.companions, from: console.system)
    var rest = inputs.files[...]
    while !rest.isEmpty {
      console.showProgress("\(inputs.files.count - rest.count)/\(inputs.files.count) …")
      take(run.play(rest.prefix(Self.batchSize), from: console.system), on: &console)
      rest = rest.dropFirst(Self.batchSize)
    }
    take(run.refusedFlowsLeft, on: &console)
    let flows = run.flows.compactMap { flow in
      if case .file(let path) = flow.file.source { path } else { nil }
    }
    if let filter, output.counts.total == 0, status == .success {
      console.notice("refrain: no scenario's name or path holds '\(filter.printable)'")
      return (.usage, flows)
    }
    output.finish(measuresCoverage ? run.coverage : nil, on: &console)
    return (hasEnough(run.coverage, asked, on: &console) ? status : status.combined(with: .findings), flows)
  }

  /// How many scenarios are at work at a time: enough for all cores, and few enough to be held in memory.
  private static let batchSize = 64

  /// Whether each flow is covered as it must be; those that are not are told.
  private func hasEnough(
    _ coverage: [FlowCoverage], _ minimumCoverage: Double?, on console: inout Console
  ) -> Bool {
    guard let minimumCoverage else { return true }
    let poor = coverage.filter { !$0.takenListedOutcomes.isAtLeast(percent: minimumCoverage) }
    for flow in poor {
      let share = flow.takenListedOutcomes
      console.notice(
        "refrain: \(flow.file.printable): \(share.reached) of \(share.total) listed outcomes taken, "
          + "\(share.percentText); \(JSON.number(minimumCoverage).compact) % are asked for")
    }
    return poor.isEmpty
  }

  /// A number from 0 to 100, with or without decimals.
  private static func percentage(_ given: Argument) throws(UsageError) -> Double {
    let text = given.text
    let isDecimal = text.utf8.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".")
    }
    guard isDecimal, let percentage = Double(text), (0...100).contains(percentage) else {
      throw syntax.wrong("'\(minimumCoverage.name)' needs a number from 0 to 100, not '\(text)'")
    }
    return percentage
  }
}
