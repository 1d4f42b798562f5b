import Diagnostics
import FlowModel

/// Draws a model: its header, its lines, its cards and its legend.
struct PictureDocument {
  private enum Metrics {
    static let margin = 24
    static let headingSize = 18
    static let leastWidth = 480
    /// A name is cut rather than that it makes the picture much wider than its contents.
    static let headingLimit = 900
  }

  private let model: PictureModel
  private let cards: [Card]
  private let labels: [EdgeLabel]
  private let layout: PictureLayout
  private let idPrefix: String
  private var writer = SVGWriter()

  private init(_ model: PictureModel, idPrefix: String) {
    self.model = model
    self.idPrefix = idPrefix
    let labels = model.edges.map(EdgeLabel.init)
    var selfLinkLabels: [Int: [Int]] = [:]
    for (edge, label) in zip(model.edges, labels) where edge.source == edge.target {
      selfLinkLabels[edge.source, default: []].append(label.size.height)
    }
    let cards = model.nodes.enumerated().map { Card(of: $1, selfLinkLabels: selfLinkLabels[$0] ?? []) }
    self.labels = labels
    self.cards = cards
    layout = PictureLayout(
      of: LayoutGraph(
        boxes: zip(model.nodes, cards).map { node, card in
          .init(size: card.size, referenceSize: card.referenceSize, staysNear: !node.isCard)
        },
        links: zip(model.edges, labels).map { edge, label in
          .init(
            source: edge.source, target: edge.target, label: label.size, goesBack: edge.isReturn,
            isPreferred: edge.kind == .main || edge.kind == .closing)
        }, readingOrder: model.readingOrder))
  }

  /// The text of the SVG.
  static func svg(
    of model: PictureModel, idPrefix: String, isStandalone: Bool, isStyled: Bool
  ) -> String {
    var document = PictureDocument(model, idPrefix: idPrefix)
    document.draw(isStandalone: isStandalone, isStyled: isStyled)
    return document.writer.text
  }

  private mutating func draw(isStandalone: Bool, isStyled: Bool) {
    let margin = Metrics.margin
    let heading = TextMeasure.shortened(
      model.title.printable, .bold, size: Metrics.headingSize, to: Metrics.headingLimit)
    let badges = Chip.badges(model.badges)
    let headingWidth = TextMeasure.width(of: heading, .bold, size: Metrics.headingSize)
    let inner = max(
      layout.size.width, headingWidth + (badges.isEmpty ? 0 : Chip.width(of: badges) + 12), Metrics.leastWidth
    )
    let legend = Legend(
      of: model, hasReferences: layout.routes.contains { $0.reference != nil }, width: inner)
    let top = margin + 40
    let legendTop = top + layout.size.height + 34
    let size = LayoutGraph.Size(width: inner + 2 * margin, height: legendTop + legend.height + margin)
    if isStandalone { writer.prolog() }
    begin(size, isStyled: isStyled)
    writer.element(
      "rect", ("class", "page"), ("width", "\(size.width)"), ("height", "\(size.height)"), ("rx", "8"))
    writer.element(
      "text", ("class", "heading"), ("x", "\(margin)"), ("y", "\(margin + 16)"), content: heading)
    draw(badges, x: margin + headingWidth + (heading.isEmpty ? 0 : 12), y: margin + 2)
    writer.endLine()
    writer.begin("g", ("transform", "translate(\(margin + (inner - layout.size.width) / 2) \(top))"))
    writer.endLine()
    for index in model.edges.indices { drawEdge(index) }
    for index in model.nodes.indices { drawNode(index) }
    writer.end()
    writer.endLine()
    legend.draw(x: margin, y: legendTop, &writer)
    writer.end()
    writer.endLine()
  }

  private mutating func begin(_ size: LayoutGraph.Size, isStyled: Bool) {
    writer.begin(
      "svg", ("xmlns", "http://www.w3.org/2000/svg"), ("class", PictureStyle.name),
      ("viewBox", "0 0 \(size.width) \(size.height)"), ("width", "\(size.width)"),
      ("height", "\(size.height)"),
      ("role", "graphics-document document"),
      ("aria-labelledby", "\(idPrefix)title \(idPrefix)description"))
    writer.endLine()
    writer.element("title", ("id", "\(idPrefix)title"), content: model.title.printable)
    writer.element("desc", ("id", "\(idPrefix)description"), content: model.description)
    writer.endLine()
    if isStyled { writer.style(PictureStyle.rules) }
  }

  // MARK: Lines

  private mutating func drawEdge(_ index: Int) {
    let edge = model.edges[index]
    let route = layout.routes[index]
    let title = model.title(of: edge)
    var attributes: [SVGWriter.Attribute] = [
      ("class", edge.classes.joined(separator: " ")), ("id", "\(idPrefix)edge-\(index)"),
      ("data-from", model.nodes[edge.source].id), ("data-to", model.nodes[edge.target].name),
      ("data-outcome", edge.outcomes.map(\.name).joined(separator: " ")),
      ("data-outcomes", JSONText.array(of: edge.outcomes.map(\.name))),
    ]
    attributes += [("role", "graphics-symbol img"), ("aria-label", title)]
    writer.begin("g", attributes)
    writer.element("title", content: title)
    writer.element("path", ("class", "line"), ("d", route.pathData))
    writer.element("path", ("class", "arrow"), ("d", route.arrowData))
    let rect = route.label
    let label = labels[index]
    writer.rect(rect, radius: 9, name: "tag")
    for (line, text) in label.lines.enumerated() {
      writer.element(
        "text", ("class", "label"), ("x", "\(rect.x + EdgeLabel.Metrics.padding)"),
        ("y", "\(rect.y + 14 + line * EdgeLabel.Metrics.lineHeight)"), content: text)
    }
    draw(
      label.chips, x: rect.x + EdgeLabel.Metrics.padding + label.textWidth + 6,
      y: rect.y + (rect.height - Chip.height) / 2)
    if let reference = route.reference {
      drawTerminal(
        reference, cards[edge.target].id, glyph: PictureGlyphs.reference,
        [("class", "end reference")])
    }
    writer.end()
    writer.endLine()
  }

  // MARK: Cards

  private mutating func drawNode(_ index: Int) {
    let node = model.nodes[index]
    let card = cards[index]
    let rect = layout.boxes[index]
    let title = model.title(of: node)
    var attributes: [SVGWriter.Attribute] = [
      ("class", node.classes.joined(separator: " ")), ("id", "\(idPrefix)node-\(index)"),
      (node.isCard ? "data-node" : "data-end", node.name),
    ]
    attributes += [("role", "graphics-symbol img"), ("aria-label", title)]
    switch node.kind {
    case .end(let status):
      drawTerminal(
        rect, card.id, glyph: PictureGlyphs.path(of: status), attributes, title: title)
    case .resume:
      drawTerminal(rect, card.id, glyph: PictureGlyphs.resume, attributes, title: title)
    case .node(let type, let waits):
      drawCard(card, rect, PictureGlyphs.path(of: type), waits: waits, attributes, title: title)
    case .part(let part):
      drawCard(card, rect, part.glyph, waits: false, attributes, title: title)
    }
    writer.endLine()
  }

  private mutating func drawCard(
    _ card: Card, _ rect: PictureLayout.Rect, _ glyph: String, waits: Bool,
    _ attributes: [SVGWriter.Attribute], title: String
  ) {
    writer.begin("g", attributes)
    writer.element("title", content: title)
    draw(card, in: rect, glyph: glyph, waits: waits)
    writer.end()
  }

  private mutating func draw(_ card: Card, in rect: PictureLayout.Rect, glyph: String, waits: Bool) {
    writer.rect(rect, radius: 8, name: "card")
    if waits {
      let inner = PictureLayout.Rect(
        x: rect.x + 3, y: rect.y + 3, width: rect.width - 6, height: rect.height - 6)
      writer.rect(inner, radius: 6, name: "inner")
      writer.glyph(PictureGlyphs.hourglass, x: rect.right - 25, y: rect.y + 10)
    }
    writer.glyph(glyph, x: rect.x + 13, y: rect.y + 12)
    let left = "\(rect.x + Card.Metrics.textLeft)"
    writer.element(
      "text", ("class", "id"), ("x", left), ("y", "\(rect.y + Card.Metrics.idLine)"), content: card.id)
    writer.element(
      "text", ("class", "type"), ("x", left), ("y", "\(rect.y + Card.Metrics.typeLine)"), content: card.type)
    if !card.summary.isEmpty {
      writer.element(
        "text", ("class", "summary"), ("x", left), ("y", "\(rect.y + Card.Metrics.summaryLine)"),
        content: card.summary)
    }
    draw(card.chips, x: rect.x + Card.Metrics.textLeft, y: rect.y + card.chipTop)
  }

  private mutating func drawTerminal(
    _ rect: PictureLayout.Rect, _ text: String, glyph: String, _ attributes: [SVGWriter.Attribute],
    title: String? = nil
  ) {
    writer.begin("g", attributes)
    if let title { writer.element("title", content: title) }
    writer.rect(rect, radius: rect.height / 2, name: "card")
    writer.glyph(glyph, x: rect.x + 8, y: rect.y + 5)
    writer.element("text", ("x", "\(rect.x + 28)"), ("y", "\(rect.y + 17)"), content: text)
    writer.end()
  }

  private mutating func draw(_ chips: [Chip], x: Int, y: Int) {
    var x = x
    for chip in chips {
      writer.chip(chip, x: x, y: y)
      x += chip.width + Chip.between
    }
  }
}

extension SVGWriter {
  /// Writes a rectangle with round corners.
  mutating func rect(_ rect: PictureLayout.Rect, radius: Int, name: String) {
    element(
      "rect", ("class", name), ("x", "\(rect.x)"), ("y", "\(rect.y)"), ("width", "\(rect.width)"),
      ("height", "\(rect.height)"), ("rx", "\(radius)"))
  }

  /// Writes a small drawing.
  mutating func glyph(_ path: String, x: Int, y: Int) {
    element("path", ("class", "glyph"), ("transform", "translate(\(x) \(y))"), ("d", path))
  }

  /// Writes a small mark with its text.
  mutating func chip(_ chip: Chip, x: Int, y: Int) {
    begin("g", ("class", "chip \(chip.name)"))
    element("title", content: chip.title)
    element(
      "rect", ("x", "\(x)"), ("y", "\(y)"), ("width", "\(chip.width)"), ("height", "\(Chip.height)"),
      ("rx", "\(Chip.height / 2)"))
    element("text", ("x", "\(x + chip.width / 2)"), ("y", "\(y + 12)"), content: chip.text)
    end()
  }
}

extension PictureLayout.Route {
  private static let arrowLength = 8

  /// The last straight step of the line: the direction in which its arrow points.
  private var arrival: (from: PictureLayout.Point, to: PictureLayout.Point) {
    let points = [start] + strokes.map(\.end)
    let end = points[points.count - 1]
    let before: PictureLayout.Point =
      switch strokes.last {
      case .curve(_, let control, _): control
      case .line, nil: points[max(0, points.count - 2)]
      }
    return (before, end)
  }

  /// Where the line is drawn, as the `d` of a path: it ends within its arrow.
  var pathData: String {
    var data = "M\(start.x) \(start.y)"
    for (index, stroke) in strokes.enumerated() {
      let isLast = index == strokes.count - 1
      switch stroke {
      case .line(let end):
        let end = isLast ? shortened(end) : end
        data += "L\(end.x) \(end.y)"
      case .curve(let first, let second, let end):
        let end = isLast ? shortened(end) : end
        data += "C\(first.x) \(first.y) \(second.x) \(second.y) \(end.x) \(end.y)"
      }
    }
    return data
  }

  /// The arrow at the end of the line, as the `d` of a path.
  var arrowData: String {
    let (_, tip) = arrival
    let (dx, dy) = direction
    let (length, half) = (Self.arrowLength, 4)
    let base = PictureLayout.Point(x: tip.x - dx * length, y: tip.y - dy * length)
    let one = PictureLayout.Point(x: base.x - dy * half, y: base.y + dx * half)
    let other = PictureLayout.Point(x: base.x + dy * half, y: base.y - dx * half)
    return "M\(tip.x) \(tip.y)L\(one.x) \(one.y)L\(other.x) \(other.y)Z"
  }

  private func shortened(_ end: PictureLayout.Point) -> PictureLayout.Point {
    let (dx, dy) = direction
    return .init(x: end.x - dx * (Self.arrowLength - 2), y: end.y - dy * (Self.arrowLength - 2))
  }

  /// Lines arrive upright or level.
  private var direction: (dx: Int, dy: Int) {
    let (before, end) = arrival
    return before.y == end.y ? ((end.x - before.x).signum(), 0) : (0, (end.y - before.y).signum())
  }
}
