import Diagnostics
import FlowInterpreter
import FlowLoading
import FlowModel
import JSONSyntax

@testable import FlowSimulation

/// A fixture that is no flow, or no scenario.
struct UnusableFixture: Error {
  let findings: [String]
}

extension FlowProgram {
  /// The program of a flow file that has no error of its own. Other rules are not asked.
  convenience init(file: JSON) throws {
    let loaded = FlowLoader.load(Array(file.compact.utf8))
    guard loaded.findings.isEmpty, let graph = loaded.graph,
      let flow = ValidatedFlow(validated: graph, isForced: true)
    else {
      throw UnusableFixture(findings: loaded.findings.map { "\($0.code): \($0.message)" })
    }
    self.init(flow)
  }
}

extension Scenario {
  /// The scenario with those steps; without `autoRespond`, unless `members` say it.
  init(_ steps: [JSON], members: JSONObject = JSONObject()) throws {
    var file: JSONObject = [
      "formatVersion": 1, "name": "A test", "flow": "test.flow.json", "autoRespond": false,
    ]
    for member in members { file[member.key] = member.value }
    file["steps"] = .array(steps)
    let loaded = ScenarioLoader.load(Array(JSON.object(file).compact.utf8))
    guard loaded.findings.isEmpty, let scenario = loaded.scenario else {
      throw UnusableFixture(findings: loaded.findings.map { "\($0.code): \($0.message)" })
    }
    self = scenario
  }
}
