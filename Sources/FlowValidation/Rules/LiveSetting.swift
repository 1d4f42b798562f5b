import Diagnostics
import FlowModel

/// RF807: a live service is safe, lacks nothing, and knows all that the flows use.
struct LiveSetting: Rule, ProjectRule {
  func isJudged(in context: RuleContext) -> Bool {
    context.membership?.index != nil && context.membership?.project.liveUses.isEmpty == false
  }

  func findings(in context: inout RuleContext) -> [Finding] {
    let liveUses = context.membership?.project.liveUses ?? [:]
    var suggester = context.suggester
    defer { context.suggester = suggester }
    return .merging(
      context.inEnvironments.compactMap { flow in
        guard let uses = liveUses[ExactText(flow.name)] else { return nil }
        return (flow.name, uses.unknown(in: flow, of: context.graph, suggester: &suggester))
      })
  }

  func findings(in project: ProjectContext) -> [Finding] {
    project.environments.flatMap { environment in
      environment.live.map { LiveSafety($0).findings } ?? []
    }
  }

  let code = RuleCode.liveSetting

  var page: RulePage { RulePage(.liveSetting, markdown: PackageResources.RF807_md) }
}

extension Finding {
  /// A finding of RF807.
  static func liveSetting(_ problem: String, at place: SourcePlace, help: String) -> Finding {
    Finding(.liveSetting, problem, at: place, help: help)
  }
}
