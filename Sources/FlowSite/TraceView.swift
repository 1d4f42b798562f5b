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
  private let start: Timestamp

  init(of playback: Playback, start: Timestamp) {
    self.playback = playback
    self.start = start
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
      <li class="\(content.kind)"><a id="step-\(step.number)" href="#step-\(step.number)"\(data(of: step))>\
      <span class="number">\(step.number)</span> <time>\(Transcript.clock(step.milliseconds))</time> \
      <b>\(content.name.printable)</b> <span class="summary">\(content.summary.printable)</span></a>\(record)</li>

      """
  }

  /// What the script needs to know of a step.
  private func data(of step: Playback.Step) -> Markup {
    var data: [Markup] = []
    if let session = step.session { data.append(" data-session=\"\(session)\"") }
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
    case .record(let record):
      let json = record.json(traceStart: start)
      let fields = json.object ?? JSONObject()
      let common = RecordMember.common.map(\.rawValue)
      let summary = fields.lazy.filter { !common.contains($0.key) }
        .map { $0.value.string ?? $0.value.compact }.joined(separator: " · ")
      return ("record", record.happening.type.rawValue, summary.shortened(to: Self.width), json.pretty)
    }
  }
}
