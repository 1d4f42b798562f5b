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
      session.value.variables[variable.index] = value
      emit(.variableSet(name: assignment.name, value: value))
    }
  }

  /// The text of a template with its references' values.
  ///
  /// A text that is put together ends at `Limits.renderedText`: a variable set to itself twice over, in a loop, would
  /// otherwise fill any memory.
  mutating func render(_ template: Template) -> String { render(template) { $0 } }

  /// The text of a template with its references' values, each made what it is where it is put in.
  mutating func render(_ template: Template, encoding encode: (String) -> String) -> String {
    var blanks: [Blank] = []
    return render(template, noting: &blanks, encoding: encode)
  }

  /// The text of a template with its references' values.
  /// - Parameter blanks: Where the references that add nothing are noted, of a text that is put together.
  mutating func render(
    _ template: Template, noting blanks: inout [Blank], encoding encode: (String) -> String = { $0 }
  ) -> String {
    switch template {
    case .literal(let text): return text
    case .lone(let reference):
      let text = valueReportingNull(of: reference).rendered
      let encoded = encode(text)
      // A text that is passed on stays whole; what is made of it is one that is put together.
      return encoded == text ? encoded : encoded.cut(toUTF8: Limits.renderedText)
    case .composed(let parts):
      var text = ""
      for part in parts {
        let piece: String
        switch part {
        case .literal(let literal): piece = literal
        case .reference(let reference):
          piece = encode(filteredText(of: reference))
          if piece.isEmpty {
            blanks.append(Blank(reference: program[reference].text, offset: text.utf8.count))
          }
        }
        if text.utf8.count < Limits.renderedText { text += piece }
      }
      return text.cut(toUTF8: Limits.renderedText)
    }
  }

  /// Sets outputs of the current node.
  /// - Parameters:
  ///   - names: The node's outputs, in the order of their numbers.
  ///   - value: The value of an output; nil leaves it as it is.
  mutating func setOutputs<Name>(_ names: [Name], to value: (Name) -> JSON?) {
    session.value.outputs.update(node, count: names.count) { outputs in
      for (index, name) in names.enumerated() {
        if let value = value(name) { outputs[index] = value }
      }
    }
  }

  /// Sets those outputs of the current node that something always sets together.
  mutating func setOutputs<Name>(_ outputs: OutputGroup<Name>, to value: (Name) -> JSON) {
    session.value.outputs.update(node, count: outputs.nodeCount) { values in
      for member in outputs.members { values[member.output.index] = value(member.name) }
    }
  }

  /// The text of a reference, after its filters.
  mutating func filteredText(of id: ReferenceID) -> String {
    let reference = program[id]
    let text = valueReportingNull(of: id).rendered
    if reference.filters.isEmpty { return text }
    guard reference.filters.contains(.plainText), !isHTML(reference) else {
      return text.filtered(by: reference.filters)
    }
    return text.filtered(by: reference.filters.filter { $0 != .plainText })
  }

  /// Whether a text may be HTML: one whose media type another output tells is so only where that says it.
  private func isHTML(_ reference: ProgramReference) -> Bool {
    guard case .output(let output, let node) = reference.source,
      let typedBy = program.graph[node].outputs[output.index].typedBy,
      let type = program.graph[node].outputs.firstIndex(where: { $0.name == typedBy }),
      let mediaType = session.value.outputs[OutputID(type), of: node].string
    else { return true }
    return mediaType.prefix { $0 != ";" }.lowercased().filter { $0 != " " } == "text/html"
  }

  /// The value of a reference; that it is null or was never set is told, unless a `default` stands in for it.
  mutating func valueReportingNull(of id: ReferenceID) -> JSON {
    let reference = program[id]
    let value = session.value.value(of: reference)
    if value.isNull, !reference.hasDefault {
      let node = current
      emit(.referenceEmpty(node: node.id, reference: reference.text))
    }
    return value
  }
}

extension SessionState {
  /// The value of what a reference refers to; null where it was never set. Inlined, since a call is given a copy of the whole state:
  /// some hundred instructions for each reference.
  @inline(__always) func value(of reference: ProgramReference) -> JSON {
    let whole =
      switch reference.source {
      case .variable(let variable): variables[variable.index]
      case .output(let output, let node): outputs[output, of: node]
      case .constant(let value): value
      }
    return reference.path.isEmpty ? whole : reference.path.reduce(whole) { $0[$1] }
  }
}

extension JSON {
  /// What a step leads to; null where there is nothing.
  fileprivate subscript(step: Reference.Step) -> JSON {
    switch step {
    case .key(let key): self[key] ?? .null
    case .index(let index): self[index] ?? .null
    }
  }

  /// The value as it renders in a template.
  var rendered: String {
    switch self {
    case .null: ""
    case .boolean(let boolean): boolean ? "true" : "false"
    case .string(let text): text
    case .number, .array, .object: compact
    }
  }
}

extension String {
  /// The text up to the last scalar that ends within so many bytes.
  fileprivate func cut(toUTF8 limit: Int) -> String {
    guard utf8.count > limit else { return self }
    var end = utf8.index(startIndex, offsetBy: limit)
    while end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
    return String(self[..<end])
  }
}
