/// The style rules of a picture. Every selector begins with the picture's own class, so that the rules hold nowhere else
/// in a page.
enum PictureStyle {
  /// The class of the outermost element.
  static let name = "refrain-picture"

  /// All rules: shapes, then colours for a light page, then those for a dark one.
  static var rules: String {
    let dark = rules(colors(.dark)).split(separator: "\n").map { "  \($0)\n" }.joined()
    return rules(shapes) + rules(colors(.light)) + "@media (prefers-color-scheme: dark) {\n\(dark)}\n"
  }

  private typealias Rule = (selectors: [String], declarations: String)

  private static func rules(_ rules: [Rule]) -> String {
    rules.map { rule in
      let selectors = rule.selectors.map { $0.isEmpty ? ".\(name)" : ".\(name) \($0)" }
      return "\(selectors.joined(separator: ", ")) { \(rule.declarations) }\n"
    }.joined()
  }

  private static let shapes: [Rule] = [
    (
      [""],
      #"font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif"#
    ),
    (
      [".id", ".label", ".chip text", ".end > text"],
      #"font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace"#
    ),
    ([".heading"], "font-size: 18px; font-weight: 600"),
    ([".id"], "font-size: 13px; font-weight: 600"),
    ([".type", ".label", ".end > text"], "font-size: 11px"),
    ([".summary", ".legend text"], "font-size: 12px"),
    ([".chip text"], "font-size: 10px; font-weight: 600; text-anchor: middle"),
    ([".line", ".glyph", ".inner"], "fill: none"),
    ([".glyph"], "stroke-width: 1.4; stroke-linecap: round; stroke-linejoin: round"),
    ([".card", ".inner"], "stroke-width: 1.2"),
    ([".line"], "stroke-width: 1.6"),
    ([".closing .line"], "stroke-width: 3"),
    ([".failure .line"], "stroke-dasharray: 5 4"),
    ([".unran .card", ".unran .tag"], "stroke-dasharray: 2 3"),
    ([".unran .line"], "stroke-width: 1; stroke-dasharray: 2 4"),
    ([".ran .line", ".marked .line"], "stroke-width: 3"),
    ([".added .card", ".changed .card"], "stroke-width: 2.4"),
    ([".removed .card", ".removed .line", ".removed .tag"], "stroke-dasharray: 8 4"),
    ([".removed .id", ".removed .label"], "text-decoration: line-through"),
    ([".node.lit .card", ".end.lit .card"], "stroke-width: 3.5"),
    ([".edge.lit .line"], "stroke-width: 4"),
  ]

  private static func colors(_ palette: Palette) -> [Rule] {
    var rules: [Rule] = [
      ([".page"], "fill: \(palette.page)"),
      ([".heading", ".id", ".summary", ".legend text"], "fill: \(palette.ink)"),
      ([".type"], "fill: \(palette.muted)"),
      ([".card"], "fill: \(palette.card); stroke: \(palette.border)"),
      ([".inner"], "stroke: \(palette.border)"),
      ([".glyph"], "stroke: \(palette.muted)"),
      ([".tag"], "fill: \(palette.page)"),
    ]
    rules += line("main", palette.muted)
    rules += line("branch", palette.branch) + line("closing", palette.closing)
    rules += line("failure", palette.failure)
    rules.append(
      ([".on-branch .card", ".on-branch .inner", ".on-branch .glyph"], "stroke: \(palette.branch)"))
    rules += end("success", palette.good) + end("error", palette.bad) + end("incomplete", palette.doubtful)
    rules += end("resume", palette.branch) + end("reference", palette.muted)
    rules += state("unran", palette.border)
    rules.append(
      ([".unran .id", ".unran .summary", ".unran .label", ".end.unran > text"], "fill: \(palette.muted)"))
    rules += state("marked", palette.bad)
    rules += state("added", palette.good) + state("removed", palette.bad)
    rules += state("changed", palette.doubtful)
    let chips = [
      ("added", palette.good), ("removed", palette.bad), ("changed", palette.doubtful), ("step", palette.bad),
      ("count", palette.ink), ("error", palette.bad), ("warning", palette.doubtful), ("info", palette.notice),
    ]
    rules += chips.map { ([".chip.\($0.0) rect"], "fill: \($0.1)") }
    rules.append(([".chip text"], "fill: \(palette.onColor)"))
    rules += [
      ([".node.visited .card", ".end.visited .card"], "fill: \(palette.visitedCard)"),
      ([".edge.visited .tag"], "fill: \(palette.visitedCard)"),
      ([".node.lit .card", ".end.lit .card"], "fill: \(palette.litCard); stroke: \(palette.lit)"),
      ([".edge.lit .line"], "stroke: \(palette.lit)"),
      ([".edge.lit .tag"], "fill: \(palette.litCard); stroke: \(palette.lit)"),
      ([".edge.lit .arrow"], "fill: \(palette.lit)"),
    ]
    return rules
  }

  private static func line(_ kind: String, _ color: String) -> [Rule] {
    [
      ([".\(kind) .line", ".\(kind) .tag"], "stroke: \(color)"),
      ([".\(kind) .arrow", ".\(kind) .label"], "fill: \(color)"),
    ]
  }

  /// What became of something, or is said of it, which comes before what it is.
  private static func state(_ name: String, _ color: String) -> [Rule] {
    let outlines = ["node", "end"].map { ".\($0).\(name) .card" }
    return [
      (outlines + [".node.\(name) .inner", ".edge.\(name) .line", ".edge.\(name) .tag"], "stroke: \(color)"),
      ([".edge.\(name) .arrow"], "fill: \(color)"),
    ]
  }

  private static func end(_ kind: String, _ color: String) -> [Rule] {
    [
      ([".end.\(kind) .card", ".end.\(kind) .glyph"], "stroke: \(color)"),
      ([".end.\(kind) > text"], "fill: \(color)"),
    ]
  }
}
