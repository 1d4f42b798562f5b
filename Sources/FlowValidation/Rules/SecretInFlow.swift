import Diagnostics
import FlowModel

/// RF505: no key or password stands in a flow.
struct SecretInFlow: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let keys = context.keys
    var findings = keys.map { key in
      Finding(
        .secretInFlow, "a key of a web service stands in the flow", at: key, help: Self.help)
    }
    for request in context.lists.requests {
      for header in request.written.headers where HTTPHeader.isSecret(header.name) {
        guard header.value.template.holdsSecret, !keys.contains(header.value.place) else {
          continue
        }
        findings.append(
          Finding(
            .secretInFlow,
            "the header \(header.name.quoted) of \(request.node.id.quoted) holds what nobody should see",
            at: header.value.place, help: Self.help))
      }
    }
    return findings
  }

  private static let help = """
    Everyone who can read the file can use it, in every copy and every earlier version. Make it invalid, and write \
    `$(secret.NAME)`, which is put in where the flow runs.
    """

  let dependsOnEnvironment = true

  let code = RuleCode.secretInFlow

  var page: RulePage {
    RulePage(.secretInFlow, markdown: PackageResources.RF505_md)
  }
}

extension Template {
  /// Whether there is a text besides the references and a scheme, such as `Bearer`, at its beginning.
  fileprivate var holdsSecret: Bool {
    let words = literalText.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    // A scheme is followed by a space.
    return (words.count > 1 ? words.dropFirst() : words[...]).contains { !$0.isEmpty }
  }
}
