import RefrainKit

/// `refrain report PATH --output DIR`: writes a static site of flows, findings and scenarios.
struct ReportCommand: Command {
  private static let output = CommandOption(
    name: "--output", value: .init(name: "DIR", kind: .path),
    summary: "the folder to write the pages to, which is made if it is not there; it must be given")

  static let syntax = CommandSyntax(
    name: "report",
    summary: "write pages that show flows, what is wrong with them, and their scenarios step by step",
    discussion: [
      """
      The pages are files that ask for no other and no server: open DIR/index.html. It lists all flows with their \
      findings and their coverage, and all scenarios with their results. Each flow has a page with its picture, each \
      scenario one with a player: the customer's phone, the agent, the flow and the trace, step by step. On paper a \
      scenario is its transcript.
      """,
      """
      The same files give the same pages. Those of an earlier report are overwritten, or go where they are needed no more; \
      whatever else is in the folder is left alone, and where it has the name of a page nothing is written to it. The exit status is 3 where something cannot be read or written, else 0: findings and scenarios that \
      fail are what a report is for.
      """,
    ],
    operands: [
      Operand(
        name: "PATH", kind: .file(.flowOrScenario), arity: .one,
        summary: "a folder to search for *.flow.json and *.scenario.json, or one such file")
    ],
    options: [output] + ProjectChoice.options)

  private let path: Argument
  private let output: FilePath
  private let choice: ProjectChoice

  init(_ arguments: ParsedArguments) throws(UsageError) {
    choice = try ProjectChoice(arguments, of: Self.syntax)
    path = arguments.operands[0]
    guard path != "-" else {
      throw Self.syntax.wrong("'report' reads files: standard input has no page")
    }
    guard let output = arguments.value(of: Self.output), !output.bytes.isEmpty else {
      throw Self.syntax.wrong("'report' needs the folder to write to, \(Self.output.name) DIR")
    }
    self.output = FilePath(output.bytes)
  }

  func run(on console: inout Console) -> ExitStatus {
    let inputs = InputFiles(of: .flowOrScenario, at: [path], alongside: .project, on: &console)
    guard !inputs.files.isEmpty else { return .failure }
    let given = FilePath(path.bytes)
    let isFolder = (try? console.system.kind(of: given)) == .folder
    var projects = ProjectFinder(choice)
    if let refusal = projects.refusalOfChoice(for: inputs.files + inputs.companions, in: console.system) {
      console.report(refusal)
      return refusal.status
    }
    var report = SiteReport(in: isFolder ? given : given.parent, to: output, projects)
    report.write(inputs.files, of: inputs.companions, on: &console)
    return inputs.hasFailures || report.hasFailures ? .failure : .success
  }
}
