import RefrainKit

/// `refrain test [PATH…]`: runs scenarios.
struct TestCommand: Command {
  /// How the results are written.
  enum Format: String, Sendable, CaseIterable {
    case text
  }

  private static let format = CommandOption(
    name: "--format", value: .init(name: "FORMAT", kind: .choice(Format.allCases.map(\.rawValue))),
    summary: "how results are written to standard output: text")
  private static let filter = CommandOption(
    name: "--filter", value: .init(name: "TEXT", kind: .text),
    summary: "run only the scenarios whose name or path holds the text")
  private static let force = CommandOption(
    name: "--force", summary: "run flows in spite of errors of the conversation (3xx)")

  static let syntax = CommandSyntax(
    name: "test",
    summary: "run scenarios and report those that fail",
    discussion: [
      """
      Time is virtual: a scenario that waits a day takes none. The exit status is 1 where a scenario fails or its \
      flow has an error, 3 where something cannot be read, else 0.
      """
    ],
    operands: [
      Operand(
        name: "PATH", kind: .file(.scenario), arity: .many,
        summary:
          "a scenario file, or a folder to search for *.scenario.json; the current folder where there is none"
      )
    ],
    options: [format, filter, force])

  private let paths: [Argument]
  /// What the name or the path of a scenario must hold to be run.
  private let filter: String?
  /// Whether errors of the conversation (3xx) are let pass.
  private let isForced: Bool

  init(_ arguments: ParsedArguments) throws(UsageError) {
    paths = arguments.operands.isEmpty ? ["."] : arguments.operands
    filter = arguments.value(of: Self.filter)?.text
    isForced = arguments.has(Self.force)
  }

  func run(on console: inout Console) -> ExitStatus {
    let inputs = InputFiles(of: .scenario, at: paths, on: &console)
    var status: ExitStatus = inputs.hasFailures ? .failure : .success
    var flows = FlowLibrary(isForced: isForced)
    var counts = (passed: 0, failed: 0)
    for file in inputs.files {
      switch play(file, flows: &flows, on: &console) {
      case nil: continue
      case .success?: counts.passed += 1
      case let unsuccessful?:
        counts.failed += 1
        status = status.combined(with: unsuccessful)
      }
    }
    if let filter, counts == (0, 0), status == .success {
      console.notice("refrain: no scenario's name or path holds '\(filter.printable)'")
      return .usage
    }
    if !inputs.files.isEmpty { console.writeLine("\(counts.passed) passed, \(counts.failed) failed") }
    return status
  }

  /// Plays a scenario and reports on it; nil where the filter passes it over.
  private func play(
    _ file: InputFile, flows: inout FlowLibrary, on console: inout Console
  ) -> ExitStatus? {
    let contents: ScenarioFile.Contents
    switch ScenarioFile.load(file, on: &console) {
    case .success(let loaded): contents = loaded
    case .failure(let refusal): return refusal.status
    }
    guard filter.map({ file.name.contains($0) || contents.scenario.name.contains($0) }) ?? true else {
      return nil
    }
    let style = TerminalStyle(isColored: console.isColored)
    switch flows.flow(contents.scenario.flow, of: file, on: &console) {
    case .refused(let status):
      console.writeLine(
        style.severity("FAIL", .error)
          + "  \(file.name.printable): its flow '\(contents.scenario.flow.printable)' cannot be run")
      return status
    case .ready(let program):
      let result = ScenarioRunner.run(contents.scenario, with: program)
      for notice in result.notices { console.notice("refrain: \(file.name.printable): \(notice.printable)") }
      guard let failure = result.failure else {
        console.writeLine("ok    \(file.name.printable): \(contents.scenario.name.printable)")
        return .success
      }
      let report = FailureReport(
        failure: failure, scenario: contents.scenario, source: contents.source, start: result.start)
      for (index, line) in report.lines.enumerated() {
        console.writeLine(index == 0 ? style.severity("FAIL", .error) + "  \(line)" : line)
      }
      return .findings
    }
  }
}
