import FlowModel
import JSONSyntax

/// Putting together what a service is asked: nobody whose text a reference holds can change the syntax around it.
extension Execution {
  /// The address that a template gives; nil where none can be asked under it.
  mutating func renderAddress(_ template: Template) -> String? {
    var address = WebAddress()
    for part in template.parts {
      switch part {
      case .literal(let text): address.append(literal: text)
      case .reference(let id):
        let isVariable = if case .variable = program[id].source { true } else { false }
        address.append(reference: filteredText(of: id), isVariable: isVariable)
      }
    }
    return address.text
  }

  /// The text that a template gives as it is; nil where it is too long for a request.
  mutating func renderBody(_ template: Template) -> String? {
    var text = RequestText()
    for part in template.parts {
      switch part {
      case .literal(let literal): text.append(literal)
      case .reference(let id): text.append(filteredText(of: id))
      }
    }
    return text.whole
  }

  /// The text that a template of HTML gives: the references' texts are no markup in it.
  mutating func renderHTML(_ template: Template) -> String {
    render(template) { $0.escapedForHTML }
  }

  /// A form's fields as a body; nil where it is too long for a request.
  mutating func renderForm(_ fields: [(name: String, value: Template)]) -> String? {
    var form = FormBody()
    for field in fields { form.append(name: field.name, value: render(field.value)) }
    return form.text
  }

  /// JSON with the references' values in it; nil where it is too long for a request.
  mutating func renderJSON(_ template: JSONTemplate) -> String? {
    var text = RequestText()
    write(template, to: &text)
    return text.whole
  }

  private mutating func write(_ template: JSONTemplate, to text: inout RequestText) {
    switch template {
    case .null: text.append("null")
    case .boolean(let boolean): text.append(boolean ? "true" : "false")
    case .number(let number): text.append(JSON.number(number).compact)
    case .text(.lone(let reference)): text.append(valueReportingNull(of: reference).compact)
    case .text(let template): text.append(JSON.string(render(template)).compact)
    case .array(let elements):
      text.append("[")
      for (index, element) in elements.enumerated() {
        if index > 0 { text.append(",") }
        write(element, to: &text)
      }
      text.append("]")
    case .object(let members):
      text.append("{")
      for (index, member) in members.enumerated() {
        text.append("\(index > 0 ? "," : "")\(JSON.string(member.name).compact):")
        write(member.value, to: &text)
      }
      text.append("}")
    }
  }
}
