import RefrainKit

/// `refrain run FLOW`: runs a flow, or all flows of a project, on the simulated channel.
struct RunCommand: Command {
  /// Where the trace is written to.
  enum TraceDestination: Sendable {
    case file(FilePath)
    /// Standard output; the transcript then goes to standard error.
    case standardOutput
  }

  private static let scenario = CommandOption(
    name: "--scenario", value: .init(name: "FILE", kind: .file(.scenario)),
    summary: "play a scenario instead of reading standard input")
  private static let trace = CommandOption(
    name: "--trace", value: .init(name: "FILE", kind: .path),
    summary: "write the trace to a file, or with - to standard output and the transcript to standard error")
  private static let force = CommandOption(
    name: "--force", summary: "run the flow in spite of errors of the conversation (3xx)")

  private static let verbose = CommandOption(
    name: "--verbose", summary: "show the records since the last match where a step of the scenario fails")

  static let syntax = CommandSyntax(
    name: "run",
    summary: "run a flow, or all of a project, on the simulated channel",
    discussion: [
      """
      Without a scenario the flow is run line by line, from a terminal or a pipe: a line is what the customer writes, \
      and commands with a slash act as the agent and the world: '/message TEXT', '/complete', '/wait 10m', \
      '/save FILE'. '/help' lists them, '/help COMMAND' says more. On a terminal the line can be edited, and Tab \
      completes commands. What cannot be done changes nothing; from a pipe it is reported on standard error.
      """,
      """
      FLOW may be a project: its refrain.json, or the folder that holds one. All its flows run then, and the services \
      decide which of them a message reaches. '/flows' tells what begins each.
      """,
      """
      The transcript goes to standard output: who said what, which branch ran, how it ended. The trace is of what was \
      not undone.
      """,
      """
      A flow with an error is not run: its findings are printed, and the exit status is 1. So it is where a step of \
      the scenario fails, and without a scenario where the last session ended with status error.
      """,
    ],
    operands: [
      Operand(
        name: "FLOW", kind: .file(.flow), arity: .one,
        summary: "a flow file, a project, or - for standard input")
    ],
    options: [scenario, trace, force, verbose] + ProjectChoice.options)

  private let flow: InputFile
  /// The scenario to play; nil where standard input says line by line what is done.
  private let scenario: InputFile?
  private let trace: TraceDestination?
  /// Whether errors of the conversation (3xx) are let pass.
  private let isForced: Bool
  /// Whether a step that fails tells the records since the last match.
  private let isVerbose: Bool
  private let choice: ProjectChoice

  init(_ arguments: ParsedArguments) throws(UsageError) {
    if arguments.value(of: Self.trace)?.bytes.isEmpty == true {
      throw Self.syntax.wrong("'\(Self.trace.name)' needs the name of a file")
    }
    flow = InputFile(arguments.operands[0])
    let scenario = arguments.value(of: Self.scenario)
    if arguments.operands[0] == "-", scenario.map({ $0 == "-" }) ?? true {
      throw Self.syntax.wrong(
        "standard input can be FLOW or \(scenario == nil ? "what is said" : "the scenario"), not both")
    }
    self.scenario = scenario.map(InputFile.init)
    trace = arguments.value(of: Self.trace).map { $0 == "-" ? .standardOutput : .file(FilePath($0.bytes)) }
    isForced = arguments.has(Self.force)
    isVerbose = arguments.has(Self.verbose)
    choice = try ProjectChoice(arguments, of: Self.syntax)
  }

  func run(on console: inout Console) -> ExitStatus {
    if case .file(let path)? = trace, console.isAnyInput([path], among: [flow, scenario].compactMap(\.self)) {
      return .usage
    }
    let system = console.system
    let contents = scenario.map { ScenarioFile.load($0.read(from: system), of: $0) }
    let started = start(in: (try? contents?.get())?.names.environment?.text, on: system)
    switch (started, contents) {
    case (.success(let run), nil): return chat(in: run, on: &console)
    case (.success(let run), .success(let contents)?): return play(contents, in: run, on: &console)
    default: break
    }
    var status = ExitStatus.success
    let refusals = (started.failure?.all ?? []) + [contents?.failure].compactMap(\.self)
    for refusal in refusals {
      console.report(refusal)
      status = status.combined(with: refusal.status)
    }
    return status
  }

  /// Makes FLOW ready to run.
  /// - Parameter environment: The environment that the scenario names.
  private func start(
    in environment: String?, on system: any System
  ) -> Result<SubjectOfRun, FlowSelection.Refusals> {
    var projects = ProjectFinder(choice)
    if let project = flow.project(in: system) {
      return projects.selection(ofProject: project, environment: environment, in: system)
        .mapError { FlowSelection.Refusals(all: [$0]) }
        .flatMap { selected in
          selected.project(isForced: isForced, from: system).map { flows in
            let found = try? projects.opened(project, in: system).get()
            return SubjectOfRun(
              file: project, title: found?.project?.name ?? project.name, isProject: true, flows: flows,
              environments: selected.environments, chosenEnvironment: found?.chosen?.name)
          }
        }
    }
    let selected = projects.selection(of: [flow], environment: environment, in: system)
    let chosen = (try? projects.project(of: flow, in: system).get())?.chosen?.name
    return selected.project(isForced: isForced, from: system).map { flows in
      SubjectOfRun(
        file: flow, title: flows.flows[0].machine.program.name, isProject: false, flows: flows,
        environments: selected.environments, chosenEnvironment: chosen)
    }
  }

  /// Where the transcript goes: where the trace does not.
  private var transcriptStream: StandardStream {
    if case .standardOutput? = trace { .error } else { .output }
  }

  private func chat(in subject: SubjectOfRun, on console: inout Console) -> ExitStatus {
    var run = InteractiveRun(of: subject, writingTo: transcriptStream, on: console)
    let status = run.run(on: &console)
    let isTraceWritten = write(run.chat.log, startingAt: run.chat.simulation.host.start, on: &console)
    return isTraceWritten ? status : .failure
  }

  private func play(
    _ contents: ScenarioFile, in subject: SubjectOfRun, on console: inout Console
  ) -> ExitStatus {
    let vocabularies = subject.flows.flows.map { FlowVocabulary($0.machine.program.graph) }
    let findings = contents.findings(playing: .read(vocabularies, environments: subject.environments))
    if !findings.isEmpty { console.report(findings, to: transcriptStream) }
    guard !findings.contains(where: { $0.finding.severity == .error }) else { return .findings }
    let result = ScenarioRunner.run(contents.scenario, with: subject.flows)
    let isTraceWritten = write(result.log, startingAt: result.start, on: &console)
    let style = TerminalStyle(isColored: console.isColored)
    let transcript = Transcript.lines(of: result.log, startingAt: result.start, style: style)
    let title = "\(subject.title): \(contents.scenario.name)".printable
    for line in [title, ""] + transcript { console.writeLine(line, to: transcriptStream) }
    for notice in result.notices {
      console.notice("refrain: \(contents.source.path.printable): \(notice.printable)")
    }
    guard let failure = result.failure else { return isTraceWritten ? .success : .failure }
    let report = FailureText(
      failure, in: contents.source, of: contents.scenario.name, history: isVerbose ? .records : .none,
      style: style)
    for line in [""] + report.lines { console.writeLine(line, to: transcriptStream) }
    return isTraceWritten ? .findings : .failure
  }

  /// Writes a trace to where it is wanted; false, with a notice, where that fails.
  private func write(
    _ log: [LogEntry], startingAt start: Timestamp, on console: inout Console
  ) -> Bool {
    guard let trace else { return true }
    let records = log.lazy.compactMap(\.record)
    let omitted = log.reduce(0) { if case .omitted(let count) = $1 { $0 + count } else { $0 } }
    defer {
      if omitted > 0 {
        console.notice(
          "refrain: \(omitted) records are left out of the trace, as their numbers show: it would be longer than may be"
        )
      }
    }
    switch trace {
    case .standardOutput:
      var writer = JSONWriter()
      for record in records {
        record.write(to: &writer, traceStart: start)
        console.write(writer.takeBytes())
      }
      return true
    case .file(let path):
      var writer = JSONWriter()
      for record in records { record.write(to: &writer, traceStart: start) }
      do {
        try console.system.write(writer.bytes, toFileAt: path)
        return true
      } catch {
        console.fail(path.text, error)
        return false
      }
    }
  }
}

/// What a run is of: a flow, or all flows of a project.
struct SubjectOfRun: Sendable {
  /// The flow's file, or the project's.
  let file: InputFile
  /// The flow's name, or the project's.
  let title: String
  let isProject: Bool
  /// The flows, ready to run.
  let flows: FlowProject
  /// The environments that a scenario may name; nil where they are not known.
  let environments: [String]?
  /// The environment that was asked for; nil where the first one counts.
  let chosenEnvironment: String?
}

extension InputFile {
  /// The project's file that is meant: this one, or the one in the folder that this is; nil where it is a flow.
  func project(in system: any System) -> InputFile? {
    guard case .file(let path) = source else { return nil }
    guard (try? system.kind(of: path)) == .folder else { return isNamed(as: .project) ? self : nil }
    return InputFile(at: path.appending(Project.fileName))
  }
}

extension Result {
  /// Why there is nothing; nil where there is something.
  fileprivate var failure: Failure? { if case .failure(let failure) = self { failure } else { nil } }
}
