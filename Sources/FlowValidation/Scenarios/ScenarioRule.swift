public import Diagnostics
public import FlowModel

/// A rule of the family 7xx: a function from a scenario and its flows to what is wrong with the scenario.
public protocol ScenarioRule: Sendable {
  /// The rule's code.
  var code: RuleCode { get }

  /// What `refrain explain` says of the rule: its file in `Pages`.
  var page: RulePage { get }

  /// Whether the rule can be judged, or what it finds would only follow from an error already reported.
  func isJudged(in context: ScenarioContext) -> Bool

  /// What the rule finds, in any order.
  ///
  /// Complexity: linear in the scenario's size.
  func findings(in context: inout ScenarioContext) -> [Finding]
}

/// What the rules know of the scenario that they judge.
public struct ScenarioContext: Sendable {
  /// What the scenario names.
  public let scenario: ScenarioNames
  /// What it plays.
  public let flows: PlayedFlows
  /// Finds nearest names for the first unknown ones of the file.
  var suggester: NameSuggester
}

/// The flows that a scenario plays.
public enum PlayedFlows: Sendable {
  /// They could be read; of a file of which nothing can be judged there is nil.
  /// - Parameter environments: The environments that the scenario may name; nil where they are not known.
  case read([FlowVocabulary?], environments: [String]? = nil)
  /// The project cannot be read, or a file, the first of these by its place among the scenario's flows.
  /// - Parameter nearest: What was probably meant, as it would be written.
  case unreadable(nearest: String?, flow: Int = 0)

  /// Several flows, of which each was read by itself.
  public init(_ flows: [PlayedFlows], environments: [String]?) {
    var read: [FlowVocabulary?] = []
    for (index, flow) in flows.enumerated() {
      switch flow {
      case .read(let vocabularies, _): read += vocabularies
      case .unreadable(let nearest, _):
        self = .unreadable(nearest: nearest, flow: index)
        return
      }
    }
    self = .read(read, environments: environments)
  }
}

/// Judges scenarios by the rules 7xx.
public enum ScenarioValidator {
  /// What the rules 7xx and RF001 find in a scenario, with suppressions and settings applied.
  public static func validate(
    _ scenario: ScenarioNames, playing flows: PlayedFlows, settings: RuleSettings = RuleSettings()
  ) -> ValidationReport {
    var context = ScenarioContext(scenario: scenario, flows: flows, suggester: scenario.suggester)
    var found: [Finding] = []
    // A suppression of what no scenario is judged by may be for whoever reads the file otherwise.
    var unjudged = Set(RuleCode.allCases.filter { !$0.judgesScenarios && $0 != .unusedSuppression })
    for rule in RuleRegistry.scenarioRules {
      if rule.isJudged(in: context) {
        found += rule.findings(in: &context)
      } else {
        unjudged.insert(rule.code)
      }
    }
    return SuppressionPass(scenario, settings: settings, unjudged: unjudged).report(on: found)
  }
}

/// Of the flows' files in a folder the one whose name is nearest to that of a flow which cannot be read, written as that is;
/// nil where none is near.
/// - Parameters:
///   - flow: The path as a scenario has it.
///   - names: The names of the files, each with `.flow.json` at its end.
public func nearestFlow(to flow: String, among names: [String]) -> String? {
  let folder = flow.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(flow[...$0]) } ?? ""
  let name = String(flow.dropFirst(folder.count))
  // What all of them end in says nothing of how near they are.
  let known = names.sorted().map { String($0.dropLast(".flow.json".count)) }
  for stem in stems(of: name) {
    if let nearest = known.first(where: { $0 == stem }) ?? nearestName(to: stem, among: known) {
      return "\(folder)\(nearest).flow.json"
    }
  }
  return nil
}

/// What a flow's file may be meant to be called before `.flow.json`, the likeliest first: the name without that ending, or
/// without what may be meant for it or for a part of it; the whole name where it has nothing of the kind.
private func stems(of name: String) -> [String] {
  let parts = name.split(separator: ".", omittingEmptySubsequences: false)
  func stem(before count: Int, where isMeant: (String) -> Bool) -> String? {
    guard parts.count > count, isMeant(parts.suffix(count).joined(separator: ".")) else { return nil }
    return parts.dropLast(count).joined(separator: ".")
  }
  let stems = [
    stem(before: 2) { $0 == "flow.json" },
    stem(before: 1) { $0 == "json" },
    stem(before: 2) { nearestName(to: $0, among: ["flow.json"]) != nil },
    stem(before: 1) { nearestName(to: $0, among: ["json", "flow"]) != nil },
  ].compactMap(\.self)
  return stems.isEmpty ? [name] : stems
}
