import FlowInterpreter
import JSONSyntax
import Testing

@testable import FlowSimulation

/// Plays every case of `Tests/Conformance`: what the language reference says of how a flow runs.
@Suite struct ConformanceTests {
  @Test(arguments: try ConformanceCase.all())
  func theTraceIsAsTheCaseSays(_ conformanceCase: ConformanceCase) {
    let result = ScenarioRunner.run(conformanceCase.scenario, with: conformanceCase.project)
    let trace = result.records.map { $0.json(traceStart: result.start).compact + "\n" }.joined()
    for (actual, expected) in zip(trace.split(separator: "\n"), conformanceCase.trace.split(separator: "\n"))
    {
      // The first difference says what is wrong; the rest follows from it.
      guard actual == expected else {
        Issue.record("\(actual)\nis not what is expected:\n\(expected)")
        break
      }
    }
    #expect(trace.utf8.count == conformanceCase.trace.utf8.count)
    for record in result.records {
      let json = record.json(traceStart: result.start)
      let read = TraceRecord(json: json, traceStart: result.start)
      #expect(read?.json(traceStart: result.start) == json, "a record is read as it was written")
    }
    #expect(result.failure?.step == conformanceCase.failingStep, "\(result.failure?.reason ?? "")")
  }

  @Test func thereAreManyCases() throws {
    #expect(try ConformanceCase.all().count > 350)
  }
}
