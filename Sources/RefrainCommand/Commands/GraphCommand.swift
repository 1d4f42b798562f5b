import RefrainKit

/// `refrain graph FLOW`: draws a flow, a project, or what changed from one version of it to another.
struct GraphCommand: Command {
  /// What is written.
  private enum Format: Sendable, Equatable {
    case picture(PictureFormat)
    /// What changed, in plain words.
    case text

    static let names = ["text"] + PictureFormat.allCases.map(\.rawValue)

    init?(name: String) {
      if name == "text" {
        self = .text
      } else if let format = PictureFormat(rawValue: name) {
        self = .picture(format)
      } else {
        return nil
      }
    }

    /// The form that the ending of a file's name stands for.
    init?(endingOf path: FilePath) {
      switch path.name.split(separator: UInt8(ascii: ".")).last.map({ String(decoding: $0, as: UTF8.self) }) {
      case "svg": self = .picture(.svg)
      case "mmd", "mermaid": self = .picture(.mermaid)
      case "dot", "gv": self = .picture(.dot)
      case "json": self = .picture(.json)
      case "txt": self = .text
      default: return nil
      }
    }
  }

  private static let format = CommandOption(
    name: "--format", value: .init(name: "FORMAT", kind: .choice(Format.names)),
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

  private let flow: Argument
  private let choice: ProjectChoice
  /// The newer version, where two are compared.
  private let newFlow: Argument?
  private let format: Format
  private let output: FilePath?
  private let trace: FilePath?
  private let coverage: FilePath?
  private let sessions: FilePath?

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
    let named = arguments.value(of: Self.format).flatMap { Format(name: $0.text) }
    if named == nil, let output, Format(endingOf: output) == nil, output.isNamedByFormat {
      throw Self.syntax.wrong(
        "'\(output.text.printable)' ends like no format; '--format' names one of \(Format.names.joined(separator: ", "))"
      )
    }
    format = named ?? output.flatMap(Format.init(endingOf:)) ?? (isComparison ? .text : .picture(.svg))
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
    return self.write(on: &console)
  }

  private func write(on console: inout Console) -> ExitStatus {
    if let newFlow { return compare(flow, newFlow, on: &console) }
    guard let project = InputFile(flow).project(in: console.system) else { return draw(on: &console) }
    guard trace == nil, coverage == nil else {
      console.notice("refrain: '--trace' and '--coverage' tell of one flow, and \(project.name) is a project")
      return .usage
    }
    return draw(project, on: &console)
  }

  // MARK: A project

  private func draw(_ file: InputFile, on console: inout Console) -> ExitStatus {
    var projects = ProjectFinder(choice)
    let system = console.system
    let selected: FlowSelection
    switch projects.selection(ofProject: file, environment: nil, in: system) {
    case .success(let selection): selected = selection
    case .failure(let refusal):
      console.report(refusal)
      return refusal.status
    }
    let folder = file.folder
    let flows = selected.parts.map { (part: $0, source: $0.file.read(from: system)) }.concurrentMap {
      part, source in
      let environment = (try? part.environment.get()) ?? nil
      let graph = (try? source.get()).flatMap { FlowLoader.load($0, in: environment).graph }
      return ProjectOverview.Flow(
        file: part.file.identity.relative(to: folder.normalized).text, service: part.service, graph: graph)
    }
    let found = try? projects.opened(file, in: system).get()
    let overview = ProjectOverview(
      name: found?.project?.name ?? "", environment: found?.environment?.name, flows: flows)
    return write(FlowPicture(overview), [], on: &console)
  }

  // MARK: One flow

  private func draw(on console: inout Console) -> ExitStatus {
    var projects = ProjectFinder(choice)
    let environment = (try? projects.environment(of: InputFile(flow), in: console.system).get()) ?? nil
    switch load(.file(InputFile(flow)), in: environment, on: &console) {
    case .failure(let status): return status.status
    case .success(let loaded):
      guard canDraw([loaded.graph], on: &console) else { return .failure }
      var measured: FlowCoverage?
      if trace != nil || coverage != nil {
        measured = activity(of: loaded, on: &console)
        guard measured != nil else { return .failure }
      }
      return write(
        FlowPicture(loaded.graph, findings: loaded.findings, activity: measured?.activity), [], on: &console)
    }
  }

  /// Whether flows are small enough for a picture, with a notice where they are not.
  private func canDraw(_ graphs: [FlowGraph], on console: inout Console) -> Bool {
    let nodes = graphs.lazy.flatMap(\.nodes)
    let size = nodes.reduce(0) { $0 + 1 + $1.listings.count }
    let names = nodes.reduce(0) { $0 + $1.namesSize }
    let reason: String
    if size > Limits.drawnElements {
      reason = "\(size) nodes and ways, and a picture has \(Limits.drawnElements) at most"
    } else if names > Limits.drawnNames {
      reason = "\(names) bytes of names, and a picture has \(Limits.drawnNames) at most"
    } else {
      return true
    }
    console.fail(flow.text, SystemError(reason: "Too large to be drawn: \(reason)"))
    return false
  }

  /// What ran, by the files that tell it; nil, with a notice, where one cannot be read.
  private func activity(of loaded: LoadedFlow, on console: inout Console) -> FlowCoverage? {
    var counted = FlowCoverage(of: loaded.graph, in: flow.text)
    for path in [trace, coverage].compactMap(\.self) {
      do throws(SystemError) {
        let bytes = try console.system.readStream(path, limit: Limits.activitySize + 1)
        guard bytes.count <= Limits.activitySize else {
          throw SystemError(reason: "larger than \(Limits.activitySize >> 20) MiB")
        }
        try Self.count(bytes, isTrace: path == trace, of: loaded.graph, &counted)
      } catch {
        console.fail(path.text, error)
        return nil
      }
    }
    return counted
  }

  private static func count(
    _ bytes: [UInt8], isTrace: Bool, of graph: FlowGraph, _ counted: inout FlowCoverage
  ) throws(SystemError) {
    do {
      if isTrace {
        try counted.count(traceLines: bytes, ofFlowNamed: graph.name ?? "")
      } else {
        try counted.count(results: bytes)
      }
    } catch {
      throw SystemError(reason: error.reason)
    }
  }

  // MARK: Two versions

  private func compare(_ old: Argument, _ new: Argument, on console: inout Console) -> ExitStatus {
    let versions = [old, new].map { FlowVersion($0, on: console.system) }
    let system = console.system
    let chosen = versions.lazy.compactMap { chosenEnvironment(of: $0, on: system) }.first
    let member = versions.lazy.compactMap { if case .file(let file) = $0 { file } else { nil } }.first
    let flows = versions.map { load($0, in: chosen, asMemberLike: member, on: &console) }
    guard case .success(let before) = flows[0], case .success(let after) = flows[1] else {
      return flows.reduce(.success) { status, flow in
        if case .failure(let failure) = flow { status.combined(with: failure.status) } else { status }
      }
    }
    let comparison = FlowComparison(from: before.graph, to: after.graph)
    let lines = comparison.lines + FindingChanges(from: before.findings, to: after.findings).lines
    if let sessions {
      switch fates(
        of: sessions, zip(versions, [before, after]), renaming: comparison.renamedNodes, on: &console)
      {
      case .success(let fates):
        return write(
          Self.text(of: lines) + Self.text(of: ["", "sessions:"] + fates), on: &console)
      case .failure(let failure): return failure.status
      }
    }
    if format != .text, !canDraw([before.graph, after.graph], on: &console) { return .failure }
    return write(FlowPicture(comparison, findings: after.findings), lines, on: &console)
  }

  /// What becomes of parked sessions.
  private func fates(
    of file: FilePath, _ versions: some Sequence<(FlowVersion, LoadedFlow)>, renaming: [NodeName: NodeName],
    on console: inout Console
  ) -> Result<[String], LoadingFailure> {
    let system = console.system
    var projects = ProjectFinder(choice)
    // A version in a commit runs in the environment of the file that it is compared with.
    let environment = versions.lazy.compactMap { version, _ -> ProjectEnvironment? in
      guard case .file(let file) = version else { return nil }
      return (try? projects.environment(of: file, in: system).get()) ?? nil
    }.first
    var programs: [FlowProgram] = []
    for (version, flow) in versions {
      do {
        programs.append(
          try FlowProgram(file: flow.bytes, named: version.name, in: environment, forcing: true))
      } catch {
        console.report(error.diagnostics)
        return .failure(LoadingFailure(status: .findings))
      }
    }
    do {
      let bytes = try system.read(file, limit: Limits.activitySize)
      return .success(
        try ParkedSessions(bytes).lines(from: programs[0], to: programs[1], renaming: renaming))
    } catch let error as SessionDocumentError {
      console.notice("refrain: \(file.text.printable): \(error.description.printable)")
    } catch let error as SystemError {
      console.fail(file.text, error)
    } catch {
      preconditionFailure("sessions are not told for one of two reasons")
    }
    return .failure(LoadingFailure(status: .failure))
  }

  // MARK: Files

  private struct LoadedFlow {
    let bytes: [UInt8]
    let graph: FlowGraph
    let findings: [Finding]
  }

  private struct LoadingFailure: Error {
    let status: ExitStatus
  }

  /// The environment that was asked for, in the project of a file.
  private func chosenEnvironment(of version: FlowVersion, on system: any System) -> ProjectEnvironment? {
    guard case .file(let file) = version else { return nil }
    var projects = ProjectFinder(choice)
    return (try? projects.project(of: file, in: system).get())?.chosen
  }

  /// - Parameters:
  ///   - environment: The environment whose values are put in; nil for none.
  ///   - other: The file whose part in a project a version in a commit has, which has no place of its own in one.
  private func load(
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

  private func write(
    _ picture: @autoclosure () -> FlowPicture, _ lines: [String], on console: inout Console
  ) -> ExitStatus {
    let text =
      switch format {
      case .picture(let format): picture().text(as: format)
      case .text: Self.text(of: lines)
      }
    return write(text, on: &console)
  }

  private func write(_ text: String, on console: inout Console) -> ExitStatus {
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

  private static func text(of lines: [String]) -> String {
    (lines.isEmpty ? ["no differences"] : lines).map { $0 + "\n" }.joined()
  }
}

extension FilePath {
  /// Whether the name has an ending, which may tell a format: that of a device has none.
  fileprivate var isNamedByFormat: Bool {
    name.dropFirst().contains(UInt8(ascii: ".")) && !isOfTheSystem
  }
}

extension FlowNode {
  /// Bytes of names that a picture tells of the node: its own with each of its ways.
  fileprivate var namesSize: Int {
    let name = id.text.utf8.count
    return listings.reduce(name) { $0 + name + $1.key.utf8.count + $1.written.utf8.count }
  }
}
