import Diagnostics
import FlowModel

/// RF504: what an agent writes is sent as text.
struct HTMLInSMS: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    guard !context.lists.conversations.isEmpty else { return [] }
    var findings: [Finding] = []
    let senders = context.lists.senders
    // By indices: nothing is copied, for every sender is asked.
    for index in senders.indices {
      // What is on a branch is worked out only where there is something to ask for.
      for id in senders[index].text?.template.references ?? []
      where graph.origin(of: id) == .event(.content)
        && !graph.references[id.index].filters.contains(.plainText)
        && context.branches.isOnMessageBranch(senders[index].id)
      {
        let reference = graph.references[id.index]
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
