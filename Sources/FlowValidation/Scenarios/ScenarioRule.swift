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
  let ending = [".flow.json", ".json"].first(where: name.hasSuffix)
  let names = names.sorted()
  guard let ending else { return nearestName(to: name, among: names).map { folder + $0 } }
  let stems = names.map { String($0.dropLast(".flow.json".count)) }
  let stem = String(name.dropLast(ending.count))
  let nearest = stems.first { $0 == stem } ?? nearestName(to: stem, among: stems)
  return nearest.map { "\(folder)\($0).flow.json" }
}
