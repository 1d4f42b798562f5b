import Diagnostics
import FlowModel

/// RF204: the author says where every main and closing outcome leads, and what happens to an agent's messages.
///
/// A target with an error of its own counts as one.
struct UnassignedOutcome: Rule {
  func isJudged(in context: RuleContext) -> Bool { !context.hidesParts }

  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    var findings: [Finding] = []
    for id in graph.nodeIDs {
      if let finding = unassignedOutcomes(of: id, in: &context) { findings.append(finding) }
    }
    return findings
      + context.lists.conversations.compactMap { unheardMessages(of: graph[$0.id]) }
  }

  private func unassignedOutcomes(of id: NodeID, in context: inout RuleContext) -> Finding? {
    let node = context.graph.nodes[id.index]
    // By indices: nothing is copied, for every node is asked.
    let assigned = node.listings.indices.count { node.listings[$0].outcomeClass?.mustBeAssigned ?? false }
    let needed = node.outcomes.indices.count { node.outcomes[$0].class.mustBeAssigned }
    guard needed > assigned, node.otherwise == nil else {
      return nil
    }
    let names = node.outcomesLeft.filter(\.class.mustBeAssigned).map(\.name)
    guard !names.isEmpty else { return nil }
    let leads = names.count == 1 ? "leads" : "lead"
    return Finding(
      .unassignedOutcome,
      "\(names.map(\.quoted).joined(separator: ", ")) of \(node.id.quoted) \(leads) nowhere",
      at: node.idPlace,
      help: """
        These outcomes have no default, and block publishing. Give each a target in `on`, or add `otherwise`.
        """,
      fix: otherwise(
        for: node, leadingTo: context.branches.isOnlyOnBranch(id) ? "@resume" : "@end:error",
        in: context.graph))
  }

  private func otherwise(for node: FlowNode, leadingTo target: String, in graph: FlowGraph) -> Fix {
    let value = "\"\(target)\""
    let edit =
      if let on = node.targetsPlace {
        SourceEdit.addingMember("otherwise", value, to: on.range, in: graph.source)
      } else {
        SourceEdit.addingMember("on", "{ \"otherwise\": \(value) }", to: node.place.range, in: graph.source)
      }
    return Fix("Lead `otherwise` to `\(target)`", [edit])
  }

  private func unheardMessages(of node: FlowNode) -> Finding? {
    guard !node.listings.contains(where: { $0.key == ConversationOutcome.message.name }) else { return nil }
    return Finding(
      .unassignedOutcome, severity: .warning, "what the agent writes in \(node.id.quoted) goes nowhere",
      at: node.idPlace,
      help: """
        Every message of the agent is a `Message` event, and without a target it is dropped. Lead `Message` to a \
        node that sends `$(\(node.id).event.content)` to the customer.
        """)
  }

  let code = RuleCode.unassignedOutcome

  var page: RulePage {
    RulePage(.unassignedOutcome, markdown: PackageResources.RF204_md)
  }
}

extension Outcome.Class {
  /// Whether the author must say where such an outcome leads.
  fileprivate var mustBeAssigned: Bool { self == .main || self == .closing }
}
