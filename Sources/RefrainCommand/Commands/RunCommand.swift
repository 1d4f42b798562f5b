import RefrainKit

/// `refrain run FLOW`: runs a flow on the simulated channel.
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

  static let syntax = CommandSyntax(
    name: "run",
    summary: "run a flow on the simulated channel",
    discussion: [
      """
      Without a scenario the flow is run line by line, from a terminal or a pipe: a line is what the customer writes, \
      and commands with a slash act as the agent and the world: '/message TEXT', '/complete', '/wait 10m', \
      '/save FILE'. '/help' lists them, '/help COMMAND' says more. On a terminal the line can be edited, and Tab \
      completes commands. What cannot be done changes nothing; from a pipe it is reported on standard error.
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
      Operand(name: "FLOW", kind: .file(.flow), arity: .one, summary: "a flow file, or - for standard input")
    ],
    options: [scenario, trace, force] + ProjectChoice.options)

  private let flow: InputFile
  /// The scenario to play; nil where standard input says line by line what is done.
  private let scenario: InputFile?
  private let trace: TraceDestination?
  /// Whether errors of the conversation (3xx) are let pass.
  private let isForced: Bool
  private let choice: ProjectChoice

  init(_ arguments: ParsedArguments) throws(UsageError) {
    if arguments.value(of: Self.trace)?.bytes.isEmpty == true {
      throw UsageError("'\(Self.trace.name)' needs the name of a file", helpTopic: Self.syntax.name)
    }
    flow = InputFile(arguments.operands[0])
    let scenario = arguments.value(of: Self.scenario)
    if arguments.operands[0] == "-", scenario.map({ $0 == "-" }) ?? true {
      throw UsageError(
        "standard input can be FLOW or \(scenario == nil ? "what is said" : "the scenario"), not both",
        helpTopic: Self.syntax.name)
    }
    self.scenario = scenario.map(InputFile.init)
    trace = arguments.value(of: Self.trace).map { $0 == "-" ? .standardOutput : .file(FilePath($0.bytes)) }
    isForced = arguments.has(Self.force)
    choice = try ProjectChoice(arguments, of: Self.syntax)
  }

  func run(on console: inout Console) -> ExitStatus {
    if case .file(let path)? = trace, console.isAnyInput([path], among: [flow, scenario].compactMap(\.self)) {
      return .usage
    }
    let system = console.system
    var projects = ProjectFinder(choice)
    let program = FlowSource(flow, in: projects.environment(of: flow, in: system), from: system)
      .program(of: flow, isForced: isForced)
    guard let scenario else {
      switch program {
      case .success(let program): return chat(with: program, on: &console)
      case .failure(let refusal):
        console.report(refusal)
        return refusal.status
      }
    }
    let contents = ScenarioFile.load(scenario.read(from: system), of: scenario)
    if case (.success(let program), .success(let contents)) = (program, contents) {
      return play(contents, of: scenario, with: program, on: &console)
    }
    var status = ExitStatus.success
    for refusal in [program.refusal, contents.refusal].compactMap(\.self) {
      console.report(refusal)
      status = status.combined(with: refusal.status)
    }
    return status
  }

  /// Where the transcript goes: where the trace does not.
  private var transcriptStream: StandardStream {
    if case .standardOutput? = trace { .error } else { .output }
  }

  private func chat(with program: FlowProgram, on console: inout Console) -> ExitStatus {
    var run = InteractiveRun(of: program, in: flow, writingTo: transcriptStream, on: console)
    let status = run.run(on: &console)
    let isTraceWritten = write(
      run.chat.log.lazy.compactMap(\.record), startingAt: run.chat.simulation.host.start, on: &console)
    return isTraceWritten ? status : .failure
  }

  private func play(
    _ contents: ScenarioFile, of file: InputFile, with program: FlowProgram, on console: inout Console
  ) -> ExitStatus {
    let findings = contents.findings(playing: .read([FlowVocabulary(program.graph)]))
    if !findings.isEmpty { console.report(findings, to: transcriptStream) }
    guard !findings.contains(where: { $0.finding.severity == .error }) else { return .findings }
    let result = ScenarioRunner.run(contents.scenario, with: program)
    let isTraceWritten = write(result.records, startingAt: result.start, on: &console)
    let style = TerminalStyle(isColored: console.isColored)
    let transcript = Transcript.lines(of: result.log, startingAt: result.start, style: style)
    let title = "\(program.name): \(contents.scenario.name)".printable
    for line in [title, ""] + transcript { console.writeLine(line, to: transcriptStream) }
    for notice in result.notices {
      console.notice("refrain: \(file.name.printable): \(notice.printable)")
    }
    guard let failure = result.failure else { return isTraceWritten ? .success : .failure }
    let report = FailureText(failure, in: contents.source, of: contents.scenario.name, style: style)
    for line in [""] + report.lines { console.writeLine(line, to: transcriptStream) }
    return isTraceWritten ? .findings : .failure
  }

  /// Writes a trace to where it is wanted; false, with a notice, where that fails.
  private func write(
    _ records: some Sequence<TraceRecord>, startingAt start: Timestamp, on console: inout Console
  ) -> Bool {
    guard let trace else { return true }
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

extension Result where Failure == Refusal {
  /// Why the file cannot be used; nil where it can.
  fileprivate var refusal: Refusal? { if case .failure(let refusal) = self { refusal } else { nil } }
}
