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
    name: "--scenario", value: .init(name: "FILE", kind: .file(.scenario)), summary: "the scenario to play")
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
      The transcript goes to standard output: who said what, which branch ran, how it ended. A flow with an error is \
      not run: its findings are printed, and the exit status is 1. So it is where a step of the scenario fails.
      """
    ],
    operands: [
      Operand(name: "FLOW", kind: .file(.flow), arity: .one, summary: "a flow file, or - for standard input")
    ],
    options: [scenario, trace, force])

  private let flow: InputFile
  private let scenario: InputFile
  private let trace: TraceDestination?
  /// Whether errors of the conversation (3xx) are let pass.
  private let isForced: Bool

  init(_ arguments: ParsedArguments) throws(UsageError) {
    flow = InputFile(arguments.operands[0])
    guard let scenario = arguments.value(of: Self.scenario) else {
      throw UsageError(
        "'\(Self.scenario.name)' is missing: there is nothing to play", helpTopic: Self.syntax.name)
    }
    if scenario == "-", arguments.operands[0] == "-" {
      throw UsageError("standard input can be FLOW or the scenario, not both", helpTopic: Self.syntax.name)
    }
    self.scenario = InputFile(scenario)
    trace = arguments.value(of: Self.trace).map { $0 == "-" ? .standardOutput : .file(FilePath($0.bytes)) }
    isForced = arguments.has(Self.force)
  }

  func run(on console: inout Console) -> ExitStatus {
    let system = console.system
    let program = FlowLibrary.program(flow.read(from: system), of: flow, isForced: isForced)
    let contents = ScenarioFile.load(scenario.read(from: system), of: scenario)
    if case (.success(let program), .success(let contents)) = (program, contents) {
      return play(contents, with: program, on: &console)
    }
    var status = ExitStatus.success
    for refusal in [program.refusal, contents.refusal].compactMap(\.self) {
      console.report(refusal)
      status = status.combined(with: refusal.status)
    }
    return status
  }

  private func play(
    _ contents: ScenarioFile, with program: FlowProgram, on console: inout Console
  ) -> ExitStatus {
    let result = ScenarioRunner.run(contents.scenario, with: program)
    let isTraceWritten = writeTrace(of: result, on: &console)
    let style = TerminalStyle(isColored: console.isColored)
    let transcript = Transcript.lines(of: result.log, startingAt: result.start, style: style)
    tell("\(program.name): \(contents.scenario.name)".printable, on: &console)
    for line in [""] + transcript { tell(line, on: &console) }
    for notice in result.notices {
      console.notice("refrain: \(scenario.name.printable): \(notice.printable)")
    }
    guard let failure = result.failure else { return isTraceWritten ? .success : .failure }
    let report = FailureText(
      contents.failure(failure, start: result.start), of: contents.scenario.name, style: style)
    for line in [""] + report.lines { tell(line, on: &console) }
    return isTraceWritten ? .findings : .failure
  }

  /// Adds a line to the transcript, which goes where the trace does not.
  private func tell(_ line: String, on console: inout Console) {
    if case .standardOutput? = trace { console.notice(line) } else { console.writeLine(line) }
  }

  /// Writes the trace to where it is wanted; false, with a notice, where that fails.
  private func writeTrace(of result: ScenarioResult, on console: inout Console) -> Bool {
    let lines = result.records.map { $0.json(traceStart: result.start).compact + "\n" }
    switch trace {
    case nil: return true
    case .standardOutput?:
      for line in lines { console.write(Array(line.utf8)) }
      return true
    case .file(let path)?:
      do {
        try console.system.write(Array(lines.joined().utf8), toFileAt: path)
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
