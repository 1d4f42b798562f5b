public import Diagnostics
public import FlowModel

/// What the rules know of the project that flows belong to.
///
/// It never changes, and is a class: what each rule knows of each flow holds it.
public final class ProjectContext: Sendable {
  /// The project.
  public let project: Project
  /// The environments that flows are judged in: all of the project's, or the one that was chosen.
  public let environments: [ProjectEnvironment]
  /// The flows of the project, in its order.
  let flows: [FlowFacts]
  /// Which flows one message would begin, in each of the environments; the only element where there are none.
  let triggers: [TriggerClashes]
  /// The business's numbers that begin flows, likewise; nil where an error hides what begins one of them.
  let numbers: [Set<String>?]
  /// The names of the values that are one of them in each environment.
  let numberValues: Set<ExactText>
  /// The authorizations that flows may use.
  let authorizations: Set<ExactText>
  /// The names of the values that are one of them in each environment.
  let authorizationValues: Set<ExactText>
  /// The names for which an environment gives a value.
  let givenValues: Set<ExactText>
  /// What flows may use of the environments' live services, by the environments' names.
  let liveUses: [ExactText: LiveUses]

  /// Whether the flows are judged in one environment of several.
  var isEnvironmentChosen: Bool { environments.count < project.environments.count }

  /// Creates what is known of a project.
  public init(project: Project, environments: [ProjectEnvironment], flows: [FlowFacts]) {
    self.project = project
    self.environments = environments
    self.flows = flows
    let indices = 0..<max(1, environments.count)
    triggers = indices.map { TriggerClashes(flows, in: $0) }
    let numbers = indices.map { index in
      flows.contains { $0.triggers[index] == nil } ? nil : Set(flows.flatMap { $0.numbers[index] })
    }
    self.numbers = numbers
    numberValues = environments.names { value, index in numbers[index]?.contains(value) ?? true }
    let authorizations = Set((project.authorizations ?? []).map { ExactText($0) })
    self.authorizations = authorizations
    authorizationValues = environments.names { value, _ in authorizations.contains(ExactText(value)) }
    givenValues = Set(project.environments.flatMap { $0.entries.map { ExactText($0.name) } })
    liveUses = Dictionary(
      environments.compactMap { environment in
        environment.live.map { (ExactText(environment.name), LiveUses($0)) }
      }, uniquingKeysWith: { first, _ in first })
  }
}

extension [ProjectEnvironment] {
  /// The names of the values that each environment gives, and of which something holds in each.
  /// - Parameter holds: Is asked of a value's text, and the number of the environment.
  fileprivate func names(where holds: (_ value: String, _ environment: Int) -> Bool) -> Set<ExactText> {
    Set(
      (first?.entries ?? []).map(\.name).filter { name in
        enumerated().allSatisfy { index, environment in
          environment[name].map { holds($0.text, index) } ?? false
        }
      }.map { ExactText($0) })
  }
}

/// A flow's part in a project.
public struct ProjectMembership: Sendable {
  /// The project.
  public let project: ProjectContext
  /// The place among the project's flows; nil where the flow is none of them, though the project's environments and rules
  /// are its own.
  public let index: Int?

  /// Creates a part in a project.
  public init(_ project: ProjectContext, index: Int?) {
    self.project = project
    self.index = index
  }
}

extension [Finding] {
  /// The findings of each environment: what all have once, the others with their environment's name.
  static func merging(_ found: [(environment: String, findings: [Finding])]) -> [Finding] {
    guard found.count > 1 else { return found.first?.findings ?? [] }
    guard found.contains(where: { !$0.findings.isEmpty }) else { return [] }
    var counts: [Finding: Int] = [:]
    for (_, findings) in found {
      for finding in Set(findings) { counts[finding, default: 0] += 1 }
    }
    let common = found[0].findings.filter { counts[$0] == found.count }
    return common
      + found.flatMap { environment, findings in
        findings.filter { counts[$0] != found.count }.map { $0.inEnvironment(named: environment) }
      }
  }
}

/// A rule that judges a project's own file: a function from what is known of the project to what is wrong with it.
public protocol ProjectRule: Sendable {
  /// The rule's code.
  var code: RuleCode { get }

  /// What `refrain explain` says of the rule: its file in `Pages`.
  var page: RulePage { get }

  /// What the rule finds in the project's file, in any order.
  func findings(in project: ProjectContext) -> [Finding]
}

/// Judges the files of projects by the rules 8xx.
public enum ProjectValidator {
  /// What the rules 8xx find in a project's own file, with settings applied.
  public static func validate(
    _ project: ProjectContext, settings: RuleSettings = RuleSettings()
  ) -> [Finding] {
    RuleRegistry.projectRules.flatMap { $0.findings(in: project) }.compactMap(settings.applied)
      .sorted(by: Finding.areInReportOrder)
  }

  /// What RF807 finds in the settings of a project's live services, whatever its flows are, with settings applied.
  public static func validateLiveServices(
    of project: Project, settings: RuleSettings = RuleSettings()
  ) -> [Finding] {
    LiveSetting().findings(
      in: ProjectContext(project: project, environments: project.environments, flows: [])
    )
    .compactMap(settings.applied)
  }
}
