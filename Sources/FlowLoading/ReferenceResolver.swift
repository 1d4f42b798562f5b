import FlowModel
import JSONSyntax

/// Finds what the references of templates refer to, once all nodes are read.
struct ReferenceResolver {
  private let names: FlowNames
  private let nodes: [FlowNode]
  private let variablesAreUncertain: Bool

  init(names: FlowNames, nodes: [FlowNode], variablesAreUncertain: Bool) {
    self.names = names
    self.nodes = nodes
    self.variablesAreUncertain = variablesAreUncertain
  }

  /// Finds what references refer to.
  /// - Returns: The indices of those to a value of the project's environment.
  @discardableResult
  func resolve(_ references: inout [Reference], from start: Int) -> [Int] {
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
  private func subject(of text: String, nameLength: Int) -> Reference.Subject {
    if text.utf8.count == nameLength { return variable(text) }
    let name = text.utf8.prefix(nameLength)
    // No node has one of these names.
    if name.elementsEqual(Reference.environmentName.utf8) {
      return .environmentValue(String(decoding: text.utf8.dropFirst(nameLength + 1), as: UTF8.self))
    }
    if name.elementsEqual(Reference.secretName.utf8) {
      return .secret(String(decoding: text.utf8.dropFirst(nameLength + 1), as: UTF8.self))
    }
    return output(of: text, nameLength: nameLength)
  }

  private func variable(_ name: String) -> Reference.Subject {
    names.variable(name).map(Reference.Subject.variable) ?? (variablesAreUncertain ? .uncertain : .undefined)
  }

  private func output(of reference: String, nameLength: Int) -> Reference.Subject {
    let text = Array(reference.utf8)
    guard let id = names.node(NodeName(String(decoding: text[..<nameLength], as: UTF8.self))) else {
      return .undefined
    }
    let node = nodes[id.index]
    guard node.type != nil else { return .uncertain }
    let outputs = node.outputs
    for index in outputs.indices {
      let nameEnd =
        end(of: outputs[index].name, isOpen: outputs[index].holdsJSON, in: text, at: nameLength + 1)
        ?? outputs[index].alias.flatMap {
          end(of: $0, isOpen: outputs[index].holdsJSON, in: text, at: nameLength + 1)
        }
      guard let nameEnd else { continue }
      if nameEnd == text.count { return .output(OutputID(index), of: id, path: []) }
      let taken = outputs[index].name.utf8.count { $0 == UInt8(ascii: ".") } + 1
      let steps = Reference.steps(of: reference, after: nameLength)
      return .output(OutputID(index), of: id, path: Array(steps.dropFirst(taken)))
    }
    return node.isUncertain ? .uncertain : .undefined
  }

  /// Where the name of an output ends in the text of a reference to it; nil where the reference is to another one.
  /// - Parameter isOpen: Whether a way into the output may follow.
  private func end(of name: String, isOpen: Bool, in text: [UInt8], at start: Int) -> Int? {
    let end = start + name.utf8.count
    guard end <= text.count else { return nil }
    // What follows the name is looked at first: it tells most names apart without comparing them.
    let goesOn = end < text.count && (text[end] == UInt8(ascii: ".") || text[end] == UInt8(ascii: "["))
    guard end == text.count || goesOn && isOpen, text.holds(name, at: start) else { return nil }
    return end
  }
}
