import Diagnostics
import FlowLoading
import FlowModel
import Testing

@testable import FlowValidation

/// RF001, and what `lintIgnore` suppresses.
let suppressionCases = RuleCase.table(
  #"""
  # a node suppresses what lies in it, its id included
  start Start onBegin=open
  open StartConversation Message=@end Complete=@end otherwise=@end | "lintIgnore": { "RF302": "the agent writes once" }
  a SendSMS onSuccess=@end | "lintIgnore": { "RF203": "for next week" }
  # a node suppresses nothing elsewhere
  start Start onBegin=open
  open StartConversation Message=a Complete=@end otherwise=@end | "lintIgnore": { "RF302": "the agent writes once" }
  a SendSMS onSuccess=@end
  > RF001 warning /nodes/open/lintIgnore/RF302 "RF302"
  > RF302 warning /nodes/a/on/onSuccess "@end"
  # the file suppresses all of a code
  ! "lintIgnore": { "RF203": "for next week", "RF403": "for next week" }, "variables": { "a1": 1, "a2": 2 }
  start Start onBegin=@end
  a SendSMS onSuccess=@end
  b SendSMS onSuccess=@end
  # RF001 marks each code that suppresses nothing
  ! "lintIgnore": { "RF203": "old" }
  start Start onBegin=a
  a SendSMS onSuccess=@end | "lintIgnore": { "RF302": "old", "RF502": "old" }
  > RF001 warning /lintIgnore/RF203 "RF203"
  > RF001 warning /nodes/a/lintIgnore/RF302 "RF302"
  > RF001 warning /nodes/a/lintIgnore/RF502 "RF502"
  # a finding that both the node and the file suppress keeps both from RF001
  ! "lintIgnore": { "RF203": "for next week" }
  start Start onBegin=@end
  a SendSMS onSuccess=@end | "lintIgnore": { "RF203": "for next week" }
  # RF001 can be suppressed, but a suppression does not answer for itself
  ! "lintIgnore": { "RF001": "a template of ours" }
  start Start onBegin=a
  a SendSMS onSuccess=b | "lintIgnore": { "RF302": "old" }
  b SendSMS onSuccess=@end | "lintIgnore": { "RF302": "old", "RF001": "a template of ours" }
  # RF001 judges a suppression of RF001 itself
  ! "lintIgnore": { "RF001": "a template of ours" }
  start Start onBegin=@end
  > RF001 warning /lintIgnore/RF001 "RF001"
  # RF001 judges a node's suppression of RF001 alike
  start Start onBegin=@end | "lintIgnore": { "RF001": "a template of ours" }
  > RF001 warning /nodes/start/lintIgnore/RF001 "RF001"
  # a suppressed finding still keeps the rules from judging what hangs on it
  ! "lintIgnore": { "RF202": "still to be drawn" }
  start Start onBegin=a
  a SendSMS onSuccess=x
  b SendSMS onSuccess=@end
  # RF001 does not speak of a rule that is not judged
  ! "lintIgnore": { "RF203": "for next week", "RF402": "never unset" }
  start Start onBegin=a
  a SendSMS onSucess=@end
  > RF108 error /nodes/a/on/onSucess "onSucess"
  # errors of the file and codes that there are not cannot be suppressed
  ! "lintIgnore": { "RF103": "ours", "RF999": "ours", "RF203": "" }
  start Start onBegin=@end
  > RF106 error /lintIgnore/RF103 "RF103"
  > RF106 error /lintIgnore/RF999 "RF999"
  > RF106 error /lintIgnore/RF203 "RF203"
  """#)

@Suite("Settings and suppressions")
struct SettingsTests {
  private static let unreachable = FlowSketch("start Start onBegin=@end\na SendSMS onSuccess=@end").json

  @Test("a setting changes a rule's findings, or leaves them out", arguments: RuleLevel.allCases)
  func level(_ level: RuleLevel) throws {
    var settings = RuleSettings()
    try settings.set(.unreachableNode, to: level)
    let found = try LintedFlow(Self.unreachable, settings: settings).found
    #expect(found == (level == .off ? [] : ["RF203 \(level.rawValue) /nodes/a \"a\""]))
  }

  @Test("no setting changes a rule of the file")
  func unchangeable() {
    var settings = RuleSettings()
    #expect(throws: RuleSettings.UnchangeableRule(code: .duplicateKey)) {
      try settings.set(.duplicateKey, to: .off)
    }
  }

  @Test("a setting goes before a suppression, and RF001 does not speak of a rule that is off")
  func suppressedAndSet() throws {
    let sketch = """
      ! "lintIgnore": { "RF203": "for next week", "RF403": "none" }
      start Start onBegin=@end
      a SendSMS onSuccess=@end
      """
    var settings = RuleSettings()
    try settings.set(.unreachableNode, to: .error)
    try settings.set(.unusedVariable, to: .off)
    let flow = try LintedFlow(FlowSketch(sketch).json, settings: settings)
    #expect(flow.found == [])
    #expect(flow.suppressed == ["RF203 error /nodes/a \"a\""])
    #expect(flow.report.suppressed.map(\.suppression.reason) == ["for next week"])
    try settings.set(.unusedVariable, to: .info)
    try settings.set(.unusedSuppression, to: .error)
    #expect(
      try LintedFlow(FlowSketch(sketch).json, settings: settings).found == [
        "RF001 error /lintIgnore/RF403 \"RF403\""
      ])
    try settings.set(.unusedSuppression, to: .off)
    #expect(try LintedFlow(FlowSketch(sketch).json, settings: settings).found == [])
  }

  @Test("a rule that is off still keeps the others from judging what hangs on it")
  func offStillStands() throws {
    var settings = RuleSettings()
    try settings.set(.unknownTarget, to: .off)
    let flow = FlowSketch("start Start onBegin=x\na SendSMS onSuccess=@end").json
    #expect(try LintedFlow(flow, settings: settings).found == [])
  }
}

@Suite("A flow may run")
struct ValidatedFlowTests {
  private static let waitingInBranch = """
    start Start onBegin=open
    open StartConversation Message=pause Complete=@end otherwise=@end
    pause Delay onTimeout=@resume
    """

  /// Whether a flow may run, or the codes that are in the way.
  private func verdict(_ sketch: String, forcing: Bool = false) throws -> String {
    let graph = try #require(FlowLoader.load(Array(FlowSketch(sketch).json.utf8)).graph)
    do {
      let flow = try FlowValidator.validated(graph, forcing: forcing)
      return flow.isForced ? "forced" : "may run"
    } catch {
      return (error.findings.map(\.code) + error.loadingErrors.sorted()).map(\.rawValue).joined(
        separator: " ")
    }
  }

  @Test("if it has no error by the rules' own severities, and forcing lets errors of 3xx stand alone")
  func verdicts() throws {
    let clean = "start Start onBegin=@end\na SendSMS onSuccess=@end"
    #expect(try verdict(clean) == "may run")
    #expect(try verdict(clean, forcing: true) == "may run")
    #expect(try verdict(Self.waitingInBranch) == "RF301")
    #expect(try verdict(Self.waitingInBranch, forcing: true) == "forced")
    #expect(
      try verdict("start Start onBegin=x\n" + Self.waitingInBranch.dropFirst(25), forcing: true) == "RF202")
    #expect(try verdict("start Start onBegin=@end | \"x\": 1", forcing: true) == "RF103")
    let suppressed = Self.waitingInBranch.replacing(
      "@end\npause", with: "@end | \"lintIgnore\": { \"RF301\": \"ours\" }\npause")
    #expect(try verdict(suppressed) == "may run")
  }
}
