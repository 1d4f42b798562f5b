import Diagnostics
import FlowModel

/// RF408: references are written as this format has them, not as another's.
///
/// Complexity: linear in the templates' length, in a file that has such a placeholder; else nothing.
struct ForeignPlaceholder: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    guard graph.signs.hasForeignPlaceholder else { return [] }
    let variables = Set(graph.variables.map { ExactText($0.name) })
    let nodes = context.names
    var findings: [Finding] = []
    for node in graph.nodes {
      for template in node.templates {
        for written in Placeholder.all(in: template, of: graph) {
          // What follows a variable's name belongs to the text.
          let placeholder =
            written.isBracketed || graph.has(written.name, variables: variables, nodes: nodes)
            ? written : written.withoutSteps
          let isKnown = graph.has(placeholder.name, variables: variables, nodes: nodes)
          guard isKnown || placeholder.isBracketed else { continue }
          let reference = isKnown ? "$(\(placeholder.name))" : nil
          findings.append(
            Finding(
              .foreignPlaceholder,
              "\(placeholder.written.quoted) is no reference\(suggesting(reference))",
              at: template.place.marking(placeholder.range),
              help: """
                It is sent as it stands, and the customer sees it. A reference is `$(variable)` or `$(node.output)`.
                """, fix: reference.map { Fix("Write `\($0)`", [SourceEdit(placeholder.range, with: $0)]) }))
        }
      }
    }
    return findings
  }

  let code = RuleCode.foreignPlaceholder

  var page: RulePage {
    RulePage(.foreignPlaceholder, markdown: PackageResources.RF408_md)
  }
}

/// A placeholder of another tool's, as it stands in a file.
private struct Placeholder {
  /// What stands for the value.
  let name: String
  /// The placeholder as it is written.
  let written: String
  /// The bytes of the file that it takes.
  let range: Range<Int>
  /// Whether it stands between braces, so that it can be nothing else.
  let isBracketed: Bool

  /// The placeholders in the bytes of a template, its references aside.
  static func all(in template: PlacedTemplate, of graph: FlowGraph) -> [Placeholder] {
    let source = graph.source
    let string = template.place.range
    let references = template.template.references.map { graph.references[$0.index].place.range }
    var next = 0
    var found: [Placeholder] = []
    var index = string.lowerBound
    while index + 1 < string.upperBound {
      if next < references.count, index >= references[next].lowerBound {
        index = max(index, references[next].upperBound)
        next += 1
        continue
      }
      guard let placeholder = Placeholder(at: index, in: source, before: string.upperBound - 1) else {
        index += 1
        continue
      }
      found.append(placeholder)
      index = placeholder.range.upperBound
    }
    return found
  }

  /// The placeholder up to the first full stop or bracket.
  var withoutSteps: Placeholder {
    let name = String(self.name.prefix { $0 != "." && $0 != "[" })
    let rest = self.name.utf8.count - name.utf8.count
    return Placeholder(
      name: name, written: String(decoding: written.utf8.dropLast(rest), as: UTF8.self),
      range: range.lowerBound..<range.upperBound - rest, isBracketed: isBracketed)
  }

  private init(name: String, written: String, range: Range<Int>, isBracketed: Bool) {
    self.name = name
    self.written = written
    self.range = range
    self.isBracketed = isBracketed
  }

  private init?(at start: Int, in source: [UInt8], before end: Int) {
    let opening: [UInt8]
    let closing: [UInt8]
    switch (source[start], source[start + 1]) {
    case (UInt8(ascii: "{"), UInt8(ascii: "{")): (opening, closing) = (Array("{{".utf8), Array("}}".utf8))
    case (UInt8(ascii: "$"), UInt8(ascii: "{")): (opening, closing) = (Array("${".utf8), Array("}".utf8))
    case (UInt8(ascii: "$"), _): (opening, closing) = (Array("$".utf8), [])
    default: return nil
    }
    isBracketed = !closing.isEmpty
    var position = start + opening.count
    func skipSpaces() { while position < end, source[position] == UInt8(ascii: " ") { position += 1 } }
    if isBracketed { skipSpaces() }
    var nameEnd = position
    while nameEnd < end, source[nameEnd].isInName { nameEnd += 1 }
    // A full stop or a hyphen at the end belongs to the sentence.
    while !isBracketed, nameEnd > position, ".-[]".utf8.contains(source[nameEnd - 1]) { nameEnd -= 1 }
    guard nameEnd > position, source[position].beginsName else { return nil }
    name = String(decoding: source[position..<nameEnd], as: UTF8.self)
    position = nameEnd
    if isBracketed { skipSpaces() }
    guard position + closing.count <= end, source[position..<position + closing.count].elementsEqual(closing)
    else { return nil }
    range = start..<position + closing.count
    written = String(decoding: source[range], as: UTF8.self)
  }
}

extension FlowGraph {
  /// Whether a name is a variable, or an output of a node with a way into it.
  fileprivate func has(_ name: String, variables: Set<ExactText>, nodes: [NodeName: NodeID]) -> Bool {
    if variables.contains(ExactText(name)) { return true }
    guard let point = name.utf8.firstIndex(of: UInt8(ascii: ".")),
      let node = nodes[NodeName(String(name[..<point]))]
    else {
      return false
    }
    let rest = name[name.index(after: point)...]
    return self[node].outputs.contains { output in
      [output.name, output.alias].contains { known in
        guard let known, rest.hasPrefix(known) else { return false }
        let way = rest.dropFirst(known.count)
        return way.isEmpty || output.holdsJSON && (way.hasPrefix(".") || way.hasPrefix("["))
      }
    }
  }
}

extension UInt8 {
  fileprivate var beginsName: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
    default: false
    }
  }

  fileprivate var isInName: Bool {
    beginsName || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) || "-.[]".utf8.contains(self)
  }
}
