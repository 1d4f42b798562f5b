import Diagnostics
import FlowLoading
import Foundation
import JSONSyntax
import Testing

/// The rules that judge the file: what they find is exactly what the tables mark.
@Suite struct FileRuleTests {
  @Test func theFlowWithEveryFieldHasNoFinding() {
    #expect(!EditedFlow.original.isEmpty)
    #expect(findings(in: EditedFlow.original) == [])
  }

  @Test(arguments: lines(of: topLevelCases + nodeCases + templateCases + targetCases))
  func everyNodeAndTheTopLevelAreJudgedAsMarked(_ line: String) throws {
    let source = try EditedFlow(line).source
    #expect(findings(in: source.bytes) == expected(of: source))
  }

  @Test(
    arguments: lines(
      of: startCases + conversationCases + serviceCases + sendingCases + waitingCases + branchCases))
  func eachNodeTypeIsJudgedAsMarked(_ line: String) throws {
    let source = try EditedFlow(line).source
    #expect(findings(in: source.bytes) == expected(of: source))
  }

  @Test(arguments: lines(of: wholeFileCases))
  func aWholeFileIsJudgedAsMarked(_ line: String) {
    let source = MarkedSource(line)
    #expect(findings(in: source.bytes) == expected(of: source))
  }

  @Test func aFileMayBeTenMebibytesAndNoMore() {
    let limit = 10 * 1024 * 1024
    let flow = EditedFlow.original
    let longest = flow + Array(repeating: UInt8(ascii: " "), count: limit - flow.count)
    #expect(FlowLoader.load(longest).findings.isEmpty)
    let tooLong = FlowLoader.load(longest + [UInt8(ascii: " ")])
    #expect(tooLong.findings.map(\.code) == [.fileTooLarge])
    #expect(tooLong.findings.first?.place.range == 0..<0)
    #expect(tooLong.graph == nil)
    #expect(tooLong.document == nil)
  }

  @Test(arguments: [
    ("2", "This Refrain knows version 1, and the file says that it is of a newer one: take a newer Refrain."),
    ("0", "The only version is 1: write `\"formatVersion\": 1`."),
    ("\"2\"", "The only version is 1: write `\"formatVersion\": 1`."),
  ])
  func whatHelpsAgainstAnUnknownVersionIsToldOfANewerOneToo(_ version: String, _ advice: String) {
    let findings = FlowLoader.load(Array(#"{ "formatVersion": \#(version), "nodes": {} }"#.utf8)).findings
    #expect(findings.map(\.code) == [.unsupportedFormatVersion])
    #expect(findings.map(\.help) == ["\(advice) Nothing else of the file is judged."])
  }

  @Test func nestingMayBe512Deep() throws {
    // The root and its member `x-a` are the first two.
    let deepest = String(repeating: "[", count: 511) + String(repeating: "]", count: 511)
    #expect(findings(in: try EditedFlow("/ + \"x-a\": \(deepest)").source.bytes) == [])
    let tooDeep = try EditedFlow("/ + \"x-a\": [\(deepest)]").source.bytes
    #expect(FlowLoader.load(tooDeep).findings.map(\.code) == [.invalidJSON])
  }

  @Test func namesAreSuggestedForTheFirstHundredUnknownOnes() throws {
    let members = (0..<150).map { "\"descriptiom\($0)\": 1" }.joined(separator: ", ")
    let source = try EditedFlow("relay + \(members)").source.bytes
    let findings = FlowLoader.load(source).findings
    #expect(findings.count == 150)
    #expect(findings.prefix(100).allSatisfy { $0.message.contains("did you mean `description`?") })
    #expect(findings.dropFirst(100).allSatisfy { !$0.message.contains("did you mean") })
  }

  @Test(arguments: lines(of: suggestionCases))
  func theNearestNameIsSuggested(_ line: String) throws {
    let parts = line.components(separatedBy: " → ")
    let message = FlowLoader.load(try EditedFlow(parts[0]).source.bytes).findings.first?.message ?? ""
    #expect(message.hasSuffix(parts[1] == "nothing" ? "`" : "; did you mean `\(parts[1])`?"), "\(message)")
    #expect(message.contains("did you mean") == (parts[1] != "nothing"))
  }

  /// What is found: `RF106 at 10..<13: "$("`. A pointer must name what is marked, a byte order mark aside.
  private func findings(in source: [UInt8]) -> [String] {
    let loaded = FlowLoader.load(source)
    return loaded.findings.map { finding in
      let place = finding.place
      let isThere =
        finding.code == .byteOrderMark
        || loaded.document.map { $0.node(at: place.element).range == place.range } ?? true
      return description(of: finding.code.rawValue, place.range, in: source)
        + (isThere ? "" : " of another element")
    }.sorted()
  }

  private func expected(of source: MarkedSource) -> [String] {
    source.marks.map { description(of: $0.code, $0.range, in: source.bytes) }.sorted()
  }

  private func description(of code: String, _ range: Range<Int>, in source: [UInt8]) -> String {
    "\(code) at \(range): \(String(decoding: source[range].prefix(60), as: UTF8.self))"
  }
}
