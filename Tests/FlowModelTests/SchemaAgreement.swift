import Diagnostics
import FlowModel
import JSONSyntax

/// Walks a shape of the catalogue and a schema side by side, and gathers where they differ.
struct SchemaAgreement {
  let schema: Schema
  /// The members that decide which fields an object has, of whatever object.
  let facts: JSON
  /// Where they differ.
  private(set) var differences: [String] = []

  init(_ schema: Schema, facts: JSON = [:]) {
    self.schema = schema
    self.facts = facts
  }

  private mutating func expect(_ holds: Bool, _ what: String, at path: String) {
    if !holds { differences.append("\(path): \(what)") }
  }

  // MARK: Objects

  /// Compares an object's members: names, what is required, what excludes what, and each value.
  mutating func compare(_ shape: ObjectShape, _ part: Schema.Part, at path: String) {
    let fields = shape.fields.filter { field in
      switch field.condition {
      case nil: true
      case .field(let name, let values)?: values.contains(facts[name]?.string ?? "")
      case .with(let name)?: facts[name] != nil
      case .without(let name)?: facts[name] == nil
      }
    }
    let properties = schema.properties(of: part, facts: facts)
    let required = Set(part.keywords("required").flatMap { $0.array ?? [] }.compactMap(\.string))
    expect(Set(properties.keys) == Set(fields.map(\.name)), "members \(properties.keys.sorted())", at: path)
    expect(
      required == Set(fields.filter(\.isRequired).map(\.name)), "required \(required.sorted())", at: path)
    expect(part.keywords("additionalProperties").contains(false), "not closed", at: path)
    expect((part.keyword("patternProperties")?["^x-"] != nil) == shape.takesExtensions, "x-", at: path)
    expect(
      (part.keyword("minProperties") == 1) == (shape.needsMember || isChoice(shape)), "minProperties",
      at: path)
    for names in shape.exactlyOneOf where !isChoice(shape) {
      let alternatives = (part.keyword("oneOf")?.array ?? []).compactMap { $0["required"] }
      expect(alternatives == names.map { [.string($0)] }, "exactly one of \(names)", at: path)
    }
    for names in shape.atMostOneOf {
      let pairs = names.indices.flatMap { first in names[(first + 1)...].map { [names[first], $0] } }
      let excluded = (part.keyword("not")?["anyOf"]?.array ?? []).compactMap { $0["required"] }
      expect(excluded == pairs.map { .array($0.map { .string($0) }) }, "at most one of \(names)", at: path)
    }
    if isChoice(shape) { expect(part.keyword("maxProperties") == 1, "maxProperties", at: path) }
    for field in fields {
      guard let property = properties[field.name] else { continue }
      expect(
        property.keyword("description")?.string?.isEmpty == false, "no description",
        at: "\(path)/\(field.name)")
      if field.name == "formatVersion" {
        expect(property.keyword("const") == 1, "const", at: "\(path)/\(field.name)")
      } else {
        compare(field.shape, property, at: "\(path)/\(field.name)")
      }
    }
  }

  /// Whether an object has exactly one member, whichever.
  private func isChoice(_ shape: ObjectShape) -> Bool {
    let count = shape.fields.count { if case .with? = $0.condition { false } else { true } }
    return shape.exactlyOneOf.contains { $0.count == count && $0.count > 2 }
  }

  // MARK: Values

  /// Compares what a value may be.
  mutating func compare(_ shape: ValueShape, _ part: Schema.Part, at path: String) {
    switch shape {
    case .anything: expect(part.keyword("type") == nil, "a type", at: path)
    case .text(let form): compareText(part, at: path, holdsEverything: form.isTimestamp) { form.admits($0) }
    case .textOrEnvironmentValue(let form):
      compareText(part, at: path) { form.admits($0) || Self.isEnvironmentValue($0) }
    case .template:
      compareText(part, at: path) { (try? TemplateParser.parse($0))?.contains { $0.isSecret } == false }
    case .headerValue: compareText(part, at: path) { (try? TemplateParser.parse($0)) != nil }
    case .json:
      expect(part.keyword("if") == ["type": "string"], "no template in JSON", at: path)
      expect(part.keyword("then")?["$ref"] == "#/definitions/template", "no template in JSON", at: path)
      for keyword in ["items", "additionalProperties"] {
        expect(
          part.keyword("else")?[keyword]?["$ref"] == "#/definitions/jsonTemplate", "no JSON in JSON", at: path
        )
      }
    case .choice(let choices):
      expect(part.keyword("enum") == .array(choices.map { .string($0) }), "choices", at: path)
      expect(part.keyword("type") == "string", "no string", at: path)
    case .boolean: expect(part.keyword("type") == "boolean", "no boolean", at: path)
    case .null: expect(part.keyword("type") == "null", "no null", at: path)
    case .number(let range):
      expect(part.keyword("type") == "number", "no number", at: path)
      let lower = part.keyword(range.excludesLower ? "exclusiveMinimum" : "minimum")?.number?.double
      expect(lower ?? -.infinity == range.lower, "from \(range.lower)", at: path)
      expect(
        part.keyword("maximum")?.number?.double ?? .infinity == range.upper, "up to \(range.upper)", at: path)
    case .integer(let range):
      expect(part.keyword("type") == "integer", "no integer", at: path)
      expect(
        part.keyword("minimum")?.number?.double == Double(range.lowerBound), "from \(range.lowerBound)",
        at: path)
      expect(
        part.keyword("maximum")?.number?.double == Double(range.upperBound), "up to \(range.upperBound)",
        at: path)
    case .object(let object):
      expect(part.keyword("type") == "object", "no object", at: path)
      compare(object, part, at: path)
    case .map(let keys, let values): compareMap(part, keys: keys, values: values, at: path)
    case .list(let element, let count, _):
      expect(part.keyword("type") == "array", "no array", at: path)
      expect(part.keyword("minItems")?.number?.double ?? 0 == Double(count.lowerBound), "count", at: path)
      expect(
        (part.keyword("maxItems")?.number?.double).map { Int($0) } ?? .max == count.upperBound, "count",
        at: path)
      compare(element, schema.part(part.keyword("items") ?? [:], facts: facts), at: "\(path)/0")
    case .either(let alternatives): compareAlternatives(part, alternatives, at: path)
    case .suppressions:
      let codes = RuleCode.allCases.filter { !$0.judgesTheFile }.map(\.rawValue)
      let properties = schema.properties(of: part, facts: facts)
      expect(Set(properties.keys) == Set(codes), "codes", at: path)
      expect(part.keywords("additionalProperties").contains(false), "not closed", at: path)
      for (code, property) in properties {
        expect(
          property.keyword("description")?.string?.isEmpty == false, "no description", at: "\(path)/\(code)")
        compareText(property, at: "\(path)/\(code)") { !$0.isEmpty }
      }
    case .nodes:
      expect(part.keyword("minProperties") == 1, "minProperties", at: path)
      compareKeys(part, form: .referenceName, at: path)
      expect(part.keyword("additionalProperties")?["$ref"] == "#/definitions/node", "nodes", at: path)
    case .outcomes: expect(part.keyword("type") == "object", "no object", at: path)
    }
  }

  private mutating func compareMap(_ part: Schema.Part, keys: TextForm, values: ValueShape, at path: String) {
    expect(part.keyword("type") == "object", "no object", at: path)
    compareKeys(part, form: keys, at: path)
    compare(values, schema.part(part.keyword("additionalProperties") ?? [:], facts: facts), at: "\(path)/*")
  }

  private mutating func compareKeys(_ part: Schema.Part, form: TextForm, at path: String) {
    let names = schema.part(part.keyword("propertyNames") ?? ["type": "string"], facts: facts)
    compareText(names, at: "\(path), its keys") { form.admits($0) }
  }

  private mutating func compareAlternatives(
    _ part: Schema.Part, _ alternatives: [ValueShape], at path: String
  ) {
    // `type` may be a list itself, and so may that of an alternative of `anyOf`.
    let options = part.keyword("anyOf")?.array ?? part.schemas.filter { $0["type"] != nil }
    let parts = options.flatMap { option -> [Schema.Part] in
      let part = schema.part(option, facts: facts)
      return part.keyword("type")?.array?.map { Schema.Part(schemas: [["type": $0]]) } ?? [part]
    }
    expect(parts.count == alternatives.count, "\(parts.count) alternatives", at: path)
    for (alternative, part) in zip(alternatives, parts) { compare(alternative, part, at: path) }
  }

  /// Compares which strings of the tests' tables fit.
  private mutating func compareText(
    _ part: Schema.Part, at path: String, holdsEverything: Bool = false, _ admits: (String) -> Bool
  ) {
    expect(part.keyword("type") == "string", "no string", at: path)
    let admitted = part.admitted(of: Self.texts)
    for text in Self.texts where admitted.contains(text) != admits(text) {
      // No pattern knows the leap years.
      if holdsEverything, admitted.contains(text) { continue }
      differences.append("\(path): \(text.debugDescription)")
    }
  }

  /// Whether a text is a reference to a value of the environment and nothing else.
  private static func isEnvironmentValue(_ text: String) -> Bool {
    guard let pieces = try? TemplateParser.parse(text), pieces.count == 1,
      case .reference(let reference) = pieces[0]
    else { return false }
    return reference.environmentValue != nil && reference.filters.isEmpty
  }

  /// Compares where outcomes may lead.
  mutating func compareOutcomes(_ outcomes: [Outcome], _ part: Schema.Part, isOpen: Bool, at path: String) {
    let properties = schema.properties(of: part, facts: facts)
    expect(
      Set(properties.keys) == Set(outcomes.map(\.name) + ["otherwise"]),
      "outcomes \(properties.keys.sorted())", at: path)
    for (name, property) in properties {
      expect(
        property.keyword("description")?.string?.isEmpty == false, "no description", at: "\(path)/\(name)")
      compareText(property, at: "\(path)/\(name)") { WrittenTarget($0) != nil }
    }
    if isOpen {
      let target = schema.part(part.keyword("additionalProperties") ?? [:], facts: facts)
      compareText(target, at: "\(path)/*") { WrittenTarget($0) != nil }
    } else {
      expect(part.keywords("additionalProperties").contains(false), "not closed", at: path)
    }
  }

  /// What the tests of texts, templates and times know to be right or wrong, for whatever form.
  private static let texts: [String] = {
    var texts = TextTests.forms.flatMap { $0.admitted + $0.refused }
    texts += TextTests.targets.map(\.text)
    texts += columns(of: TemplateTests.valid, before: " →")
    texts += columns(of: TemplateTests.invalid.replacing("@", with: ""), before: " →")
    texts += columns(of: TimestampTests.rfc3339, before: " = ")
    return texts
  }()

  private static func columns(of table: String, before separator: String) -> [String] {
    table.split(separator: "\n").map { line in
      String(line[..<(line.firstRange(of: separator)?.lowerBound ?? line.endIndex)])
    }
  }
}

extension TextForm {
  fileprivate var isTimestamp: Bool {
    switch self {
    case .timestamp, .passingTime: true
    default: false
    }
  }
}

extension TemplatePiece {
  fileprivate var isSecret: Bool {
    if case .reference(let reference) = self { reference.secret != nil } else { false }
  }
}
