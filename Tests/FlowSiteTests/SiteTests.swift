import Diagnostics
import FlowInterpreter
import FlowLoading
import FlowModel
import FlowReporting
import JSONSyntax
import Testing

@testable import FlowSite

@Suite("Site")
struct SiteTests {
  @Test("Names of pages are safe on every disk, and no two are alike")
  func names() {
    var names = SiteNames(in: "Flows")
    let cases: [(path: String, kind: SiteNames.Kind, name: String)] = [
      ("Flows/sms-support.flow.json", .flow, "sms-support-flow.html"),
      ("Flows/sms-support.scenario.json", .scenario, "sms-support-scenario.html"),
      ("Flows/SMS-Support.flow.json", .flow, "sms-support-flow-2.html"),
      ("Flows/sms support.flow.json", .flow, "sms-support-flow-3.html"),
      ("Flows/sms-support-flow-2.flow.json", .flow, "sms-support-flow-2-flow.html"),
      ("Flows/deep/../x.flow.json", .flow, "deep-x-flow.html"),
      ("../Other/x.flow.json", .flow, "other-x-flow.html"),
      ("/tmp/x.json", .flow, "tmp-x-flow.html"),
      ("Flows/<script>\"'&.flow.json", .flow, "script--flow.html"),
      ("Flows/мова.flow.json", .flow, "file-flow.html"),
      ("Flows/CON.flow.json", .flow, "con-flow.html"),
      (
        "Flows/" + String(repeating: "a", count: 300) + "b.flow.json", .flow,
        String(repeating: "a", count: 99) + "b-flow.html"
      ),
    ]
    for (path, kind, name) in cases { #expect(names.name(forFile: path, kind) == name, "\(path)") }
  }

  @Test("A digest is that of SHA-256, whatever the length")
  func digests() {
    let cases = [
      ("", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
      ("abc", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE="
      ),
      (String(repeating: "a", count: 1000), "Qe3s5C1j6Nm/UVqbppMuHCDLyfWl0TRkWttdsblzfqM="),
    ]
    for (text, digest) in cases { #expect(SHA256(of: text).base64 == digest) }
  }

  @Test("Pages let run what has the digest of their scripts")
  func scriptDigest() {
    for script in [SiteScript.player, .picture] { #expect(script.digest == SHA256(of: script.text).base64) }
  }

  @Test("Text that is put into markup is escaped, and what HTML cannot hold is replaced")
  func escaping() {
    let text = "<a b=\"c\" d='e'>&amp;\u{0}\u{1B}\r\n\tü"
    let markup: Markup = "<p title=\"\(text)\">\(7)</p>\(Markup.nothing)\(["<b>" as Markup])\(nil as Markup?)"
    #expect(
      markup.html
        == "<p title=\"&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;\u{FFFD}\u{FFFD}&#13;\n\tü\">7</p><b>")
  }

  @Test("Each step knows its session, whose phone it concerns, and where the flow stands")
  func playback() throws {
    let start = Timestamp(milliseconds: 1000)
    func write(_ from: CustomerAddress, _ number: Int) -> LogEntry {
      .customerWrote(
        InboundMessage(channel: .sms, from: from, to: nil, text: "Hi", transactionID: "t\(number)"),
        at: start + 5)
    }
    func record(_ session: String?, _ happening: Happening) -> LogEntry {
      .record(TraceRecord(sequence: 1, milliseconds: 5, session: session, happening: happening))
    }
    let event = WebhookEvent(id: "e", conversationID: nil, type: "Message")
    let playback = Playback(
      of: [
        write("A", 1), record("s-1", .sessionStarted(flow: "F", channel: .sms, from: "A")),
        record("s-1", .nodeEntered(node: "open", type: .startConversation)),
        write("B", 2), record("s-2", .sessionStarted(flow: "F", channel: .sms, from: "B")),
        .eventPosted(event, at: start + 5), record("s-1", .eventReceived(event: "Message", id: "e")),
        record("s-1", .outcome(node: "open", outcome: "Message", target: "relay")),
        write("C", 3), record(nil, .messageUnhandled(channel: .sms, from: "C")),
        record("s-1", .ended(.success, reason: .expired)),
      ], startingAt: start)
    #expect(playback.phones.map(\.address) == ["A", "B", "C"])
    #expect(playback.hasSeveralSessions && playback.omitted == 0)
    #expect(playback.steps.map(\.milliseconds).allSatisfy { $0 == 5 })
    #expect(
      playback.steps.map { "\($0.number) \($0.session ?? "-") \($0.phone ?? -1) \($0.node ?? "-")" } == [
        "1 s-1 0 -", "2 s-1 0 -", "3 s-1 0 open", "4 s-2 1 -", "5 s-2 1 -", "6 s-1 0 open", "7 s-1 0 open",
        "8 s-1 0 open",
        "9 - 2 -", "10 - 2 -", "11 s-1 0 open",
      ])
    #expect(playback.steps.map { $0.sequence ?? 0 } == [0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1])
    #expect(playback.steps.compactMap(\.taken?.outcome) == ["Message"])
    #expect(playback.steps.last?.end == "success")
  }

  @Test("A flow with too many nodes has a page that says so instead of a picture")
  func largeFlow() throws {
    let nodes = (0...Limits.reportedNodes).map { "\"n\($0)\": {\"type\": \"Delay\", \"seconds\": 1}" }
    let text = "{\"formatVersion\": 1, \"name\": \"F\", \"nodes\": {\(nodes.joined(separator: ","))}}"
    let graph = try #require(FlowLoader.load(Array(text.utf8)).graph)
    let findings = LintReport(files: ["f"], diagnostics: [])
    let flow = SiteFlow(file: "f", page: "f.html", name: "F", findings: findings.summary, coverage: nil)
    let page = FlowPage(flow, graph: graph, findings: findings, scenarios: [])
    let html = String(decoding: page.bytes, as: UTF8.self)
    #expect(html.contains("1001 nodes") && !html.contains("<svg"))
  }

  @Test("A flow's page tells what exploring it has shown, as text")
  func exploration() {
    let findings = LintReport(files: ["f"], diagnostics: [])
    let flow = SiteFlow(file: "f", page: "f.html", name: "F", findings: findings.summary, coverage: nil)
    let exploration = SiteExploration(
      findings: [
        SiteExploration.Finding(severity: .error, message: "<b>`pause`</b> waits", order: "sms \"<i>\"")
      ],
      conclusions: ["7 states & all"])
    let page = FlowPage(flow, graph: nil, findings: findings, exploration: exploration, scenarios: [])
    let html = String(decoding: page.bytes, as: UTF8.self)
    #expect(html.contains("<h2 id=\"orders\">Orders of events</h2>"))
    #expect(html.contains("7 states &amp; all"))
    #expect(html.contains("&lt;b&gt;<code>pause</code>&lt;/b&gt; waits"))
    #expect(html.contains("&lt;i&gt;") && !html.contains("<i>"))
  }

  @Test("A step is called as the trace calls its record, and what is no record by the one that follows")
  func anchors() {
    let start = Timestamp(milliseconds: 0)
    let message = InboundMessage(channel: .sms, from: "A", to: nil, text: "Hi", transactionID: "t")
    let wrote = LogEntry.customerWrote(message, at: start)
    let records = [1, 2].map { number in
      LogEntry.record(
        TraceRecord(
          sequence: number, milliseconds: 0, session: nil,
          happening: .messageUnhandled(channel: .sms, from: "A")))
    }
    let playback = Playback(of: [wrote, records[0], wrote, wrote, records[1], wrote], startingAt: start)
    #expect(
      playback.steps.map(\.anchor) == ["before-1", "step-1", "before-2", "before-2-2", "step-2", "before-3"])
    #expect(playback.steps.map(\.sequence) == [nil, 1, nil, nil, 2, nil])
  }

  @Test("Times are a clock's up to a day, then days and hours, with the date, and nowhere broken")
  func times() {
    let cases: [(milliseconds: Int64, text: String)] = [
      (0, "0:00"), (90_500, "1:30.500"), (86_399_000, "23:59:59"), (86_400_000, "1d\u{A0}0h"),
      ((4 * 24 + 9) * 3_600_000 + 3_599_999, "4d\u{A0}9h"),
    ]
    for (milliseconds, text) in cases { #expect(SiteTime.text(milliseconds) == text) }
    let time = SiteTime(start: Timestamp(milliseconds: 1_767_225_600_000))
    #expect(
      time.markup(86_400_500).html
        == "<time datetime=\"2026-01-02T00:00:00.500Z\" title=\"02-01-2026 00:00:00 UTC\">1d\u{A0}0h</time>")
  }

  @Test("Each record is told in words")
  func words() {
    var transcript = Transcript(startingAt: Timestamp(milliseconds: 0))
    transcript.time = { SiteTime.text($0) }
    let day = Timestamp(milliseconds: 90_000_000)
    let cases: [(happening: Happening, words: String)] = [
      (.nodeEntered(node: "a", type: .delay), "a, a Delay"),
      (.variableSet(name: "v", value: "x"), "v is “x”"), (.variableSet(name: "v", value: [1]), "v is [1]"),
      (.referenceEmpty(node: "a", reference: "v"), "$(v) has no value at a"),
      (.outcome(node: "a", outcome: "onSuccess", target: "b"), "a: onSuccess → b"),
      (.waiting(node: "a", for: .delay, until: day), "a waits, until 1d\u{A0}1h"),
      (
        .waiting(node: "a", for: .gatewayAnswer, until: day),
        "a waits for the gateway's answer, until 1d\u{A0}1h"
      ),
      (.waiting(node: "a", for: .conversationEvent, until: nil), "a waits for the conversation's next event"),
      (.eventReceived(event: "Message", id: "e1"), "Message, e1"),
      (.branchEnded(node: "a", outcome: "Message"), "the branch Message of a is over"),
    ]
    for (happening, words) in cases { #expect(transcript.words(of: happening) == words) }
    #expect(RecordType.allCases.map(\.inWords).allSatisfy { !$0.isEmpty })
    #expect(RecordType.httpRequested.inWords == "HTTP requested")
  }

  @Test("A page that would be too large shows fewer steps, and less of long texts, and says so")
  func largePage() throws {
    let start = Timestamp(milliseconds: 0)
    let text = String(repeating: "<long> ", count: 2_500)
    let message = InboundMessage(channel: .sms, from: "A", to: nil, text: text, transactionID: "t")
    let log = Array(repeating: LogEntry.customerWrote(message, at: start), count: 500)
    let report = ScenarioReport(
      file: "s", name: "s", flow: "f", verdict: .passed(milliseconds: 0))
    let scenario = SiteScenario(page: "s.html", flowPages: [], report: report)
    let flow = try #require(
      FlowLoader.load(Array(#"{"formatVersion": 1, "name": "F", "nodes": {}}"#.utf8)).graph)
    let page = ScenarioPage(
      scenario,
      conversation: .init(log: log + [.omitted(7)], startingAt: start, with: [flow], flowOfSession: [:]),
      notices: []
    ).bytes
    #expect(page.count <= Limits.reportedPageSize)
    let html = String(decoding: page, as: UTF8.self)
    #expect(html.contains(" … (1500 more characters)"))
    #expect(html.contains("steps are not shown here."))
  }

  @Test("Of a conversation that is too long the beginning is shown, and how much is left out")
  func longConversation() {
    let start = Timestamp(milliseconds: 0)
    let message = InboundMessage(channel: .sms, from: "A", to: nil, text: "Hi", transactionID: "t")
    let log = Array(repeating: LogEntry.customerWrote(message, at: start), count: Limits.reportedSteps + 2)
    let playback = Playback(of: log, startingAt: start)
    #expect(playback.steps.count == Limits.reportedSteps)
    #expect(playback.omitted == 2)
  }
}
