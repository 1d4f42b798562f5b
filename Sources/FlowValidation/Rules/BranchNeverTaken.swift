import Diagnostics
import FlowModel

/// RF407: no branch stands behind one with the same conditions.
struct BranchNeverTaken: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    var findings: [Finding] = []
    for branching in context.lists.branchings {
      let branches = branching.written.all
      guard branches.count > 1 else { continue }
      var earlier: [String: WrittenBranch] = [:]
      for branch in branches {
        let conditions = key(of: branch, in: graph)
        guard let first = earlier[conditions] else {
          earlier[conditions] = branch
          continue
        }
        findings.append(
          Finding(
            .branchNeverTaken,
            "the branch \(branch.name.quoted) of \(graph[branching.id].id.quoted) is never taken: \(first.name.quoted) has the same conditions",
            at: branch.namePlace,
            related: [RelatedPlace("the branch that is taken instead", at: first.namePlace)],
            help: "The first branch that holds wins. Change the conditions of one, or remove it."))
      }
    }
    return findings
  }

  /// A text that two branches share where they have the same conditions, in whatever order.
  private func key(of branch: WrittenBranch, in graph: FlowGraph) -> String {
    let conditions = Set(branch.conditions.map { ExactText(key(of: $0, in: graph)) }).map(\.text)
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    // Of one condition it does not matter whether all must hold or any.
    return (branch.needsAll || conditions.count == 1 ? "all" : "any") + conditions.joined()
  }

  private func key(of condition: WrittenCondition, in graph: FlowGraph) -> String {
    var key = "\u{0}\(condition.operator.rawValue)"
    for template in [condition.value] + condition.operands {
      key += "\u{0}"
      for part in template.template.parts {
        switch part {
        case .literal(let text): key += "\u{1}\(text.utf8.count) \(text)"
        case .reference(let reference): key += "\u{2}\(graph.references[reference.index].written)"
        }
      }
    }
    return key
  }

  let code = RuleCode.branchNeverTaken

  var page: RulePage {
    RulePage(.branchNeverTaken, markdown: PackageResources.RF407_md)
  }
}
