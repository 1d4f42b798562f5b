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
      tell { _ in .variableSet(name: assignment.name, value: value) }
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

  /// What the current node has left behind.
  var outputs: NodeOutputs? {
    get { state.outputs[node] }
    set { state.outputs[node] = newValue }
  }

  /// The value of a reference; that it is null or was never set is told.
  private mutating func valueReportingNull(of id: ReferenceID) -> JSON {
    let value = state.value(of: program.references[id.index].subject, in: program)
    if value.isNull {
      tell { .referenceEmpty(node: $0.current.id, reference: $0.program.references[id.index].text) }
    }
    return value
  }
}

extension SessionState {
  /// The value of what a reference refers to.
  func value(of subject: Reference.Subject, in program: FlowProgram) -> JSON {
    switch subject {
    case .variable(let variable): return variables[variable.index]
    case .output(let output, let node, let path):
      guard let outputs = outputs[node] else { return .null }
      return path.reduce(program[node].behavior.value(of: output, in: outputs)) { value, step in
        switch step {
        case .key(let key): value[key] ?? .null
        case .index(let index): value[index] ?? .null
        }
      }
    case .uncertain, .undefined: return .null
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
