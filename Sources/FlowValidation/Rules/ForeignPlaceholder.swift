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
        let text = SourceText(template.place.range, of: graph.source)
        for written in Placeholder.all(in: text, besides: template.template.references, of: graph) {
          let known = graph.knownLength(of: written.name, variables: variables, nodes: nodes)
          let isKnown = known > 0 && (!written.isBracketed || known == written.name.utf8.count)
          guard isKnown || written.isBracketed else { continue }
          // What follows a name that is known belongs to the text.
          let placeholder = written.isBracketed ? written : written.prefix(known)
          let reference = isKnown ? "$(\(placeholder.name))" : nil
          let range = text.sourceRange(of: placeholder.range)
          // After a `$` the reference would be none: `$$(` stands for a `$(`.
          let start = placeholder.range.lowerBound
          let isMendable = start == 0 || text.bytes[start - 1] != UInt8(ascii: "$")
          findings.append(
            Finding(
              .foreignPlaceholder,
              "\(placeholder.written.quoted) is no reference\(suggesting(reference))",
              at: template.place.marking(range),
              help: """
                It is sent as it stands, and the customer sees it. A reference is `$(variable)` or `$(node.output)`.
                """,
              fix: isMendable ? reference.map { Fix("Write `\($0)`", [SourceEdit(range, with: $0)]) } : nil))
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

/// The text of a string of a file, and where its bytes stand there.
private struct SourceText {
  /// The text in UTF-8.
  let bytes: [UInt8]
  /// Where each byte's character begins in the file, and where the last one ends; nil where one byte stands for each, from
  /// `start` on.
  private let places: [Int]?
  private let start: Int

  /// - Parameter string: The bytes of the string, its quotes included.
  init(_ string: Range<Int>, of source: [UInt8]) {
    let content = string.dropFirst().dropLast()
    start = content.lowerBound
    guard source[content].contains(UInt8(ascii: "\\")) else {
      bytes = Array(source[content])
      places = nil
      return
    }
    var bytes: [UInt8] = []
    var places: [Int] = []
    for (scalar, range) in SourceCharacters(string, of: source) {
      let encoded = String(scalar).utf8
      bytes += encoded
      places += repeatElement(range.lowerBound, count: encoded.count)
    }
    self.bytes = bytes
    self.places = places + [content.upperBound]
  }

  /// Where a byte's character begins in the file; the end of the text is the closing quote.
  func sourceOffset(of index: Int) -> Int { places?[index] ?? start + index }

  /// The bytes of the file that stand for some of the text.
  func sourceRange(of range: Range<Int>) -> Range<Int> {
    sourceOffset(of: range.lowerBound)..<sourceOffset(of: range.upperBound)
  }
}

/// A placeholder of another tool's, as it stands in a text.
private struct Placeholder {
  /// What stands for the value.
  let name: String
  /// The placeholder as it is written.
  let written: String
  /// The bytes of the text that it takes.
  let range: Range<Int>
  /// Whether it stands between braces, so that it can be nothing else.
  let isBracketed: Bool

  /// The placeholders in a text, its references aside.
  static func all(
    in text: SourceText, besides references: [ReferenceID], of graph: FlowGraph
  ) -> [Placeholder] {
    let references = references.map { graph.references[$0.index].place.range }
    var next = 0
    var found: [Placeholder] = []
    var index = 0
    while index + 1 < text.bytes.count {
      if next < references.count, text.sourceOffset(of: index) >= references[next].lowerBound {
        if text.sourceOffset(of: index) < references[next].upperBound { index += 1 } else { next += 1 }
        continue
      }
      guard let placeholder = Placeholder(at: index, in: text.bytes) else {
        index += 1
        continue
      }
      found.append(placeholder)
      index = placeholder.range.upperBound
    }
    return found
  }

  /// The placeholder up to some bytes of its name.
  func prefix(_ length: Int) -> Placeholder {
    let rest = name.utf8.count - length
    return Placeholder(
      name: String(decoding: name.utf8.prefix(length), as: UTF8.self),
      written: String(decoding: written.utf8.dropLast(rest), as: UTF8.self),
      range: range.lowerBound..<range.upperBound - rest, isBracketed: isBracketed)
  }

  private init(name: String, written: String, range: Range<Int>, isBracketed: Bool) {
    self.name = name
    self.written = written
    self.range = range
    self.isBracketed = isBracketed
  }

  private init?(at start: Int, in source: [UInt8]) {
    let end = source.count
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
  /// How many bytes of a name, from its first on, are a variable's name, or an output of a node with a way into it.
  fileprivate func knownLength(
    of name: String, variables: Set<ExactText>, nodes: [NodeName: NodeID]
  ) -> Int {
    let first = name.prefix { $0 != "." && $0 != "[" }
    if variables.contains(ExactText(String(first))) { return first.utf8.count }
    let rest = name[first.endIndex...].dropFirst()
    guard rest.startIndex > first.endIndex, name[first.endIndex] == ".",
      let node = nodes[NodeName(String(first))]
    else { return 0 }
    var length = 0
    for output in self[node].outputs {
      for known in [output.name, output.alias].compactMap(\.self) where rest.hasPrefix(known) {
        let way = rest.dropFirst(known.count)
        guard way.isEmpty || way.hasPrefix(".") || way.hasPrefix("[") else { continue }
        let here = name.utf8.count - (output.holdsJSON ? 0 : way.utf8.count)
        length = max(length, here)
      }
    }
    return length
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
