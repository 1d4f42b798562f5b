import Diagnostics
import FlowModel

/// RF503: an SMS has no rich text.
struct RichTextOnSMS: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    context.lists.conversations.compactMap { conversation in
      guard let place = conversation.written.richTextPlace, conversation.written.method == .sms else {
        return nil
      }
      return Finding(
        .richTextOnSMS, "\(conversation.node.id.quoted) says that SMS shows rich text",
        at: place,
        help: """
          The agent may then write with fonts, links and lists, and the customer gets HTML as text. Write \
          `"isRichTextSupported": false`.
          """)
    }
  }

  let dependsOnEnvironment = true

  let code = RuleCode.richTextOnSMS

  var page: RulePage {
    RulePage(.richTextOnSMS, markdown: PackageResources.RF503_md)
  }
}
