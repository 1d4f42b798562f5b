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
    var put: [EnvironmentValues] = []
    var flows: [FlowInEnvironment] = []
    var refused: [Finding] = []
    for environment in environments {
      var values = EnvironmentValues(environment, in: graph, fields: written.environmentFields)
      let first = put.firstIndex { $0.areSame(as: values) } ?? put.count
      let nodes =
        first < put.count ? flows[first].nodes : values.put(into: graph.nodesOfEnvironments, of: graph)
      if first < put.count { values = put[first] }
      flows.append(
        FlowInEnvironment(
          name: environment.name, first: first, nodes: nodes, keys: values.keys, values: values.values))
      refused += values.findings.map { $0.inEnvironment(named: environment.name) }.inFileOrder
      put.append(values)
    }
    self.environments = flows
    findings = written.findings + refused
  }
}
