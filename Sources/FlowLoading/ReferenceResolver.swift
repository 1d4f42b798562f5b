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
  /// The bytes of the reference that is resolved.
  private var text: [UInt8] = []

  init(names: FlowNames, nodes: [FlowNode], variablesAreUncertain: Bool) {
    self.names = names
    self.nodes = nodes
    self.variablesAreUncertain = variablesAreUncertain
  }

  /// Finds what references refer to.
  /// - Returns: The indices of those to a value of the project's environment.
  @discardableResult
  mutating func resolve(_ references: inout [Reference], from start: Int) -> [Int] {
    var environmentValues: [Int] = []
    for index in references[start...].indices {
      let subject = subject(of: references[index].text, nameLength: references[index].nameLength)
      if case .environmentValue = subject { environmentValues.append(index) }
      references[index].subject = subject
    }
    return environmentValues
  }

  /// What a reference refers to.
  /// - Parameters:
  ///   - text: What stands between `$(` and `)`.
  ///   - nameLength: How many bytes of it the name takes.
  private mutating func subject(of text: String, nameLength: Int) -> Reference.Subject {
    if text.utf8.count == nameLength { return variable(text) }
    self.text.removeAll(keepingCapacity: true)
    self.text.append(contentsOf: text.utf8)
    // No node has one of these names.
    switch Reference.reservedName(self.text, in: 0..<nameLength) {
    case Reference.environmentName?:
      return .environmentValue(String(decoding: text.utf8.dropFirst(nameLength + 1), as: UTF8.self))
    case Reference.secretName?:
      return .secret(String(decoding: text.utf8.dropFirst(nameLength + 1), as: UTF8.self))
    default: return output(of: text, nameLength: nameLength)
    }
  }

  private func variable(_ name: String) -> Reference.Subject {
    names.variable(name).map(Reference.Subject.variable) ?? (variablesAreUncertain ? .uncertain : .undefined)
  }

  private mutating func output(of reference: String, nameLength: Int) -> Reference.Subject {
    guard let id = node(named: 0..<nameLength) else { return .undefined }
    let node = nodes[id.index]
    guard node.type != nil else { return .uncertain }
    let outputList = node.outputList
    if let index = outputList.names.index(of: text, in: nameLength + 1..<text.count) {
      return .output(OutputID(index), of: id, path: [])
    }
    let outputs = outputList.outputs
    for index in outputs.indices {
      let nameEnd =
        end(of: outputs[index].name, isOpen: outputs[index].holdsJSON, at: nameLength + 1)
        ?? outputs[index].alias.flatMap {
          end(of: $0, isOpen: outputs[index].holdsJSON, at: nameLength + 1)
        }
      guard let nameEnd else { continue }
      if nameEnd == text.count { return .output(OutputID(index), of: id, path: []) }
      let taken = outputs[index].name.utf8.count { $0 == UInt8(ascii: ".") } + 1
      let steps = Reference.steps(of: reference, after: nameLength)
      return .output(OutputID(index), of: id, path: Array(steps.dropFirst(taken)))
    }
    return node.isUncertain ? .uncertain : .undefined
  }

  /// The node of which some bytes of the text are the name.
  private mutating func node(named bytes: Range<Int>) -> NodeID? {
    for index in lastNamed.indices
    where lastNamed[index].name.utf8.count == bytes.count && text.holds(lastNamed[index].name, at: 0) {
      return lastNamed[index].id
    }
    let name = String(decoding: text[bytes], as: UTF8.self)
    guard let id = names.node(NodeName(name)) else { return nil }
    if lastNamed.count == Self.rememberedNodes { lastNamed.removeFirst() }
    lastNamed.append(NamedNode(name: name, id: id))
    return id
  }

  /// How many nodes that were named last are remembered.
  private static let rememberedNodes = 4

  /// Where the name of an output ends in the text of a reference to it; nil where the reference is to another one.
  /// - Parameter isOpen: Whether a way into the output may follow.
  private func end(of name: String, isOpen: Bool, at start: Int) -> Int? {
    let end = start + name.utf8.count
    guard end <= text.count else { return nil }
    // What follows the name is looked at first: it tells most names apart without comparing them.
    let goesOn = end < text.count && (text[end] == UInt8(ascii: ".") || text[end] == UInt8(ascii: "["))
    guard end == text.count || goesOn && isOpen, text.holds(name, at: start) else { return nil }
    return end
  }
}
