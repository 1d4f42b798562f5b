import Diagnostics
public import FlowModel
import JSONSyntax

// Reading values with those of an environment put in for `$(env.NAME)`.

extension LoadedFlow {
  /// The flow with the values of an environment put in for `$(env.NAME)`: a definition of its own, with a hash of its own.
  ///
  /// Only the nodes that hold such references are read again. Of a value that a field cannot take there is an RF106 more
  /// than before; a name for which the environment gives no value stays a reference.
  ///
  /// Complexity: linear in the size of these nodes, and in the number of nodes and references.
  public func inEnvironment(_ environment: ProjectEnvironment) -> LoadedFlow {
    guard let reading, let graph, !graph.environmentNodes.isEmpty else { return self }
    var file = reading.file
    file.environment = environment
    let known = file.findings.count
    var nodes = graph.nodes
    for id in graph.environmentNodes {
      let node = graph[id]
      // Nothing refers to them any more.
      for reference in node.references { file.references[reference].subject = .uncertain }
      nodes[id.index] = file.readNode(
        JSONDocument.ElementMember(key: node.idPlace.element, value: node.place.element), id,
        names: reading.names)
    }
    var resolver = ReferenceResolver(
      names: reading.names, nodes: nodes, variablesAreUncertain: graph.variablesAreUncertain,
      source: file.document.source)
    resolver.resolve(&file.references, from: graph.references.count)
    let before = Set(findings)
    let added = file.findings.dropFirst(known).filter { !before.contains($0) }
    return LoadedFlow(
      document: document,
      graph: graph.replacing(
        nodes: nodes, references: file.references, keys: graph.placesOfKeys(in: environment),
        addingErrors: added.lazy.filter { $0.severity == .error }.map(\.code)),
      findings: (findings + added.map { $0.inEnvironment(named: environment.name) }).inFileOrder,
      reading: nil)
  }
}

extension FileReader {
  /// A value where one of the environment is all that is written: with the type that it has, where the field takes such a
  /// one, else as its text.
  /// - Returns: nil where something else is written.
  mutating func readEnvironmentValue(
    _ element: Int, as shape: ValueShape, subject: ValueSubject
  ) -> FieldValue.Content? {
    guard let environment, document.kind(of: element) == .string,
      case .reference(let reference)? = try? TemplateParser.parse(document.text(of: element)).onlyElement,
      reference.filters.isEmpty, let value = reference.environmentValue.flatMap({ environment[$0] }),
      let textShape = shape.alternative(for: .string), textShape.takesReference
    else { return nil }
    switch (shape.alternative(for: value.kind), value) {
    case (.number(let range)?, .number(let number)):
      return judge(number, in: range, at: element, subject: subject)
    case (.json?, .number(let number)): return .number(number)
    case (.boolean?, .boolean(let boolean)), (.json?, .boolean(let boolean)): return .boolean(boolean)
    default: break
    }
    guard case .textOrEnvironmentValue(let form) = textShape else {
      return .template(.literal(value.text))
    }
    guard case .text(let text) = value, form.admits(text) else {
      report(
        .invalidValue(
          "\(subject) cannot be \(value.text.quoted)", at: place(of: element),
          help: "`$(\(reference.text))` must be a string in the project: \(form.wanted)."))
      return .invalid
    }
    return .text(text)
  }

  private mutating func judge(
    _ number: JSONNumber, in range: NumberRange, at element: Int, subject: ValueSubject
  ) -> FieldValue.Content {
    guard !range.contains(number.double) else { return .number(number) }
    report(
      .invalidValue(
        "\(subject) is out of range: \(number.text)", at: place(of: element), help: "Write \(range.wanted)."))
    return .invalid
  }

  /// The pieces of a template with the environment's values put in for references to them.
  ///
  /// No two literals stand side by side. An empty one stands at the beginning where a value is no text: what follows it
  /// does not begin the template.
  func puttingIn(_ pieces: [TemplatePiece]) -> [TemplatePiece] {
    guard let environment else { return pieces }
    var result: [TemplatePiece] = []
    for piece in pieces {
      let text: String
      switch piece {
      case .literal(let literal): text = literal
      case .reference(let reference):
        guard let value = reference.environmentValue.flatMap({ environment[$0] }) else {
          result.append(piece)
          continue
        }
        text = value.text.filtered(by: reference.filters)
      }
      if case .literal(let before)? = result.last {
        result[result.count - 1] = .literal(before + text)
      } else if !text.isEmpty || result.isEmpty {
        result.append(.literal(text))
      }
    }
    return result
  }
}

extension [TemplatePiece] {
  fileprivate var onlyElement: TemplatePiece? { count == 1 ? first : nil }
}

extension ValueShape {
  /// Whether a string of this shape may be a reference.
  fileprivate var takesReference: Bool {
    switch self {
    case .template, .headerValue, .json, .textOrEnvironmentValue: true
    default: false
    }
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

extension FlowGraph {
  /// The texts into which a value is put that looks like a key of a web service.
  fileprivate func placesOfKeys(in environment: ProjectEnvironment) -> [SourcePlace] {
    let names = Set(
      environment.entries.filter { SourceSigns.holdsKey($0.value?.text ?? "") }.map { ExactText($0.name) })
    guard !names.isEmpty else { return [] }
    return environmentValues.filter { names.contains(ExactText($0.name)) }.map(\.place)
  }
}
