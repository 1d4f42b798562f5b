import Diagnostics
import FlowModel

/// What stands in the box of a node or a terminal, and how large that is.
struct Card: Sendable {
  /// Where the lines of a node's card stand, from its top left corner.
  enum Metrics {
    static let textLeft = 40
    static let idLine = 23
    static let typeLine = 39
    static let summaryLine = 57
    static let plainHeight = 50
    static let summaryHeight = 68
    static let chipRow = 20
    static let terminalHeight = 26
    static let idSize = 13
    static let typeSize = 11
    static let summarySize = 12
    static let terminalSize = 11
  }

  private static let textLimit = 190
  private static let leastWidth = 140

  /// The id, cut where it is long.
  let id: String
  /// The node's type; empty for a terminal.
  let type: String
  /// What the node does, cut where it is long.
  let summary: String
  let chips: [Chip]
  let size: LayoutGraph.Size

  init(of node: PictureModel.Node, selfLinkLabels: [Int]) {
    let printable = node.id.printable
    guard node.isCard else {
      id = TextMeasure.shortened(printable, .code, size: Metrics.terminalSize, to: Self.textLimit)
      type = ""
      summary = ""
      // The ways to it have the marks.
      chips = []
      size = Self.terminalSize(id)
      return
    }
    id = TextMeasure.shortened(printable, .code, size: Metrics.idSize, to: Self.textLimit)
    type = node.typeName
    summary = TextMeasure.shortened(
      node.summary.printable, .plain, size: Metrics.summarySize, to: Self.textLimit)
    chips = Chip.chips(of: node.marks, isBrief: false)
    let texts = [
      TextMeasure.width(of: id, .code, size: Metrics.idSize) + (node.waits ? 26 : 0),
      TextMeasure.width(of: type, .plain, size: Metrics.typeSize),
      TextMeasure.width(of: summary, .plain, size: Metrics.summarySize), Chip.width(of: chips),
    ]
    let lines = summary.isEmpty ? Metrics.plainHeight : Metrics.summaryHeight
    // Even, so that a line through its middle runs through that of what stands below.
    let width = (max(Self.leastWidth, Metrics.textLeft + (texts.max() ?? 0) + 14) + 1) / 2 * 2
    size = .init(
      width: width,
      height: max(lines + (chips.isEmpty ? 0 : Metrics.chipRow), SelfLinks.height(of: selfLinkLabels)))
  }

  /// The top of the row of chips.
  var chipTop: Int { (summary.isEmpty ? Metrics.plainHeight : Metrics.summaryHeight) - 6 }

  /// How large a stand-in for the node is.
  var referenceSize: LayoutGraph.Size { Self.terminalSize(id) }

  private static func terminalSize(_ text: String) -> LayoutGraph.Size {
    let width = TextMeasure.width(of: text, .code, size: Metrics.terminalSize) + 38
    return .init(width: (width + 1) / 2 * 2, height: Metrics.terminalHeight)
  }
}

/// What stands on a line: the outcomes that take it.
struct EdgeLabel: Sendable {
  enum Metrics {
    static let fontSize = 11
    static let lineHeight = 15
    static let padding = 8
  }

  private static let textLimit = 190
  private static let shownLines = 5

  /// The outcomes, one on each line, cut where they are long.
  let lines: [String]
  let chips: [Chip]
  let size: LayoutGraph.Size
  /// How wide the lines are.
  let textWidth: Int

  init(of edge: PictureModel.Edge) {
    let keys = edge.keys.map {
      TextMeasure.shortened($0.printable, .code, size: Metrics.fontSize, to: Self.textLimit)
    }
    lines =
      keys.count <= Self.shownLines
      ? keys : keys.prefix(Self.shownLines - 1) + ["… and \(keys.count - Self.shownLines + 1) more"]
    chips = Chip.chips(of: edge.marks, isBrief: true)
    textWidth = lines.map { TextMeasure.width(of: $0, .code, size: Metrics.fontSize) }.max() ?? 0
    let marks = chips.isEmpty ? 0 : Chip.width(of: chips) + 6
    size = .init(
      width: (textWidth + marks + 2 * Metrics.padding + 1) / 2 * 2,
      height: lines.count * Metrics.lineHeight + 6
    )
  }
}
