package import Diagnostics

extension FlowNode {
  /// The node with other contents in the places of some of its templates. It leads to the same nodes, and has the same
  /// outputs.
  /// - Parameter content: What stands in the place of a template; nil where that stays.
  package func replacingTemplates(
    _ content: (_ template: Template, _ place: SourcePlace) -> FieldValue.Content?
  ) -> FlowNode {
    FlowNode(
      self, fields: fields.replacingTemplates(content),
      onEnter: onEnter.compactMap { $0.replacingTemplate(content) },
      onLeave: onLeave.compactMap { $0.replacingTemplate(content) })
  }
}

extension Assignment {
  /// The assignment with another value in the place of its template; nil where that cannot be assigned.
  fileprivate func replacingTemplate(
    _ content: (_ template: Template, _ place: SourcePlace) -> FieldValue.Content?
  ) -> Assignment? {
    guard let template, let content = content(template, valuePlace) else { return self }
    return Value(content).map {
      Assignment(name: name, namePlace: namePlace, variable: variable, value: $0, valuePlace: valuePlace)
    }
  }
}

extension Assignment.Value {
  /// The value that a field says; nil where it says none.
  package init?(_ content: FieldValue.Content) {
    switch content {
    case .null: self = .null
    case .boolean(let boolean): self = .boolean(boolean)
    case .number(let number): self = .number(number)
    case .template(let template): self = .template(template)
    case .invalid, .text, .object, .list, .unjudged: return nil
    }
  }
}

extension FieldValues {
  /// The members with other contents in the places of some templates; nil where all of them stay. The nesting is that of the
  /// file, which has a limit.
  fileprivate func replacingTemplates(
    _ content: (_ template: Template, _ place: SourcePlace) -> FieldValue.Content?
  ) -> FieldValues? {
    var replaced: [Entry]?
    for index in entries.indices {
      guard let value = entries[index].value.replacingTemplates(content) else { continue }
      if replaced == nil { replaced = entries }
      replaced?[index] = Entry(
        name: entries[index].name, namePlace: entries[index].namePlace, value: value)
    }
    return replaced.map { FieldValues($0, hasUnknownMembers: hasUnknownMembers) }
  }
}

extension FieldValue {
  fileprivate func replacingTemplates(
    _ content: (_ template: Template, _ place: SourcePlace) -> FieldValue.Content?
  ) -> FieldValue? {
    switch self.content {
    case .template(let template): return content(template, place).map { FieldValue($0, at: place) }
    case .object(let object):
      return object.replacingTemplates(content).map { FieldValue(.object($0), at: place) }
    case .list(let list):
      var replaced: [FieldValue]?
      for index in list.indices {
        guard let value = list[index].replacingTemplates(content) else { continue }
        if replaced == nil { replaced = list }
        replaced?[index] = value
      }
      return replaced.map { FieldValue(.list($0), at: place) }
    case .invalid, .null, .boolean, .number, .text, .unjudged: return nil
    }
  }
}
