import RefrainKit
import Testing

@testable import RefrainCommand

@Suite("test --coverage")
struct TestCoverageTests {
  @Test("A row for each flow tells the counts, and what was not reached stands below it")
  func table() {
    var files = Sample.files
    files["b.flow.json"] = SampleFlow.clean
    let system = MemorySystem(files)
    #expect(system.run("test", "--coverage") == .success)
    #expect(
      system.output == """
        ok    a.scenario.json: an agent answers and closes

        coverage        nodes    listed           outcomes
        a.flow.json   4 of  4   5 of  5  100.0 %   6 of 28   21.4 %
          not listed, not taken: open.onInvalidData, open.onauthorizationfail, open.Bad Request,
            open.Unauthorized, open.Forbidden, open.Internal server error, open.onTimeout, open.onError,
            open.onInvalidChoice, open.Assigned, open.PagePush, open.Transfer, open.AcceptAttachment,
            … and 9 more
        b.flow.json   0 of  1   0 of  1    0.0 %   0 of  1    0.0 %
          no scenario plays it
        all 2 flows   4 of  5   5 of  6   83.3 %   6 of 29   20.6 %

        1 passed, 0 failed

        """)
  }

  @Test("JSON has every node and outcome with its count")
  func json() throws {
    let system = MemorySystem(Sample.files)
    #expect(system.run("test", "--coverage", "--format", "json") == .success)
    let coverage = try #require(try JSON(parsing: system.output)["coverage"])
    #expect(coverage["nodes"] == ["entered": 4, "total": 4, "percent": 100])
    let flow = try #require(coverage["flows"]?[0])
    #expect(flow["file"] == "a.flow.json" && flow["scenarios"] == 1)
    let start: JSON = [
      "node": "start", "line": 5, "entered": 1,
      "outcomes": [["outcome": "onBegin", "listed": true, "line": 8, "taken": 1]],
    ]
    #expect(flow["byNode"]?[0] == start)
    #expect(flow["byNode"]?.array?.count == 4)
  }

  @Test("A flow is counted once, by the path that it was found by, however scenarios write its path")
  func onePath() throws {
    let scenario = Sample.scenario.replacing("\"a.flow.json\"", with: "\"../x/../flows/a.flow.json\"")
    let system = MemorySystem(["flows/a.flow.json": Sample.flow, "tests/a.scenario.json": scenario])
    system.items["tests/../x/../flows/a.flow.json"] = system.items["flows/a.flow.json"]
    #expect(system.run("test", "--coverage", "--format", "json") == .success)
    let flows = try #require(try JSON(parsing: system.output)["coverage"]?["flows"]?.array)
    #expect(flows.map { $0["file"]?.string } == ["flows/a.flow.json"])
    #expect(flows.map { $0["scenarios"]?.number?.integer } == [1])
  }

  @Test("With a filter, and for scenarios that are named, flows that no scenario plays are left out")
  func noOtherFlows() {
    var files = Sample.files
    files["b.flow.json"] = "{"
    for arguments: [Argument] in [["--filter", "answers"], ["a.scenario.json"]] {
      let system = MemorySystem(files)
      #expect(Refrain.run(["test", "--coverage"] + arguments, on: system) == .success)
      #expect(!system.output.contains("b.flow.json"))
    }
  }

  @Test("A flow with errors that no scenario plays fails a run that measures coverage, and no other")
  func brokenFlow() {
    var files = Sample.files
    files["b.flow.json"] = SampleFlow.wrong
    #expect(MemorySystem(files).run("test") == .success)
    let system = MemorySystem(files)
    #expect(system.run("test", "--coverage") == .findings)
    #expect(system.output.contains("FAIL  b.flow.json: the flow cannot be run: 1 error\n"))
    #expect(system.output.hasSuffix("1 passed, 0 failed, 1 refused\n"))
  }

  @Test(
    "--min-coverage asks it of each flow, and names those that have less",
    arguments: [("0", true), ("60", true), ("60.01", false), ("100", false)])
  func minimum(percent: String, isEnough: Bool) {
    var files = Sample.files
    let end = #"""
      ,
          { "event": { "type": "Complete" } },
          { "deliveryReport": "delivered" },
          { "expect": { "ended": { "result": "success" } } }
      """#
    files["a.scenario.json"] = Sample.scenario.replacing(end, with: "")
    let system = MemorySystem(files)
    let status = Refrain.run(["test", "--min-coverage", Argument(stringLiteral: percent)], on: system)
    #expect(status == (isEnough ? .success : .findings))
    #expect(
      system.errors
        == (isEnough
          ? ""
          : "refrain: a.flow.json: 3 of 5 listed outcomes taken, 60.0 %; \(percent) % are asked for\n"))
  }

  @Test(
    "A percentage is a number from 0 to 100",
    arguments: ["", ".", "-1", "+5", "100.1", "1e1", "0x10", "nan", "50%", "５０"])
  func percentage(text: String) {
    let system = MemorySystem(Sample.files)
    #expect(Refrain.run(["test", "--min-coverage", Argument(stringLiteral: text)], on: system) == .usage)
    #expect(
      system.errors
        == "refrain: '--min-coverage' needs a number from 0 to 100, not '\(text)' (see 'refrain help test')\n"
    )
  }
}
