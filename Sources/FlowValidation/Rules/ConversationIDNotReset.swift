import Diagnostics
import FlowModel

/// RF305: a new conversation is requested without the id of an old one.
///
/// Complexity: one pass over the ways from where a variable is set, for each 64 variables that are a
/// `conversationId`.
struct ConversationIDNotReset: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    var requests: [(node: NodeID, variable: VariableID, place: SourcePlace)] = []
    var findings: [Finding] = []
    for conversation in context.lists.conversations {
      guard let value = conversation.written[.conversationID], conversation.written.method != nil else {
        continue
      }
      switch value.template {
      case .literal(let text) where !text.isEmpty:
        findings.append(literal(text, in: graph[conversation.id], at: value.place))
      case .lone(let reference):
        guard case .variable(let variable) = graph.references[reference.index].subject else { continue }
        requests.append((conversation.id, variable, value.place))
      case .literal, .composed: break
      }
    }
    guard !requests.isEmpty else { return findings }
    let requestsByVariable = Dictionary(grouping: requests, by: \.variable)
    let variables = requestsByVariable.keys.sorted { $0.index < $1.index }
    findings += variables.lazy.map { graph.variables[$0.index] }.filter { $0.initialValue != .null }
      .map(initialValue)
    var analysis = SetVariables(context)
    for first in stride(from: 0, to: variables.count, by: SetVariables.width) {
      let followed = variables[first..<min(first + SetVariables.width, variables.count)]
      analysis.follow(followed, in: graph)
      for request in followed.flatMap({ requestsByVariable[$0] ?? [] })
      where analysis.mayBeSet(request.variable, in: request.node) {
        findings.append(
          staleValue(of: graph.variables[request.variable.index], in: graph[request.node], at: request.place))
      }
    }
    return findings
  }

  private static let help = """
    The platform takes up the conversation with that id instead of a new one, though it may be over. Set the variable \
    to null in `onEnter`, or leave `conversationId` out.
    """

  private func literal(_ text: String, in node: FlowNode, at place: SourcePlace) -> Finding {
    Finding(
      .conversationIDNotReset, "the `conversationId` of \(node.id.quoted) is always \(text.quoted)",
      at: place,
      help: """
        A conversation's id is the platform's to give: this one would be taken up by every customer's session. Write \
        null, or leave `conversationId` out.
        """)
  }

  private func initialValue(of variable: Variable) -> Finding {
    Finding(
      .conversationIDNotReset,
      "the variable \(variable.name.quoted), which is a `conversationId`, does not begin as null",
      at: variable.valuePlace,
      help: """
        The `conversationId` must be null for a new conversation: with any other value every session would take up \
        that one. Write null.
        """)
  }

  private func staleValue(of variable: Variable, in node: FlowNode, at place: SourcePlace) -> Finding {
    Finding(
      .conversationIDNotReset,
      "\(variable.name.quoted) may still hold the id of an earlier conversation when \(node.id.quoted) is entered",
      at: place, help: Self.help)
  }

  let code = RuleCode.conversationIDNotReset

  var page: RulePage {
    RulePage(.conversationIDNotReset, markdown: PackageResources.RF305_md)
  }
}
