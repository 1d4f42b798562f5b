import Diagnostics
import FlowModel
import JSONSyntax

/// Finds what the references of templates refer to, once all nodes are read.
struct ReferenceResolver {
  /// A node that a reference named.
  private struct NamedNode {
    let name: String
    let id: NodeID
  }

  private let names: FlowNames
  private let nodes: [FlowNode]
  private let variablesAreUncertain: Bool
  /// The nodes that were named last, which are named again by most references: the Start, and what the flow is about.
  private var lastNamed: [NamedNode] = []
  /// Which of them is forgotten next.
  private var oldest = 0
  /// The bytes of the file.
  private let source: [UInt8]
  /// Whether each reference stands in them as its text is.
  private let isPlain: Bool

  init(names: FlowNames, nodes: [FlowNode], variablesAreUncertain: Bool, document: JSONDocument) {
    self.names = names
    source = document.source
    isPlain = !document.hasEscapes
    self.nodes = nodes
    self.variablesAreUncertain = variablesAreUncertain
  }

  /// Finds what references refer to.
  /// - Returns: Those to a value of the project's environment.
  mutating func resolve(_ references: inout [Reference]) -> EnvironmentReferences {
    var environmentValues = EnvironmentReferences()
    var recent = RecentReferences()
    for index in references.indices {
      let subject: Reference.Subject
      let text = references[index].text
      if let same = recent.reference(of: text) {
        subject = references[same.index].subject
      } else {
        subject = self.subject(
          of: text, length: text.utf8.count, nameLength: references[index].nameLength,
          at: references[index].place)
        recent.remember(ReferenceID(index), of: text)
      }
      if case .environmentValue(let name) = subject {
        environmentValues.append(ReferenceID(index), named: name)
      }
      references[index].subject = subject
    }
    return environmentValues
  }

  /// What a reference refers to.
  /// - Parameters:
  ///   - text: What stands between `$(` and `)`; few references are asked for it.
  ///   - length: How many bytes the text has.
  ///   - nameLength: How many of them the name takes.
  ///   - place: Where the reference stands.
  private mutating func subject(
    of text: @autoclosure () -> String, length: Int, nameLength: Int, at place: SourcePlace
  ) -> Reference.Subject {
    if length == nameLength { return variable(text()) }
    // Without escapes the file has the text behind `$(`.
    let start = place.range.lowerBound + 2
    let bytes =
      isPlain || start + length < place.range.upperBound && source.holds(text(), at: start)
      ? WrittenReference(bytes: source, range: start..<start + length, nameLength: nameLength)
      : WrittenReference(bytes: Array(text().utf8), range: 0..<length, nameLength: nameLength)
    // No node has one of these names.
    switch Reference.reservedName(bytes.bytes, in: bytes.name) {
    case Reference.environmentName?:
      return .environmentValue(String(decoding: bytes.bytes[bytes.rest], as: UTF8.self))
    case Reference.secretName?:
      return .secret(String(decoding: bytes.bytes[bytes.rest], as: UTF8.self))
    default: return output(of: bytes)
    }
  }

  private func variable(_ name: String) -> Reference.Subject {
    names.variable(name).map(Reference.Subject.variable) ?? (variablesAreUncertain ? .uncertain : .undefined)
  }

  private mutating func output(of reference: WrittenReference) -> Reference.Subject {
    guard let id = node(named: reference) else { return .undefined }
    let node = nodes[id.index]
    guard node.type != nil else { return .uncertain }
    let outputList = node.outputList
    if let index = outputList.names.index(of: reference.bytes, in: reference.rest) {
      return .output(OutputID(index), of: id, path: [])
    }
    let outputs = outputList.outputs
    for index in outputs.indices {
      let nameEnd =
        reference.end(of: outputs[index].name, isOpen: outputs[index].holdsJSON)
        ?? outputs[index].alias.flatMap { reference.end(of: $0, isOpen: outputs[index].holdsJSON) }
      guard let nameEnd else { continue }
      if nameEnd == reference.range.upperBound { return .output(OutputID(index), of: id, path: []) }
      let taken = outputs[index].name.utf8.count { $0 == UInt8(ascii: ".") } + 1
      let text = String(decoding: reference.bytes[reference.range], as: UTF8.self)
      let steps = Reference.steps(of: text, after: reference.name.count)
      return .output(OutputID(index), of: id, path: Array(steps.dropFirst(taken)))
    }
    return node.isUncertain ? .uncertain : .undefined
  }

  /// The node that a reference names.
  private mutating func node(named reference: WrittenReference) -> NodeID? {
    let name = reference.name
    for index in lastNamed.indices
    where lastNamed[index].name.utf8.count == name.count
      && reference.bytes.holds(lastNamed[index].name, at: name.lowerBound)
    {
      return lastNamed[index].id
    }
    let text = String(decoding: reference.bytes[name], as: UTF8.self)
    guard let id = names.node(NodeName(text)) else { return nil }
    if lastNamed.count < Self.rememberedNodes {
      lastNamed.append(NamedNode(name: text, id: id))
    } else {
      lastNamed[oldest] = NamedNode(name: text, id: id)
      oldest = (oldest + 1) % Self.rememberedNodes
    }
    return id
  }

  /// How many nodes that were named last are remembered.
  private static let rememberedNodes = 4
}

/// The references to values of the environment, as they are met.
struct EnvironmentReferences {
  private(set) var references: [EnvironmentReference] = []
  private var numbered = NumberedNames()

  /// The names of the values, each once.
  var names: [String] { numbered.names }

  /// Adds one that follows the others.
  mutating func append(_ reference: ReferenceID, named name: String) {
    // Most flows that have one have some.
    if references.isEmpty { references.reserveCapacity(16) }
    references.append(EnvironmentReference(reference, name: numbered.add(name)))
  }
}

/// The bytes of a reference: some of the file's, or its own where the file has escapes.
private struct WrittenReference {
  let bytes: [UInt8]
  let range: Range<Int>
  let nameLength: Int

  /// The name of a node.
  var name: Range<Int> { range.lowerBound..<range.lowerBound + nameLength }
  /// What follows the full stop behind the name.
  var rest: Range<Int> { range.lowerBound + nameLength + 1..<range.upperBound }

  /// Where the name of an output ends; nil where the reference is to another one.
  /// - Parameter isOpen: Whether a way into the output may follow.
  func end(of name: String, isOpen: Bool) -> Int? {
    let end = rest.lowerBound + name.utf8.count
    guard end <= range.upperBound else { return nil }
    // What follows the name is looked at first: it tells most names apart without comparing them.
    let goesOn =
      end < range.upperBound && (bytes[end] == UInt8(ascii: ".") || bytes[end] == UInt8(ascii: "["))
    guard end == range.upperBound || goesOn && isOpen, bytes.holds(name, at: rest.lowerBound) else {
      return nil
    }
    return end
  }
}
