public import Diagnostics
public import FlowModel

/// A flow as it is written, and as it is in each environment of its project.
public struct EnvironmentFlows: Sendable {
  /// The flow as it is written.
  public let written: LoadedFlow
  /// The flow in each environment; none where no value is put into it.
  public let environments: [(name: String, flow: LoadedFlow)]

  /// Puts the values of environments into a flow that refers to some.
  public init(_ written: LoadedFlow, in environments: [ProjectEnvironment]) {
    self.written = written
    let isPutIn = written.graph?.environmentNodes.isEmpty == false
    self.environments = isPutIn ? environments.map { ($0.name, written.inEnvironment($0)) } : []
  }

  /// What is wrong with the file itself, in all environments together: what is wrong as it is written comes first, and once.
  public var findings: [Finding] {
    let known = Set(written.findings)
    return written.findings + environments.flatMap { $0.flow.findings.filter { !known.contains($0) } }
  }

  /// The graphs of the environments in which there is one.
  public var graphs: [(name: String, graph: FlowGraph)] {
    environments.compactMap { name, flow in flow.graph.map { (name, $0) } }
  }
}
