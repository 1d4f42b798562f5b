import Diagnostics
public import FlowModel
import JSONSyntax

// Values of an environment in the places of `$(env.NAME)`.

/// A field that is a value of the environment alone, and may take others than texts.
struct EnvironmentField: Sendable {
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
    environmentFields[reference] = EnvironmentField(shape: shape, subject: subject)
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
    var nodes = graph.nodes
    for id in graph.environmentNodes {
      nodes[id.index] = nodes[id.index].replacingTemplates { values.content(of: $0, at: $1) }
    }
    let added = values.findings
    return LoadedFlow(
      document: document,
      graph: graph.replacing(
        nodes: nodes, references: values.references, keys: values.keys,
        addingErrors: added.lazy.filter { $0.severity == .error }.map(\.code)),
      findings: added.isEmpty
        ? findings : (findings + added.map { $0.inEnvironment(named: environment.name) }).inFileOrder,
      environmentFields: [:])
  }
}

/// The values of an environment while they are put into the nodes of a flow.
private struct EnvironmentValues {
  /// The flow's references: to nothing any more where a value is put in.
  private(set) var references: [Reference]
  /// The places of the references for which something is put in that looks like a key of a web service.
  private(set) var keys: [SourcePlace] = []
  /// The values that a field cannot take.
  private(set) var findings: [Finding] = []

  private let values: [ReferenceID: ProjectEnvironment.Value]
  private let fields: [ReferenceID: EnvironmentField]

  init(_ environment: ProjectEnvironment, in graph: FlowGraph, fields: [ReferenceID: EnvironmentField]) {
    self.fields = fields
    references = graph.references
    var values: [ReferenceID: ProjectEnvironment.Value] = [:]
    for node in graph.environmentNodes {
      for index in graph[node].references {
        guard case .environmentValue(let name) = references[index].subject, let value = environment[name]
        else {
          continue
        }
        references[index].subject = .uncertain
        values[ReferenceID(index)] = value
        if SourceSigns.holdsKey(value.text) { keys.append(references[index].place) }
      }
    }
    self.values = values
  }

  /// What stands in a template's place; nil where that stays.
  mutating func content(of template: Template, at place: SourcePlace) -> FieldValue.Content? {
    switch template {
    case .literal: nil
    case .lone(let reference): values[reference].map { content(of: $0, for: reference, at: place) }
    case .composed(let parts): puttingIn(parts).map(FieldValue.Content.template)
    }
  }

  /// A value that is all of a field: with the type that it has, where the field takes such a one, else as its text.
  private mutating func content(
    of value: ProjectEnvironment.Value, for reference: ReferenceID, at place: SourcePlace
  ) -> FieldValue.Content {
    guard let field = fields[reference] else { return .template(.literal(value.text)) }
    switch (field.shape.alternative(for: value.kind), value) {
    case (.number(let range)?, .number(let number)):
      guard !range.contains(number.double) else { return .number(number) }
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

  /// A template of several pieces with the values in it; nil where there is none.
  ///
  /// No two literals stand side by side. An empty one stands at the beginning where a value is no text: what follows it
  /// does not begin the template.
  private func puttingIn(_ parts: [Template.Part]) -> Template? {
    var result: [Template.Part] = []
    var isPutIn = false
    for part in parts {
      let text: String
      switch part {
      case .literal(let literal): text = literal
      case .reference(let reference):
        guard let value = values[reference] else {
          result.append(part)
          continue
        }
        isPutIn = true
        text = value.text.filtered(by: references[reference.index].filters)
      }
      if case .literal(let before)? = result.last {
        result[result.count - 1] = .literal(before + text)
      } else if !text.isEmpty || result.isEmpty {
        result.append(.literal(text))
      }
    }
    guard isPutIn else { return nil }
    if result.count == 1, case .literal(let text) = result[0] { return .literal(text) }
    if result.count == 1, case .reference(let only) = result[0], references[only.index].filters.isEmpty {
      return .lone(only)
    }
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
