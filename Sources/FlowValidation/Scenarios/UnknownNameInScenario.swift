import Diagnostics
package import FlowModel

/// RF701: what a scenario names its flow has, and what it expects of a record a record can tell.
struct UnknownNameInScenario: ScenarioRule {
  func isJudged(in context: ScenarioContext) -> Bool {
    guard case .read(let flows, _) = context.flows else { return false }
    return !flows.isEmpty && flows.allSatisfy { $0.map { !$0.isUncertain } ?? false }
  }

  func findings(in context: inout ScenarioContext) -> [Finding] {
    guard case .read(let read, let environments) = context.flows else { return [] }
    let flows = PlayedVocabulary(flows: read.compactMap(\.self), environments: environments)
    var findings: [Finding] = []
    // Most names stand many times in a scenario.
    var known: [ScenarioNames.Meaning: KnownNames] = [:]
    for name in context.scenario.names {
      let names = known[name.meaning] ?? flows.names(for: name.meaning)
      known[name.meaning] = names
      guard names.isKnown, !names.contains(name.text) else { continue }
      findings.append(finding(name, of: names.listed, suggester: &context.suggester))
    }
    return findings
  }

  private func finding(
    _ name: ScenarioNames.Name, of candidates: [String], suggester: inout NameSuggester
  ) -> Finding {
    let nearest = suggester.suggestion(for: name.text, among: candidates)
    let those =
      candidates.isEmpty ? "There is none." : "Those that there are: \(listed(candidates, nearest: nearest))."
    let consequence =
      name.meaning == .environment
      ? "The scenario plays nothing."
      : "No record can tell it: to expect it fails for ever, and to expect that it is not holds for ever."
    return Finding(
      .unknownNameInScenario, "\(problem(with: name))\(suggesting(nearest))", at: name.place,
      help: "\(consequence) \(those)",
      fix: nearest.map { Fix(writing: $0, at: name.place) })
  }

  private func problem(with name: ScenarioNames.Name) -> String {
    let quoted = name.text.quoted
    switch name.meaning {
    case .node: return "the flow has no node \(quoted)"
    case .outcome(of: let node?): return "\(node.quoted) has no outcome \(quoted)"
    case .outcome(of: nil): return "no node of the flow has an outcome \(quoted)"
    case .nodeType: return "the flow has no node of a type \(quoted)"
    case .result: return "the flow has no result \(quoted)"
    case .variable: return "the flow has no variable \(quoted)"
    case .reference: return "the flow has no reference \(quoted)"
    case .target: return "the flow has no target \(quoted)"
    case .event: return "no session of the flow takes an event \(quoted)"
    case .environment: return "the project has no environment \(quoted)"
    case .word(_, let member): return "`\(member)` is never \(quoted) in such a record"
    }
  }

  let code = RuleCode.unknownNameInScenario

  var page: RulePage {
    RulePage(.unknownNameInScenario, markdown: PackageResources.RF701_md)
  }
}

/// The names that may stand in a place.
private struct KnownNames {
  /// The names, each once; nothing where they are not known.
  let listed: [String]
  /// Whether it is known which they are.
  let isKnown: Bool
  private let names: Set<ExactText>

  private let admitsEmpty: Bool

  init(_ names: [String]?, admitsEmpty: Bool = false) {
    listed = FlowVocabulary.distinct(names ?? [])
    isKnown = names != nil
    self.admitsEmpty = admitsEmpty
    self.names = Set(listed.map(ExactText.init))
  }

  func contains(_ name: String) -> Bool { names.contains(ExactText(name)) || admitsEmpty && name.isEmpty }
}

/// The names of all flows that a scenario plays: what any of them has is known.
package struct PlayedVocabulary: Sendable {
  fileprivate let flows: [FlowVocabulary]
  /// nil where they are not known.
  fileprivate let environments: [String]?

  /// The names of some flows.
  /// - Parameter environments: The names of their project's environments; nil where they are not known.
  package init(flows: [FlowVocabulary], environments: [String]?) {
    self.flows = flows
    self.environments = environments
  }

  /// The names that are known to be something's, each once.
  package func listed(for meaning: ScenarioNames.Meaning) -> [String] { names(for: meaning).listed }

  fileprivate func names(for meaning: ScenarioNames.Meaning) -> KnownNames {
    switch meaning {
    case .node: KnownNames(flows.flatMap(\.nodes))
    case .outcome(of: let node): KnownNames(outcomes(of: node))
    case .nodeType: KnownNames(flows.flatMap(\.nodeTypes))
    case .result: KnownNames(flows.flatMap(\.results))
    case .variable: KnownNames(flows.flatMap(\.variables))
    case .reference: KnownNames(flows.flatMap(\.references))
    // The target of an outcome that leads nowhere is empty.
    case .target: KnownNames(flows.flatMap(\.targets), admitsEmpty: true)
    case .event: KnownNames(flows.flatMap(\.events))
    case .environment: KnownNames(environments)
    case .word(let words, _): KnownNames(words)
    }
  }

  /// The outcomes of a node, or of all; nil where they are not known, of a node too that there is not, for that is
  /// what is told.
  private func outcomes(of node: NodeName?) -> [String]? {
    let lists = flows.flatMap { flow in
      node.map { node in flow.outcomes[node].map { [$0] } ?? [] }
        ?? flow.nodes.map { flow.outcomes[NodeName($0)] ?? nil }
    }
    guard !lists.isEmpty, lists.allSatisfy({ $0 != nil }) else { return nil }
    return lists.flatMap { $0 ?? [] }
  }
}
