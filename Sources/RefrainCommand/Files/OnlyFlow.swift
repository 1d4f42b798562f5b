import RefrainKit

/// An argument means no one flow that can be run. It has been reported.
struct NoOnlyFlow: Error {
  /// How the program ends.
  let status: ExitStatus
}

extension Console {
  /// The one flow that an argument means, and what it is when it runs.
  /// - Parameter isForced: Whether errors of the conversation (3xx) are let pass.
  mutating func onlyProgram(
    of file: InputFile, for command: CommandSyntax, isForced: Bool, by projects: inout ProjectFinder
  ) throws(NoOnlyFlow) -> (flow: InputFile, program: FlowProgram) {
    let flow = try onlyFlow(of: file, for: command, by: &projects)
    let source = FlowSource(flow, in: projects.environment(of: flow, in: system), from: system)
    switch source.program(of: flow, isForced: isForced) {
    case .success(let program): return (flow, program)
    case .failure(let refusal):
      report(refusal)
      throw NoOnlyFlow(status: refusal.status)
    }
  }

  /// The one flow that an argument means of a command that takes no more than one: the file itself, or where it is a folder
  /// or a project the only flow in it.
  ///
  /// - Parameter projects: Says which flows a project has. A project's file counts in a folder too, as `run` and `graph`
  ///   have it.
  private mutating func onlyFlow(
    of file: InputFile, for command: CommandSyntax, by projects: inout ProjectFinder
  ) throws(NoOnlyFlow) -> InputFile {
    guard case .file(let path) = file.source else { return file }
    let isFolder = (try? system.kind(of: path)) == .folder
    guard isFolder || file.isNamed(as: .project) else { return file }
    let flows: [InputFile]
    if let project = file.project(in: system), !isFolder || isThere(project) {
      switch projects.selection(ofProject: project, environment: nil, in: system) {
      case .success(let selection): flows = selection.parts.map(\.file)
      case .failure(let refusal):
        report(refusal)
        throw NoOnlyFlow(status: refusal.status)
      }
    } else {
      flows = InputFiles(of: .flow, at: [Argument(bytes: path.bytes)], on: &self).files
    }
    guard let first = flows.first else { throw NoOnlyFlow(status: .failure) }
    guard flows.count == 1 else {
      let names =
        flows.prefix(Self.namedFlows).map(\.name.printable) + (flows.count > Self.namedFlows ? ["…"] : [])
      notice(
        "refrain: \(file.name.printable) has \(flows.count) flows, and '\(command.name)' takes one: "
          + names.joined(separator: ", "))
      throw NoOnlyFlow(status: .usage)
    }
    return first
  }

  /// How many of a folder's flows a line names.
  private static let namedFlows = 8

  private func isThere(_ file: InputFile) -> Bool {
    guard case .file(let path) = file.source else { return false }
    return (try? system.kind(of: path)) == .file
  }
}
