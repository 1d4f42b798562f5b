import Diagnostics
public import FlowModel
import JSONSyntax

// Values of an environment in the places of `$(env.NAME)`.

/// A field that is a value of the environment alone, and may take others than texts.
struct EnvironmentField: Sendable {
  /// The reference to that value.
  let reference: ReferenceID
  /// Which of `FlowGraph.environmentNames` the value is.
  fileprivate(set) var name = 0
  /// What its value may be.
  let shape: ValueShape
  /// What its value is called in a message.
  let subject: ValueSubject
  /// Where it stands.
  let place: SourcePlace
}

extension FileReader {
  /// Remembers what a field takes if it is a value of the environment alone. Of an alternative it is the outermost shape
  /// that counts.
  mutating func noteEnvironmentValue(
    _ content: FieldValue.Content, of element: Int, as shape: ValueShape, subject: ValueSubject
  ) {
    guard case .template(.lone(let reference)) = content, references[reference.index].isEnvironmentValue
    else {
      return
    }
    if environmentFields.last?.reference == reference { environmentFields.removeLast() }
    environmentFields.append(
      EnvironmentField(reference: reference, shape: shape, subject: subject, place: place(of: element)))
  }
}

extension [EnvironmentField] {
  /// Fields in the order of their references, each with its value.
  func naming(_ references: [EnvironmentReference]) -> [EnvironmentField] {
    var fields = self
    var next = 0
    for index in fields.indices {
      while references[next].reference != fields[index].reference { next += 1 }
      fields[index].name = references[next].name
    }
    return fields
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
    let values = EnvironmentValues(environment, in: graph, fields: environmentFields)
    var nodes = graph.nodes
    for (id, node) in values.put(into: graph.environmentNodes, of: graph) { nodes[id.index] = node }
    var references = graph.references
    for reference in values.put.references(where: { _ in true }) {
      references[reference.index].subject = .uncertain
    }
    let added = values.findings
    return LoadedFlow(
      document: document,
      graph: graph.replacing(
        nodes: nodes, references: references,
        environmentReferences: graph.environmentReferences.filter { values.put[$0.reference] == nil },
        addingKeys: values.keys,
        addingErrors: added.lazy.filter { $0.severity == .error }.map(\.code)),
      findings: added.isEmpty
        ? findings : (findings + added.map { $0.inEnvironment(named: environment.name) }).inFileOrder,
      environmentFields: [])
  }
}

/// The values of an environment for the references of a flow.
struct EnvironmentValues {
  /// What is put in.
  let put: PutValues
  /// The places of the references for which something is put in that looks like a key of a web service.
  let keys: [SourcePlace]
  /// The values that a field cannot take.
  private(set) var findings: [Finding] = []

  private let references: [Reference]
  /// What fields take that are a value alone, in the order of their references.
  private let fields: [EnvironmentField]

  init(_ environment: ProjectEnvironment, in graph: FlowGraph, fields: [EnvironmentField]) {
    self.fields = fields
    let references = graph.references
    self.references = references
    put = PutValues(environment, in: graph)
    keys = put.references { SourceSigns.holdsKey($0.text) }.map { references[$0.index].place }
    for field in fields {
      guard let value = put.value(ofName: field.name),
        case .refused(let problem, let help) = taken(value, by: field)
      else { continue }
      findings.append(.invalidValue(problem, at: field.place, help: help))
    }
  }

  /// Whether the rules can tell what becomes of a value that is all of a number, an entry point or an authorization without
  /// its node: it is something, and the field takes it.
  var isPlain: Bool { findings.isEmpty && !put.contains { $0.text.isEmpty } }

  /// Some nodes of the flow, with the values put in.
  func put(into ids: [NodeID], of graph: FlowGraph) -> [(id: NodeID, node: FlowNode)] {
    ids.map { id in
      let html = graph[id].question?.htmlMessage
      let node = graph[id].replacingTemplates { template, place in
        content(of: template, isHTML: place == html?.place)
      }
      return (id, node)
    }
  }

  /// What stands in a template's place; nil where that stays.
  /// - Parameter isHTML: Whether the template is HTML, in which what a reference holds is no markup.
  private func content(of template: Template, isHTML: Bool) -> FieldValue.Content? {
    switch template {
    case .literal: return nil
    case .lone(let reference):
      guard let value = put[reference] else { return nil }
      return isHTML ? .template(.literal(value.text.escapedForHTML)) : content(of: value, for: reference)
    case .composed(let parts): return puttingIn(parts, isHTML: isHTML).map(FieldValue.Content.template)
    }
  }

  /// A value that is all of a field: with the type that it has, where the field takes such a one, else as its text.
  private func content(
    of value: ProjectEnvironment.Value, for reference: ReferenceID
  ) -> FieldValue.Content {
    let index = fields.partitioningIndex { $0.reference.index >= reference.index }
    guard index < fields.count, fields[index].reference == reference else {
      return .template(.literal(value.text))
    }
    return switch taken(value, by: fields[index]) {
    case .content(let content): content
    case .refused: .invalid
    }
  }

  /// What becomes of a value in a field.
  private enum Taken {
    case content(FieldValue.Content)
    case refused(problem: String, help: String)
  }

  private func taken(_ value: ProjectEnvironment.Value, by field: EnvironmentField) -> Taken {
    switch (field.shape.alternative(for: value.kind), value) {
    case (.number(let range)?, .number(let number)):
      guard !range.contains(number) else { return .content(.number(number)) }
      return .refused(
        problem: "\(field.subject) is out of range: \(number.text)", help: "Write \(range.wanted).")
    case (.json?, .number(let number)): return .content(.number(number))
    case (.boolean?, .boolean(let boolean)), (.json?, .boolean(let boolean)):
      return .content(.boolean(boolean))
    default: break
    }
    guard case .textOrEnvironmentValue(let form)? = field.shape.alternative(for: .string) else {
      return .content(.template(.literal(value.text)))
    }
    if case .text(let text) = value, form.admits(text) { return .content(.text(text)) }
    return .refused(
      problem: "\(field.subject) cannot be \(value.text.quoted)",
      help:
        "`$(\(references[field.reference.index].text))` must be a string in the project: \(form.wanted).")
  }

  private func isPutIn(_ part: Template.Part) -> Bool {
    if case .reference(let reference) = part { put[reference] != nil } else { false }
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
        guard let value = put[reference] else {
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
