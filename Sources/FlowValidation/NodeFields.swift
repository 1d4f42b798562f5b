import Diagnostics
import FlowModel

// What several rules read of the nodes' own fields. No other file of the rules asks for a field by its name.

/// A template with its place.
struct PlacedTemplate {
  let template: Template
  let place: SourcePlace

  init?(_ value: FieldValue?) {
    guard let value, let template = value.template else { return nil }
    self.template = template
    place = value.place
  }
}

/// A branch of a Branch, as it is written.
struct WrittenBranch {
  let name: String
  let namePlace: SourcePlace
  /// Whether all conditions must hold, or any.
  let needsAll: Bool
  let conditions: [WrittenCondition]
}

/// A condition of a Branch, as it is written.
struct WrittenCondition {
  let value: PlacedTemplate
  let `operator`: String
  let operands: [PlacedTemplate]
}

extension FlowNode {
  /// A field that is a template.
  func template(_ name: String) -> PlacedTemplate? { PlacedTemplate(fields[name]) }

  /// The `body` of an HTTPRequest, with the place of its key.
  var requestBody: (keyPlace: SourcePlace, value: PlacedTemplate)? {
    guard let entry = fields.entries.first(where: { $0.name == "body" }) else { return nil }
    return PlacedTemplate(entry.value).map { (entry.namePlace, $0) }
  }

  /// The headers of an HTTPRequest.
  var headers: [(name: String, value: PlacedTemplate)] {
    (fields["headers"]?.object?.entries ?? []).compactMap { entry in
      PlacedTemplate(entry.value).map { (entry.name, $0) }
    }
  }

  /// The branches of a Branch that have no error.
  var writtenBranches: [WrittenBranch] {
    (fields["branches"]?.list ?? []).compactMap { branch in
      guard let branch = branch.object, let name = branch["name"], let text = name.text else { return nil }
      let all = branch["all"]?.list
      let conditions = (all ?? branch["any"]?.list ?? []).map { WrittenCondition($0.object) }
      guard !conditions.isEmpty, conditions.allSatisfy({ $0 != nil }) else { return nil }
      return WrittenBranch(
        name: text, namePlace: name.place, needsAll: all != nil, conditions: conditions.compactMap { $0 })
    }
  }

  /// Calls `body` with every template of the node, in no particular order.
  func forEachTemplate(_ body: (PlacedTemplate) -> Void) { fields.forEachTemplate(body) }
}

extension WrittenCondition {
  fileprivate init?(_ fields: FieldValues?) {
    guard let fields, let value = PlacedTemplate(fields["value"]), let name = fields["operator"]?.text,
      let operand = fields["operand"]
    else { return nil }
    let operands = (operand.list ?? [operand]).map { PlacedTemplate($0) }
    guard operands.allSatisfy({ $0 != nil }) else { return nil }
    self.value = value
    self.operator = name
    self.operands = operands.compactMap { $0 }
  }
}

extension FieldValues {
  /// The nesting is that of a shape, a few levels.
  fileprivate func forEachTemplate(_ body: (PlacedTemplate) -> Void) {
    for entry in entries { entry.value.forEachTemplate(body) }
  }
}

extension FieldValue {
  fileprivate func forEachTemplate(_ body: (PlacedTemplate) -> Void) {
    if let template = PlacedTemplate(self) {
      body(template)
    } else if let object {
      object.forEachTemplate(body)
    } else {
      for element in list ?? [] { element.forEachTemplate(body) }
    }
  }
}
