import Diagnostics
import FlowModel

/// RF402: an output is set on every way to where it is used.
///
/// Complexity: that of `UnsetOutputs` for each 64 outputs that are used.
struct MaybeUnsetReference: Rule {
  func isJudged(in context: RuleContext) -> Bool {
    context.start != nil && context.graph.loadingErrors.isEmpty && !context.stands(.unknownTarget)
      && !context.stands(.undefinedReference)
  }

  func findings(in context: inout RuleContext) -> [Finding] {
    guard let start = context.start else { return [] }
    let outputs = usedOutputs(in: context.graph, start: start)
    guard !outputs.isEmpty else { return [] }
    var analysis = UnsetOutputs(context, start: start)
    var findings: [Finding] = []
    for first in stride(from: 0, to: outputs.count, by: OutputFacts.width) {
      let followed = outputs[first..<min(first + OutputFacts.width, outputs.count)]
      analysis.follow(followed, in: context.graph)
      for (offset, output) in followed.enumerated() {
        for use in output.uses where analysis.mayBeUnset(offset, in: use.node) {
          let way =
            findings.count < Limits.unsetOutputWays ? analysis.way(to: use.node, notSetting: offset) : nil
          findings.append(finding(use, way: way, in: context))
        }
      }
    }
    return findings
  }

  /// The outputs of nodes that are used, in file order, but for a node's own in its `onLeave`, and for the Start's in
  /// other nodes: it is left with all of these.
  private func usedOutputs(in graph: FlowGraph, start: NodeID) -> [UsedOutput] {
    var uses: [OutputUse] = []
    uses.reserveCapacity(graph.references.count)
    for id in graph.nodeIDs {
      let node = graph.nodes[id.index]
      for index in node.references {
        guard case .output(let output, of: let owner, _) = graph.references[index].subject,
          owner != start || id == start,
          owner != id || !node.setsOnLeaving(at: graph.references[index].place),
          graph.references[index].filters.isEmpty || !graph.references[index].hasDefault
        else { continue }
        uses.append(
          OutputUse(fact: OutputFact(node: owner, output: output), node: id, reference: ReferenceID(index)))
      }
    }
    // The uses of each output stay in file order.
    uses = uses.sorted { $0.fact.output.index }.sorted { $0.fact.node.index }
    var outputs: [UsedOutput] = []
    var first = 0
    for index in uses.indices where index + 1 == uses.count || uses[index + 1].fact != uses[index].fact {
      outputs.append(UsedOutput(fact: uses[index].fact, uses: uses[first...index]))
      first = index + 1
    }
    return outputs
  }

  private func finding(_ use: OutputUse, way: [Int]?, in context: RuleContext) -> Finding {
    let reference = context.graph.references[use.reference.index]
    let node = context.graph[use.node].id
    let path = way.map { context.edges.path(over: $0, in: context.graph) } ?? []
    let onWay = path.isEmpty ? "" : ": not on the way \(wayInWords(path))"
    return Finding(
      .maybeUnsetReference, "`$(\(reference.text))` is not set on every way to \(node.quoted)\(onWay)",
      at: reference.place,
      help: """
        Where it was never set it renders as the empty string. Lead the outcomes that do not set it elsewhere, or \
        keep what you need in a variable that begins with a value, or give it a text: \
        `$(\(reference.written) | default:…)`.
        """)
  }

  let code = RuleCode.maybeUnsetReference

  var page: RulePage {
    RulePage(.maybeUnsetReference, markdown: PackageResources.RF402_md)
  }
}

extension [OutputUse] {
  /// The uses by a number of theirs, those with the same in the order that they have, by counting: linear in the number of
  /// uses and in the largest number.
  fileprivate func sorted(by number: (OutputUse) -> Int) -> [OutputUse] {
    guard count > 1, let first else { return self }
    var ends = [Int](filledWith: 0, count: 1 + reduce(0) { Swift.max($0, number($1)) })
    for use in self { ends[number(use)] += 1 }
    for index in ends.indices.dropFirst() { ends[index] += ends[index - 1] }
    var sorted = Array(filledWith: first, count: count)
    for use in reversed() {
      ends[number(use)] -= 1
      sorted[ends[number(use)]] = use
    }
    return sorted
  }
}

extension FlowNode {
  /// Whether a reference of the node at a place stands in `onLeave`.
  fileprivate func setsOnLeaving(at reference: SourcePlace) -> Bool {
    onLeavePlace?.range.contains(reference.range.lowerBound) ?? false
  }
}
