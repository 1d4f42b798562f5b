import Diagnostics
import FlowModel

/// RF304: a conversation's method is the flow's channel, and its `key` the method's.
struct ConversationInput: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    let start = graph.starts.first.map { graph[$0] }
    var findings: [Finding] = []
    for id in context.lists.conversations {
      let node = graph[id]
      guard let method = node.conversationMethod else { continue }
      if let finding = mismatch(of: method, in: node, with: start) { findings.append(finding) }
      if let finding = mismatchedKey(of: node, method: method) { findings.append(finding) }
    }
    return findings
  }

  private func mismatch(of method: Channel, in node: FlowNode, with start: FlowNode?) -> Finding? {
    guard let start, let channel = start.customerChannel, method != channel,
      let place = node.fields["method"]?.place
    else { return nil }
    let customers = start.isTriggeredByWebhook ? "the webhook's customer is on" : "the flow begins on"
    return Finding(
      .conversationInput,
      "\(node.id.quoted) takes the method `\(method.rawValue)`, but \(customers) `\(channel.rawValue)`",
      at: place,
      help: """
        A customer who writes on \(channel.rawValue) has no address on \(method.rawValue). Write \
        `"method": "\(channel.rawValue)"` with that method's inputs.
        """)
  }

  private func mismatchedKey(of node: FlowNode, method: Channel) -> Finding? {
    guard let key = node.conversationInput("key"), let text = key.template?.literal,
      text != method.conversationKey
    else { return nil }
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
