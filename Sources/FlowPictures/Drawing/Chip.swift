import Diagnostics

/// A small mark on a card or a label: a finding's code, a number, a count.
struct Chip: Sendable {
  static let height = 16
  static let between = 4
  private static let fontSize = 10
  /// How many findings have a chip of their own at one place.
  private static let shownBadges = 3

  let text: String
  /// The class that it is drawn with.
  let name: String
  /// What a reader is told who asks.
  let title: String

  var width: Int { TextMeasure.width(of: text, .code, size: Self.fontSize) + 10 }

  /// The chips of what is marked.
  /// - Parameter isBrief: Whether there is room for a sign alone.
  static func chips(of marks: PictureModel.Marks, isBrief: Bool) -> [Chip] {
    var chips: [Chip] = []
    if let change = marks.change {
      let text = isBrief ? change.sign : "\(change.sign) \(change.rawValue)"
      chips.append(Chip(text: text, name: change.rawValue, title: change.rawValue))
    }
    if let step = marks.step {
      chips.append(Chip(text: "\(step)", name: "step", title: "step \(step) of the way to the finding"))
    }
    if let count = marks.count, count > 0 {
      chips.append(Chip(text: "×\(count)", name: "count", title: count == 1 ? "once" : "\(count) times"))
    }
    return chips + badges(marks.badges)
  }

  /// The chips of findings, the worst first.
  static func badges(_ badges: [PictureModel.Badge]) -> [Chip] {
    let sorted = badges.enumerated().sorted { one, other in
      (one.element.severity.rank, one.offset) < (other.element.severity.rank, other.offset)
    }.map(\.element)
    let shown = sorted.prefix(sorted.count == shownBadges + 1 ? shownBadges + 1 : shownBadges)
    var chips = shown.map { badge in
      Chip(
        text: "\(badge.severity.sign) \(badge.code.rawValue)", name: badge.severity.rawValue,
        title: badge.sentence)
    }
    if sorted.count > shown.count {
      let rest = sorted.dropFirst(shown.count)
      let worst = rest.first?.severity.rawValue ?? ""
      // A tooltip is no report.
      let told = rest.prefix(20).map(\.sentence) + (rest.count > 20 ? ["…"] : [])
      chips.append(Chip(text: "+\(rest.count)", name: worst, title: told.joined(separator: "\n")))
    }
    return chips
  }

  /// How wide chips are beside each other.
  static func width(of chips: [Chip]) -> Int {
    chips.reduce(0) { $0 + $1.width } + between * max(0, chips.count - 1)
  }
}

extension PictureModel.Badge {
  /// The finding in one sentence.
  var sentence: String { "\(severity.rawValue) \(code.rawValue): \(message)" }
}

extension Severity {
  /// The worst first.
  fileprivate var rank: Int {
    switch self {
    case .error: 0
    case .warning: 1
    case .info: 2
    }
  }

  /// What tells it beside its colour.
  fileprivate var sign: String {
    switch self {
    case .error: "✕"
    case .warning: "!"
    case .info: "i"
    }
  }
}

extension FlowChange {
  /// What tells it beside its colour.
  var sign: String {
    switch self {
    case .added: "+"
    case .removed: "−"
    case .changed: "~"
    }
  }
}
