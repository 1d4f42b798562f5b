/// What the signs of a picture mean: of those that it has.
struct Legend {
  private enum Sign {
    case line(PictureModel.Edge.Kind)
    case waits
    case reference
    case chip(Chip)
    case unran
    case none
  }

  private static let rowHeight = 24
  private static let between = 26
  private static let signWidth = 36

  private let entries: [(sign: Sign, text: String, x: Int, row: Int)]

  /// How high the legend is.
  var height: Int { ((entries.last?.row ?? 0) + 1) * Self.rowHeight }

  /// - Parameters:
  ///   - hasReferences: Whether there are stand-ins for nodes that are far away.
  ///   - width: How wide it may be.
  init(of model: PictureModel, hasReferences: Bool, width: Int) {
    var x = 0
    var row = 0
    entries = Self.entries(of: model, hasReferences).map { sign, text in
      let entryWidth = Self.width(of: sign) + TextMeasure.width(of: text, .plain, size: 12)
      if x > 0, x + entryWidth > width {
        x = 0
        row += 1
      }
      defer { x += entryWidth + Self.between }
      return (sign, text, x, row)
    }
  }

  private static func entries(of model: PictureModel, _ hasReferences: Bool) -> [(Sign, String)] {
    let kinds = Set(model.edges.map(\.kind))
    var entries: [(Sign, String)] = []
    for kind in PictureModel.Edge.Kind.allCases where kinds.contains(kind) {
      entries.append((.line(kind), words(for: kind)))
    }
    if model.nodes.contains(where: \.waits) { entries.append((.waits, "waits")) }
    if hasReferences { entries.append((.reference, "goes on at that node")) }
    let marks = model.nodes.map(\.marks) + model.edges.map(\.marks)
    for change in FlowChange.allCases where marks.contains(where: { $0.change == change }) {
      entries.append(
        (.chip(Chip(text: change.sign, name: change.rawValue, title: change.rawValue)), change.rawValue))
    }
    if marks.contains(where: { $0.step != nil }) {
      entries.append((.chip(Chip(text: "1", name: "step", title: "step")), "the way to the finding"))
    }
    if model.showsActivity {
      entries.append((.chip(Chip(text: "×1", name: "count", title: "count")), "ran, and how often"))
      entries.append((.unran, "did not run"))
    }
    return entries + [(.none, model.note)]
  }

  private static func words(for kind: PictureModel.Edge.Kind) -> String {
    switch kind {
    case .main: "normal way on"
    case .branch: "branch of a conversation, and back"
    case .closing: "conversation completed"
    case .failure: "failure or timeout"
    }
  }

  private static func width(of sign: Sign) -> Int {
    switch sign {
    case .line, .unran, .waits, .reference: signWidth
    case .chip(let chip): chip.width + 7
    case .none: 0
    }
  }

  /// Writes the legend, its top left corner at a point.
  func draw(x: Int, y: Int, _ writer: inout SVGWriter) {
    writer.begin("g", ("class", "legend"), ("role", "list"), ("aria-label", "Legend"))
    writer.endLine()
    for entry in entries {
      let left = x + entry.x
      let middle = y + entry.row * Self.rowHeight + 10
      writer.begin("g", ("role", "listitem"))
      Self.draw(entry.sign, x: left, middle: middle, &writer)
      writer.element(
        "text", ("x", "\(left + Self.width(of: entry.sign))"), ("y", "\(middle + 4)"), content: entry.text)
      writer.end()
      writer.endLine()
    }
    writer.end()
    writer.endLine()
  }

  private static func draw(_ sign: Sign, x: Int, middle: Int, _ writer: inout SVGWriter) {
    switch sign {
    case .line(let kind): line(kind.rawValue, x: x, middle: middle, &writer)
    case .unran: line("edge unran", x: x, middle: middle, &writer)
    case .waits:
      let rect = PictureLayout.Rect(x: x, y: middle - 9, width: 28, height: 18)
      writer.rect(rect, radius: 5, name: "card")
      writer.rect(
        .init(x: rect.x + 2, y: rect.y + 2, width: rect.width - 4, height: rect.height - 4), radius: 4,
        name: "inner")
    case .reference:
      writer.begin("g", ("class", "end reference"))
      writer.rect(.init(x: x, y: middle - 9, width: 28, height: 18), radius: 9, name: "card")
      writer.glyph(PictureGlyphs.reference, x: x + 6, y: middle - 8)
      writer.end()
    case .chip(let chip): writer.chip(chip, x: x, y: middle - 8)
    case .none: break
    }
  }

  private static func line(_ name: String, x: Int, middle: Int, _ writer: inout SVGWriter) {
    writer.begin("g", ("class", name))
    writer.element("path", ("class", "line"), ("d", "M\(x) \(middle)h20"))
    writer.element("path", ("class", "arrow"), ("d", "M\(x + 28) \(middle)l-8 -4v8z"))
    writer.end()
  }
}
