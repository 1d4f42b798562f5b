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

  /// A reference to an output in a node.
  private struct Use {
    let node: NodeID
    let reference: ReferenceID
  }

  func findings(in context: inout RuleContext) -> [Finding] {
    guard let start = context.start else { return [] }
    let uses = uses(in: context.graph)
    let facts = uses.keys.sorted { ($0.node.index, $0.output.index) < ($1.node.index, $1.output.index) }
    var analysis = UnsetOutputs(context, start: start)
    var findings: [Finding] = []
    for first in stride(from: 0, to: facts.count, by: OutputFacts.width) {
      let followed = facts[first..<min(first + OutputFacts.width, facts.count)]
      analysis.follow(followed, usedIn: followed.map { (uses[$0] ?? []).map(\.node) }, in: context.graph)
      for (offset, fact) in followed.enumerated() {
        for use in uses[fact] ?? [] where analysis.mayBeUnset(offset, in: use.node) {
          let way =
            findings.count < Limits.unsetOutputWays ? analysis.way(to: use.node, notSetting: offset) : nil
          findings.append(finding(use, way: way, in: context))
        }
      }
    }
    return findings
  }

  /// Where the outputs of nodes are used, but a node's own in its `onLeave`.
  private func uses(in graph: FlowGraph) -> [OutputFact: [Use]] {
    var uses: [OutputFact: [Use]] = [:]
    func collect(_ template: Template, in node: NodeID, isLeaving: Bool = false) {
      for reference in template.references {
        guard case .output(let output, of: let owner, _) = graph.references[reference.index].subject,
          !(isLeaving && owner == node)
        else { continue }
        uses[OutputFact(node: owner, output: output), default: []].append(
          Use(node: node, reference: reference))
      }
    }
    for (id, node) in zip(graph.nodeIDs, graph.nodes) {
      for field in node.fields.entries where field.name != "onLeave" {
        for template in field.value.templates { collect(template.template, in: id) }
      }
      for template in node.onLeave.compactMap(\.template) { collect(template, in: id, isLeaving: true) }
    }
    return uses
  }

  private func finding(_ use: Use, way: [Int]?, in context: RuleContext) -> Finding {
    let reference = context.graph.references[use.reference.index]
    let node = context.graph[use.node].id
    let path = way.map { context.edges.path(over: $0, in: context.graph) } ?? []
    let onWay = path.isEmpty ? "" : ": not on the way \(wayInWords(path))"
    return Finding(
      .maybeUnsetReference, "`$(\(reference.text))` is not set on every way to \(node.quoted)\(onWay)",
      at: reference.place,
      help: """
        Where it was never set it renders as the empty string. Lead the outcomes that do not set it elsewhere, or \
        keep what you need in a variable that begins with a value.
        """)
  }

  let page = RulePage(
    .maybeUnsetReference,
    what:
      "Finds references to an output of a node that is not set on every way from the Start to the reference.",
    why: """
      An output is set by certain outcomes of its node only. Where the flow can come by another way, the reference \
      renders as the empty string and nothing warns: an empty message is not sent, an empty input ends a conversation.
      """,
    bad: """
      {
        "formatVersion": 1,
        "name": "Order status",
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": { "channel": "sms", "number": "+15550100", "keyword": "ORDER" },
            "on": { "onBegin": "number" }
          },
          "number": {
            "type": "Receive",
            "channels": { "sms": {} },
            "timeoutSeconds": 600,
            "on": { "sms.mo": "confirm", "onTimeout": "confirm" }
          },
          "confirm": {
            "type": "SendSMS",
            "destination": "$(start.sms.senderNumber)",
            "from": "+15550100",
            "message": "We will look up $(number.receive.message).",
            "on": { "onSuccess": "@end" }
          }
        }
      }
      """,
    good: """
      {
        "formatVersion": 1,
        "name": "Order status",
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": { "channel": "sms", "number": "+15550100", "keyword": "ORDER" },
            "on": { "onBegin": "number" }
          },
          "number": {
            "type": "Receive",
            "channels": { "sms": {} },
            "timeoutSeconds": 600,
            "on": { "sms.mo": "confirm", "onTimeout": "@end:incomplete" }
          },
          "confirm": {
            "type": "SendSMS",
            "destination": "$(start.sms.senderNumber)",
            "from": "+15550100",
            "message": "We will look up $(number.receive.message).",
            "on": { "onSuccess": "@end" }
          }
        }
      }
      """)
}
