public import Diagnostics
public import FlowModel
public import JSONSyntax

/// A project's file that has been read.
public struct LoadedProject: Sendable {
  /// The file's tree; nil where it is no JSON text or too large.
  public let document: JSONDocument?
  /// The project, without what has an error; nil where nothing of it can be judged.
  public let project: Project?
  /// The findings of the 1xx rules, by place.
  public let findings: [Finding]
}

/// Reads the files of projects.
public enum ProjectLoader {
  /// Reads a project's bytes, with every finding of the 1xx rules. Whether the files that it names are there it does not
  /// know.
  ///
  /// Complexity: linear in the number of bytes.
  public static func load(_ source: [UInt8]) -> LoadedProject {
    var file: FileReader
    switch FileReader.open(source, as: .project, version: ProjectFormat.version) {
    case .success(let opened): file = opened
    case .failure(let unusable):
      return LoadedProject(document: unusable.document, project: nil, findings: unusable.findings)
    }
    let fields = file.readRoot(as: ProjectFormat.project)
    let rules = file.readRuleLevels(fields["rules"])
    let environments = file.readEnvironments(fields["environments"])
    let root = file.document.root
    let project = Project(
      name: fields["name"]?.text, namePlace: fields["name"]?.place ?? root.place,
      flows: fields["flows"]?.placedTexts,
      flowsPlace: fields["flows"]?.place,
      services: (fields["services"]?.object?.entries ?? []).map { entry in
        Project.Service(name: entry.name, flows: entry.value.placedTexts ?? [])
      }, rules: rules, minimumCoverage: fields["minimumCoverage"]?.number,
      authorizations: fields["authorizations"]?.placedTexts?.map(\.text), environments: environments,
      formerPaths: (fields["formerPaths"]?.object?.entries ?? []).map { entry in
        (entry.name, (entry.value.placedTexts ?? []).map(\.text))
      })
    return LoadedProject(document: file.document, project: project, findings: file.findings.inFileOrder)
  }
}

extension FileReader {
  /// The levels that rules are given. A key that is no rule's code, or one of the 1xx, is reported.
  fileprivate mutating func readRuleLevels(_ field: FieldValue?) -> [(code: RuleCode, level: RuleLevel)] {
    guard let field else { return [] }
    return (field.object?.entries ?? []).compactMap { entry in
      guard let code = readChangeableRule(node(entry.namePlace.element), in: field.place.element) else {
        return nil
      }
      return entry.value.text.flatMap(RuleLevel.init).map { (code, $0) }
    }
  }

  private mutating func readChangeableRule(_ key: JSONNode, in object: Int) -> RuleCode? {
    guard let code = readRule(key, of: object, among: RuleCode.allCases.filter { !$0.judgesTheFile }) else {
      return nil
    }
    guard !code.judgesTheFile else {
      report(
        .invalidValue(
          "\(code) cannot be changed", at: key.place,
          help: "It judges the file itself, which cannot be read as it is meant. Remove this line."))
      return nil
    }
    return code
  }

  fileprivate mutating func readEnvironments(_ field: FieldValue?) -> [ProjectEnvironment] {
    guard let field, let fields = field.object else { return [] }
    if document.isEmpty(field.place.element) {
      report(
        .invalidValue(
          "`environments` must have at least one member", at: field.place,
          help: "The first one counts unless another is chosen. Add one, or remove `environments`."))
    }
    return fields.entries.map { entry in
      let values = entry.value.object?["values"]
      let live = entry.value.object?.entries.first { $0.name == "live" }
      return ProjectEnvironment(
        name: entry.name, namePlace: entry.namePlace,
        entries: (values?.object?.entries ?? []).filter(\.name.isIdentifier).map { value in
          ProjectEnvironment.Entry(
            name: value.name, namePlace: value.namePlace, value: ProjectEnvironment.Value(value.value),
            valuePlace: value.value.place)
        }, givesKnownNames: entry.value.object != nil && values?.isInvalid != true,
        live: live.flatMap { readLive($0) })
    }
  }

  /// The settings of a live service. What a start tells of a customer is any JSON, and is taken as it stands.
  private func readLive(_ entry: FieldValues.Entry) -> LiveSettings? {
    guard let fields = entry.value.object else { return nil }
    let contact = fields["ece"]?.object?["contact"]?.object?.entries ?? []
    return LiveSettings(
      fields: fields, place: entry.value.place, namePlace: entry.namePlace,
      contacts: Dictionary(
        contact.compactMap { entry in
          Channel(rawValue: entry.name).map { ($0, node(entry.value.place.element).value) }
        }, uniquingKeysWith: { first, _ in first }))
  }
}

extension ProjectEnvironment.Value {
  fileprivate init?(_ field: FieldValue) {
    switch field.content {
    case .text(let text): self = .text(text)
    case .number(let number): self = .number(number)
    case .boolean(let boolean): self = .boolean(boolean)
    case .invalid, .null, .template, .object, .list, .unjudged: return nil
    }
  }
}

extension FieldValue {
  /// The texts of an array, those aside that have an error; nil where this is none.
  fileprivate var placedTexts: [Project.PlacedText]? {
    list?.compactMap { element in element.text.map { Project.PlacedText($0, at: element.place) } }
  }
}
