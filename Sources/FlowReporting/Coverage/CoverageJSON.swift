import FlowModel
import JSONSyntax

extension JSONWriter {
  /// Writes the coverage of flows as one object: all nodes and outcomes with their counts, and the sums.
  mutating func coverage(_ flows: [FlowCoverage]) {
    beginObject()
    shares(
      nodes: flows.reduce(.nothing) { $0 + $1.enteredNodes },
      listed: flows.reduce(.nothing) { $0 + $1.takenListedOutcomes },
      outcomes: flows.reduce(.nothing) { $0 + $1.takenOutcomes })
    key("flows")
    beginArray()
    for flow in flows {
      beginObject()
      member("file", flow.file)
      member("scenarios", flow.scenarios)
      shares(
        nodes: flow.enteredNodes, listed: flow.takenListedOutcomes, outcomes: flow.takenOutcomes)
      key("byNode")
      beginArray()
      let nodes = flow.nodes
      for node in nodes.prefix(Limits.toldNodes) { self.node(node) }
      endArray()
      if nodes.count > Limits.toldNodes { member("omitted", nodes.count - Limits.toldNodes) }
      endObject()
    }
    endArray()
    endObject()
  }

  private mutating func shares(
    nodes: FlowCoverage.Share, listed: FlowCoverage.Share, outcomes: FlowCoverage.Share
  ) {
    for (name, reached, share) in [
      ("nodes", "entered", nodes), ("listedOutcomes", "taken", listed), ("outcomes", "taken", outcomes),
    ] {
      key(name)
      beginObject()
      member(reached, share.reached)
      member("total", share.total)
      member("percent", share.percent)
      endObject()
    }
  }

  private mutating func node(_ node: FlowCoverage.Node) {
    beginObject()
    member("node", node.id)
    member("line", node.line)
    member("entered", node.entries)
    key("outcomes")
    beginArray()
    for outcome in node.outcomes {
      beginObject()
      member("outcome", outcome.name)
      member("listed", outcome.isListed)
      member("line", outcome.line)
      member("taken", outcome.count)
      endObject()
    }
    endArray()
    endObject()
  }
}
