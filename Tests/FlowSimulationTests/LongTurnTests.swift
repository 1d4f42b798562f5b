import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax
import Testing

@testable import FlowSimulation

/// Turns of many more node executions than are worth being kept.
@Suite("Long turns")
struct LongTurnTests {
  /// Goes around until its executions are used up, and past another node in the middle.
  private static func program(executions: Int) throws -> FlowProgram {
    let text = """
      {"formatVersion": 1, "name": "Loop", "settings": {"nodeExecutionLimit": \(executions)},
       "variables": {"n": 0}, "nodes": {
        "start": {"type": "Start", "trigger": {"channel": "sms", "number": "+15555550100"}, "on": {"onBegin": "a"}},
        "a": {"type": "Branch", "branches": [{"name": "x", "all": [
          {"value": "$(start.sms.message)", "operator": "equals", "operand": "never"}]}],
          "on": {"x": "@end", "none": "b"}},
        "b": {"type": "Branch", "branches": [{"name": "x", "all": [
          {"value": "$(start.sms.message)", "operator": "equals", "operand": "never"}]}],
          "on": {"x": "@end", "none": "a"}}}}
      """
    return try FlowProgram(file: JSON(parsing: text))
  }

  private static func scenario(_ steps: [JSON]) throws -> Scenario { try Scenario(steps) }

  private static let message: JSON = ["sms": ["from": "+15555550142", "text": "x"]]

  @Test("Of a long trace the beginning and the end are kept, and all of it is matched and counted")
  func bounded() throws {
    let scenario = try Self.scenario([
      Self.message, ["expect": ["nodeEntered": ["seq": 70_002]]], ["expect": ["outcome": ["seq": 70_003]]],
      ["expect": ["not": ["outcome": ["outcome": "x"]]]], ["expect": ["nodeEntered": ["node": "b"]]],
      ["expect": ["ended": ["reason": "nodeExecutionLimit"]]],
    ])
    let result = ScenarioRunner.run(scenario, with: try Self.program(executions: 60_000))
    #expect(result.failure == nil)
    #expect(result.recordCount == 120_002)
    #expect(result.records.count < 100_000)
    #expect(result.records.first?.sequence == 1 && result.records.last?.sequence == 120_002)
    let omitted = result.log.compactMap { if case .omitted(let count) = $0 { count } else { nil } }
    #expect(omitted == [result.recordCount - result.records.count])
    #expect(result.counts[FlowID(index: 0)]?.entries == ["start": 1, "a": 30_000, "b": 29_999])
  }

  @Test("What was not to happen is found wherever it happened, and what comes nearest too")
  func failures() throws {
    let program = try Self.program(executions: 60_000)
    let unwanted = try Self.scenario([Self.message, ["expect": ["not": ["nodeEntered": ["seq": 70_002]]]]])
    let failure = try #require(ScenarioRunner.run(unwanted, with: program).failure)
    #expect(failure.reason == "record 70002 fits what was not to happen")
    #expect(failure.omitted + failure.unmatched.count == 120_002)
    #expect(failure.unmatched.last?["type"] == "ended")
    let missing = try Self.scenario([
      Self.message, ["expect": ["outcome": ["seq": 5, "node": "b", "target": "a", "outcome": "x"]]],
    ])
    let nearest = try #require(ScenarioRunner.run(missing, with: program).failure?.actual?["outcome"])
    #expect(nearest["node"] == "b" && nearest["target"] == "a")
  }

  @Test("A long turn is handed over in pieces, which are all of it")
  func pieces() throws {
    let machine = FlowMachine(try Self.program(executions: 1000))
    var whole = FlowHost(machine, keys: .numbered, start: Timestamp(milliseconds: 0))
    var pieced = whole
    let message = HostInput.message(
      InboundMessage(
        channel: .sms, from: "+15555550142", to: "+15555550100", text: "x", transactionID: "transaction-1"))
    let records = whole.take(message).records
    var told: [[TraceRecord]] = []
    let rest = pieced.take(message) {
      told.append($0)
      $0 = []
    }
    #expect(told.count > 5)
    #expect(Array(told.joined()) + rest.records == records)
    #expect(records.map(\.sequence) == Array(1...records.count))
  }
}
