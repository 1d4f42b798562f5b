import Diagnostics
import FlowModel
import JSONSyntax

extension FlowPicture {
  /// The version of the layout of `json`; it grows when a program that reads it would have to change.
  private static let version = 1

  /// The nodes and ways as one JSON object.
  var json: String {
    var writer = JSONWriter(.pretty)
    writer.beginObject()
    writer.member("version", Self.version)
    writer.member("name", model.title)
    if let comparison {
      writer.key("changes")
      writer.beginArray()
      for line in comparison.lines { writer.string(line) }
      writer.endArray()
    }
    writer.key("nodes")
    writer.beginArray()
    for node in model.nodes where node.isFlowNode { writer.node(node) }
    writer.endArray()
    writer.key("edges")
    writer.beginArray()
    for edge in model.edges { writer.edge(edge, in: model) }
    writer.endArray()
    writer.findings(model.badges)
    writer.endObject()
    writer.endLine()
    return writer.text
  }
}

extension JSONWriter {
  fileprivate mutating func node(_ node: PictureModel.Node) {
    beginObject()
    member("id", node.id)
    if case .node(let type?, _) = node.kind { member("type", type.name) }
    member("waits", node.waits)
    member("onIntermediateBranch", node.isOnBranch)
    member("summary", node.summary)
    member("pointer", node.pointer)
    marks(node.marks, counted: "entered")
    endObject()
  }

  fileprivate mutating func edge(_ edge: PictureModel.Edge, in model: PictureModel) {
    let source = model.nodes[edge.source]
    beginObject()
    member("from", source.id)
    member("to", edge.isReturn ? "@resume" : model.nodes[edge.target].name)
    if edge.isReturn { member("returnsTo", model.nodes[edge.target].id) }
    member("kind", edge.kind.rawValue)
    key("outcomes")
    beginArray()
    for outcome in edge.outcomes {
      beginObject()
      member("name", outcome.name)
      member("class", outcome.class.rawValue)
      endObject()
    }
    endArray()
    key("pointers")
    beginArray()
    for key in edge.keys { string("\(source.pointer)/on/\(key.pointerToken)") }
    endArray()
    marks(edge.marks, counted: "taken")
    endObject()
  }

  private mutating func marks(_ marks: PictureModel.Marks, counted: String) {
    if let change = marks.change { member("change", change.rawValue) }
    if let count = marks.count { member(counted, count) }
    if let step = marks.step { member("step", step) }
    findings(marks.badges)
  }

  fileprivate mutating func findings(_ badges: [PictureModel.Badge]) {
    guard !badges.isEmpty else { return }
    key("findings")
    beginArray()
    for badge in badges {
      beginObject()
      member("code", badge.code.rawValue)
      member("severity", badge.severity.rawValue)
      member("message", badge.message)
      endObject()
    }
    endArray()
  }
}

extension PictureModel.Node {
  /// The JSON Pointer (RFC 6901) of the node.
  fileprivate var pointer: String { "/nodes/\(id.pointerToken)" }
}

extension String {
  /// The text as one step of a JSON Pointer.
  fileprivate var pointerToken: String {
    unicodeScalars.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined()
  }
}
