import Diagnostics
import FlowModel

/// A picture as Graphviz's DOT: the names of nodes are numbers, and all text of the flow is in quotes.
struct DotText {
  private let model: PictureModel

  init(of model: PictureModel) {
    self.model = model
  }

  /// The text of a `.dot` file.
  var text: String {
    var lines = [
      "digraph flow {", "  label=\(Self.quoted([model.title])); labelloc=t; fontname=\"Helvetica\";",
      "  node [shape=box, style=rounded, fontname=\"Helvetica\", fontsize=11];",
      "  edge [fontname=\"Helvetica\", fontsize=10];",
    ]
    for (index, node) in model.nodes.enumerated() {
      let label = [node.id, node.typeName, node.shortSummary] + node.marks.words(isBrief: false)
      let attributes = ["label=\(Self.quoted(label.filter { !$0.isEmpty }))"] + attributes(of: node)
      lines.append("  n\(index) [\(attributes.joined(separator: ", "))];")
    }
    for edge in model.edges {
      let attributes =
        ["label=\(Self.quoted(edge.keys + edge.marks.words(isBrief: true)))"] + attributes(of: edge)
      lines.append("  n\(edge.source) -> n\(edge.target) [\(attributes.joined(separator: ", "))];")
    }
    return (lines + ["}"]).map { $0 + "\n" }.joined()
  }

  private func attributes(of node: PictureModel.Node) -> [String] {
    var attributes: [String] = []
    if !node.isCard { attributes += ["shape=box", "style=\"rounded,filled\"", "fillcolor=\"#eaeef2\""] }
    if node.waits { attributes.append("peripheries=2") }
    if let color = color(of: node.marks) {
      attributes += ["color=\"\(color)\"", "penwidth=2"]
    } else if node.isOnBranch {
      attributes.append("color=\"#8250df\"")
    }
    return attributes
  }

  private func attributes(of edge: PictureModel.Edge) -> [String] {
    var attributes: [String] = []
    let kind =
      switch edge.kind {
      case .main: "#59636e"
      case .branch: "#8250df"
      case .closing: "#0969da"
      case .failure: "#bc4c00"
      }
    attributes.append("color=\"\(color(of: edge.marks) ?? kind)\"")
    if edge.kind == .failure || edge.marks.change == .removed { attributes.append("style=dashed") }
    if edge.kind == .closing || edge.marks.step != nil { attributes.append("penwidth=2") }
    // A return is no reason to draw the conversation below its branch.
    if edge.isReturn { attributes.append("constraint=false") }
    return attributes
  }

  private func color(of marks: PictureModel.Marks) -> String? {
    switch marks.change {
    case .added: "#1a7f37"
    case .removed: "#cf222e"
    case .changed: "#9a6700"
    case nil: marks.step != nil || marks.badges.contains { $0.severity == .error } ? "#cf222e" : nil
    }
  }

  /// Lines between quotes. Backslashes are doubled, for Graphviz obeys some. Scalar by scalar: a quote with an accent is
  /// a quote.
  private static func quoted(_ lines: [String]) -> String {
    let escaped = lines.map { line in
      line.printable.unicodeScalars.map { scalar in
        scalar == "\\" || scalar == "\"" ? "\\\(scalar)" : String(scalar)
      }.joined()
    }
    return "\"\(escaped.joined(separator: "\\n"))\""
  }
}
