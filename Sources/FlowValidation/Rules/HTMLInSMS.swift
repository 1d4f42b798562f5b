import Diagnostics
import FlowModel

/// RF504: what an agent writes is sent as text.
struct HTMLInSMS: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    guard !context.lists.conversations.isEmpty else { return [] }
    let branches = context.branches
    var findings: [Finding] = []
    for id in context.lists.senders where branches.isOnMessageBranch(id) {
      guard let message = graph[id].template("message") else { continue }
      for reference in message.template.references.map({ graph.references[$0.index] }) {
        guard graph.isContentOfEvent(reference), !reference.filters.contains(.plainText) else { continue }
        findings.append(
          Finding(
            .htmlInSMS, "`$(\(reference.written))` may be HTML, which the customer would read as it is",
            at: reference.place,
            help: """
              What an agent writes may be of the type `text/html`. Write `$(\(reference.text) | plainText)`, which \
              leaves other texts alone.
              """, fix: reference.fixAddingPlainText(in: graph.source)))
      }
    }
    return findings
  }

  let code = RuleCode.htmlInSMS

  var page: RulePage {
    RulePage(.htmlInSMS, markdown: PackageResources.RF504_md)
  }
}

extension FlowGraph {
  /// Whether a reference is to what came with the latest event of a conversation.
  fileprivate func isContentOfEvent(_ reference: Reference) -> Bool {
    guard case .output(let output, of: let node, _) = reference.subject else { return false }
    return self[node].type == .startConversation && self[node].outputs[output.index].name == "event.content"
  }
}

extension Reference {
  /// Adds the filter before the others; nil where the reference is written with escapes.
  fileprivate func fixAddingPlainText(in source: [UInt8]) -> Fix? {
    let end = place.range.lowerBound + 2 + text.utf8.count
    guard end < place.range.upperBound, source[place.range.lowerBound + 2..<end].elementsEqual(text.utf8)
    else {
      return nil
    }
    return Fix("Add `| plainText`", [SourceEdit(end..<end, with: " | plainText")])
  }
}
