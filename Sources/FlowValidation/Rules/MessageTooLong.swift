import Diagnostics
import FlowModel

/// RF501: a message is no longer than the platform sends.
struct MessageTooLong: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    context.lists.longMessageSenders.compactMap { sender in
      let node = sender.node
      // No text has more characters than bytes.
      guard let text = sender.text, text.template.literalByteCount > Limits.messageLengths.warning,
        let message = sender.written.literal
      else { return nil }
      let length = message.literalText.unicodeScalars.count
      guard length > Limits.messageLengths.warning else { return nil }
      let isTooLong = length > Limits.messageLengths.error
      let limit = isTooLong ? Limits.messageLengths.error : Limits.messageLengths.warning
      return Finding(
        .messageTooLong, severity: isTooLong ? .error : .warning,
        "the message of \(node.id.quoted) has \(length) characters, more than \(limit)", at: message.place,
        help: isTooLong
          ? "The platform sends no more than \(limit). Shorten it, or send it in several messages."
          : "Some of the platform's documentation sets the limit at \(limit), so its end may be cut off. Shorten it."
      )
    }
  }

  let dependsOnEnvironment = true

  let code = RuleCode.messageTooLong

  var page: RulePage {
    RulePage(
      .messageTooLong, markdown: PackageResources.RF501_md,
      bad: { _ in Self.flow(sentences: 35) }, good: { Self.flow(sentences: 5) })
  }

  private static func flow(sentences: Int) -> String {
    let message = Array(repeating: "We deliver from Monday to Friday", count: sentences).joined(
      separator: ". ")
    return """
      {
        "formatVersion": 1,
        "name": "Terms of delivery",
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": { "channel": "messenger" },
            "on": { "onBegin": "terms" }
          },
          "terms": {
            "type": "SendMessenger",
            "destination": "$(start.messenger.psId)",
            "message": "\(message)",
            "on": { "onSuccess": "@end" }
          }
        }
      }
      """
  }
}
