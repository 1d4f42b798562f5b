import RefrainKit

/// Drawing a project, or one flow.
extension GraphCommand {
  func draw(_ file: InputFile, on console: inout Console) -> ExitStatus {
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

  func draw(on console: inout Console) -> ExitStatus {
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
  func canDraw(_ graphs: [FlowGraph], on console: inout Console) -> Bool {
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
}

extension FlowNode {
  /// Bytes of names that a picture tells of the node: its own with each of its ways.
  fileprivate var namesSize: Int {
    let name = id.text.utf8.count
    return listings.reduce(name) { $0 + name + $1.key.utf8.count + $1.written.utf8.count }
  }
}
