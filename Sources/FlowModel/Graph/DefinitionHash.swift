import JSONSyntax

/// What a flow's definition is known by: two flows with one hash run alike, and number their nodes and outputs alike.
///
/// It is made of what was loaded, so a file's layout, its descriptions, its `lintIgnore` and its `x-…` do not count. The
/// order of nodes and variables does: a parked session knows them by their numbers.
public struct DefinitionHash: Sendable, Hashable {
  /// The hash as it is written: 16 hexadecimal digits.
  public let text: String

  /// The hash that is written so.
  package init(text: String) { self.text = text }
}

extension FlowGraph {
  /// The hash of this definition. Complexity: linear in the size of the flow.
  public var definitionHash: DefinitionHash {
    var hash = StableHash()
    hash.combine(name ?? "")
    hash.combine(UInt64(settings.nodeExecutionLimit))
    hash.combine(settings.expiresAfterSeconds)
    for result in settings.results {
      hash.combine(result.name)
      hash.combine(UInt64(result.code))
      hash.combine(result.status.rawValue)
    }
    hash.combine("variables")
    for variable in variables {
      hash.combine(variable.name)
      hash.combine(variable.initialValue)
    }
    for node in nodes { combine(node, into: &hash) }
    return DefinitionHash(text: hash.hexadecimal)
  }

  private func combine(_ node: FlowNode, into hash: inout StableHash) {
    hash.combine("node")
    hash.combine(node.id.text)
    hash.combine(node.type?.name ?? "")
    // The description does not matter to a session, and what every node may have besides is told below.
    combine(FieldValues(node.fields.entries.filter { $0.name != "description" }), into: &hash)
    for (name, assignments) in [("onEnter", node.onEnter), ("onLeave", node.onLeave)] {
      hash.combine(name)
      for assignment in assignments {
        hash.combine(assignment.name)
        combine(assignment.value, into: &hash)
      }
    }
    hash.combine("on")
    for listing in node.listings {
      hash.combine(listing.key)
      hash.combine(listing.written)
    }
  }

  /// The nesting is that of the file, which has a limit.
  private func combine(_ fields: FieldValues, into hash: inout StableHash) {
    hash.combine("{")
    for entry in fields.entries {
      hash.combine(entry.name)
      combine(entry.value, into: &hash)
    }
    hash.combine("}")
  }

  private func combine(_ value: FieldValue, into hash: inout StableHash) {
    switch value.content {
    case .invalid, .null, .unjudged: hash.combine("null")
    case .boolean(let boolean): hash.combine(boolean ? "true" : "false")
    case .number(let number): hash.combine(number: number.text)
    case .text(let text):
      hash.combine("text")
      hash.combine(text)
    case .template(let template): combine(template, into: &hash)
    case .object(let object): combine(object, into: &hash)
    case .list(let list):
      hash.combine("[")
      for element in list { combine(element, into: &hash) }
      hash.combine("]")
    }
  }

  private func combine(_ value: Assignment.Value, into hash: inout StableHash) {
    switch value {
    case .null: hash.combine("null")
    case .boolean(let boolean): hash.combine(boolean ? "true" : "false")
    case .number(let number): hash.combine(number: number.text)
    case .template(let template): combine(template, into: &hash)
    }
  }

  private func combine(_ template: Template, into hash: inout StableHash) {
    hash.combine("template")
    for part in template.parts {
      switch part {
      case .literal(let text):
        hash.combine("text")
        hash.combine(text)
      case .reference(let reference):
        hash.combine("reference")
        hash.combine(references[reference.index].written)
      }
    }
  }
}

extension StableHash {
  fileprivate mutating func combine(_ number: Double?) {
    combine(number == nil ? "none" : "number")
    if let number { combine(number.bitPattern) }
  }

  fileprivate mutating func combine(number text: String) {
    combine("number")
    combine(text)
  }

  fileprivate mutating func combine(_ value: Variable.InitialValue) {
    switch value {
    case .null: combine("null")
    case .boolean(let boolean): combine(boolean ? "true" : "false")
    case .number(let number): combine(number: number.text)
    case .text(let text):
      combine("text")
      combine(text)
    }
  }
}
