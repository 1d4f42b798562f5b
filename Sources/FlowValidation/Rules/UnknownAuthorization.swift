import Diagnostics
import FlowModel

/// RF802: flows use the authorizations that their project lists.
struct UnknownAuthorization: Rule {
  func isJudged(in context: RuleContext) -> Bool {
    context.membership?.index != nil && context.membership?.project.project.authorizations?.isEmpty == false
  }

  func findings(in context: inout RuleContext) -> [Finding] {
    guard let project = context.membership?.project, let known = project.project.authorizations else {
      return []
    }
    var findings: [Finding] = []
    for node in context.lists.conversations.map(\.node) + context.lists.services.map(\.node) {
      guard let value = node.authorization, let text = value.template.literal,
        !project.authorizations.contains(ExactText(text))
      else { continue }
      let nearest = context.suggester.suggestion(for: text, among: known)
      findings.append(
        Finding(
          .unknownAuthorization,
          "the project lists no authorization \(text.quoted)\(suggesting(nearest))", at: value.place,
          help: "Those that flows may use: \(listed(known, nearest: nearest))."))
    }
    return findings
  }

  let dependsOnEnvironment = true

  let code = RuleCode.unknownAuthorization

  var page: RulePage { RulePage(.unknownAuthorization, markdown: PackageResources.RF802_md) }
}
