import Diagnostics
public import FlowModel
import JSONSyntax

// Values of an environment in the places of `$(env.NAME)`.

/// A field that is a value of the environment alone, and may take others than texts.
struct EnvironmentField: Sendable {
  /// The reference to that value.
  let reference: ReferenceID
  /// What its value may be.
  let shape: ValueShape
  /// What its value is called in a message.
  let subject: ValueSubject
}

extension FileReader {
  /// Remembers what a field takes if it is a value of the environment alone. Of an alternative it is the outermost shape
  /// that counts.
  mutating func noteEnvironmentValue(
    _ content: FieldValue.Content, as shape: ValueShape, subject: ValueSubject
  ) {
    guard case .template(.lone(let reference)) = content, references[reference.index].isEnvironmentValue
    else {
      return
    }
    if environmentFields.last?.reference == reference { environmentFields.removeLast() }
    environmentFields.append(EnvironmentField(reference: reference, shape: shape, subject: subject))
  }
}

extension LoadedFlow {
  /// The flow with the values of an environment put in for `$(env.NAME)`: a definition of its own, with a hash of its own.
  ///
  /// Of a value that a field cannot take there is an RF106 more than before; a name for which the environment gives no value
  /// stays a reference.
  ///
  /// Complexity: linear in the size of the nodes that hold such references, and in the number of nodes and references.
  public func inEnvironment(_ environment: ProjectEnvironment) -> LoadedFlow {
    guard let graph, !graph.environmentNodes.isEmpty else { return self }
    var values = EnvironmentValues(environment, in: graph, fields: environmentFields)
    let nodes = values.put(into: graph.environmentNodes, of: graph)
    let added = values.findings
    return LoadedFlow(
      document: document,
      graph: graph.replacing(
        nodes: nodes, references: values.referencesLeft, keys: values.keys,
        addingErrors: added.lazy.filter { $0.severity == .error }.map(\.code)),
      findings: added.isEmpty
        ? findings : (findings + added.map { $0.inEnvironment(named: environment.name) }).inFileOrder,
      environmentFields: [])
  }
}

/// The values of an environment while they are put into the nodes of a flow.
struct EnvironmentValues {
  /// The places of the references for which something is put in that looks like a key of a web service.
  private(set) var keys: [SourcePlace] = []
  /// The values that a field cannot take.
  private(set) var findings: [Finding] = []

  private let references: [Reference]
  /// What is put in for each reference; nil where it stays.
  let values: [ProjectEnvironment.Value?]
  /// What fields take that are a value alone, in the order of their references.
  private let fields: [EnvironmentField]

  init(_ environment: ProjectEnvironment, in graph: FlowGraph, fields: [EnvironmentField]) {
    self.fields = fields
    references = graph.references
    var values: [ProjectEnvironment.Value?] = Array(repeating: nil, count: references.count)
    for index in graph.environmentReferences {
      guard let name = graph.environmentValue(of: index), let value = environment[name] else { continue }
      values[index] = value
      if SourceSigns.holdsKey(value.text) { keys.append(references[index].place) }
    }
    self.values = values
  }

  /// The flow's references: to nothing any more where a value is put in.
  var referencesLeft: [Reference] {
    var left = references
    for index in left.indices where values[index] != nil { left[index].subject = .uncertain }
    return left
  }

  /// Whether the same is put in in another environment.
  func areSame(as others: EnvironmentValues) -> Bool { values == others.values }

  /// All nodes of the flow, with the values put into some.
  mutating func put(into ids: [NodeID], of graph: FlowGraph) -> [FlowNode] {
    var nodes = graph.nodes
    for id in ids {
      let html = nodes[id.index].question?.htmlMessage
      nodes[id.index] = nodes[id.index].replacingTemplates { template, place in
        content(of: template, at: place, isHTML: place == html?.place)
      }
    }
    return nodes
  }

  /// What stands in a template's place; nil where that stays.
  /// - Parameter isHTML: Whether the template is HTML, in which what a reference holds is no markup.
  private mutating func content(
    of template: Template, at place: SourcePlace, isHTML: Bool
  ) -> FieldValue.Content? {
    switch template {
    case .literal: return nil
    case .lone(let reference):
      guard let value = values[reference.index] else { return nil }
      return isHTML
        ? .template(.literal(value.text.escapedForHTML)) : content(of: value, for: reference, at: place)
    case .composed(let parts): return puttingIn(parts, isHTML: isHTML).map(FieldValue.Content.template)
    }
  }

  /// A value that is all of a field: with the type that it has, where the field takes such a one, else as its text.
  private mutating func content(
    of value: ProjectEnvironment.Value, for reference: ReferenceID, at place: SourcePlace
  ) -> FieldValue.Content {
    let index = fields.partitioningIndex { $0.reference.index >= reference.index }
    guard index < fields.count, fields[index].reference == reference else {
      return .template(.literal(value.text))
    }
    let field = fields[index]
    switch (field.shape.alternative(for: value.kind), value) {
    case (.number(let range)?, .number(let number)):
      guard !range.contains(number) else { return .number(number) }
      return refuse("\(field.subject) is out of range: \(number.text)", at: place, "Write \(range.wanted).")
    case (.json?, .number(let number)): return .number(number)
    case (.boolean?, .boolean(let boolean)), (.json?, .boolean(let boolean)): return .boolean(boolean)
    default: break
    }
    guard case .textOrEnvironmentValue(let form)? = field.shape.alternative(for: .string) else {
      return .template(.literal(value.text))
    }
    if case .text(let text) = value, form.admits(text) { return .text(text) }
    return refuse(
      "\(field.subject) cannot be \(value.text.quoted)", at: place,
      "`$(\(references[reference.index].text))` must be a string in the project: \(form.wanted).")
  }

  private mutating func refuse(_ problem: String, at place: SourcePlace, _ help: String) -> FieldValue.Content
  {
    findings.append(.invalidValue(problem, at: place, help: help))
    return .invalid
  }

  private func isPutIn(_ part: Template.Part) -> Bool {
    if case .reference(let reference) = part { values[reference.index] != nil } else { false }
  }

  /// A template of several pieces with the values in it; nil where there is none.
  ///
  /// No two literals stand side by side. An empty one stands at the beginning where a value is no text: what follows it
  /// does not begin the template.
  private func puttingIn(_ parts: [Template.Part], isHTML: Bool) -> Template? {
    guard parts.contains(where: isPutIn) else { return nil }
    var result: [Template.Part] = []
    for part in parts {
      let text: String
      switch part {
      case .literal(let literal): text = literal
      case .reference(let reference):
        guard let value = values[reference.index] else {
          result.append(part)
          continue
        }
        let filtered = value.text.filtered(by: references[reference.index].filters)
        text = isHTML ? filtered.escapedForHTML : filtered
      }
      if case .literal(let before)? = result.last {
        result[result.count - 1] = .literal(before + text)
      } else if !text.isEmpty || result.isEmpty {
        result.append(.literal(text))
      }
    }
    if result.count == 1, case .literal(let text) = result[0] { return .literal(text) }
    // What is left of several references is none alone, and renders as text.
    return .composed(result)
  }
}

extension ProjectEnvironment.Value {
  fileprivate var kind: JSONNode.Kind {
    switch self {
    case .text: .string
    case .number: .number
    case .boolean: .boolean
    }
  }
}
