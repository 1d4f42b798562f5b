import Diagnostics
import FlowModel

/// RF802: flows use the authorizations that their project lists.
struct UnknownAuthorization: Rule {
  func isJudged(in context: RuleContext) -> Bool {
    context.membership?.index != nil && context.membership?.project.project.authorizations?.isEmpty == false
  }

  func findings(in context: inout RuleContext) -> [Finding] {
    guard let known = context.membership?.project.project.authorizations else { return [] }
    var suggester = context.suggester
    defer { context.suggester = suggester }
    return .merging(
      context.graphs.map { name, graph in
        let findings = graph.nodes.compactMap { node -> Finding? in
          guard let value = node.authorization, let text = value.template.literal,
            !known.contains(where: { ExactText($0) == ExactText(text) })
          else { return nil }
          let nearest = suggester.suggestion(for: text, among: known)
          return Finding(
            .unknownAuthorization,
            "the project lists no authorization \(text.quoted)\(suggesting(nearest))", at: value.place,
            help: "Those that flows may use: \(listed(known, nearest: nearest)).")
        }
        return (name, findings)
      })
  }

  let code = RuleCode.unknownAuthorization

  var page: RulePage { RulePage(.unknownAuthorization, markdown: PackageResources.RF802_md) }
}
