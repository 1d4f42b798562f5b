import Diagnostics
import FlowModel

/// RF202: a target names a node or a result that there is.
struct UnknownTarget: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    guard !context.edges.deadEnds.isEmpty else { return [] }
    let ids = context.names
    // Once for all findings: each lists some of them, and says how many there are.
    let candidates = graph.nodes.lazy.filter { $0.trigger == nil }.map(\.id.text) as [String]
    var findings: [Finding] = []
    for deadEnd in context.edges.deadEnds {
      let listing = graph[deadEnd.node].listings[deadEnd.listing]
      switch WrittenTarget(listing.written) {
      case .node(let name)? where ids[name] == nil:
        findings.append(
          unknownNode(name, listing, among: candidates, in: graph, suggester: &context.suggester))
      case .end(let name)?:
        findings.append(unknownResult(name, listing, in: graph, suggester: &context.suggester))
      case .node?, .resume?, nil: break
      }
    }
    return findings
  }

  private func unknownNode(
    _ name: NodeName, _ listing: Listing, among candidates: [String], in graph: FlowGraph,
    suggester: inout NameSuggester
  ) -> Finding {
    let nearestNode = suggester.suggestion(for: name.text, among: candidates)
    // An end or `@resume` whose `@` is missing is nearer than any node.
    let nearest = end(named: name.text, in: graph) ?? nearestNode
    let nodes = candidates.isEmpty ? "" : ", or a node: \(listed(candidates, nearest: nearestNode))"
    return Finding(
      .unknownTarget, "there is no node \(name.quoted)\(suggesting(nearest))", at: listing.targetPlace,
      help: "\(listing.key.quoted) would lead nowhere. Write `@end` or `@resume`\(nodes).",
      fix: nearest.map { Fix(writing: $0, at: listing.targetPlace) })
  }

  /// The target that a text is with `@` before it, if there is such a one.
  private func end(named text: String, in graph: FlowGraph) -> String? {
    let written = "@\(text)"
    switch WrittenTarget(written) {
    case .resume?: return written
    case .end(let name)?:
      let isKnown = (FlowResult.builtIn + graph.settings.results).contains { $0.name == name }
      return isKnown ? written : nil
    case .node?, nil: return nil
    }
  }

  private func unknownResult(
    _ name: String, _ listing: Listing, in graph: FlowGraph, suggester: inout NameSuggester
  ) -> Finding {
    let candidates = (FlowResult.builtIn + graph.settings.results).map(\.name)
    let nearest = suggester.suggestion(for: name, among: candidates).map { "@end:\($0)" }
    return Finding(
      .unknownTarget, "there is no result \(name.quoted)\(suggesting(nearest))", at: listing.targetPlace,
      help: """
        A result of your own is declared in `settings.results`. Those that there are: \
        \(listed(candidates.map { "@end:\($0)" }, nearest: nearest)).
        """, fix: nearest.map { Fix(writing: $0, at: listing.targetPlace) })
  }

  let code = RuleCode.unknownTarget

  var page: RulePage {
    RulePage(.unknownTarget, markdown: PackageResources.RF202_md)
  }
}
