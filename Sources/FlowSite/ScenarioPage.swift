import Diagnostics
public import FlowInterpreter
public import FlowModel
import FlowPictures
import FlowReporting
import FlowSimulation

/// The page about one scenario: a player of its conversation, and for paper the transcript.
///
/// All that the player shows stands in the page; its script does no more than show how far the conversation has come. So
/// the page can be read without it.
public struct ScenarioPage: Sendable {
  /// A conversation that was played.
  public struct Conversation: Sendable {
    let log: [LogEntry]
    let start: Timestamp
    /// The flows that it was played with.
    let flows: [FlowGraph]
    /// The flow of each session, by its place among them.
    let flowOfSession: [String: Int]

    /// Creates a conversation.
    /// - Parameters:
    ///   - log: What was said and done.
    ///   - start: Virtual time 0.
    ///   - flows: The flows that it was played with, at least one, in the order in which they began sessions.
    ///   - flowOfSession: The flow of each session, by its place among them.
    public init(
      log: [LogEntry], startingAt start: Timestamp, with flows: [FlowGraph], flowOfSession: [String: Int]
    ) {
      self.log = log
      self.start = start
      self.flows = flows
      self.flowOfSession = flowOfSession
    }
  }

  private let scenario: SiteScenario
  private let conversation: Conversation?
  private let notices: [String]

  /// Creates a page.
  /// - Parameters:
  ///   - conversation: What was played; nil where nothing could be.
  ///   - notices: What was skipped because it is malformed.
  public init(_ scenario: SiteScenario, conversation: Conversation?, notices: [String]) {
    self.scenario = scenario
    self.conversation = conversation
    self.notices = notices
  }

  /// The page as a browser reads it: with fewer steps where it would be too large with all of them.
  public var bytes: [UInt8] {
    var steps = Limits.reportedSteps
    while true {
      let page = bytes(showing: steps)
      guard page.count > Limits.reportedPageSize, steps > 1 else { return page }
      steps /= 2
    }
  }

  private func bytes(showing steps: Int) -> [UInt8] {
    let report = scenario.report
    let content: Markup = """
      <header class="title"><h1>\(scenario.title.printable)</h1>
      <p class="facts">\(report.verdict.badge) <code>\(report.file.printable)</code>\
      \(report.verdict.duration.map { "<span>\($0) of virtual time</span>" as Markup })</p></header>
      \(verdictSection)
      \(noticeSection)
      \(conversation.map { player($0, showing: steps) })
      """
    var trail = [("Flows", SiteNames.index)]
    if let page = scenario.flowPage, let flow = report.flow {
      trail.append((conversation?.flows.first?.name ?? flow, page))
    }
    let hasPlayer = conversation.map { !$0.log.isEmpty } ?? false
    return SitePage(
      title: scenario.title, trail: trail, content: content, script: hasPlayer ? .player : nil,
      hasTimes: hasPlayer
    ).bytes
  }

  private var verdictSection: Markup {
    switch scenario.report.verdict {
    case .passed: return ""
    case .failed(let failure, let source, _):
      let lines = FailureText(failure, in: source, of: scenario.title).lines.joined(separator: "\n")
      return """
        <section class="panel" aria-labelledby="failure"><h2 id="failure">Step \(failure.step) fails</h2>
        <pre class="source failure" tabindex="0" role="group" aria-label="What was expected">\(lines)</pre></section>
        """
    case .refused(let reason, let errors):
      return """
        <section class="panel" aria-labelledby="refusal"><h2 id="refusal">Not played</h2>
        <p>\(reason.printable).</p>
        \(FindingList.items(of: errors).markup)</section>
        """
    }
  }

  private var noticeSection: Markup {
    guard !notices.isEmpty else { return "" }
    let items: [Markup] = notices.prefix(Limits.reportedFindings).map { "<li>\($0.printable)</li>\n" }
    return """
      <section class="panel" aria-labelledby="notices"><h2 id="notices">Skipped</h2>
      <ul>
      \(items)</ul></section>
      """
  }

  private func player(_ conversation: Conversation, showing steps: Int) -> Markup {
    let playback = Playback(of: conversation.log, startingAt: conversation.start, steps: steps)
    guard !playback.steps.isEmpty else { return "<p class=\"panel\">Nothing was said or done.</p>" }
    let time = SiteTime(start: conversation.start)
    var transcript = Transcript(startingAt: conversation.start)
    transcript.time = { SiteTime.text($0) }
    let start = if case .failed = scenario.report.verdict { playback.steps.count } else { 1 }
    let omitted: Markup? =
      playback.omitted > 0
      ? """
      <p class="panel">The trace goes on: its other \(playback.omitted) steps are not shown here. \
      <code>refrain run --trace</code> writes more of them.</p>
      """ : nil
    return """
      <div class="player" data-start="\(start)">
      <div class="stage">
      \(PhoneView(of: playback, transcript: transcript, time: time).markup)
      <div class="middle">
      \(pictures(of: conversation.flows))
      \(WebServiceView(of: playback, time: time).markup)
      </div>
      \(AgentView(of: playback, transcript: transcript, time: time).markup)
      </div>
      \(TraceView(
        of: playback, transcript: transcript, time: time,
        flowOfSession: conversation.flows.count > 1 ? conversation.flowOfSession : [:]
      ).markup)
      \(PlayerControls(of: playback).markup)
      </div>
      \(omitted)
      \(paper(of: playback, transcript, time))
      """
  }

  /// The pictures of the flows, of which the player shows the one that the step is about.
  private func pictures(of flows: [FlowGraph]) -> Markup {
    let pictures: [Markup] = flows.enumerated().map { index, flow in
      guard flow.isDrawn else { return "<p class=\"picture note\">\(flow.tooLarge)</p>\n" }
      let svg = FlowPicture(flow).svg(idPrefix: index == 0 ? "flow-" : "flow-\(index)-", isStandalone: false)
      guard svg.utf8.count <= Limits.reportedPartSize else {
        return "<p class=\"picture note\">\(FlowGraph.textsTooLarge)</p>\n"
      }
      return """
        <div class="picture" tabindex="0" role="group" aria-label="The flow's picture, which scrolls">
        \(Markup(trusted: svg))</div>
        """
    }
    guard flows.contains(where: \.isDrawn) else {
      let notes: [Markup] = flows.map { "<p class=\"note\">\($0.tooLarge)</p>" }
      return "<section class=\"graph\">\(notes)</section>"
    }
    return """
      <section class="graph" aria-labelledby="graph-title"><header><h2 id="graph-title">Flow</h2>
      <button type="button" class="plain" data-do="fit" aria-pressed="false">Whole flow</button></header>
      \(pictures)</section>
      """
  }

  /// For paper, where nothing moves.
  private func paper(of playback: Playback, _ transcript: Transcript, _ time: SiteTime) -> Markup {
    let lines: [Markup] = playback.steps.compactMap { step in
      guard let line = transcript.content(of: step.entry) else { return nil }
      let session = line.session.flatMap { playback.hasSeveralSessions ? " (\($0))" : nil } ?? ""
      return """
        <li class="\(line.speaker == nil ? "done" : "said")">\(time.markup(line.milliseconds))\
        <b>\(line.speaker ?? "")</b><span dir="auto">\(line.text.printable)\(session)</span></li>

        """
    }
    return """
      <section class="transcript" aria-labelledby="transcript"><h2 id="transcript">Transcript</h2>
      <ol>
      \(lines)</ol></section>
      """
  }
}
