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
  ///
  /// A text that is put together ends at `Limits.renderedText`: a variable set to itself twice over, in a loop, would
  /// otherwise fill any memory.
  mutating func render(_ template: Template) -> String {
    switch template {
    case .literal(let text): return text
    case .lone(let reference): return valueReportingNull(of: reference).rendered()
    case .composed(let parts):
      var text = ""
      for part in parts {
        let piece =
          switch part {
          case .literal(let literal): literal
          case .reference(let reference): filteredText(of: reference)
          }
        if text.utf8.count < Limits.renderedText { text += piece }
      }
      return text.utf8.count > Limits.renderedText ? text.cut(toUTF8: Limits.renderedText) : text
    }
  }

  /// The text of a reference, after its filters.
  mutating func filteredText(of id: ReferenceID) -> String {
    valueReportingNull(of: id).rendered().filtered(by: program.graph.references[id.index].filters)
  }

  /// What the current node has left behind.
  var outputs: NodeOutputs? {
    get { state.outputs[node] }
    nonmutating _modify { yield &state.outputs[node] }
  }

  /// The value of a reference; that it is null or was never set is told, unless a `default` stands in for it.
  mutating func valueReportingNull(of id: ReferenceID) -> JSON {
    let value = tables.value(of: tables.source(of: id), in: session)
    if value.isNull, !program.graph.references[id.index].hasDefault {
      tell { .referenceEmpty(node: $0.current.id, reference: $0.program.graph.references[id.index].text) }
    }
    return value
  }
}

extension String {
  /// The text up to the last character that ends within so many bytes.
  fileprivate func cut(toUTF8 limit: Int) -> String {
    var end = utf8.index(startIndex, offsetBy: limit)
    while end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
    return String(self[..<end])
  }
}

extension JSON {
  /// The value as it renders in a template.
  consuming func rendered() -> String {
    switch consume self {
    case .null: ""
    case .boolean(let boolean): boolean ? "true" : "false"
    case .number(let number): number.text
    case .string(let text): text
    case let container: container.compact
    }
  }
}
