import Diagnostics
import FlowInterpreter
import FlowLoading
import FlowModel
import FlowSimulation
import Testing

@testable import FlowReporting

@Suite("Coverage")
struct CoverageTests {
  /// A flow with a StartConversation that lists some outcomes.
  private static func flow(on listed: String) throws -> FlowGraph {
    let text = """
      {"formatVersion": 1, "name": "F", "nodes": {
        "start": {"type": "Start", "trigger": {"channel": "sms", "number": "1"}, "on": {"onBegin": "e\u{301}"}},
        "e\u{301}": {"type": "StartConversation", "method": "sms", "authorization": "a", "on": {\(listed)}},
        "\u{E9}": {"type": "Delay", "seconds": 1, "on": {"onComplete": "@end"}}}}
      """
    return try #require(FlowLoader.load(Array(text.utf8)).graph)
  }

  private static func trace(_ happenings: [Happening]) -> [TraceRecord] {
    happenings.enumerated().map {
      TraceRecord(sequence: $0 + 1, milliseconds: 0, session: "session-1", happening: $1)
    }
  }

  @Test("Entries and outcomes are counted by ids as their bytes are, over all traces")
  func counts() throws {
    let empty = FlowCoverage(of: try Self.flow(on: #""Message": "@resume", "otherwise": "@end""#), in: "f")
    let trace = Self.trace([
      .nodeEntered(node: "start", type: .start), .nodeEntered(node: "start", type: .start),
      .outcome(node: "start", outcome: "onBegin", target: "e\u{301}"),
      .nodeEntered(node: "e\u{301}", type: .startConversation),
      .outcome(node: "e\u{301}", outcome: "Message", target: "@resume"),
      .outcome(node: "e\u{301}", outcome: "Message", target: "@resume"),
      .nodeEntered(node: "no such node", type: .start),
    ])
    var coverage = empty
    for _ in 1...2 {
      var part = empty
      part.count(TraceCounts(trace))
      coverage.add(part)
    }
    #expect(coverage.scenarios == 2)
    #expect(coverage.nodes.map(\.entries) == [4, 2, 0])
    #expect(coverage.enteredNodes == .init(reached: 2, total: 3))
    #expect(coverage.takenOutcomes == .init(reached: 2, total: 1 + 18 + 2))
    let message = try #require(coverage.nodes[1].outcomes.first { $0.name == "Message" })
    #expect(message.count == 4 && message.isListed)
    #expect(coverage.nodes[1].outcomes.count(where: \.isListed) == 1)
  }

  @Test("Failures for which `onInvalidChoice` is always taken are not asked for")
  func outcomesNeverTaken() throws {
    let listed = #""onInvalidChoice": "@end", "onTimeout": "@end", "Complete": "@end""#
    let coverage = FlowCoverage(of: try Self.flow(on: listed), in: "f")
    #expect(
      coverage.nodes[1].outcomes.map(\.name) == [
        "onTimeout", "onInvalidChoice", "onStartConversationSuccess", "Assigned", "Message", "PagePush",
        "Transfer", "AcceptAttachment", "RejectAttachment", "UploadAttachment", "Complete",
      ])
  }

  @Test("Traces and results of scenarios are counted, those of other flows not")
  func readings() throws {
    var coverage = FlowCoverage(of: try Self.flow(on: #""Message": "@resume""#), in: "small.flow.json")
    let trace = """
      {"seq":1,"at":0,"type":"sessionStarted","session":"session-1","flow":"F","channel":"sms","from":"1"}
      {"seq":2,"at":0,"type":"nodeEntered","session":"session-1","node":"e\u{301}","nodeType":"StartConversation"}
      {"seq":3,"at":0,"type":"outcome","session":"session-1","node":"e\u{301}","outcome":"Unauthorized","target":"@end:error"}
      {"seq":4,"at":0,"type":"sessionStarted","session":"session-2","flow":"Other","channel":"sms","from":"1"}
      {"seq":5,"at":0,"type":"nodeEntered","session":"session-2","node":"e\u{301}","nodeType":"StartConversation"}
      """
    try coverage.count(traceLines: Array(trace.utf8), ofFlowNamed: "F")
    let results = """
      {"coverage": {"flows": [{"file": "other", "byNode": []}, {"file": "small.flow.json", "byNode": [
        {"node": "e\u{301}", "entered": 2, "outcomes": [{"outcome": "Message", "listed": true, "taken": 3}]}]}]}}
      """
    try coverage.count(results: Array(results.utf8))
    #expect(coverage.nodes.map(\.entries) == [0, 3, 0])
    let taken = coverage.nodes.flatMap(\.outcomes).filter { $0.count > 0 }
    #expect(taken.map { "\($0.name) \($0.count)" }.sorted() == ["Message 3", "Unauthorized 1"])
    #expect(throws: CoverageReadingError.self) { try coverage.count(results: Array("{}".utf8)) }
    #expect(throws: CoverageReadingError.self) {
      try coverage.count(traceLines: Array("no".utf8), ofFlowNamed: "F")
    }
  }

  @Test(
    "A share is never rounded up",
    arguments: [(0, 0, "100.0 %"), (999, 1000, "99.9 %"), (9999, 10000, "99.9 %"), (1, 3, "33.3 %")])
  func share(reached: Int, total: Int, text: String) {
    let share = FlowCoverage.Share(reached: reached, total: total)
    #expect(share.percentText == text)
    #expect(share.isAtLeast(percent: 100) == (reached == total))
  }

  @Test("Rows are aligned and no wider than 100 columns, long paths and names and all")
  func layout() throws {
    var coverage = FlowCoverage(
      of: try Self.flow(on: #""Message": "@resume", "Complete": "@end""#),
      in: String(repeating: "folder/", count: 20) + "日本.flow.json")
    coverage.count(TraceCounts(Self.trace([.nodeEntered(node: "e\u{301}", type: .startConversation)])))
    let lines = CoverageTable(of: [coverage]).lines
    #expect(lines[0].hasPrefix("coverage  ") && lines[1].hasPrefix("…"))
    #expect(lines[1].hasSuffix("日本.flow.json   1 of  3   0 of  3    0.0 %   0 of 21    0.0 %"))
    #expect(lines.allSatisfy { $0.displayWidth <= 100 })
    #expect(
      lines.filter { $0.contains("not ") } == [
        "  not entered: start (line 2), \u{E9} (line 4)",
        "  not taken: e\u{301}.Message (line 3), e\u{301}.Complete (line 3)", lines[4],
      ])
  }
}
