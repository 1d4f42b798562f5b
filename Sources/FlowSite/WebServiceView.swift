import Diagnostics
import FlowInterpreter
import FlowModel
import FlowReporting

/// What web services are asked, and what they answer; nothing where none is asked.
struct WebServiceView {
  private let playback: Playback
  private let time: SiteTime

  init(of playback: Playback, time: SiteTime) {
    self.playback = playback
    self.time = time
  }

  var markup: Markup {
    // The nodes that have asked one, by session: their answers are of web services.
    var requesters: [String: Set<NodeName>] = [:]
    let items: [Markup] = playback.steps.compactMap { step in
      guard case .record(let record) = step.entry, let session = step.session else { return nil }
      let stamp = Bubble.stamp(time.markup(step.milliseconds), playback.hasSeveralSessions ? session : nil)
      switch record.happening {
      case .httpRequested(let node, let request):
        requesters[session, default: []].insert(node)
        return item(of: request, by: node, step.number, stamp)
      case .answerReceived(let node, let answer) where requesters[session]?.contains(node) == true:
        let text =
          switch answer {
          case .status(let status): "\(status)"
          case .failure(let failure): "no answer: \(failure.rawValue)"
          }
        return
          "<li class=\"bubble own\" data-step=\"\(step.number)\"><span class=\"text\">\(text)</span> \(stamp)</li>\n"
      default: return nil
      }
    }
    guard !items.isEmpty else { return "" }
    return """
      <section class="web" aria-labelledby="web-title"><header><h2 id="web-title">Web services</h2></header>
      <ol class="chat" tabindex="0" aria-label="What web services are asked and answer">
      \(items)</ol></section>
      """
  }

  private func item(of request: HTTPRequest, by node: NodeName, _ step: Int, _ stamp: Markup) -> Markup {
    let headers: [Markup] = request.headers.map { "<div>\($0.name.printable): \($0.value.printable)</div>\n" }
    let body: Markup? = request.body.map { "<div dir=\"auto\">\($0)</div>" }
    let details: Markup? =
      headers.isEmpty && body == nil
      ? nil : "<details><summary>Headers and body</summary>\n\(headers)\(body)</details>"
    return """
      <li class="bubble other" data-step="\(step)"><span class="hidden">\(node.text): </span>\
      <span class="text"><b>\(request.method)</b> \(request.url.printable)</span>\(details) \(stamp)</li>

      """
  }
}
