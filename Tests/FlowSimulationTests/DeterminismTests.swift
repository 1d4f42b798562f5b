import FlowInterpreter
import FlowLoading
import FlowModel
import Foundation
import JSONSyntax
import Testing

@testable import FlowSimulation

/// The same flow with the same inputs gives the same trace, whether or not the host was written down in between.
@Suite struct DeterminismTests {
  @Test(arguments: try Transcript.all())
  func aTranscriptsTraceIsTheSameAfterEachRestart(_ transcript: Transcript) throws {
    let program = try FlowProgram(file: UsualFlow.file(transcript.flow))
    try expectSameTrace(
      of: Scenario(transcript.steps.flatMap(\.json), members: transcript.scenario), with: program)
  }

  @Test(arguments: try scenarioFiles())
  func aScenariosTraceIsTheSameAfterEachRestart(_ file: URL) throws {
    let scenario = try #require(ScenarioLoader.load(try Array(Data(contentsOf: file))).scenario)
    let flow = try Array(
      Data(contentsOf: file.deletingLastPathComponent().appendingPathComponent(scenario.flow)))
    let graph = try #require(FlowLoader.load(flow).graph)
    let program = FlowProgram(try #require(ValidatedFlow(validated: graph, isForced: false)))
    #expect(try expectSameTrace(of: scenario, with: program).failure == nil)
  }

  @discardableResult
  private func expectSameTrace(of scenario: Scenario, with program: FlowProgram) throws -> ScenarioResult {
    let result = ScenarioRunner.run(scenario, with: program)
    // Some hold a thousand events, which a restart writes down and reads each time.
    for restarts in [0, scenario.steps.count > 100 ? 5 : 100] {
      let again = ScenarioRunner.run(scenario, with: program, restarts: restarts)
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
