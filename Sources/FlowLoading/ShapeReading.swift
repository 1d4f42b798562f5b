import Diagnostics
package import FlowModel
package import JSONSyntax

/// Reading values against their shapes. The depth of recursion is that of the shapes, a few levels.
extension FileReader {
  /// Reads the members of an object, reporting what it should not have and what it lacks.
  /// - Parameter enclosing: The objects around it, the innermost last, in which a condition's field may stand.
  package mutating func readObject(
    _ object: JSONNode, as shape: ObjectShape, within enclosing: [JSONNode] = []
  ) -> FieldValues {
    let scope = enclosing + [object]
    let excluded = reportAlternatives(of: object, shape: shape)
    var entries: [FieldValues.Entry] = []
    entries.reserveCapacity(object.count)
    var isPresent = Array(repeating: false, count: shape.namedFields.count)
    var hasUnknownMembers = false
    // Most files have their members in the order of the language reference: the next name is tried first.
    var next = 0
    for member in members(of: object) {
      if shape.takesExtensions, member.key.beginsWithExtensionPrefix { continue }
      guard let index = shape.index(of: member.key, tryingFirst: next) else {
        hasUnknownMembers = true
        reportUnknown(member.key, in: shape)
        continue
      }
      next = index + 1
      isPresent[index] = true
      let name = shape.namedFields[index].name
      let value: FieldValue
      switch candidates(at: index, in: shape, scope: scope) {
      case .otherConfiguration(let condition):
        reportUnknown(member.key, in: shape, condition: condition)
        continue
      case .field where excluded.contains(member.key.element),
        .fields where excluded.contains(member.key.element):
        value = FieldValue(.invalid, at: member.value.place)
      case .field(let field):
        value = read(member.value, as: field.shape, subject: field.subject, within: scope)
      case .fields(let fields):
        value = read(
          member.value, as: .either(fields.map(\.shape)), subject: fields[0].subject, within: scope)
      }
      entries.append(FieldValues.Entry(name: name, namePlace: member.key.place, value: value))
    }
    reportMissing(in: object, shape: shape, isPresent: isPresent, scope: scope)
    return FieldValues(entries, hasUnknownMembers: hasUnknownMembers)
  }

  /// Reads a value, reporting what is wrong with it.
  /// - Parameter subject: What the value is called in a message.
  package mutating func read(
    _ node: JSONNode, as shape: ValueShape, subject: String, within scope: [JSONNode] = []
  ) -> FieldValue {
    let alternative = shape.alternative(for: node.kind)
    guard let alternative else {
      reportWrongType(node, wanted: shape.wanted, subject: subject)
      return FieldValue(.invalid, at: node.place)
    }
    let content: FieldValue.Content
    switch alternative {
    case .anything, .outcomes, .suppressions, .nodes: content = .unjudged
    case .null: content = .null
    case .boolean: content = node.boolean.map { .boolean($0) } ?? .invalid
    case .text(let form): content = readText(node, form: form, subject: subject)
    case .choice(let choices): content = readChoice(node, choices: choices, subject: subject)
    case .number(let range): content = readNumber(node, range: range, subject: subject)
    case .integer(let range): content = readInteger(node, range: range, subject: subject)
    case .template: content = readTemplate(node, subject: subject)
    case .object(let shape):
      let isEmptyAgainstRule = shape.needsMember && node.count == 0
      if isEmptyAgainstRule {
        report(
          .invalidValue(
            "\(subject) must have at least one member", at: node.place,
            help: "Its members may be \(shape.fields.map { "`\($0.name)`" }.joined(separator: ", "))."))
      }
      content = isEmptyAgainstRule ? .invalid : .object(readObject(node, as: shape, within: scope))
    case .map(let keys, let values):
      content = .object(readMap(node, keys: keys, values: values, subject: subject))
    case .list(let element, let count, let distinct):
      content = .list(
        readList(node, of: element, count: count, distinct: distinct, subject: subject, within: scope))
    case .either:
      preconditionFailure("an alternative that fits a kind is never itself a choice of alternatives")
    }
    return FieldValue(content, at: node.place)
  }

  /// Reports that a value is of the wrong type.
  package mutating func reportWrongType(_ value: JSONNode, wanted: String, subject: String) {
    report(.wrongType(value, wanted: wanted, subject: subject))
  }

  // MARK: Members

  private enum Candidates {
    /// The field that the object has under the name.
    case field(Field)
    /// The fields that it may have, several, since an error hides which.
    case fields([Field])
    /// The object has such a field, but not as it is configured.
    case otherConfiguration(Field.Condition)
  }

  private func candidates(at index: Int, in shape: ObjectShape, scope: [JSONNode]) -> Candidates {
    var possible: [Field] = []
    var failing: Field.Condition?
    for field in shape.namedFields[index].fields {
      guard let condition = field.condition else { return .field(field) }
      switch state(of: condition, in: shape, scope: scope) {
      case .holds: return .field(field)
      case .fails: failing = condition
      case .unknown: possible.append(field)
      }
    }
    if let failing, possible.isEmpty { return .otherConfiguration(failing) }
    return possible.count == 1 ? .field(possible[0]) : .fields(possible)
  }

  private enum ConditionState {
    case holds, fails
    /// The field that decides is missing or has an error.
    case unknown
  }

  private func state(
    of condition: Field.Condition, in shape: ObjectShape, scope: [JSONNode]
  ) -> ConditionState {
    switch condition {
    case .without(let name): return scope.last?[name] == nil ? .holds : .fails
    case .field(let name, let values):
      // An object around this one decides where this one has no such field, even if it has such a member.
      let isOwn = shape.fields.contains { $0.name == name }
      let objects = isOwn ? scope.suffix(1) : scope.dropLast()
      let deciding = objects.reversed().lazy.compactMap { $0[name] }.first
      guard let value = deciding, value.kind == .string else { return .unknown }
      if values.contains(where: value.stringEquals) { return .holds }
      let isKnown = shape.fields.contains { field in
        guard case .field(name, let others)? = field.condition else { return false }
        return others.contains(where: value.stringEquals)
      }
      return isKnown ? .fails : .unknown
    }
  }

  private mutating func reportUnknown(
    _ key: JSONNode, in shape: ObjectShape, condition: Field.Condition? = nil
  ) {
    let nearest =
      condition == nil ? suggester.suggestion(for: key.string ?? "", among: shape.fields.map(\.name)) : nil
    if shape.refusesCustomAttributes {
      report(.customAttribute(key, nearest: nearest, condition: condition))
    } else if let condition {
      report(.fieldOfOtherConfiguration(key, of: shape.name, condition: condition))
    } else {
      report(.unknownField(key, of: shape.name, nearest: nearest))
    }
  }

  private mutating func reportMissing(
    in object: JSONNode, shape: ObjectShape, isPresent: [Bool], scope: [JSONNode]
  ) {
    let missing = zip(shape.namedFields, isPresent).lazy.filter { !$1 }.flatMap(\.0.fields)
    for field in missing where field.isRequired {
      if let condition = field.condition {
        switch state(of: condition, in: shape, scope: scope) {
        case .holds: break
        case .fails: continue
        case .unknown: guard shape.requiresInAnyCase(field) else { continue }
        }
      }
      report(.missingField(field.name, in: object, called: shape.name, summary: field.summary))
    }
  }

  /// Reports fields that exclude each other, or of which none is there.
  /// - Returns: The elements of the keys that an earlier one excludes.
  private mutating func reportAlternatives(of object: JSONNode, shape: ObjectShape) -> Set<Int> {
    var excluded: Set<Int> = []
    for names in shape.exactlyOneOf {
      let present = names.compactMap { object.member(named: $0) }.sorted { $0.key.element < $1.key.element }
      guard let first = present.first else {
        report(.missingAlternative(names, in: object, called: shape.name))
        continue
      }
      for member in present.dropFirst() {
        report(.excludedField(member, by: first.name, in: shape.name))
        excluded.insert(member.key.element)
      }
    }
    return excluded
  }

  // MARK: Values

  private mutating func readText(_ node: JSONNode, form: TextForm, subject: String) -> FieldValue.Content {
    let text = node.string ?? ""
    if form.admits(text) { return .text(text) }
    report(
      .invalidValue("\(subject) cannot be \(text.quoted)", at: node.place, help: "Write \(form.wanted)."))
    return .invalid
  }

  private mutating func readChoice(
    _ node: JSONNode, choices: [String], subject: String
  ) -> FieldValue.Content {
    if let choice = choices.first(where: node.stringEquals) { return .text(choice) }
    let text = node.string ?? ""
    let nearest = suggester.suggestion(for: text, among: choices)
    report(
      .invalidValue(
        "\(subject) cannot be \(text.quoted)\(suggesting(nearest))", at: node.place,
        help: "It must be one of \(choices.map { "`\($0)`" }.joined(separator: ", "))."))
    return .invalid
  }

  private mutating func readNumber(
    _ node: JSONNode, range: NumberRange, subject: String
  ) -> FieldValue.Content {
    guard let number = node.number else { return .invalid }
    if range.contains(number) { return .number(number) }
    report(.invalidValue("\(subject) is out of range", at: node.place, help: "Write \(range.wanted)."))
    return .invalid
  }

  private mutating func readInteger(
    _ node: JSONNode, range: ClosedRange<Int>, subject: String
  ) -> FieldValue.Content {
    guard let number = node.number else { return .invalid }
    guard number == number.rounded() else {
      report(
        Finding(
          .wrongType, "\(subject) must be an integer, not a number with a fraction", at: node.place,
          help: "Write a number without a fraction."))
      return .invalid
    }
    if number >= Double(range.lowerBound), number <= Double(range.upperBound) { return .number(number) }
    report(
      .invalidValue(
        "\(subject) is out of range", at: node.place,
        help: "Write an integer from \(range.lowerBound) to \(range.upperBound)."))
    return .invalid
  }

  private mutating func readMap(
    _ node: JSONNode, keys: TextForm, values: ValueShape, subject: String
  ) -> FieldValues {
    let members = members(of: node)
    return FieldValues(
      members.map { member in
        reportForm(of: member.key, form: keys, in: subject)
        return FieldValues.Entry(
          name: member.name, namePlace: member.key.place,
          value: read(member.value, as: values, subject: member.key.quoted))
      })
  }

  /// Reports a key that does not have its form.
  package mutating func reportForm(of key: JSONNode, form: TextForm, in subject: String) {
    guard !form.admits(key.string ?? "") else { return }
    report(
      .invalidValue(
        "\(key.quoted) cannot be a name in \(subject)", at: key.place, help: "Use \(form.wanted)."))
  }

  private mutating func readList(
    _ node: JSONNode, of shape: ValueShape, count: ClosedRange<Int>, distinct: String?, subject: String,
    within scope: [JSONNode]
  ) -> [FieldValue] {
    if !count.contains(node.count) {
      let wanted =
        count.lowerBound == count.upperBound ? "exactly \(count.lowerBound)" : "at least \(count.lowerBound)"
      report(
        .invalidValue(
          "\(subject) must have \(wanted) element\(count.lowerBound == 1 ? "" : "s")", at: node.place,
          help: "It has \(node.count)."))
    }
    var seen: Set<[UInt8]> = []
    return node.elements.map { element in
      let value = read(element, as: shape, subject: "an element of \(subject)", within: scope)
      if let distinct, let name = value.object?[distinct], let text = name.text,
        !seen.insert(Array(text.utf8)).inserted
      {
        report(
          .invalidValue(
            "the \(distinct) \(text.quoted) stands twice in \(subject)", at: name.place,
            help: "Each needs a \(distinct) of its own: the second would never be told from the first."))
      }
      return value
    }
  }

  private mutating func readTemplate(_ node: JSONNode, subject: String) -> FieldValue.Content {
    let text = node.string ?? ""
    let pieces: [TemplatePiece]
    do {
      pieces = try TemplateParser.parse(text)
    } catch {
      let rest = String(decoding: Array(text.utf8)[error.offset...].prefix(30), as: UTF8.self)
      report(
        .invalidValue(
          "\(subject) has a `$(` that begins no reference, at \(rest.quoted)", at: node.place,
          help:
            "A reference is `$(variable)` or `$(node.output)`, without spaces. For a literal `$(` write `$$(`."
        ))
      return .invalid
    }
    if pieces.count <= 1, case .literal(let text) = pieces.first ?? .literal("") {
      return .template(.literal(text))
    }
    var cursor = JSONTextCursor(node)
    let parts = pieces.map { piece -> Template.Part in
      switch piece {
      case .literal(let text): return .literal(text)
      case .reference(let parsed):
        let start = cursor.sourceOffset(ofDecodedUTF8: parsed.range.lowerBound)
        let end = cursor.sourceOffset(ofDecodedUTF8: parsed.range.upperBound)
        references.append(Reference(parsed, place: node.place.marking(start..<end)))
        return .reference(ReferenceID(references.count - 1))
      }
    }
    return .template(Template(parts))
  }
}

extension ObjectShape {
  /// The place of a key among the names; nil where the object has no such member.
  fileprivate func index(of key: JSONNode, tryingFirst first: Int) -> Int? {
    let count = namedFields.count
    for offset in 0..<count {
      let index = (first + offset) % count
      if key.stringEquals(namedFields[index].name) { return index }
    }
    return nil
  }

  /// Whether a field must be there whatever the choice is that its condition asks for: once for each name.
  fileprivate func requiresInAnyCase(_ field: Field) -> Bool {
    let alike = fields.filter { $0.name == field.name && $0.isRequired }
    guard case .field(let name, let firstChoices)? = field.condition,
      case .field(_, firstChoices)? = alike.first?.condition,
      case .choice(let choices)? = fields.first(where: { $0.name == name })?.shape
    else { return false }
    let covered = alike.flatMap { other -> [String] in
      if case .field(name, let values)? = other.condition { values } else { [] }
    }
    return choices.allSatisfy(covered.contains)
  }
}

extension Template {
  fileprivate init(_ parts: [Part]) {
    switch parts.first {
    case nil: self = .literal("")
    case .literal(let text)? where parts.count == 1: self = .literal(text)
    case .reference(let reference)? where parts.count == 1: self = .lone(reference)
    case .literal?, .reference?: self = .composed(parts)
    }
  }
}

extension JSONNode {
  /// Whether this is the key of an extension, which other tools may add.
  fileprivate var beginsWithExtensionPrefix: Bool {
    let content = range.dropFirst().prefix(2)
    let beginning = document.source[content.startIndex..<content.endIndex]
    if beginning.elementsEqual("x-".utf8) { return true }
    // Either character may be written as an escape.
    return beginning.contains(UInt8(ascii: "\\")) && string?.utf8.starts(with: "x-".utf8) == true
  }
}
