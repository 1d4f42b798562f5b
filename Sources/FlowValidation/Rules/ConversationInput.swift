import Diagnostics
import FlowModel

/// RF304: a conversation's method is the flow's channel, and its `key` the method's.
struct ConversationInput: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    let start = graph.starts.first.flatMap { graph[$0].trigger }
    let channel = start?.customerChannel
    var findings: [Finding] = []
    for conversation in context.lists.conversations {
      guard let method = conversation.written.method else { continue }
      let node = conversation.node
      if let channel, method != channel, let place = conversation.written.methodPlace {
        findings.append(
          mismatch(of: method, at: place, in: node, with: channel, ofWebhook: start?.channel == .webhook))
      }
      if let key = conversation.written[.key], let finding = mismatchedKey(key, of: node, method: method) {
        findings.append(finding)
      }
    }
    return findings
  }

  private func mismatch(
    of method: Channel, at place: SourcePlace, in node: FlowNode, with channel: Channel, ofWebhook: Bool
  ) -> Finding {
    let customers = ofWebhook ? "the webhook's customer is on" : "the flow begins on"
    return Finding(
      .conversationInput,
      "\(node.id.quoted) takes the method `\(method.rawValue)`, but \(customers) `\(channel.rawValue)`",
      at: place,
      help: """
        A customer who writes on \(channel.rawValue) has no address on \(method.rawValue). Write \
        `"method": "\(channel.rawValue)"` with that method's inputs.
        """)
  }

  private func mismatchedKey(_ key: PlacedTemplate, of node: FlowNode, method: Channel) -> Finding? {
    guard let text = key.template.literal, text != method.conversationKey else { return nil }
    return Finding(
      .conversationInput,
      "the `key` of \(node.id.quoted) is \(text.quoted), where `\(method.rawValue)` takes `\(method.conversationKey)`",
      at: key.place,
      help: """
        The key is the attribute by which the customer is searched: with another one the request fails. Write \
        `"key": "\(method.conversationKey)"`.
        """)
  }

  let dependsOnEnvironment = true

  let code = RuleCode.conversationInput

  var page: RulePage {
    RulePage(.conversationInput, markdown: PackageResources.RF304_md)
  }
}

extension Channel {
  /// The attribute by which a conversation's customer is searched.
  fileprivate var conversationKey: String {
    switch self {
    case .sms: "mobile.phone"
    case .messenger: "custom.facebookpsid"
    }
  }
}
