import Diagnostics
import FlowModel

/// RF802: flows use the authorizations that their project lists.
struct UnknownAuthorization: Rule {
  func isJudged(in context: RuleContext) -> Bool {
    context.membership?.index != nil && context.membership?.project.project.authorizations?.isEmpty == false
  }

  func findings(in context: inout RuleContext) -> [Finding] {
    guard let project = context.membership?.project else { return [] }
    let asking =
      context.lists.conversations.map { (id: $0.id, authorization: $0.node.authorization) }
      + context.lists.services.map { (id: $0.id, authorization: $0.node.authorization) }
    // Those that are values of the environment are judged in each, with as many nearest names as there are left.
    let left = context.suggester
    var findings: [Finding] = []
    for case (_, let authorization?) in asking {
      if let finding = finding(authorization, in: project, &context.suggester) { findings.append(finding) }
    }
    return findings
      + .merging(
        context.environments.map { flow in
          var suggester = left
          let found = asking.compactMap { id, written -> Finding? in
            guard let written, written.template.literal == nil,
              let used = flow.node(id).map(\.authorization) ?? written
            else { return nil }
            return finding(flow.putting(into: used), in: project, &suggester)
          }
          return (flow.name, found)
        })
  }

  /// What is wrong with an authorization, where it is known.
  private func finding(
    _ authorization: PlacedTemplate, in project: ProjectContext, _ suggester: inout NameSuggester
  ) -> Finding? {
    guard let text = authorization.template.literal, !project.authorizations.contains(ExactText(text)) else {
      return nil
    }
    let known = project.project.authorizations ?? []
    let nearest = suggester.suggestion(for: text, among: known)
    return Finding(
      .unknownAuthorization, "the project lists no authorization \(text.quoted)\(suggesting(nearest))",
      at: authorization.place, help: "Those that flows may use: \(listed(known, nearest: nearest)).")
  }

  let code = RuleCode.unknownAuthorization

  var page: RulePage { RulePage(.unknownAuthorization, markdown: PackageResources.RF802_md) }
}
