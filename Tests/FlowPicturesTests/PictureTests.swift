import Diagnostics
import FlowLoading
import FlowModel
import Foundation
import JSONSyntax
import Testing

@testable import FlowPictures

@Suite("Pictures")
struct PictureTests {
  private static func graph(_ nodes: String, name: String = "Small") throws -> FlowGraph {
    let text = """
      {"formatVersion": 1, "name": "\(name)", "nodes": {\(nodes)}}
      """
    return try #require(FlowLoader.load(Array(text.utf8)).graph)
  }

  private static let start = """
    "start": {"type": "Start", "trigger": {"channel": "sms", "number": "+15555550100"}, "on": {"onBegin": "open"}}
    """

  private static func conversation(_ listed: String) -> String {
    """
    "open": {"type": "StartConversation", "method": "sms", "authorization": "a",
      "input": {"entryPointId": "7"}, "on": {\(listed)}}
    """
  }

  private static func send(_ id: String, _ listed: String, message: String = "Hi") -> String {
    """
    "\(id)": {"type": "SendSMS", "destination": "+15555550142", "from": "1", "message": "\(message)",
      "on": {\(listed)}}
    """
  }

  private static let small = """
    \(start), \(conversation(#""Assigned": "@resume", "Message": "relay", "Complete": "@end", "otherwise": "@end:error""#)),
    \(send("relay", #""onSuccess": "@resume", "onError": "relay""#))
    """

  // MARK: What is drawn

  @Test("Outcomes with one target are one way, branches lead back to their conversation, ends are terminals")
  func model() throws {
    let model = PictureModel(of: DrawnFlow(try Self.graph(Self.small)))
    #expect(model.nodes.map(\.id) == ["start", "open", "relay", "@end", "@end:error"])
    let ways = model.edges.map { edge in
      "\(model.nodes[edge.source].id) \(edge.keys.joined(separator: "+")) \(model.nodes[edge.target].id) \(edge.kind)"
        + (edge.isReturn ? " back" : "")
    }
    #expect(
      ways == [
        "start onBegin open main", "open Assigned open branch back", "open Message relay branch",
        "open Complete @end closing", "open otherwise @end:error failure", "relay onSuccess open branch back",
        "relay onError relay failure",
      ])
    #expect(model.nodes.map(\.isOnBranch) == [false, false, true, false, false])
  }

  @Test("A branch of two conversations, or of none, ends in a terminal")
  func unclearReturns() throws {
    let other = Self.conversation(#""Message": "relay", "Complete": "@end""#).replacing("open", with: "other")
    let graph = try Self.graph(
      """
      \(Self.start), \(Self.conversation(#""Message": "relay", "Complete": "other""#)), \(other),
      \(Self.send("relay", #""onSuccess": "@resume""#)), \(Self.send("lost", #""onSuccess": "@resume""#))
      """)
    let model = PictureModel(of: DrawnFlow(graph))
    let returns = model.edges.filter { $0.keys == ["onSuccess"] }.map { model.nodes[$0.target].id }
    #expect(returns == ["@resume", "@resume"])
  }

  @Test("What a node does is told in a line")
  func summaries() throws {
    let cases = [
      (#""type": "Delay", "seconds": 5400"#, "waits 90 min"),
      (#""type": "Delay", "seconds": 0.5"#, "waits 0.5 s"),
      (#""type": "Delay", "until": "$(x)""#, "waits until $(x)"),
      (#""type": "HTTPRequest", "method": "GET", "url": "https://a.example""#, "GET https://a.example"),
      (
        #""type": "Receive", "channels": {"sms": {}, "messenger": {}}, "timeoutSeconds": 86400"#,
        "waits 1 d for SMS or Messenger"
      ),
      (
        #""type": "Branch", "branches": [{"name": "a", "all": [{"value": "$(x)", "operator": "equals", "operand": ""}]}]"#,
        "by $(x)"
      ),
      (
        #""type": "Start", "trigger": {"channel": "sms", "number": "12345", "keyword": "GO"}"#,
        "on SMS “GO” to 12345"
      ),
      (#""type": "SendMessenger", "destination": "7", "message": "Hello""#, "“Hello”"),
      (#""type": "Nothing""#, ""),
    ]
    for (members, summary) in cases {
      let graph = try Self.graph(#""n": {\#(members)}"#)
      #expect(NodeSummary(of: graph.nodes[0], in: graph).text == summary)
    }
  }

  // MARK: SVG

  @Test("A picture is known to the byte; whoever changes how it looks looks at it and draws it anew")
  func drawing() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let golden = try Data(contentsOf: folder.appendingPathComponent("../Fixtures/smallest.svg"))
    let svg = FlowPicture(try Self.graph(Self.start.replacing("open", with: "@end"), name: "Smallest")).svg()
    #expect(svg == String(decoding: golden, as: UTF8.self))
  }

  @Test("Within a page there is no prolog, and every id begins with the prefix")
  func embedded() throws {
    let svg = FlowPicture(try Self.graph(Self.small)).svg(idPrefix: "p-", isStandalone: false)
    #expect(svg.hasPrefix("<svg "))
    let ids = svg.split(separator: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(ids.count == Set(ids).count && ids.allSatisfy { $0.hasPrefix("p-") })
    #expect(
      svg.contains(
        #"data-from="relay" data-to="open" data-outcome="onSuccess" data-outcomes="[&quot;onSuccess&quot;]""#)
    )
    #expect(svg.contains(#"data-end="@end:success""#) && svg.contains(#"data-node="relay""#))
  }

  @Test("No text of a flow becomes markup, in any form")
  func escaping() throws {
    // The accent makes one character of quote and accent, which must not hide the quote.
    let bad = #"\"\u0301><script>x</script>\\ ]]> \u0007`-->"#
    let branch = """
      "\(bad)": {"type": "Branch", "branches": [{"name": "\(bad)", "all": [
        {"value": "\(bad)", "operator": "equals", "operand": "1"}]}], "on": {"\(bad)": "\(bad)", "none": "r"}},
      \(Self.send("r", #""onSuccess": "@end""#, message: bad))
      """
    let picture = FlowPicture(try Self.graph(branch, name: bad))
    #expect(!picture.text(as: .svg).contains("<script"))
    #expect(!picture.text(as: .svg).contains("\u{7}"))
    #expect(!picture.text(as: .mermaid).contains("<script"))
    for line in picture.text(as: .dot).split(separator: "\n") {
      // Quotes that are not escaped come in pairs.
      var isEscaped = false
      var quotes = 0
      for byte in line.utf8 {
        if byte == UInt8(ascii: "\""), !isEscaped { quotes += 1 }
        isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
      }
      #expect(quotes.isMultiple(of: 2), "\(line)")
    }
    #expect(throws: Never.self) { try JSON(parsing: picture.text(as: .json)) }
  }

  @Test("A long text is told in part, twice at most, however it must be escaped")
  func longTexts() throws {
    let text = String(repeating: "<", count: 100_000)
    let svg = FlowPicture(try Self.graph(Self.send("r", #""onSuccess": "@end""#, message: text))).text(
      as: .svg)
    #expect(svg.contains(String(repeating: "&lt;", count: 3999) + "…"))
    #expect(!svg.contains(String(repeating: "&lt;", count: 4000)))
    #expect(svg.utf8.count < 60_000)
  }

  // MARK: What is drawn in

  @Test("Findings are drawn where they mark something, and the way that one tells is numbered")
  func findings() throws {
    let text = #"{"formatVersion": 1, "name": "F", "nodes": {\#(Self.small)}}"#
    let loaded = FlowLoader.load(Array(text.utf8))
    let graph = try #require(loaded.graph)
    let relay = graph.nodes[2]
    let found = [
      Finding(
        .waitingNodeOnIntermediateBranch, "bad", at: relay.listings[1].targetPlace,
        path: ["open", "Message", "relay", "onError", "relay"], help: ""),
      Finding(.unreachableNode, "far", at: relay.idPlace, help: ""),
      Finding(.manyNodes, "many", at: try #require(graph.nodesPlace), help: ""),
    ]
    let model = FlowPicture(graph, findings: found).model
    #expect(model.edges[6].marks.badges.map(\.code) == [.waitingNodeOnIntermediateBranch])
    #expect(model.nodes[2].marks.badges.map(\.code) == [.unreachableNode])
    #expect(model.badges.map(\.code) == [.manyNodes])
    #expect(model.edges.map(\.marks.step) == [nil, nil, 1, nil, nil, nil, 2])
    #expect(model.nodes[2].marks.step == 3)
  }

  @Test("What ran is counted at nodes, at ways with all their outcomes, and at ends")
  func activity() throws {
    let graph = try Self.graph(Self.small)
    func node(_ entries: Int, _ outcomes: [(String, Int)] = []) -> Activity.Node {
      Activity.Node(entries: entries, outcomes: outcomes.map { Activity.Outcome(name: $0, count: $1) })
    }
    let activity = Activity(nodes: [node(0), node(3, [("Message", 3), ("Unauthorized", 1)]), node(0)])
    let model = FlowPicture(graph, activity: activity).model
    #expect(model.nodes.map(\.marks.count) == [0, 3, 0, 0, 1])
    #expect(model.edges.map(\.marks.count) == [0, 0, 3, 0, 1, 0, 0])
  }
}
