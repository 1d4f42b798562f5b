import FlowLoading
import FlowModel
import Testing

@testable import FlowPictures

@Suite("Comparing two versions")
struct ComparisonTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let old: String
    let new: String
    let lines: [String]

    init(_ description: String, _ old: String, _ new: String, _ lines: [String]) {
      testDescription = description
      self.old = old
      self.new = new
      self.lines = lines
    }
  }

  private static func send(_ id: String, _ on: String, _ message: String = "Hi") -> String {
    #""\#(id)": {"type": "SendSMS", "destination": "+15555550142", "from": "1", "message": "\#(message)", "on": {\#(on)}}"#
  }

  private static let long = String(repeating: "Thank you for chatting with us. ", count: 4)

  static let cases = [
    Case("nothing", send("a", #""onSuccess": "@end""#), send("a", #""onSuccess": "@end""#), []),
    Case(
      "order and layout do not count", send("a", "") + "," + send("b", ""),
      send("b", "") + " , " + send("a", ""), []),
    Case(
      "a field", send("a", ""), send("a", "", "Hello"), [#"`a`: `message` changed from "Hi" to "Hello""#]),
    Case(
      "a long field, near its difference", send("a", "", long + "Bye."), send("a", "", long + "So long."),
      [#"`a`: `message` changed from "…atting with us. Bye." to "…atting with us. So long.""#]),
    Case(
      "a target", send("a", #""onSuccess": "@end", "onError": "a""#),
      send("a", #""onSuccess": "@end:error", "onTimeout": "a""#),
      [
        "`a`: `onSuccess` now leads to `@end:error`, before to `@end`",
        "`a`: `onTimeout` now leads to `a`, before it was not listed",
        "`a`: `onError` is no longer listed, it led to `a`",
      ]),
    Case(
      "nodes that come and go", send("a", #""onSuccess": "@end""#),
      #""b": {"type": "HTTPRequest", "on": {"onSuccess": "b"}}"#,
      ["`b`: added, an HTTPRequest; `onSuccess` leads to `b`", "`a`: removed, a SendSMS"]),
    Case(
      "a renamed node, whose targets are renamed with it",
      send("a", #""onSuccess": "old", "onError": "a""#, "1") + ","
        + send("old", #""onSuccess": "a", "onError": "old""#),
      send("a", #""onSuccess": "new", "onError": "a""#, "1") + ","
        + send("new", #""onSuccess": "a", "onError": "new""#),
      ["`new`: renamed from `old`"]),
    Case(
      "a renamed node that reads its own output",
      send("old", #""onError": "@end""#, "1 $(old.send.gatewayTid)"),
      send("new", #""onError": "@end""#, "1 $(new.send.gatewayTid)"),
      [
        "`new`: renamed from `old`",
        #"`new`: `message` changed from "1 $(old.send.gatewayTid)" to "1 $(new.send.gatewayTid)""#,
      ]),
    Case(
      "two nodes that are renamed, each of which leads to the other",
      send("a", #""onSuccess": "b""#, "1") + "," + send("b", #""onSuccess": "a""#),
      send("c", #""onSuccess": "d""#, "1") + "," + send("d", #""onSuccess": "c""#),
      ["`c`: renamed from `a`", "`d`: renamed from `b`"]),
    Case(
      "nodes that are alike are no renamed ones", send("a", "") + "," + send("b", ""),
      send("c", "") + "," + send("d", ""),
      [
        "`c`: added, a SendSMS", "`d`: added, a SendSMS", "`a`: removed, a SendSMS",
        "`b`: removed, a SendSMS",
      ]),
    Case(
      "what is set", #""a": {"type": "Delay", "seconds": 1, "onEnter": {"set": {"x": null}}}"#,
      #""a": {"type": "Delay", "seconds": 2, "onEnter": {"set": {"x": "$(y)"}}, "lintIgnore": {"RF203": "later"}}"#,
      [
        "`a`: `seconds` changed from 1 to 2", #"`a`: `onEnter.set.x` changed from null to "$(y)""#,
        #"`a`: `lintIgnore.RF203` is new: "later""#,
      ]),
    Case(
      "a type", #""a": {"type": "Delay", "seconds": 1}"#, #""a": {"type": "SendMessenger", "message": "Hi"}"#,
      [
        "`a`: `type` changed from Delay to SendMessenger", #"`a`: `message` is new: "Hi""#,
        "`a`: `seconds` is gone, it was 1",
      ]),
  ]

  private static func graph(_ nodes: String, _ members: String = "") throws -> FlowGraph {
    let text = #"{"formatVersion": 1, "name": "F"\#(members), "nodes": {\#(nodes)}}"#
    return try #require(FlowLoader.load(Array(text.utf8)).graph)
  }

  @Test("What changed is told in plain words", arguments: cases)
  func words(_ test: Case) throws {
    let comparison = FlowComparison(from: try Self.graph(test.old), to: try Self.graph(test.new))
    #expect(comparison.lines == test.lines)
  }

  @Test("What changed of the flow itself is told too")
  func flow() throws {
    let old = try Self.graph(Self.send("a", ""), #", "variables": {"x": null, "y": 1}"#)
    let new = try Self.graph(
      Self.send("a", ""), #", "variables": {"x": "1"}, "settings": {"expiresAfterSeconds": 60}"#)
    #expect(
      FlowComparison(from: old, to: new).lines == [
        "the flow: `settings.expiresAfterSeconds` is new: 60",
        #"the flow: `variables.x` changed from null to "1""#, "the flow: `variables.y` is gone, it was 1",
      ])
  }

  @Test("The picture has both versions, each part with what became of it")
  func picture() throws {
    let old = try Self.graph(
      Self.send("a", #""onSuccess": "gone", "onError": "@end""#) + ","
        + Self.send("gone", #""onSuccess": "a""#))
    let new = try Self.graph(
      Self.send("a", #""onSuccess": "new", "onError": "@end""#, "Hello") + ","
        + Self.send("new", #""onSuccess": "@end""#))
    let model = FlowPicture(FlowComparison(from: old, to: new)).model
    #expect(model.nodes.filter(\.isFlowNode).map(\.id) == ["a", "new", "gone"])
    #expect(model.nodes.filter(\.isFlowNode).map(\.marks.change) == [.changed, .added, .removed])
    let ways = model.edges.map { edge in
      "\(model.nodes[edge.source].id) \(edge.keys[0]) \(edge.marks.change?.rawValue ?? "-")"
    }
    #expect(
      ways == [
        "a onSuccess added", "a onError -", "new onSuccess added", "a onSuccess removed",
        "gone onSuccess removed",
      ])
  }
}
