import Diagnostics
import FlowModel

/// RF410: every custom result is used, and has a code of its own.
struct UnusedResult: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let settings = context.graph.settings
    guard !settings.results.isEmpty else { return [] }
    return sharedCodes(in: settings) + unusedResults(in: context)
  }

  private func sharedCodes(in settings: FlowSettings) -> [Finding] {
    var owners: [Int: String] = [:]
    var findings: [Finding] = []
    for (result, places) in zip(settings.results, settings.resultPlaces) {
      guard let place = places.code else { continue }
      let builtIn = FlowResult.builtIn.first { $0.code == result.code }
      guard let owner = builtIn?.name ?? owners[result.code] else {
        owners[result.code] = result.name
        continue
      }
      findings.append(
        Finding(
          .unusedResult, severity: .info,
          "the result \(result.name.quoted) has the code \(result.code) of \(owner.quoted)", at: place,
          help: "Reports that show codes alone cannot tell the two apart. Give each a code of its own."))
    }
    return findings
  }

  private func unusedResults(in context: RuleContext) -> [Finding] {
    let graph = context.graph
    // A target that has an error may be the one that names it.
    guard !context.stands(.unknownTarget),
      graph.nodes.allSatisfy({ $0.type != nil && $0.listings.allSatisfy { $0.target != nil } })
    else { return [] }
    var used: Set<String> = []
    // Most ends of a flow are alike.
    var last: String?
    for node in graph.nodes {
      for listing in node.listings {
        guard case .end(let result)? = listing.target, result.name != last else { continue }
        used.insert(result.name)
        last = result.name
      }
    }
    return zip(graph.settings.results, graph.settings.resultPlaces).filter { !used.contains($0.0.name) }.map {
      Finding(
        .unusedResult, "the result \($0.name.quoted) is never reached", at: $1.name,
        help:
          "No target names it: no session can end with it. Write `@end:\($0.name.shortened)`, or remove it.")
    }
  }

  let code = RuleCode.unusedResult

  var page: RulePage {
    RulePage(.unusedResult, markdown: PackageResources.RF410_md)
  }
}
