import FlowInterpreter

/// What moves the player: a time line to scrub, buttons, and how fast it plays. It is shown where the script runs.
struct PlayerControls {
  private let playback: Playback

  init(of playback: Playback) {
    self.playback = playback
  }

  var markup: Markup {
    let count = playback.steps.count
    return """
      <section class="controls" aria-label="Player" hidden>
      <div class="timeline"><div class="marks" aria-hidden="true">\(marks)</div>
      <input type="range" min="1" max="\(count)" value="1" step="1" aria-label="Step"></div>
      <div class="buttons" role="group" aria-label="Move">
      \(button("first", "First step (Home)", "M6 5v14M19 5 9 12l10 7z"))
      \(button("back", "Step back (left arrow)", "M16 5 6 12l10 7z"))
      \(playButton)
      \(button("forward", "Step forward (right arrow)", "M8 5l10 7-10 7z"))
      \(button("last", "Last step (End)", "M18 5v14M5 5l10 7-10 7z"))
      </div>
      <p class="now"><a class="count" data-now="step" href="#\(playback.steps[0].anchor)" title="Link to this step"></a> <time data-now="time"></time> \
      <span role="status" data-now="text"></span></p>
      <label class="speed"><span>Speed</span> <select><option value="0.5">½×</option><option value="1" selected>1×</option>\
      <option value="2">2×</option><option value="4">4×</option></select></label>
      </section>
      """
  }

  private func button(_ action: String, _ name: String, _ path: Markup) -> Markup {
    """
    <button type="button" data-do="\(action)" aria-label="\(name)" title="\(name)">\
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="\(path)"/></svg></button>
    """
  }

  private var playButton: Markup {
    """
    <button type="button" class="main" data-do="play" aria-label="Play (space)" title="Play (space)">\
    <svg viewBox="0 0 24 24" aria-hidden="true"><path class="start" d="M7 4l13 8-13 8z"/>\
    <path class="stop" d="M6 4h4v16H6zM14 4h4v16h-4z"/></svg></button>
    """
  }

  /// Where on the time line somebody speaks or does something.
  private var marks: Markup {
    let last = max(1, playback.steps.count - 1)
    let marks: [Markup] = playback.steps.compactMap { step in
      step.entry.speaker.map {
        "<i class=\"\($0)\" style=\"--at:\(Self.decimal(step.number - 1, of: last))\"></i>"
      }
    }
    return "\(marks)"
  }

  /// A share from 0 to 1 with four decimals.
  private static func decimal(_ part: Int, of whole: Int) -> String {
    let digits = String(10_000 * part / whole + 10_000)
    return "\(part == whole ? "1" : "0").\(digits.dropFirst())"
  }
}

extension LogEntry {
  /// Who says or does something, for the colour of a mark.
  fileprivate var speaker: String? {
    switch self {
    case .customerWrote: return "customer"
    case .webhookCame, .omitted: return nil
    case .eventPosted: return "agent"
    case .record(let record):
      switch record.happening {
      case .messageSent: return "flow"
      case .ended: return "end"
      default: return nil
      }
    }
  }
}
