import Diagnostics
import FlowLoading
public import FlowModel
public import FlowValidation

/// A flow's file of a project, read once for all who ask for it: as it is written, and in each environment.
public struct ProjectFlow: Sendable {
  /// The path that it is reported by.
  public private(set) var path: String
  /// The file's bytes.
  let source: [UInt8]
  let loaded: LoadedFlow
  /// The flow in each environment; none where no value is put into it.
  let environments: [(name: String, flow: LoadedFlow)]
  /// How many environments there are.
  private let environmentCount: Int

  /// Reads a flow.
  public init(_ source: [UInt8], named path: String, in environments: [ProjectEnvironment] = []) {
    self.path = path
    self.source = source
    let loaded = FlowLoader.load(source)
    self.loaded = loaded
    let isPutIn = loaded.graph?.environmentNodes.isEmpty == false
    self.environments = isPutIn ? environments.map { ($0.name, loaded.inEnvironment($0)) } : []
    environmentCount = max(1, environments.count)
  }

  /// The same flow, reported by another path.
  public func named(_ path: String) -> ProjectFlow {
    var flow = self
    flow.path = path
    return flow
  }

  /// What the rules of projects know of it.
  /// - Parameter services: The services that it belongs to; none where it is one of its own.
  public func facts(named path: String, in services: [String]) -> FlowFacts {
    let graphs = environments.compactMap(\.flow.graph)
    return FlowFacts(
      path: path, services: services, graph: loaded.graph,
      environments: graphs.isEmpty
        ? loaded.graph.map { Array(repeating: $0, count: environmentCount) } ?? [] : graphs,
      count: environmentCount)
  }

  /// What is wrong with the file itself, in all environments together.
  var findings: [Finding] {
    let written = Set(loaded.findings)
    return loaded.findings + environments.flatMap { $0.flow.findings.filter { !written.contains($0) } }
  }

  /// The flow in each environment, for the rules.
  var inEnvironments: [FlowInEnvironment] {
    environments.compactMap { name, flow in flow.graph.map { FlowInEnvironment(name: name, graph: $0) } }
  }
}
