import FlowHosting
import FlowInterpreter
import FlowLoading
import FlowModel
import Foundation
import JSONSyntax
import Testing

@testable import FlowSimulation

/// The same flow with the same inputs gives the same trace, whether or not the host was written down in between.
@Suite struct DeterminismTests {
  @Test(arguments: try ConformanceCase.all())
  func aCasesTraceIsTheSameAfterEachRestart(_ conformanceCase: ConformanceCase) throws {
    try expectSameTrace(of: conformanceCase.scenario, with: conformanceCase.project)
  }

  @Test(arguments: try scenarioFiles())
  func aScenariosTraceIsTheSameAfterEachRestart(_ file: URL) throws {
    let (scenario, project) = try Self.loaded(file)
    #expect(try expectSameTrace(of: scenario, with: project).failure == nil)
  }

  private static func loaded(_ file: URL) throws -> (Scenario, FlowProject) {
    let scenario = try #require(ScenarioLoader.load(try Array(Data(contentsOf: file))).scenario)
    let folder = file.deletingLastPathComponent()
    return (scenario, try PlayedFiles.project(of: scenario, in: folder, isForced: false))
  }

  /// Time passes until every timer has fired, expiries among them: what a session tells then it tells alone too.
  @Test(arguments: try scenarioFiles())
  func aSessionGoesOnAloneInAFreshHostBetweenEveryTwoInputs(_ file: URL) throws {
    let (scenario, project) = try Self.loaded(file)
    var player = StepPlayer(project, startingAt: scenario.start)
    for (index, step) in scenario.steps.enumerated() {
      try player.perform(step.action)
      let next = scenario.steps[(index + 1)...].first { if case .expect = $0.action { false } else { true } }
      let isAnswered = if case .respond? = next?.action { true } else { false }
      if scenario.respondsByItself, !isAnswered { while player.respondByItself() {} }
      if case .expect = step.action { continue }
      let host = player.simulation.host
      let end = HostInput.timePassed(until: host.now + 400 * 86_400_000)
      for session in host.sessions where session.state.isLive {
        let program = project[session.flow].machine.program
        let document = try SessionDocument(SessionDocument(session.state, of: program).bytes)
        var alone = FlowHost(project, keys: .numbered, start: host.start)
        _ = alone.restore(try document.session(of: program), of: session.flow)
        #expect(alone[session.key]?.state == session.state)
        let told = Self.told(of: session.key, by: alone, after: end)
        #expect(told == Self.told(of: session.key, by: host, after: end), "after step \(index + 1)")
        if session.state.expiry != nil {
          #expect(told.contains { if case .ended = $0 { true } else { false } })
        }
      }
    }
  }

  private static func told(
    of session: SessionKey, by host: FlowHost, after input: HostInput
  ) -> [Happening] {
    var host = host
    var told: [Happening] = []
    var next: HostInput? = input
    while let input = next {
      let output = host.take(input)
      told += output.records.filter { $0.session == session.text }.map(\.happening)
      next = output.rest
    }
    return told
  }

  @discardableResult
  private func expectSameTrace(of scenario: Scenario, with project: FlowProject) throws -> ScenarioResult {
    let result = ScenarioRunner.run(scenario, with: project)
    // Some hold a thousand events, which a restart writes down and reads each time.
    for restarts in [0, scenario.steps.count > 100 ? 5 : 100] {
      let again = ScenarioRunner.run(scenario, with: project, restarts: restarts)
      #expect(Self.trace(again) == Self.trace(result))
      #expect(again.failure?.reason == result.failure?.reason)
      #expect(again.notices == result.notices)
    }
    return result
  }

  private static func trace(_ result: ScenarioResult) -> String {
    result.records.map { $0.json(traceStart: result.start).compact + "\n" }.joined()
  }

  private static func scenarioFiles() throws -> [URL] {
    let flows = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Flows")
    return try FileManager.default.contentsOfDirectory(at: flows, includingPropertiesForKeys: nil)
      .filter { $0.lastPathComponent.hasSuffix(".scenario.json") }.sorted { $0.path < $1.path }
  }
}
