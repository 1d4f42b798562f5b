import RefrainKit

/// `refrain sheet FLOW`: how to build a flow in the platform's canvas.
struct SheetCommand: Command {
  private enum Format: String, CaseIterable {
    case markdown, html, json
  }

  private static let format = CommandOption(
    name: "--format", value: .init(name: "FORMAT", kind: .choice(Format.allCases.map(\.rawValue))),
    summary: "how it is written: markdown (the default), html for browsers and paper, or json for programs")

  static let syntax = CommandSyntax(
    name: "sheet",
    summary: "tell how to build a flow in the platform's canvas, node by node",
    discussion: [
      """
      The platform imports its own exports alone, so a flow is built there by hand. The sheet lists what to make before, \
      then each node in the order of building: which node to drag, each field and its value, where each outcome leads, and \
      which end is an intermediate break point. Last comes what the platform has no counterpart for, and what to do instead.
      """,
      """
      A flow with an error is not told: its findings are printed, and the exit status is 1.
      """,
    ],
    operands: [
      Operand(
        name: "FLOW", kind: .file(.flow), arity: .one,
        summary: "a flow file, a folder or project with one flow, or - for standard input")
    ],
    options: [format] + ProjectChoice.options)

  private let flow: InputFile
  private let choice: ProjectChoice
  private let format: Format

  init(_ arguments: ParsedArguments) throws(UsageError) {
    choice = try ProjectChoice(arguments, of: Self.syntax)
    flow = InputFile(arguments.operands[0])
    format = arguments.choice(of: Self.format) ?? .markdown
  }

  func run(on console: inout Console) -> ExitStatus {
    var projects = ProjectFinder(choice)
    do throws(NoOnlyFlow) {
      let (flow, program) = try console.onlyProgram(
        of: self.flow, for: Self.syntax, isForced: false, by: &projects)
      return tell(program.graph, in: flow.name, on: &console)
    } catch {
      return error.status
    }
  }

  private func tell(_ graph: FlowGraph, in file: String, on console: inout Console) -> ExitStatus {
    let count = graph.nodes.count
    guard count <= Limits.toldNodes else {
      console.fail(
        file,
        SystemError(reason: "Too large for a sheet: \(count) nodes, and one has \(Limits.toldNodes) at most"))
      return .failure
    }
    let sheet = FlowSheet(of: graph, in: file)
    switch format {
    case .markdown: console.write(Array(sheet.markdown.utf8))
    case .html: console.write(SheetPage(sheet).bytes)
    case .json: console.write(Array(sheet.json.utf8))
    }
    return .success
  }
}
