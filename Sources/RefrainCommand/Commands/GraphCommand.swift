import RefrainKit

/// `refrain graph FLOW`: draws a flow, a project, or what changed from one version of it to another.
struct GraphCommand: Command {
  private static let format = CommandOption(
    name: "--format", value: .init(name: "FORMAT", kind: .choice(GraphFormat.names)),
    summary: """
      how the flow is drawn: svg for browsers, mermaid for Markdown, dot for Graphviz, json for programs, or with \
      --diff text
      """)
  private static let output = CommandOption(
    name: "--output", value: .init(name: "FILE", kind: .path),
    summary: "write to a file instead of standard output")
  private static let diff = CommandOption(
    name: "--diff", summary: "compare two versions: FLOW is the older one, and NEW the newer")
  private static let sessions = CommandOption(
    name: "--sessions", value: .init(name: "FILE", kind: .path),
    summary: "with --diff, tell what becomes of parked sessions: session documents, or a host's snapshot")
  private static let trace = CommandOption(
    name: "--trace", value: .init(name: "FILE", kind: .path),
    summary: "show what ran, by a trace as 'refrain run --trace' writes it")
  private static let coverage = CommandOption(
    name: "--coverage", value: .init(name: "FILE", kind: .path),
    summary: "show what ran, by the results of 'refrain test --coverage --format json'")

  static let syntax = CommandSyntax(
    name: "graph",
    summary: "draw a flow, what changed in it, or what begins the flows of a project",
    discussion: [
      """
      Without --format the ending of the output's name decides: .svg, .mmd, .dot or .gv, .json, .txt. Without both it is \
      svg, and with --diff text: what changed, in plain words. The same flow gives the same bytes.
      """,
      """
      Of a project, its refrain.json or the folder that holds one, it is drawn which number, keyword and webhook begins \
      which flow. The values of the environment are put in; two versions are compared as they are written, unless an \
      environment is chosen.
      """,
      """
      What the linter finds is drawn in, and so a flow with errors is drawn too, as far as it can be read. Outcomes that \
      'on' does not list go their default ways and are not drawn.
      """,
      """
      With --diff FLOW and NEW may be REVISION:PATH, as git writes it, where there is no such file: 'refrain graph --diff \
      HEAD:Flows/a.flow.json Flows/a.flow.json'. A node with another id and the same content is told as renamed.
      """,
      """
      With --sessions it is told as text who is parked where, and whether each goes on alike in NEW: its node may be gone, or \
      of another type, and what the rest reads may be missing. The environment's values are put in, as the sessions have them.
      """,
      """
      The exit status is 1 where nothing of a flow can be judged, whose findings are then printed, 3 where something \
      cannot be read or written, else 0.
      """,
    ],
    operands: [
      Operand(
        name: "FLOW", kind: .file(.flow), arity: .one,
        summary: "a flow file, a project, or - for standard input"),
      Operand(name: "NEW", kind: .file(.flow), arity: .optional, summary: "with --diff, the newer version"),
    ],
    options: [format, output, diff, sessions, trace, coverage] + ProjectChoice.options)

  let flow: Argument
  let choice: ProjectChoice
  /// The newer version, where two are compared.
  private let newFlow: Argument?
  let format: GraphFormat
  private let output: FilePath?
  let trace: FilePath?
  let coverage: FilePath?
  let sessions: FilePath?

  init(_ arguments: ParsedArguments) throws(UsageError) {
    flow = arguments.operands[0]
    choice = try ProjectChoice(arguments, of: Self.syntax)
    newFlow = arguments.operands.count > 1 ? arguments.operands[1] : nil
    output = arguments.path(of: Self.output)
    if output?.bytes.isEmpty == true { throw Self.syntax.wrong("'--output' needs the name of a file") }
    trace = arguments.path(of: Self.trace)
    coverage = arguments.path(of: Self.coverage)
    sessions = arguments.path(of: Self.sessions)
    let isComparison = arguments.has(Self.diff)
    guard isComparison == (newFlow != nil) else {
      throw Self.syntax.wrong(
        isComparison ? "'--diff' needs OLD and NEW" : "two flows are compared with '--diff'")
    }
    if isComparison, trace != nil || coverage != nil {
      throw Self.syntax.wrong("'--diff' goes with neither '--trace' nor '--coverage'")
    }
    if flow == "-", newFlow == "-" { throw Self.syntax.wrong("standard input can be OLD or NEW, not both") }
    let named = arguments.value(of: Self.format).flatMap { GraphFormat(name: $0.text) }
    if named == nil, let output, GraphFormat(endingOf: output) == nil, output.isNamedByFormat {
      throw Self.syntax.wrong(
        "'\(output.text.printable)' ends like no format; '--format' names one of \(GraphFormat.names.joined(separator: ", "))"
      )
    }
    format = named ?? output.flatMap(GraphFormat.init(endingOf:)) ?? (isComparison ? .text : .picture(.svg))
    if sessions != nil, !isComparison || format != .text {
      throw Self.syntax.wrong("'--sessions' goes with '--diff', and is told as text")
    }
    if format == .text, !isComparison { throw Self.syntax.wrong("'text' tells what changed, with '--diff'") }
  }

  func run(on console: inout Console) -> ExitStatus {
    let inputs =
      [flow, newFlow].compactMap(\.self).map(InputFile.init)
      + [trace, coverage, sessions].compactMap(\.self).map(InputFile.init(at:))
    if let output, console.isAnyInput([output], among: inputs) { return .usage }
    if let newFlow { return compare(flow, newFlow, on: &console) }
    guard let project = InputFile(flow).project(in: console.system) else { return draw(on: &console) }
    guard trace == nil, coverage == nil else {
      console.notice("refrain: '--trace' and '--coverage' tell of one flow, and \(project.name) is a project")
      return .usage
    }
    return draw(project, on: &console)
  }

  // MARK: Files

  /// A flow, as it is drawn.
  struct LoadedFlow {
    let bytes: [UInt8]
    let graph: FlowGraph
    let findings: [Finding]
  }

  /// What has been told of a flow that cannot be drawn.
  struct LoadingFailure: Error {
    let status: ExitStatus
  }

  /// - Parameters:
  ///   - environment: The environment whose values are put in; nil for none.
  ///   - other: The file whose part in a project a version in a commit has, which has no place of its own in one.
  func load(
    _ version: FlowVersion, in environment: ProjectEnvironment?, asMemberLike other: InputFile? = nil,
    on console: inout Console
  ) -> Result<LoadedFlow, LoadingFailure> {
    guard let bytes = version.read(on: &console) else {
      return .failure(LoadingFailure(status: .failure))
    }
    var linters = ProjectLinters(ProjectFinder(choice))
    let member = if case .file(let file) = version { file as InputFile? } else { other }
    let membership = member.flatMap { file in
      linters.project(of: file, in: console.system)?.membership(of: file, in: console.system)
    }
    if let status = linters.reportChoice(on: &console) { return .failure(LoadingFailure(status: status)) }
    let linted = Linter().lint(bytes, named: version.name, in: membership)
    guard let graph = environment.flatMap({ FlowLoader.load(bytes, in: $0).graph }) ?? linted.graph else {
      console.report(linted.diagnostics)
      return .failure(LoadingFailure(status: .findings))
    }
    return .success(LoadedFlow(bytes: bytes, graph: graph, findings: linted.diagnostics.map(\.finding)))
  }

  func write(
    _ picture: @autoclosure () -> FlowPicture, _ lines: [String], on console: inout Console
  ) -> ExitStatus {
    let text =
      switch format {
      case .picture(let format): picture().text(as: format)
      case .text: Self.text(of: lines)
      }
    return write(text, on: &console)
  }

  func write(_ text: String, on console: inout Console) -> ExitStatus {
    guard let output else {
      console.write(Array(text.utf8))
      return .success
    }
    do {
      try console.system.write(Array(text.utf8), toFileAt: output)
      return .success
    } catch {
      console.fail(output.text, error)
      return .failure
    }
  }

  static func text(of lines: [String]) -> String {
    (lines.isEmpty ? ["no differences"] : lines).map { $0 + "\n" }.joined()
  }
}
