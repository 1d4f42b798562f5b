import FlowModel
import JSONSyntax

/// Variables, outputs and templates.
extension Execution {
  /// Carries out assignments in order; each sees those before.
  mutating func assign(_ assignments: [Assignment]) {
    for assignment in assignments {
      let value: JSON =
        switch assignment.value {
        case .null: .null
        case .boolean(let boolean): .boolean(boolean)
        case .number(let number): .number(number)
        case .template(.lone(let reference)): valueReportingNull(of: reference)
        case .template(let template): .string(render(template))
        }
      guard let variable = assignment.variable else { continue }
      state.variables[variable.index] = value
      tell(.variableSet(name: assignment.name, value: value))
    }
  }

  /// The text of a template with its references' values.
  mutating func render(_ template: Template) -> String {
    switch template {
    case .literal(let text): text
    case .lone(let reference): valueReportingNull(of: reference).rendered
    case .composed(let parts):
      parts.reduce(into: "") { text, part in
        switch part {
        case .literal(let literal): text += literal
        case .reference(let reference): text += valueReportingNull(of: reference).rendered
        }
      }
    }
  }

  /// Sets an output of the current node.
  mutating func setOutput(_ name: String, _ value: JSON) {
    guard let index = program.graph[node].outputs.firstIndex(where: { $0.name == name }) else {
      preconditionFailure("a behavior sets only outputs that the catalogue gives its node")
    }
    state.outputs[program.slot(of: OutputID(index), of: node)] = value
  }

  /// The value of a reference; that it is null or was never set is told.
  private mutating func valueReportingNull(of id: ReferenceID) -> JSON {
    let reference = program.graph.references[id.index]
    let value = value(of: reference)
    if value.isNull { tell(.referenceEmpty(node: current.id, reference: reference.text)) }
    return value
  }

  private func value(of reference: Reference) -> JSON {
    switch reference.subject {
    case .variable(let variable): state.variables[variable.index]
    case .output(let output, let node, let path):
      path.reduce(state.outputs[program.slot(of: output, of: node)]) { value, step in
        switch step {
        case .key(let key): value[key] ?? .null
        case .index(let index): value[index] ?? .null
        }
      }
    case .uncertain, .undefined: .null
    }
  }
}

extension JSON {
  /// The value as it renders in a template.
  var rendered: String {
    switch self {
    case .null: ""
    case .boolean(let boolean): boolean ? "true" : "false"
    case .number(let number): JSON.numberText(number)
    case .string(let text): text
    case .array, .object: compact
    }
  }
}
