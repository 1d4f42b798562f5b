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
  private let flows: EnvironmentFlows
  /// How many environments there are.
  private let environmentCount: Int

  /// Reads a flow.
  public init(_ source: [UInt8], named path: String, in environments: [ProjectEnvironment] = []) {
    self.path = path
    self.source = source
    flows = EnvironmentFlows(FlowLoader.load(source), in: environments)
    environmentCount = max(1, environments.count)
  }

  /// The same flow, reported by another path.
  public func named(_ path: String) -> ProjectFlow {
    var flow = self
    flow.path = path
    return flow
  }

  /// What the rules of projects know of it.
  /// - Parameter service: The service that it belongs to; nil where it is one of its own.
  public func facts(named path: String, in service: String?) -> FlowFacts {
    FlowFacts(
      path: path, service: service, graph: loaded.graph, environments: inEnvironments, count: environmentCount
    )
  }

  /// The flow as it is written.
  var loaded: LoadedFlow { flows.written }

  /// What is wrong with the file itself, in all environments together.
  var findings: [Finding] { flows.findings }

  /// The flow in each environment, for the rules.
  var inEnvironments: [FlowInEnvironment] { flows.environments }
}
