import Diagnostics
public import FlowHosting
public import FlowInterpreter
import FlowModel
import JSONSyntax

/// Plays scenarios on the simulated channel.
public struct ScenarioRunner: Sendable {
  private let scenario: Scenario
  private let project: FlowProject
  private var player: StepPlayer
  /// The step that is played, by its place among all.
  private var step = 0

  private var simulation: Simulation { player.simulation }

  /// Plays a scenario with a flow to its end, or to the first step that fails.
  /// - Parameter restarts: Before how many steps, spread evenly, the host is written down and restored. Nothing may come
  ///   of it.
  public static func run(
    _ scenario: Scenario, with program: FlowProgram, restarts: Int = 0
  ) -> ScenarioResult {
    run(scenario, with: FlowProject(program), restarts: restarts)
  }

  /// Plays a scenario with the flows of a project, as one host.
  public static func run(
    _ scenario: Scenario, with project: FlowProject, restarts: Int = 0
  ) -> ScenarioResult {
    var runner = ScenarioRunner(scenario, project)
    return runner.run(restarts: restarts)
  }

  private init(_ scenario: Scenario, _ project: FlowProject) {
    self.scenario = scenario
    self.project = project
    player = StepPlayer(
      project, startingAt: scenario.start, keeping: Limits.keptTraceSize,
      expecting: ExpectedRecords(of: scenario))
  }

  private mutating func run(restarts: Int) -> ScenarioResult {
    let stepsBetween = restarts > 0 ? max(1, scenario.steps.count / restarts) : .max
    var failure: ScenarioFailure?
    for (index, step) in scenario.steps.enumerated() {
      self.step = index
      do throws(ScenarioFailure) {
        if index % stepsBetween == stepsBetween - 1 { try restart() }
        let respondsByItself = respondsByItself(after: index)
        try perform(step.action, answeringRequests: respondsByItself)
        if case .expect = step.action { continue }
        while respondsByItself, player.respondByItself() {}
      } catch {
        failure = error
        break
      }
    }
    return ScenarioResult(
      log: simulation.log, recordCount: simulation.host.recordCount, counts: simulation.counts,
      flows: Dictionary(
        simulation.sessions.map { ($0.key.text, $0.flow) }, uniquingKeysWith: { first, _ in first }),
      start: scenario.start, end: simulation.host.now,
      notices: simulation.notices, failure: failure)
  }

  /// The failure of the step that is played.
  private func failure(_ reason: String, expected: JSON? = nil, actual: JSON? = nil) -> ScenarioFailure {
    let passed = simulation.expected
    return ScenarioFailure(
      step: step + 1, place: scenario.steps[step].place, reason: reason, expected: expected, actual: actual,
      unmatched: passed?.unmatched.map { $0.json(traceStart: scenario.start) } ?? [],
      unmatchedCount: passed?.unmatchedCount ?? 0, log: passed?.unmatchedLog ?? [], start: scenario.start)
  }

  private mutating func restart() throws(ScenarioFailure) {
    do {
      try player.simulation.restart()
    } catch {
      throw failure(error.description)
    }
  }

  /// Whether requests to ECE are answered by themselves: unless the next input step does it, or the scenario wants none
  /// answered.
  private func respondsByItself(after index: Int) -> Bool {
    guard scenario.respondsByItself else { return false }
    let next = scenario.steps[(index + 1)...].first { if case .expect = $0.action { false } else { true } }
    if case .respond? = next?.action { return false }
    return true
  }

  private mutating func perform(
    _ action: Scenario.Action, answeringRequests isAnswering: Bool
  ) throws(ScenarioFailure) {
    if case .expect(let expectation) = action { return try check(expectation) }
    do {
      try player.perform(action, answeringRequests: isAnswering)
    } catch {
      throw failure(error.reason)
    }
  }
}

/// Expectations.
extension ScenarioRunner {
  private mutating func check(_ expectation: Scenario.Expectation) throws(ScenarioFailure) {
    switch expectation {
    case .record(let type, let members):
      guard case .missing(let nearest) = player.simulation.askNextExpectation() else { return }
      throw failure(
        "no record since the last match fits", expected: [type.rawValue: members],
        actual: nearest.map { [type.rawValue: $0] })
    case .noRecord(let type, let members):
      guard case .happened(let number, let record) = player.simulation.askNextExpectation() else { return }
      throw failure(
        "record \(number) fits what was not to happen",
        expected: ["not": [type.rawValue: members]], actual: ["not": [type.rawValue: record]])
    case .variables(let values): try checkVariables(values)
    case .waitingAt(let node):
      let session = try latestSession(expected: ["waitingAt": .string(node.text)])
      let id = session.state.node.map { program(of: session).graph[$0].id }
      guard id == node else {
        throw failure(
          "the session \(id.map { "waits at `\($0)`" } ?? "has ended")",
          expected: ["waitingAt": .string(node.text)],
          actual: ["waitingAt": id.map { .string($0.text) } ?? .null])
      }
    case .live(let isLive):
      let session = try latestSession(expected: ["live": .boolean(isLive)])
      guard session.state.isLive == isLive else {
        throw failure(
          isLive ? "the session has ended" : "the session is live",
          expected: ["live": .boolean(isLive)], actual: ["live": .boolean(session.state.isLive)])
      }
    }
  }

  private func checkVariables(_ expected: JSON) throws(ScenarioFailure) {
    let session = try latestSession(expected: ["variables": expected])
    let names = program(of: session).graph.variables.map(\.name)
    let actual = JSON.object(
      JSONObject(zip(names, session.state.variables).map { JSONField(key: $0, value: $1) }))
    guard !actual.contains(expected) else { return }
    let different = expected.object?.first { field in
      actual[field.key].map { !$0.contains(field.value) } ?? true
    }
    let key = different?.key ?? ""
    let found = actual[key].map { "is \($0.compact)" } ?? "does not exist"
    throw failure(
      "the variable `\(key)` \(found)", expected: ["variables": expected],
      actual: ["variables": actual])
  }

  private func program(of session: HostedSession) -> FlowProgram { project[session.flow].machine.program }

  private func latestSession(expected: JSON) throws(ScenarioFailure) -> HostedSession {
    guard let session = simulation.latestSession else {
      throw failure("no session has started", expected: expected)
    }
    return session
  }
}
