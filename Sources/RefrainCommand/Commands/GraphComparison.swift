import RefrainKit

/// Telling what changed from one version of a flow to another.
extension GraphCommand {
  func compare(_ old: Argument, _ new: Argument, on console: inout Console) -> ExitStatus {
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

  /// The environment that was asked for, in the project of a file.
  private func chosenEnvironment(of version: FlowVersion, on system: any System) -> ProjectEnvironment? {
    guard case .file(let file) = version else { return nil }
    var projects = ProjectFinder(choice)
    return (try? projects.project(of: file, in: system).get())?.chosen
  }
}
