import JSONSyntax

/// A node's fields as people read them: what a line about the node is made of.
public struct NodeWords {
  private let fields: FieldValues
  private let graph: FlowGraph

  /// The words of a node.
  public init(of node: FlowNode, in graph: FlowGraph) {
    fields = node.fields
    self.graph = graph
  }

  private init(_ fields: FieldValues, in graph: FlowGraph) {
    self.fields = fields
    self.graph = graph
  }

  /// A field as it stands in the file; empty where it is none, or no text.
  func text(_ field: String) -> String {
    switch fields[field]?.content {
    case .text(let text): text
    case .number(let number): number.text
    case .boolean(let boolean): boolean ? "true" : "false"
    case .template(let template): template.text(in: graph)
    case nil, .invalid, .null, .object, .list, .unjudged: ""
    }
  }

  /// A text in quotation marks; nothing for none.
  func quotation(_ field: String) -> String {
    let text = text(field)
    return text.isEmpty ? "" : "“\(text)”"
  }

  /// Whether a field is there.
  func has(_ field: String) -> Bool { fields[field] != nil }

  /// An object's members.
  func object(_ field: String) -> NodeWords? { fields[field]?.object.map { NodeWords($0, in: graph) } }

  /// The objects of an array.
  func objects(_ field: String) -> [NodeWords] {
    (fields[field]?.list ?? []).compactMap { $0.object.map { NodeWords($0, in: graph) } }
  }

  /// The names of the members that are there.
  var names: [String] { fields.entries.map(\.name) }

  /// A number of seconds, in the largest unit in which it is whole.
  func duration(_ field: String) -> String {
    guard let seconds = fields[field]?.number else { return "\(text(field)) s" }
    let units: [(Double, String)] = [(86_400, "d"), (3600, "h"), (60, "min")]
    for (unit, name) in units where seconds >= unit && seconds.truncatingRemainder(dividingBy: unit) == 0 {
      return "\(Self.text(of: seconds / unit)) \(name)"
    }
    return "\(Self.text(of: seconds)) s"
  }

  /// The channel that a field names.
  func channel(_ field: String) -> String { Self.name(ofChannel: fields[field]?.text) }

  /// The keywords of a Start's trigger; nil for any.
  func keywords(_ field: String) -> [String]? {
    guard case .words(let words) = Keywords(fields[field]) else { return nil }
    return words
  }

  /// A channel's name as people know it.
  static func name(ofChannel name: String?) -> String {
    switch name.flatMap(Channel.init) {
    case .sms: "SMS"
    case .messenger: "Messenger"
    case nil: name ?? "a channel"
    }
  }

  private static func text(of number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
  }
}

extension Template {
  /// The template as it stands in the file, but for `$$(`.
  public func text(in graph: FlowGraph) -> String {
    parts.map { part in
      switch part {
      case .literal(let text): text
      case .reference(let reference): "$(\(graph.references[reference.index].written))"
      }
    }.joined()
  }
}
