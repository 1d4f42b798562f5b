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
    let ids =
      put.allSatisfy(\.isPlain)
      ? graph.nodesOfEnvironments.filter { !put.leaveShort(graph[$0], of: graph) } : graph.environmentNodes
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

extension [EnvironmentValues] {
  /// Whether a node is a message that takes one SMS in every environment, so that the rules find the same in it as in what is
  /// written: most that name values are.
  fileprivate func leaveShort(_ node: FlowNode, of graph: FlowGraph) -> Bool {
    guard let message = node.message, message.isUnicode == false, let text = message.text?.template,
      message.destination?.template.references.contains(where: { contains(valueOf: $0) }) == false
    else { return false }
    // A number that is put together is a text of its own in each.
    if case .composed? = message.sender?.template { return false }
    var room = GSMAlphabet.septetsOfOneSegment
    for part in text.parts {
      switch part {
      case .literal(let text):
        guard GSMAlphabet.takesOneSeptetEach(text) else { return false }
        room -= text.utf8.count
      case .reference(let reference) where contains(valueOf: reference):
        let values = compactMap { $0.put[reference]?.text }
        guard graph.references[reference.index].filters.isEmpty,
          values.allSatisfy(GSMAlphabet.takesOneSeptetEach)
        else { return false }
        room -= values.map(\.utf8.count).max() ?? 0
      case .reference: break
      }
    }
    return room >= 0
  }

  private func contains(valueOf reference: ReferenceID) -> Bool { contains { $0.put[reference] != nil } }
}
