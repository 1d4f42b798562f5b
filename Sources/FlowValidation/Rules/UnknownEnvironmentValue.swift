import Diagnostics
import FlowModel

/// RF803: what is put in for `$(env.NAME)` is given, by each environment, and so is each secret by its service.
struct UnknownEnvironmentValue: Rule, ProjectRule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let project = context.membership?.project
    let environments = project?.project.environments ?? []
    let secrets = missingSecrets(in: context.graph, of: context.lists.requests.map(\.id), environments)
    guard context.environments.first?.givesAllNames != true else { return secrets }
    var findings: [Finding] = []
    let areKnown = environments.allSatisfy(\.givesKnownNames)
    let names = context.graph.environmentNames
    let isGiven = names.map { project?.givenValues.contains(ExactText($0)) == true }
    for reference in context.graph.environmentReferences where areKnown && !isGiven[reference.name] {
      let name = names[reference.name]
      let given = Self.names(givenBy: environments)
      let nearest = context.suggester.suggestion(for: name, among: given)
      findings.append(
        Finding(
          .unknownEnvironmentValue,
          "no environment gives a value \(name.quoted)\(suggesting(nearest.map { "$(env.\($0))" }))",
          at: context.graph.references[reference.reference.index].place,
          help: environments.isEmpty
            ? "Without a project that has environments (`refrain.json`) nothing is put in, nor is what none of them gives. Write the value itself, or give it there."
            : "Give it in each environment of the project\(given.isEmpty ? "" : ", or write one of \(listed(given, nearest: nearest))")."
        ))
    }
    return findings + secrets
  }

  private func missingSecrets(
    in graph: FlowGraph, of requests: [NodeID], _ environments: [ProjectEnvironment]
  ) -> [Finding] {
    guard !requests.isEmpty, case let live = environments.filter({ $0.live != nil }), !live.isEmpty else {
      return []
    }
    return requests.flatMap { graph[$0].references }.flatMap { index -> [Finding] in
      guard case .secret(let name) = graph.references[index].subject else { return [] }
      return live.filter { $0.live?.secrets.contains { ExactText($0) == ExactText(name) } == false }.map {
        Finding(
          .unknownEnvironmentValue, "the live service of \($0.name.quoted) has no secret \(name.quoted)",
          at: graph.references[index].place,
          help: "Name where it is found in the `live.http.secrets` of that environment.")
      }
    }
  }

  func findings(in project: ProjectContext) -> [Finding] {
    let environments = project.project.environments
    guard environments.count > 1 else { return [] }
    let given = Self.names(givenBy: environments)
    // A key that cannot be an environment's name is marked already.
    return environments.filter {
      $0.givesKnownNames && !$0.name.isEmpty && $0.entries.count < given.count
    }.flatMap { environment in
      given.filter { !environment.gives($0) }.map { name in
        Finding(
          .unknownEnvironmentValue,
          "the environment \(environment.name.quoted) gives no value \(name.quoted)",
          at: environment.namePlace,
          help: "Another environment does, and each gives the same names: no flow that uses it runs here.")
      }
    }
  }

  private static func names(givenBy environments: [ProjectEnvironment]) -> [String] {
    FlowVocabulary.distinct(environments.flatMap { $0.entries.map(\.name) })
  }

  let code = RuleCode.unknownEnvironmentValue

  var page: RulePage { RulePage(.unknownEnvironmentValue, markdown: PackageResources.RF803_md) }
}
