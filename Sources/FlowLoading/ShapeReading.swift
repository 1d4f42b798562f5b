import Diagnostics
package import FlowModel
import JSONSyntax

/// Reading values against their shapes. The depth of recursion is that of the shapes, a few levels; where a shape takes
/// any JSON it is that of the file, which has a limit.
///
/// Elements are passed on by their numbers, and become nodes only where something is said of them: see
/// `JSONDocument.ElementMembers`.
extension FileReader {
  /// Reads the members of the file's root, reporting what it should not have and what it lacks.
  package mutating func readRoot(as shape: ObjectShape) -> FieldValues {
    readObject(document.root.element, as: shape)
  }

  /// Reads the members of an object, reporting what it should not have and what it lacks.
  /// - Parameter outermost: The object around it that is the last in which a condition's field may stand; itself where
  ///   that may be in no other.
  mutating func readObject(
    _ object: Int, as shape: ObjectShape, within outermost: Int? = nil
  ) -> FieldValues {
    var common = CommonFields()
    return readObject(object, as: shape, within: outermost, common: &common)
  }

  /// Reads the members of an object; of a node those alone that are its type's, and by themselves those of every node.
  mutating func readObject(
    _ object: Int, as shape: ObjectShape, within outermost: Int? = nil, common: inout CommonFields
  ) -> FieldValues {
    let scope = Scope(object: object, outermost: outermost ?? object)
    let excluded = reportAlternatives(of: object, shape: shape)
    var entries: [FieldValues.Entry] = []
    var present = PresentNames()
    var hasUnknownMembers = false
    // Of a node's names the first is its type, and the last are those that every node has.
    let typesOwn = shape.isNode ? 1..<shape.namedFields.count - CommonField.allCases.count : 0..<Int.max
    // Most nodes have `type` and `on` besides.
    let others = shape.isNode ? 2 : 0
    entries.reserveCapacity(max(0, min(document.count(of: object) - others, typesOwn.count)))
    // Most files have their members in the order of the language reference: the next name is tried first.
    var next = 0
    for member in document.members(of: object) where !isRepeated(member.key) {
      guard let index = document.index(of: member.key, in: shape.names, tryingFirst: next) else {
        if shape.takesExtensions, document.beginsWithExtensionPrefix(member.key) { continue }
        hasUnknownMembers = true
        reportUnknown(member.key, of: object, in: shape)
        continue
      }
      next = index + 1
      present.insert(index)
      let read = readMember(
        member, as: shape.namedFields[index], of: shape, scope: scope,
        isExcluded: excluded.contains(member.key))
      guard let value = read else { continue }
      guard typesOwn.contains(index) else {
        common.take(value, as: CommonField(rawValue: index - typesOwn.upperBound))
        continue
      }
      entries.append(
        FieldValues.Entry(name: shape.namedFields[index].name, namePlace: place(of: member.key), value: value)
      )
    }
    reportMissing(in: object, shape: shape, present: present, scope: scope)
    return FieldValues(entries, hasUnknownMembers: hasUnknownMembers)
  }

  /// Reads the value of a member; nil where an object has no such field as it is configured, which is reported, here or as the
  /// lack of what it goes with.
  /// - Parameters:
  ///   - fields: The fields of the member's name.
  ///   - isExcluded: Whether another member excludes it.
  private mutating func readMember(
    _ member: JSONDocument.ElementMember, as fields: NamedFields, of shape: ObjectShape, scope: Scope,
    isExcluded: Bool
  ) -> FieldValue? {
    if let field = fields.onlyField {
      return isExcluded
        ? FieldValue(.invalid, at: place(of: member.value)) : read(member.value, as: field, scope: scope)
    }
    switch configuredCandidates(of: fields, in: shape, scope: scope) {
    case .otherConfiguration(.with(let name)) where lacksAlternative(name, scope.object, of: shape):
      return nil
    case .otherConfiguration(let condition):
      reportUnknown(member.key, of: scope.object, in: shape, condition: condition)
      return nil
    case .field where isExcluded, .fields where isExcluded:
      return FieldValue(.invalid, at: place(of: member.value))
    case .field(let field):
      return read(member.value, as: field, scope: scope)
    case .fields(let fields):
      return read(
        member.value, as: .either(fields.map(\.shape)), subject: .named(fields[0].subject),
        within: scope.outermost)
    }
  }

  private mutating func read(_ element: Int, as field: Field, scope: Scope) -> FieldValue {
    read(element, as: field.shape, subject: .named(field.subject), within: scope.outermost)
  }

  /// The members of a node that every node may have, its description aside.
  struct CommonFields {
    private var values: (FieldValue?, FieldValue?, FieldValue?, FieldValue?) = (nil, nil, nil, nil)

    subscript(field: CommonField) -> FieldValue? {
      switch field {
      case .onEnter: values.0
      case .onLeave: values.1
      case .on: values.2
      case .lintIgnore: values.3
      }
    }

    /// Takes the value of a field, if it is one of the common ones.
    fileprivate mutating func take(_ value: FieldValue, as field: CommonField?) {
      switch field {
      case .onEnter?: values.0 = value
      case .onLeave?: values.1 = value
      case .on?: values.2 = value
      case .lintIgnore?: values.3 = value
      case nil: break
      }
    }
  }

  /// Reads a value, reporting what is wrong with it.
  /// - Parameters:
  ///   - subject: What the value is called in a message.
  ///   - outermost: The last object around it in which a condition's field may stand; none where that is within it.
  mutating func read(
    _ element: Int, as shape: ValueShape, subject: ValueSubject, within outermost: Int? = nil
  ) -> FieldValue {
    let kind = document.kind(of: element)
    guard shape.takes(kind) else {
      report(
        .wrongType(
          node(element), wanted: shape.wanted, exactly: shape.wantedExactly, subject: subject))
      return FieldValue(.invalid, at: place(of: element))
    }
    let content: FieldValue.Content
    switch shape {
    case .anything, .outcomes, .suppressions, .nodes: content = .unjudged
    case .null: content = .null
    case .boolean: content = .boolean(document.boolean(of: element))
    case .text(let form): content = readText(element, form: form, subject: subject)
    case .choice(let choices): content = readChoice(element, choices: choices, subject: subject)
    case .number(let range): content = readNumber(element, range: range, subject: subject)
    case .integer(let range): content = readInteger(element, range: range, subject: subject)
    case .textOrEnvironmentValue(let form):
      content = readTextOrEnvironmentValue(element, form: form, subject: subject)
      noteEnvironmentValue(content, of: element, as: shape, subject: subject)
    case .template: content = readTemplate(element, subject: subject)
    case .headerValue: content = readTemplate(element, subject: subject, takesSecrets: true)
    case .json:
      content = readJSON(element, subject: subject)
      noteEnvironmentValue(content, of: element, as: shape, subject: subject)
    case .object(let shape):
      let isEmptyAgainstRule = shape.needsMember && document.isEmpty(element)
      if isEmptyAgainstRule {
        report(
          .invalidValue(
            "\(subject) must have at least one member", at: place(of: element),
            help: "Its members may be \(shape.fields.map { "`\($0.name)`" }.joined(separator: ", "))."))
      }
      content = isEmptyAgainstRule ? .invalid : .object(readObject(element, as: shape, within: outermost))
    case .map(let keys, let values):
      content = .object(readMap(element, keys: keys, values: values, subject: subject))
    case .list(let shape, let count, let distinct):
      content = .list(
        readList(element, of: shape, count: count, distinct: distinct, subject: subject, within: outermost))
    case .either(let alternatives):
      for alternative in alternatives where alternative.takes(kind) {
        let value = read(element, as: alternative, subject: subject, within: outermost)
        noteEnvironmentValue(value.content, of: element, as: shape, subject: subject)
        return value
      }
      content = .invalid
    }
    return FieldValue(content, at: place(of: element))
  }

  /// Reports that a value is of the wrong type.
  mutating func reportWrongType(_ value: Int, wanted: String, subject: ValueSubject) {
    report(.wrongType(node(value), wanted: wanted, subject: subject))
  }

  // MARK: Members

  /// Which names of a shape have been seen in an object, by their indices.
  private struct PresentNames {
    private var bits: UInt64 = 0

    mutating func insert(_ index: Int) { bits |= 1 << UInt64(index) }

    /// The indices of those of some names, one a bit, that have not been seen.
    func missing(of names: UInt64) -> [Int] {
      var missing = names & ~bits
      var indices: [Int] = []
      while missing != 0 {
        indices.append(missing.trailingZeroBitCount)
        missing &= missing - 1
      }
      return indices
    }
  }

  /// An object, and how far around it a condition's field may stand.
  private struct Scope {
    let object: Int
    let outermost: Int
  }

  private enum Candidates {
    /// The field that the object has under the name.
    case field(Field)
    /// The fields that it may have, several, since an error hides which.
    case fields([Field])
    /// The object has such a field, but not as it is configured.
    case otherConfiguration(Field.Condition)
  }

  private func configuredCandidates(of named: NamedFields, in shape: ObjectShape, scope: Scope) -> Candidates
  {
    var possible: [Field] = []
    var failing: Field.Condition?
    for field in named.fields {
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

  private func state(of condition: Field.Condition, in shape: ObjectShape, scope: Scope) -> ConditionState {
    switch condition {
    case .with(let name): return document.value(named: name, of: scope.object) != nil ? .holds : .fails
    case .without(let name): return document.value(named: name, of: scope.object) == nil ? .holds : .fails
    case .field(let name, let values):
      guard let value = decidingValue(name, in: shape, scope: scope), document.kind(of: value) == .string
      else {
        return .unknown
      }
      if values.contains(where: { document.isText(value, $0) }) { return .holds }
      let isKnown = shape.fields.contains { field in
        guard case .field(name, let others)? = field.condition else { return false }
        return others.contains { document.isText(value, $0) }
      }
      return isKnown ? .fails : .unknown
    }
  }

  /// The value by which a condition is decided; nil where it is missing.
  private func decidingValue(_ name: String, in shape: ObjectShape, scope: Scope) -> Int? {
    // An object around this one decides where this one has no such field, even if it has such a member.
    let length = name.utf8.count
    if shape.namedFields.contains(where: { $0.name.utf8.count == length && $0.name == name }) {
      return document.value(named: name, of: scope.object)
    }
    var object = scope.object
    while object != scope.outermost, let parent = document.parent(of: object) {
      object = parent
      if let value = document.value(named: name, of: object) { return value }
    }
    return nil
  }

  private mutating func reportUnknown(
    _ key: Int, of object: Int, in shape: ObjectShape, condition: Field.Condition? = nil
  ) {
    let written = document.text(of: key)
    let nearest =
      condition == nil
      ? suggester.suggestion(for: written, among: shape.fields.map(\.name)) ?? shape.field(begunBy: written)
      : nil
    let key = node(key)
    if shape.refusesCustomAttributes {
      let names = shape.namedFields.map(\.name)
      report(.customAttribute(key, names: names, nearest: nearest, condition: condition))
    } else if let condition {
      report(.fieldOfOtherConfiguration(key, of: shape.name, condition: condition))
    } else {
      let isFree = nearest.map { document.value(named: $0, of: object) == nil } ?? false
      report(
        .unknownField(
          key, of: shape.name, names: shape.namedFields.map(\.name), takesExtensions: shape.takesExtensions,
          nearest: nearest, isFree: isFree))
    }
  }

  private mutating func reportMissing(
    in object: Int, shape: ObjectShape, present: PresentNames, scope: Scope
  ) {
    for index in present.missing(of: shape.requiredNames) {
      for field in shape.namedFields[index].fields where field.isRequired {
        if let condition = field.condition {
          switch state(of: condition, in: shape, scope: scope) {
          case .holds: break
          case .fails: continue
          case .unknown: guard shape.requiresInAnyCase(field) else { continue }
          }
        }
        report(.missingField(field, in: node(object), called: shape.name))
      }
    }
  }

  /// Reports fields that exclude each other, or of which none is there.
  /// - Returns: The elements of the keys that an earlier one excludes.
  private mutating func reportAlternatives(of object: Int, shape: ObjectShape) -> Set<Int> {
    guard !shape.alternatives.isEmpty else { return [] }
    var excluded: Set<Int> = []
    for (index, names) in shape.alternatives.enumerated() {
      let object = node(object)
      let present = names.compactMap { object.member(named: $0) }.sorted { $0.key.element < $1.key.element }
      guard let first = present.first else {
        // An object that has but one member, a misspelt one, lacks nothing else.
        if index < shape.exactlyOneOf.count, !isMisspeltAlternative(object, of: shape) {
          report(.missingAlternative(names, in: object, called: shape.name))
        }
        continue
      }
      for member in present.dropFirst() {
        report(.excludedField(member, by: first.name, in: shape.name))
        excluded.insert(member.key.element)
      }
    }
    return excluded
  }
}

extension FileReader {
  /// Whether an object has none of the fields of which it needs one, this one among them: it is that which is reported, and
  /// not also that what goes with this field lacks it.
  private func lacksAlternative(_ name: String, _ object: Int, of shape: ObjectShape) -> Bool {
    shape.exactlyOneOf.contains { names in
      names.contains(name) && names.allSatisfy { document.value(named: $0, of: object) == nil }
    }
  }

  /// Whether an object has one member, which is to be one of those of which it needs one, and is none: that is reported of the
  /// member.
  private func isMisspeltAlternative(_ object: JSONNode, of shape: ObjectShape) -> Bool {
    let names = object.members.map(\.name)
    return names.count == 1 && !shape.fields.contains { $0.name == names[0] }
      && !(shape.takesExtensions && names[0].utf8.starts(with: "x-".utf8))
  }
}

extension ObjectShape {
  /// The one field whose name begins with a text of some length: `timeoutSeconds` of `timeout`.
  fileprivate func field(begunBy text: String) -> String? {
    guard text.utf8.count >= 4 else { return nil }
    let begun = namedFields.map(\.name).filter { $0.utf8.starts(with: text.utf8) }
    return begun.count == 1 ? begun[0] : nil
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

extension JSONDocument {
  /// Whether this is the key of an extension, which other tools may add.
  fileprivate func beginsWithExtensionPrefix(_ key: Int) -> Bool {
    guard let text = plainText(of: key) else { return self.text(of: key).utf8.starts(with: "x-".utf8) }
    return text.count >= 2 && source[text.lowerBound] == UInt8(ascii: "x")
      && source[text.lowerBound + 1] == UInt8(ascii: "-")
  }
}
