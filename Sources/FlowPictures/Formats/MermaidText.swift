import Diagnostics
import FlowModel

/// A picture as Mermaid's flowchart: the names of nodes are numbers, and all text of the flow is in quotes, each
/// character that Mermaid or HTML might take for more than itself as an entity.
struct MermaidText {
  private let model: PictureModel

  init(of model: PictureModel) {
    self.model = model
  }

  /// The text, to be put into a block of code that is marked `mermaid`.
  var text: String {
    var lines = ["flowchart TD"]
    lines += model.nodes.enumerated().map { "  \(line(of: $1, index: $0))" }
    lines += model.edges.map { "  \(line(of: $0))" }
    for kind in PictureModel.Edge.Kind.allCases {
      let numbers = model.edges.indices.filter { model.edges[$0].kind == kind }.map(String.init)
      guard let color = Self.color(of: kind), !numbers.isEmpty else { continue }
      lines.append("  linkStyle \(numbers.joined(separator: ",")) stroke:\(color),color:\(color)")
    }
    lines += [
      "  classDef waits stroke-width:3px",
      "  classDef branch stroke:#8250df",
      "  classDef finding stroke:#cf222e,stroke-width:3px",
      "  classDef added stroke:#1a7f37,stroke-width:3px",
      "  classDef removed stroke:#cf222e,stroke-dasharray:6 4",
      "  classDef changed stroke:#9a6700,stroke-width:3px",
    ]
    return lines.map { $0 + "\n" }.joined()
  }

  private func line(of node: PictureModel.Node, index: Int) -> String {
    let label = ([node.id, node.typeName, node.shortSummary] + node.marks.words(isBrief: false))
      .filter { !$0.isEmpty }.map(Self.escaped).joined(separator: "<br>")
    let (opening, closing) =
      switch node.kind {
      case .node(.start, _), .end, .resume, .part(.number), .part(.app), .part(.webhook): ("([", "])")
      case .node(.branch, _): ("{{", "}}")
      case .node, .part: ("[", "]")
      }
    let classes = classes(of: node).map { ":::\($0)" } ?? ""
    return "n\(index)\(opening)\"\(label)\"\(closing)\(classes)"
  }

  /// One class: the one that says most.
  private func classes(of node: PictureModel.Node) -> String? {
    if let change = node.marks.change { return change.rawValue }
    if node.marks.badges.contains(where: { $0.severity == .error }) { return "finding" }
    if node.waits { return "waits" }
    return node.isOnBranch ? "branch" : nil
  }

  private func line(of edge: PictureModel.Edge) -> String {
    let label = (edge.keys + edge.marks.words(isBrief: true)).map(Self.escaped).joined(separator: "<br>")
    let arrow =
      switch edge.kind {
      case .main, .branch: "-->"
      case .closing: "==>"
      case .failure: "-.->"
      }
    return "n\(edge.source) \(arrow)|\"\(label)\"| n\(edge.target)"
  }

  private static func color(of kind: PictureModel.Edge.Kind) -> String? {
    switch kind {
    case .main: nil
    case .branch: "#8250df"
    case .closing: "#0969da"
    case .failure: "#bc4c00"
    }
  }

  /// The text with every character but letters, digits and the plainest signs as an entity.
  private static func escaped(_ text: String) -> String {
    text.printable.unicodeScalars.map { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", " ", ",", ":", "/", "+", "@", "_": String(scalar)
      default: scalar.isASCII ? "#\(scalar.value);" : String(scalar)
      }
    }.joined()
  }
}

extension PictureModel.Node {
  /// The type's name; empty for a terminal.
  var typeName: String {
    switch kind {
    case .node(let type, _): type?.name ?? "unknown type"
    case .part(let part): part.rawValue
    case .end, .resume: ""
    }
  }

  /// The summary, cut where it is long.
  var shortSummary: String {
    String(summary.unicodeScalars.prefix(60)) + (summary.unicodeScalars.count > 60 ? "…" : "")
  }
}

extension PictureModel.Marks {
  /// The marks as short texts.
  func words(isBrief: Bool) -> [String] { Chip.chips(of: self, isBrief: isBrief).map(\.text) }
}
