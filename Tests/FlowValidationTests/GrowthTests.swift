import Diagnostics
import FlowLoading
import FlowModel
import Testing

@testable import FlowValidation

/// Flows of the sizes and shapes in which a search that is not linear, or goes deep by recursion, would not end.
@Suite("Large flows", .timeLimit(.minutes(10)))
struct GrowthTests {
  /// How often each rule finds something in a flow.
  private func counts(_ sketch: [String]) throws -> [RuleCode: Int] {
    let flow = try LintedFlow(FlowSketch(sketch.joined(separator: "\n")).json)
    #expect(flow.loaded.findings.isEmpty)
    // Of very many some stand for all.
    return Dictionary(grouping: flow.report.findings, by: \.code).mapValues { findings in
      findings.reduce(0) { $0 + 1 + $1.omitted }
    }
  }

  @Test("a chain of nodes, each with an output that is used far away")
  func chain() throws {
    let count = 5000
    let nodes = (0..<count).map { index in
      let message = index < count / 2 ? "x" : "$(n\(index - count / 2).send.gatewayTid)"
      return
        "n\(index) SendSMS onSuccess=\(index + 1 < count ? "n\(index + 1)" : "@end") | \"message\": \"\(message)\""
    }
    #expect(try counts(["start Start onBegin=n0"] + nodes) == [.manyNodes: 1])
  }

  @Test("a chain of nodes, each with an output that may be unset far away")
  func unsetChain() throws {
    let count = 3000
    let nodes = (0..<count).map { index in
      let message = index < count / 2 ? "x" : "$(n\(index - count / 2).send.gatewayTid)"
      return
        "n\(index) SendSMS otherwise=\(index + 1 < count ? "n\(index + 1)" : "@end") | \"message\": \"\(message)\""
    }
    let found = try LintedFlow(FlowSketch((["start Start onBegin=n0"] + nodes).joined(separator: "\n")).json)
      .report.findings
    let maybeUnset = found.filter { $0.code == .maybeUnsetReference }
    #expect(maybeUnset.count == count / 2)
    #expect(maybeUnset.count { $0.message.contains("not on the way") } == Limits.unsetOutputWays)
  }

  @Test("one loop of all nodes")
  func loop() throws {
    let count = 5000
    let nodes = (0..<count).map { "n\($0) SendSMS onSuccess=n\(($0 + 1) % count)" }
    #expect(try counts(["start Start onBegin=n0"] + nodes) == [.manyNodes: 1, .loopWithoutWait: 1])
  }

  @Test("a complete graph")
  func completeGraph() throws {
    let count = 160
    let targets = (0..<count).map { "b\($0)=n\($0)" }.joined(separator: " ")
    let nodes = (0..<count).map { "n\($0) Branch \(targets) none=@end" }
    #expect(
      try counts(["start Start onBegin=n0"] + nodes)
        == [.manyNodes: 1, .loopWithoutWait: 1, .directLoopBack: count * (count - 1) / 2])
  }

  @Test("forty forks one after the other, with more ways than could be walked")
  func diamonds() throws {
    let nodes = (0..<40).flatMap { index in
      let next = index < 39 ? "a\(index + 1)" : "w"
      return [
        "a\(index) SendSMS onSuccess=b\(index) onError=c\(index)", "b\(index) SendSMS onSuccess=\(next)",
        "c\(index) SendSMS onSuccess=\(next) | \"message\": \"$(a\(index).send.gatewayTid) $(start.sms.message)\"",
      ]
    }
    let flow =
      ["start Start onBegin=open", "open StartConversation Message=a0 Complete=a0 otherwise=@end"] + nodes
    #expect(
      try counts(flow + ["w Delay onTimeout=@end"])
        == [.waitingNodeOnIntermediateBranch: 1, .maybeUnsetReference: 40])
  }

  @Test("ten thousand unknown targets, of which a hundred are given a suggestion")
  func unknownTargets() throws {
    let targets = (0..<10_000).map { "b\($0)=know" }.joined(separator: " ")
    let flow = try LintedFlow(FlowSketch("start Start onBegin=known\nknown Branch \(targets) none=@end").json)
    #expect(flow.report.findings.count == 10_000)
    #expect(flow.report.findings.count { $0.message.contains("did you mean") } == Limits.suggestedNames)
  }

  @Test("a branch with a waiting node at every step, whose ways together would be quadratic")
  func waitingBranch() throws {
    let count = 2500
    let nodes = (0..<count).flatMap { index in
      [
        "n\(index) SendSMS onSuccess=\(index + 1 < count ? "n\(index + 1)" : "@resume") onError=w\(index)",
        "w\(index) Delay onTimeout=@end",
      ]
    }
    let flow =
      ["start Start onBegin=open", "open StartConversation Message=n0 Complete=@end otherwise=@end"] + nodes
    let found = try LintedFlow(FlowSketch(flow.joined(separator: "\n")).json).report.findings
    let paths = found.filter { $0.code == .waitingNodeOnIntermediateBranch }.compactMap(\.path)
    #expect(paths.count == count && paths.allSatisfy { $0.prefix(2) == ["open", "Message"] })
    #expect(paths.reduce(0) { $0 + $1.count } <= 3 * Limits.branchPathSteps)
    #expect(paths.contains(["open", "Message", "…", "w\(count - 1)"]))
    #expect(found.reduce(0) { $0 + $1.steps.count } <= 2 * Limits.placedBranchSteps)
  }

  @Test("conversations one after the other, each with an id of its own in a variable")
  func conversationIDs() throws {
    let count = 300
    let nodes = (0..<count).map { index in
      """
      s\(index) StartConversation Message=@resume Complete=s\((index + 1) % count) otherwise=@end \
      | "onLeave": { "set": { "v\(index)": "x" } } ~ "conversationId": "$(v\(index))"
      """
    }
    let variables = (0..<count).map { "\"v\($0)\": null" }.joined(separator: ", ")
    #expect(
      try counts(["! \"variables\": { \(variables) }", "start Start onBegin=s0"] + nodes)
        == [.manyNodes: 1, .conversationIDNotReset: count])
  }
}
