public import Diagnostics
public import FlowModel

/// A flow as it is written, and as it is in each environment of its project.
public struct EnvironmentFlows: Sendable {
  /// The flow as it is written.
  public let written: LoadedFlow
  /// The flow in each environment; none where no value is put into it.
  public let environments: [FlowInEnvironment]
  /// What is wrong with the file itself, in all environments together: what is wrong as it is written comes first, and once.
  public let findings: [Finding]

  /// Puts the values of environments into a flow that refers to some.
  public init(_ written: LoadedFlow, in environments: [ProjectEnvironment]) {
    self.written = written
    guard let graph = written.graph, !graph.environmentNodes.isEmpty else {
      self.environments = []
      findings = written.findings
      return
    }
    let put = environments.map { EnvironmentValues($0, in: graph, fields: written.environmentFields) }
    let ids = put.allSatisfy(\.isPlain) ? graph.nodesOfEnvironments : graph.environmentNodes
    var flows: [FlowInEnvironment] = []
    var refused: [Finding] = []
    for (environment, values) in zip(environments, put) {
      let first = put[..<flows.count].firstIndex { $0.put.areSame(as: values.put) } ?? flows.count
      flows.append(
        FlowInEnvironment(
          name: environment.name, first: first,
          nodes: first < flows.count ? flows[first].nodes : values.put(into: ids, of: graph),
          keys: values.keys, values: values.put))
      refused += values.findings.map { $0.inEnvironment(named: environment.name) }.inFileOrder
    }
    self.environments = flows
    findings = written.findings + refused
  }
}
