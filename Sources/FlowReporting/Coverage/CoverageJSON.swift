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
    objects("flows", flows) { writer, flow in
      writer.member("file", flow.file)
      writer.member("scenarios", flow.scenarios)
      writer.shares(
        nodes: flow.enteredNodes, listed: flow.takenListedOutcomes, outcomes: flow.takenOutcomes)
      let nodes = flow.nodes
      writer.objects("byNode", nodes.prefix(Limits.toldNodes)) { $0.members(of: $1) }
      if nodes.count > Limits.toldNodes { writer.member("omitted", nodes.count - Limits.toldNodes) }
    }
    endObject()
  }

  private mutating func shares(
    nodes: FlowCoverage.Share, listed: FlowCoverage.Share, outcomes: FlowCoverage.Share
  ) {
    for (name, reached, share) in [
      ("nodes", "entered", nodes), ("listedOutcomes", "taken", listed), ("outcomes", "taken", outcomes),
    ] {
      object(name) { writer in
        writer.member(reached, share.reached)
        writer.member("total", share.total)
        writer.member("percent", share.percent)
      }
    }
  }

  private mutating func members(of node: FlowCoverage.Node) {
    member("node", node.id)
    member("line", node.line)
    member("entered", node.entries)
    objects("outcomes", node.outcomes) { writer, outcome in
      writer.member("outcome", outcome.name)
      writer.member("listed", outcome.isListed)
      writer.member("line", outcome.line)
      writer.member("taken", outcome.count)
    }
  }
}
