import Diagnostics
import FlowInterpreter
import FlowModel
import FlowReporting

/// What a customer sees: a phone for each that writes or is written to.
struct PhoneView {
  private let playback: Playback
  private let transcript: Transcript
  private let time: SiteTime

  init(of playback: Playback, transcript: Transcript, time: SiteTime) {
    self.playback = playback
    self.transcript = transcript
    self.time = time
  }

  var markup: Markup {
    var bubbles: [[Markup]] = Array(repeating: [], count: playback.phones.count)
    for step in playback.steps {
      if let phone = step.phone, let bubble = bubble(of: step) { bubbles[phone].append(bubble) }
    }
    let phones: [Markup] = zip(playback.phones, bubbles).enumerated().map { index, phone in
      let (owner, bubbles) = phone
      return """
        <section class="phone" data-phone="\(index)" aria-labelledby="phone-\(index)">
        <header><span class="lens" aria-hidden="true"></span>
        <h2 id="phone-\(index)"><small>\(owner.channel.noun)</small> \(owner.address.text.printable)</h2></header>
        <ol class="chat" tabindex="0" aria-label="Messages of the customer">
        \(bubbles)</ol></section>

        """
    }
    return "<div class=\"phones\">\n\(phones)</div>"
  }

  private func bubble(of step: Playback.Step) -> Markup? {
    let time = time.markup(step.milliseconds)
    switch step.entry {
    case .customerWrote(let message, _):
      return Bubble.speech(
        step.number, kind: "own", speaker: "Customer", text: message.text, time: time)
    case .webhookCame, .eventPosted, .omitted: return nil
    case .record(let record):
      switch record.happening {
      case .messageSent(_, let message, _):
        return Bubble.speech(step.number, kind: "other", speaker: "Flow", text: message.text, time: time)
      case .messageUnhandled:
        return Bubble.note(step.number, transcript.content(of: step.entry)?.text ?? "", time: time)
      default: return nil
      }
    }
  }
}

extension Channel {
  fileprivate var noun: String {
    switch self {
    case .sms: "SMS"
    case .messenger: "Messenger"
    }
  }
}

/// What stands in a chat. It is there from a step on.
enum Bubble {
  /// Something that somebody says.
  /// - Parameter kind: Whose it is, which decides on its side and colour.
  static func speech(
    _ step: Int, kind: String, speaker: String, text: String, time: Markup, session: String? = nil
  ) -> Markup {
    """
    <li class="bubble \(kind)" data-step="\(step)"><span class="hidden">\(speaker): </span>\
    <span class="text" dir="auto">\(text)</span> \(stamp(time, session))</li>

    """
  }

  /// Something that happens.
  static func note(_ step: Int, _ text: String, time: Markup, session: String? = nil) -> Markup {
    """
    <li class="note" data-step="\(step)"><span dir="auto">\(text.printable)</span> \(stamp(time, session))</li>

    """
  }

  /// When it is said, and in which session where that matters.
  static func stamp(_ time: Markup, _ session: String?) -> Markup {
    "<small>\(time)\(session.map { " · \($0)" } ?? "")</small>"
  }
}
