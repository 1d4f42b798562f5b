import Diagnostics
import FlowLoading
import FlowModel
import Testing

@testable import FlowValidation

@Suite("Rules")
struct RuleTests {
  private static let cases =
    graphRuleCases + conversationRuleCases + variableRuleCases + messageRuleCases + platformRuleCases
    + suppressionCases

  @Test("find what is wrong and nothing else", arguments: cases)
  func findings(_ ruleCase: RuleCase) throws {
    let linted = try LintedFlow(
      FlowSketch(ruleCase.sketch).json, settings: LintedFlow.settings(about: ruleCase.name))
    #expect(linted.found == ruleCase.expected)
    for finding in linted.report.findings {
      #expect(!finding.message.hasSuffix(".") && !finding.message.contains("\n"), "\(finding.message)")
      #expect(finding.help.hasSuffix("."), "\(finding.help)")
    }
  }

  @Test(
    "have a case that finds and, in its page, one that does not",
    arguments: RuleRegistry.pages.map(\.code).filter { !$0.judgesScenarios && !$0.judgesProjects })
  func coverage(_ code: RuleCode) {
    // RF601 speaks of flows that are too long for a table; its page shows one.
    let isInTable = Self.cases.contains { $0.expected.contains { $0.hasPrefix("\(code) ") } }
    #expect(isInTable || code == .manyNodes)
  }

  @Test("explain themselves with a flow that shows that rule alone, and one that is right")
  func examples() throws {
    for page in RuleRegistry.pages where page.flow == nil {
      // A flow of a conversation is asked to be simple before all.
      var settings = RuleSettings()
      if page.code != .literalEntryPointDate { try settings.set(.literalEntryPointDate, to: .off) }
      let bad = try LintedFlow(page.bad.text, settings: settings)
      #expect(
        bad.loaded.findings.isEmpty && bad.report.findings.map(\.code) == [page.code],
        "\(page.code): \(bad.found)")
      let good = try LintedFlow(page.good.text, settings: settings)
      #expect(good.found == [] && good.suppressed == [], "\(page.code)")
      #expect(!page.what.isEmpty && !page.why.isEmpty && page.bad.text != page.good.text, "\(page.code)")
    }
  }

  @Test("are listed in code order, every one outside of 1xx")
  func registry() {
    #expect(RuleRegistry.pages.map(\.code) == RuleCode.allCases.filter { !$0.judgesTheFile })
  }

  @Test("suggest the nearest name, for the first hundred unknown ones")
  func suggestions() throws {
    let sketch = """
      ! "variables": { "customerName": "Ann" }, "settings": { "results": { "handedOver": { "code": 1, "status": "success" } } }
      start Start onBegin=relya
      relay SendSMS onSuccess=@end:handedover onError=ends | "message": "$(custmerName) $(strat.sms.message) $(start.sms.mesage) $(open.respnse.message[0]) $(customerName)", "onLeave": { "set": { "customername": 1 } }
      open StartConversation Message=xxxxxxxx Complete=@end otherwise=@end
      """
    let messages = try LintedFlow(FlowSketch(sketch).json).report.findings.map(\.message)
    #expect(
      messages == [
        "there is no node `relya`; did you mean `relay`?",
        "there is no result `handedover`; did you mean `@end:handedOver`?",
        "there is no node `ends`",
        "there is no variable `custmerName`; did you mean `$(customerName)`?",
        "there is no node `strat`; did you mean `$(start.sms.message)`?",
        "`start` has no output `sms.mesage`; did you mean `$(start.sms.message)`?",
        "`open` has no output `respnse.message[0]`; did you mean `$(open.response.message[0])`?",
        "there is no variable `customername` to set; did you mean `customerName`?",
        "there is no node `xxxxxxxx`",
      ])
    let branches = (1...150).map { "b\($0)=relya" }.joined(separator: " ")
    let many = "start Start onBegin=relay\nrelay SendSMS onSuccess=many\nmany Branch \(branches) none=@end"
    let found = try LintedFlow(FlowSketch(many).json).report.findings
    #expect(found.filter { $0.message.contains("did you mean") }.count == 100 && found.count == 150)
  }

  @Test("suggest an end whose `@` is missing, and no name that a variable cannot have")
  func suggestedEnds() throws {
    let sketch = """
      ! "variables": { "claim number": null }
      start Start onBegin=s
      s SendSMS onSuccess=resume onError=end onTimeout=END | "message": "$(claimNumber)"
      """
    let messages = try LintedFlow(FlowSketch(sketch).json).report.findings.map(\.message)
    #expect(
      messages == [
        "there is no node `resume`; did you mean `@resume`?", "there is no node `end`; did you mean `@end`?",
        "there is no node `END`", "there is no variable `claimNumber`",
      ])
  }

  @Test("RF301 shows where the branch begins, where it ends, and each step of the way")
  func steps() throws {
    let flow = try LintedFlow(
      FlowSketch(
        """
        start Start onBegin=open
        open StartConversation Message=relay Complete=@end otherwise=@end:error
        relay SendSMS onSuccess=@resume otherwise=pause
        pause SendReport onDRSuccess=@end
        """
      ).json)
    let finding = try #require(flow.report.findings.first)
    func told(_ places: [RelatedPlace]) -> [String] {
      places.map { "\($0.message): \(flow.pointer(to: $0.place)) \(flow.marked($0.place))" }
    }
    let waits = "`pause` is a SendSMS with `waitFor: deliveryReport`, which waits"
    #expect(finding.message == "\(waits), on the branch of `Message` of `open`")
    #expect(
      told(finding.related) == [
        "the branch begins here, at `Message`: /nodes/open/on/Message \"relay\"",
        "\(waits): /nodes/pause \"pause\"",
      ])
    #expect(
      told(finding.steps) == [
        "`Message` of `open` leads to `relay`: /nodes/open/on/Message \"relay\"",
        "`otherwise` of `relay` leads to `pause`: /nodes/relay/on/otherwise \"pause\"",
        "\(waits): /nodes/pause \"pause\"",
      ])
  }

  @Test("RF402 names a shortest way on which the output is not set")
  func unsetWay() throws {
    let flow = try LintedFlow(
      FlowSketch(
        """
        start Start onBegin=a
        a Receive sms.mo=b otherwise=c
        b SendSMS onSuccess=d
        c SendSMS onSuccess=d
        d SendSMS onSuccess=@end | "message": "$(a.receive.message)"
        """
      ).json)
    #expect(
      flow.report.findings.map(\.message) == [
        """
        `$(a.receive.message)` is not set on every way to `d`: \
        not on the way start → onBegin → a → otherwise → c → onSuccess → d
        """
      ])
  }
}
