import Foundation
import RefrainKit
import Testing

@testable import RefrainCommand

/// Results for programs. Whether the XML is well-formed is checked with a parser of another project, in CI.
@Suite("test --format")
struct TestFormatTests {
  /// A scenario that passes, one that fails, one whose flow has an error, one with an error, and one of no flow.
  private static let files: [String: String] = {
    let scenario = Sample.scenario
    return [
      "a.flow.json": Sample.flow,
      "b.flow.json": Sample.flow.replacing("\"relay\",", with: "\"rely\","),
      "1.scenario.json": scenario,
      "2.scenario.json": scenario.replacing("\"text\": \"Hi, Maya here.", with: "\"text\": \"Hi!"),
      "3.scenario.json": scenario.replacing("a.flow.json", with: "b.flow.json"),
      "4.scenario.json": scenario.replacing("\"sms\"", with: "\"smss\""),
      "5.scenario.json": scenario.replacing("a.flow.json", with: "no.flow.json"),
      "6.scenario.json": scenario.replacing("a.flow.json", with: "b.flow.json").replacing(
        "an agent", with: #"<&\u0007>"#),
    ]
  }()

  @Test("JSON tells every scenario and how it came out; errors of files once, beside them")
  func json() throws {
    let system = MemorySystem(Self.files)
    #expect(system.run("test", "--format", "json") == .failure)
    #expect(system.errors == "refrain: no.flow.json: No such file or directory\n")
    let report = try JSON(parsing: system.output)
    #expect(report["summary"] == ["passed": 1, "failed": 1, "refused": 4])
    let scenarios = try #require(report["scenarios"]?.array)
    #expect(
      scenarios.map { $0["result"]?.string } == [
        "passed", "failed", "refused", "refused", "refused", "refused",
      ])
    #expect(
      scenarios.map { $0["flow"]?.string } == [
        "a.flow.json", "a.flow.json", "b.flow.json", nil, "no.flow.json", "b.flow.json",
      ])
    #expect(
      scenarios[0] == [
        "file": "1.scenario.json", "name": "an agent answers and closes", "flow": "a.flow.json",
        "result": "passed", "virtualMilliseconds": 90500,
      ])
    let failure = try #require(scenarios[1]["failure"])
    #expect(failure["step"] == 4 && failure["line"] == 10 && failure["column"] == 5)
    #expect(failure["pointer"] == "/steps/3")
    #expect(failure["reason"] == "no record since the last match fits")
    #expect(failure["expected"] == ["messageSent": ["text": "Hi!"]])
    #expect(failure["actual"]?["messageSent"]?["seq"] == 14)
    #expect(failure["omitted"] == 0 && failure["unmatched"]?.array?.count == 18)
    #expect(scenarios[2]["reason"] == "its flow 'b.flow.json' cannot be run: 1 error")
    #expect(scenarios[4]["reason"] == "its flow 'no.flow.json' cannot be run: No such file or directory")
    let errors = try #require(report["errors"]?.array)
    #expect(errors.map { $0["code"]?.string } == ["RF202", "RF103", "RF703"])
    #expect(report["coverage"] == nil)
  }

  @Test("JUnit has a suite for each flow; what failed is a failure, what was not played an error")
  func junit() {
    let system = MemorySystem(Self.files)
    #expect(system.run("test", "--format", "junit") == .failure)
    let lines = system.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(
      lines.filter { $0.hasPrefix("<testsuite") } == [
        #"<testsuites name="refrain test" tests="6" failures="1" errors="4" skipped="0">"#,
        #"<testsuite name="a.flow.json" tests="2" failures="1" errors="0" skipped="0">"#,
        #"<testsuite name="b.flow.json" tests="2" failures="0" errors="2" skipped="0">"#,
        #"<testsuite name="4.scenario.json" tests="1" failures="0" errors="1" skipped="0">"#,
        #"<testsuite name="no.flow.json" tests="1" failures="0" errors="1" skipped="0">"#,
      ])
    #expect(lines.contains { $0.hasPrefix(#"<testcase name="&lt;&amp;\u0007&gt; answers and closes""#) })
    #expect(lines.contains { $0.hasSuffix(#"file="1.scenario.json" time="90.500"/>"#) })
    #expect(
      lines.contains {
        $0.hasPrefix(
          #"<failure type="step" message="step 4: no record since the last match fits">2.scenario"#)
      })
    // Each test case is shown by itself, so each tells the flow's errors.
    #expect(system.output.ranges(of: "[RF202 unknown-target]").count == 2)
  }

  @Test("Of many errors of a flow a test case tells some, and how many there are besides")
  func manyErrors() {
    var files = Self.files
    let fields = (1...25).map { "\"x\($0)\": 1, " }.joined()
    files["b.flow.json"] = Sample.flow.replacing("\"formatVersion\"", with: fields + "\"formatVersion\"")
    let system = MemorySystem(files)
    #expect(system.run("test", "3.scenario.json", "--format", "junit") == .findings)
    #expect(system.output.ranges(of: "[RF103 ").count == 10)
    #expect(system.output.contains("… and 15 more errors\n"))
  }
}
