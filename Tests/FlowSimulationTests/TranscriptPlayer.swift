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

extension Transcript {
  /// What came of a step otherwise than the transcript says.
  struct Difference: CustomStringConvertible {
    let step: String
    let expected: [String]
    let actual: [String]

    var description: String {
      "> \(step)\nexpected:\n  \(expected.joined(separator: "\n  "))\nactual:\n  \(actual.joined(separator: "\n  "))"
    }
  }

  /// No flow has this name: an expectation that stops a scenario wherever it stands.
  private static let stop: JSON = ["expect": ["sessionStarted": ["flow": "a flow that is not there"]]]

  /// Plays the scenario, and compares what comes of each step.
  func differences() throws -> [Difference] {
    let program = try FlowProgram(file: UsualFlow.file(flow))
    var differences: [Difference] = []
    var latest = (index: -1, outcome: Outcome())
    for index in steps.indices {
      guard let expected = steps[index].lines ?? (index == steps.indices.last ? ["..."] : nil) else {
        continue
      }
      let before = latest.index == index - 1 ? latest.outcome : try outcome(upTo: index - 1, program)
      let after = try outcome(upTo: index, program)
      latest = (index, after)
      let actual = after.lines[before.lines.count...] + after.remarks[before.remarks.count...]
      let isAsExpected = steps[index].lines == nil ? !after.hasFailed : expected == Array(actual)
      if before.hasFailed || !isAsExpected {
        differences.append(Difference(step: steps[index].text, expected: expected, actual: Array(actual)))
        break
      }
    }
    return differences
  }

  /// What has come of the steps up to one.
  private struct Outcome {
    var lines: [String] = []
    var remarks: [String] = []
    var hasFailed = false
  }

  /// The scenario is played with all its steps, since a request looks ahead for its `respond`, but stopped after one.
  private func outcome(upTo index: Int, _ program: FlowProgram) throws -> Outcome {
    let done = steps[...index].flatMap(\.json)
    let scenario = try Scenario(
      done + [Self.stop] + steps[(index + 1)...].flatMap(\.json), members: scenario)
    let result = ScenarioRunner.run(scenario, with: program)
    var outcome = Outcome(
      lines: result.records.map {
        let json = $0.json(traceStart: result.start)
        return isVerbatim ? json.compact : TranscriptLine.text(of: json, showsInput: showsInput)
      }, remarks: result.notices.map { "notice: \($0)" })
    if let failure = result.failure, failure.step <= done.count {
      outcome.remarks.append("fails: \(failure.reason)")
      outcome.hasFailed = true
    }
    return outcome
  }
}
