import FlowModel

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

  /// The reference with its subject.
  func resolve(_ reference: Reference) -> Reference {
    var resolved = reference
    resolved.subject = reference.steps.isEmpty ? variable(reference.name) : output(of: reference)
    return resolved
  }

  private func variable(_ name: String) -> Reference.Subject {
    names.variables[name].map(Reference.Subject.variable) ?? (variablesAreUncertain ? .uncertain : .undefined)
  }

  private func output(of reference: Reference) -> Reference.Subject {
    guard let id = names.nodes[reference.name] else { return .undefined }
    let node = nodes[id.index]
    guard node.type != nil else { return .uncertain }
    let written = reference.text.utf8.dropFirst(reference.name.utf8.count + 1)
    for (index, output) in node.outputs.enumerated() {
      for name in [output.name, output.alias] {
        guard let name, written.starts(with: name.utf8) else { continue }
        let rest = written.dropFirst(name.utf8.count)
        if rest.isEmpty { return .output(OutputID(index), of: id, path: []) }
        guard output.holdsJSON, rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: "[") else {
          continue
        }
        let taken = name.utf8.count { $0 == UInt8(ascii: ".") } + 1
        return .output(OutputID(index), of: id, path: Array(reference.steps.dropFirst(taken)))
      }
    }
    return node.isUncertain ? .uncertain : .undefined
  }
}
