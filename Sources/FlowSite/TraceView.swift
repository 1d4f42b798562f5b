import Diagnostics
import FlowInterpreter
import FlowModel
import FlowReporting
import JSONSyntax

/// The trace, a line for each step of the player; the step that is shown tells all of its record.
struct TraceView {
  /// How wide the summary of a record may be.
  private static let width = 160

  private let playback: Playback
  private let transcript: Transcript
  private let time: SiteTime
  /// The picture that shows the flow of each session, by its place; none where there is but one.
  private let flowOfSession: [String: Int]

  init(of playback: Playback, transcript: Transcript, time: SiteTime, flowOfSession: [String: Int]) {
    self.flowOfSession = flowOfSession
    self.playback = playback
    self.transcript = transcript
    self.time = time
  }

  var markup: Markup {
    let rows = playback.steps.map(row)
    return """
      <section class="trace" aria-labelledby="trace-title"><header><h2 id="trace-title">Trace</h2></header>
      <ol tabindex="0" aria-label="Steps">
      \(rows)</ol></section>
      """
  }

  private func row(_ step: Playback.Step) -> Markup {
    let content = content(of: step.entry)
    let record: Markup? = content.record.map { "<pre class=\"whole\">\($0)</pre>" }
    return """
      <li class="\(content.kind)"><a id="\(step.anchor)" href="#\(step.anchor)"\(data(of: step))>\
      <span class="number">\(step.sequence.map(String.init) ?? "")</span> \(time.markup(step.milliseconds)) \
      <b>\(content.name.printable)</b> <span class="summary">\(content.summary.printable)</span></a>\(record)</li>

      """
  }

  /// What the script needs to know of a step.
  private func data(of step: Playback.Step) -> Markup {
    var data: [Markup] = []
    if let session = step.session {
      data.append(" data-session=\"\(session)\"")
      if let flow = flowOfSession[session] { data.append(" data-flow=\"\(flow)\"") }
    }
    if let phone = step.phone { data.append(" data-phone=\"\(phone)\"") }
    if let node = step.node { data.append(" data-node=\"\(node.text)\"") }
    if let end = step.end { data.append(" data-end=\"@end:\(end)\"") }
    if let taken = step.taken {
      data.append(" data-from=\"\(taken.node.text)\" data-outcome=\"\(taken.outcome)\"")
    }
    return "\(data)"
  }

  private func content(of entry: LogEntry) -> (kind: String, name: String, summary: String, record: String?) {
    switch entry {
    case .customerWrote(let message, _):
      return ("input", "the customer writes", message.text.shortened(to: Self.width), nil)
    case .webhookCame(let webhook, _):
      let summary = "\(webhook.event) · \(webhook.payload.compact)"
      return ("input", "a webhook comes", summary.shortened(to: Self.width), nil)
    case .eventPosted(let event, _):
      let summary = [event.kind.name, event.content].compactMap(\.self).joined(separator: " · ")
      let speaker = event.sender == "system" ? "the system" : "the agent"
      return ("input", speaker, summary.shortened(to: Self.width), nil)
    case .omitted(let count): return ("input", "\(count) more", "not kept", nil)
    case .record(let record):
      return (
        "record", record.happening.type.inWords,
        transcript.words(of: record.happening).shortened(to: Self.width),
        record.json(traceStart: time.start).pretty
      )
    }
  }
}
