import Diagnostics
import FlowInterpreter
import FlowModel
import FlowReporting
import JSONSyntax

/// What the agent sees and does.
struct AgentView {
  private let playback: Playback
  private let transcript: Transcript
  private let time: SiteTime

  init(of playback: Playback, transcript: Transcript, time: SiteTime) {
    self.playback = playback
    self.transcript = transcript
    self.time = time
  }

  var markup: Markup {
    // The latest node that has requested a conversation, by session: its answers are the agent's business.
    var requests: [String: NodeName] = [:]
    let items: [Markup] = playback.steps.compactMap { step in
      if case .record(let record) = step.entry, case .conversationRequested(let node, _) = record.happening,
        let session = step.session
      {
        requests[session] = node
      }
      return item(of: step, requestedBy: step.session.flatMap { requests[$0] })
    }
    return """
      <section class="agent" aria-labelledby="agent-title"><header><h2 id="agent-title">Agent</h2></header>
      <ol class="chat" tabindex="0" aria-label="What the agent sees and does">
      \(items)</ol></section>
      """
  }

  /// - Parameter requester: The node that has requested the session's conversation.
  private func item(of step: Playback.Step, requestedBy requester: NodeName?) -> Markup? {
    let time = time.markup(step.milliseconds)
    let session = playback.hasSeveralSessions ? step.session : nil
    func note(_ text: String?) -> Markup? {
      text.map { Bubble.note(step.number, $0, time: time, session: session) }
    }
    switch step.entry {
    case .customerWrote, .webhookCame, .omitted: return nil
    case .eventPosted(let event, _): return posted(event, step, time, session)
    case .record(let record):
      switch record.happening {
      case .conversationRequested(_, let input): return request(input, step, time, session)
      case .messageForwarded(_, let text):
        return Bubble.speech(
          step.number, kind: "other", speaker: "Customer", text: text, time: time, session: session)
      case .answerReceived(let node, _) where node == requester:
        return note(transcript.content(of: step.entry)?.text)
      case .eventHeld, .eventDiscarded, .ended: return note(transcript.content(of: step.entry)?.text)
      default: return nil
      }
    }
  }

  private func posted(
    _ event: WebhookEvent, _ step: Playback.Step, _ time: Markup, _ session: String?
  ) -> Markup {
    let isSystem = event.sender == "system"
    let name = event.kind.name
    if let content = event.content, name == "Message" {
      return Bubble.speech(
        step.number, kind: isSystem ? "system" : "own", speaker: isSystem ? "System" : "Agent", text: content,
        time: time, session: session)
    }
    return """
      <li class="deed" data-step="\(step.number)"><b>\(name.printable)</b> \
      <span dir="auto">\(event.content ?? "")</span> <small>\(time)\(session.map { " · \($0)" } ?? "")\
      </small></li>

      """
  }

  /// What the agent is told of the customer: those members of the request that say something.
  private func request(
    _ input: JSONObject, _ step: Playback.Step, _ time: Markup, _ session: String?
  ) -> Markup {
    let members: [Markup] = input.compactMap { field in
      guard !field.value.isNull else { return nil }
      let value = field.value.string ?? field.value.compact
      return "<div><dt>\(field.key.printable)</dt><dd dir=\"auto\">\(value.printable)</dd></div>\n"
    }
    return """
      <li class="card" data-step="\(step.number)"><b>A conversation is requested</b> \
      <small>\(time)\(session.map { " · \($0)" } ?? "")</small>
      <details><summary>What the agent is told</summary><dl>
      \(members)</dl></details></li>

      """
  }
}
