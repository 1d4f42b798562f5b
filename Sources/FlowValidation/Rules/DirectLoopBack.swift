import Diagnostics
import FlowModel

/// RF602: no node leads straight back to the one before it.
struct DirectLoopBack: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    let edges = context.edges
    // The edges from a later node to an earlier one, in file order, by the earlier one: few in most flows.
    var backward: [(earlier: NodeID, edge: Int)] = []
    for edge in 0..<edges.count {
      if case .node(let target) = edges[edge].target, target.index < edges[edge].source.index {
        backward.append((target, edge))
      }
    }
    backward.sort { ($0.earlier.index, $0.edge) < ($1.earlier.index, $1.edge) }
    var findings: [Finding] = []
    // The nodes to which the earlier node leads and from which no way back has been found yet.
    var connected: Set<NodeID> = []
    var previous: NodeID?
    for (target, edge) in backward {
      if target != previous {
        connected = Set(edges.leaving(target).compactMap { edges[$0].node })
        previous = target
      }
      guard connected.remove(edges[edge].source) != nil else { continue }
      findings.append(
        Finding(
          .directLoopBack,
          "\(graph[edges[edge].source].id.quoted) leads straight back to \(graph[target].id.quoted)",
          at: edges.written(edge, in: graph).place,
          help: """
            The platform draws no connection straight back to the previous node. Put a node between the two, or \
            repeat the step in a node of its own.
            """))
    }
    return findings
  }

  let code = RuleCode.directLoopBack

  var page: RulePage {
    RulePage(.directLoopBack, markdown: PackageResources.RF602_md)
  }
}
