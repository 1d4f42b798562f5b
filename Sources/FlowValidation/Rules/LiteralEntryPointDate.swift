import Diagnostics
import FlowModel

/// RF309: the date of the entry point is asked for, not written down.
struct LiteralEntryPointDate: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    context.lists.conversations.compactMap { conversation in
      guard conversation.written.method != nil, let date = conversation.written[.lastModifiedDate],
        let text = date.template.literal, !text.isEmpty
      else { return nil }
      let node = context.graph[conversation.id]
      return Finding(
        .literalEntryPointDate, "the `lastModifiedDate` of \(node.id.quoted) is always \(text.quoted)",
        at: date.place,
        help: """
          Any edit of the entry point makes it stale: from then on every request is answered with status 409. Ask \
          for it with an EntrypointConfiguration before, and write `$(NODE.lastModifiedDate)`.
          """)
    }
  }

  let code = RuleCode.literalEntryPointDate

  var page: RulePage {
    RulePage(.literalEntryPointDate, markdown: PackageResources.RF309_md)
  }
}
