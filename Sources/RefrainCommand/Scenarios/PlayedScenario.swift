import FlowModel
import RefrainKit

/// What came of a scenario file, and what is to be told beside its report.
struct PlayedScenario: Sendable {
  let report: ScenarioReport
  /// What was skipped because it is malformed.
  var notices: [String] = []
  /// What the rules of scenarios find in it.
  var findings: [Diagnostic] = []
  /// Why it could not be played; nil where it was.
  var refusal: Refusal?
  /// Whether that has been told already, of another scenario of the same flow.
  var isRefusalKnown = false
  /// The scenario; nil where it could not be read.
  var scenario: Scenario?
  /// The places of its flows in the library; none where they are not known.
  var flows: [Int] = []
  /// What it has reached of its flows, in their order, where that is measured.
  var coverage: [FlowCoverage] = []
  /// What was said and done, where that is kept.
  var conversation: ScenarioPage.Conversation?

  /// How the program ends because of it.
  var status: ExitStatus {
    switch report.verdict {
    case .passed: .success
    case .failed: .findings
    case .refused: refusal?.status ?? .findings
    }
  }
}

extension PlayedScenario {
  /// A scenario that could not be played.
  /// - Parameter consequence: What could not be done because of the refusal, without a full stop.
  init(refused file: String, name: String?, flow: String?, because refusal: Refusal, _ consequence: String) {
    let reason =
      switch refusal {
      case .unreadable(_, let error): "\(consequence): \(error.reason)"
      case .environment(let problem): "\(consequence): \(problem)"
      case .rejected(let errors):
        "\(consequence): \(errors.count.counted("error"))"
      }
    report = ScenarioReport(
      file: file, name: name, flow: flow, verdict: .refused(reason: reason, errors: refusal.errors))
    self.refusal = refusal
  }

  /// A scenario that names what its flow does not have: it has failed, and is not played.
  init(failed file: ScenarioFile, flow: String, because finding: Diagnostic) {
    let steps = file.scenario.steps
    let place = finding.finding.place
    let step = steps.lastIndex { $0.place.range.lowerBound <= place.range.lowerBound } ?? 0
    let failure = ScenarioFailure(
      step: step + 1, place: steps.indices.contains(step) ? steps[step].place : place,
      reason: finding.finding.message,
      expected: steps.indices.contains(step) ? steps[step].action.json["expect"] : nil, actual: nil,
      unmatched: [], unmatchedCount: 0, log: [], start: file.scenario.start)
    report = ScenarioReport(
      file: file.source.path, name: file.scenario.name, flow: flow,
      verdict: .failed(failure, in: file.source, milliseconds: 0))
  }

  /// Plays a scenario.
  /// - Parameters:
  ///   - flow: The name of the flow's file, or the names of several.
  ///   - coverage: The flows' coverage, of which nothing is reached yet; none where it is not measured.
  ///   - keepsConversation: Whether what was said and done is kept.
  init(
    playing file: ScenarioFile, with project: FlowProject, flow: String, coverage: [FlowCoverage],
    keepsConversation: Bool
  ) {
    let scenario = file.scenario
    let result = ScenarioRunner.run(scenario, with: project)
    let milliseconds = result.end - result.start
    report = ScenarioReport(
      file: file.source.path, name: scenario.name, flow: flow,
      verdict: result.failure.map { .failed($0, in: file.source, milliseconds: milliseconds) }
        ?? .passed(milliseconds: milliseconds))
    notices = result.notices
    self.coverage = coverage
    for index in coverage.indices {
      self.coverage[index].count(result.counts[FlowID(index: index)] ?? TraceCounts())
    }
    if keepsConversation {
      // Of the flows those are drawn that began a session.
      var flows: [FlowID] = []
      for session in result.records.lazy.compactMap(\.session) {
        guard let flow = result.flows[session], !flows.contains(flow) else { continue }
        flows.append(flow)
      }
      if flows.isEmpty { flows = [FlowID(index: 0)] }
      conversation = ScenarioPage.Conversation(
        log: result.log, startingAt: result.start, with: flows.map { project[$0].machine.program.graph },
        flowOfSession: result.flows.compactMapValues(flows.firstIndex))
    }
  }
}
