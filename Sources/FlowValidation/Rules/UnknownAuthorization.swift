import Diagnostics
import FlowModel

/// RF802: flows use the authorizations that their project lists.
struct UnknownAuthorization: Rule {
  func isJudged(in context: RuleContext) -> Bool {
    context.membership?.index != nil && context.membership?.project.project.authorizations?.isEmpty == false
  }

  func findings(in context: inout RuleContext) -> [Finding] {
    guard let project = context.membership?.project else { return [] }
    var written: [PlacedTemplate] = []
    var put: [(id: NodeID, authorization: PlacedTemplate)] = []
    var values = KnownValues(context.graph.references, in: project.authorizationValues)
    func ask(_ id: NodeID, _ node: FlowNode) {
      guard let authorization = node.authorization else { return }
      switch authorization.template {
      case .literal: written.append(authorization)
      case .lone(let reference): if !values.contains(reference) { put.append((id, authorization)) }
      case .composed: put.append((id, authorization))
      }
    }
    for listed in context.lists.conversations { ask(listed.id, listed.node) }
    for listed in context.lists.services { ask(listed.id, listed.node) }
    // What is a value of the environment, and wrong in some, is judged in each, with as many nearest names as there are left.
    let left = context.suggester
    let findings = findings(written, in: project, &context.suggester)
    guard !put.isEmpty else { return findings }
    return findings
      + .merging(
        context.environments.map { flow in
          var suggester = left
          let used = put.compactMap { id, written in
            (flow.node(id).map(\.authorization) ?? written).map(flow.putting)
          }
          return (flow.name, self.findings(used, in: project, &suggester))
        })
  }

  /// What is wrong with authorizations, where they are known.
  private func findings(
    _ authorizations: [PlacedTemplate], in project: ProjectContext, _ suggester: inout NameSuggester
  ) -> [Finding] {
    let listedNames = project.project.authorizations ?? []
    // Most nodes of a flow have the same one.
    var known: String?
    return authorizations.compactMap { authorization in
      guard let text = authorization.template.literal, text != known else { return nil }
      guard !project.authorizations.contains(ExactText(text)) else {
        known = text
        return nil
      }
      let nearest = suggester.suggestion(for: text, among: listedNames)
      return Finding(
        .unknownAuthorization, "the project lists no authorization \(text.quoted)\(suggesting(nearest))",
        at: authorization.place,
        help: "Those that flows may use: \(listed(listedNames, nearest: nearest)).")
    }
  }

  let code = RuleCode.unknownAuthorization

  var page: RulePage { RulePage(.unknownAuthorization, markdown: PackageResources.RF802_md) }
}
