import Diagnostics
import FlowModel
import JSONSyntax

/// Reading values of one kind each against their shapes, reporting what is wrong with them.
extension FileReader {
  mutating func readText(_ element: Int, form: TextForm, subject: ValueSubject) -> FieldValue.Content {
    let text = document.text(of: element)
    if form.admits(text) { return .text(text) }
    report(
      .invalidValue(
        "\(subject) cannot be \(text.quoted)", at: place(of: element), help: "Write \(form.wanted)."))
    return .invalid
  }

  /// Reads a text, or a reference to a value of the environment alone, which stays one.
  mutating func readTextOrEnvironmentValue(
    _ element: Int, form: TextForm, subject: ValueSubject
  ) -> FieldValue.Content {
    let parsed: ParsedReference?
    var cursor: JSONTextCursor?
    if let range = document.plainText(of: element) {
      if let recent = recentReference(writtenIn: range), references[recent.index].isEnvironmentValue {
        return .template(.lone(add(again: recent, in: range, of: element)))
      }
      parsed = TemplateParser.parseLone(document.source, in: range)
    } else {
      let text = Array(document.text(of: element).utf8)
      parsed = TemplateParser.parseLone(text, in: text.indices)
      cursor = JSONTextCursor(node(element))
    }
    guard let parsed, parsed.filters.isEmpty, parsed.isEnvironmentValue else {
      return readText(element, form: form, subject: subject)
    }
    let reference = add(parsed, of: element, cursor: &cursor)
    recentReferences.remember(reference, of: parsed.text)
    return .template(.lone(reference))
  }

  mutating func readChoice(
    _ element: Int, choices: [String], subject: ValueSubject
  ) -> FieldValue.Content {
    // Only a choice with escapes may be longer than what it stands for.
    let length = document.plainText(of: element)?.count
    for index in choices.indices
    where (length == nil || choices[index].utf8.count == length) && document.isText(element, choices[index]) {
      return .text(choices[index])
    }
    let text = document.text(of: element)
    let nearest =
      BranchOperator.written(withSigns: text).map(\.rawValue).flatMap { choices.contains($0) ? $0 : nil }
      ?? suggester.suggestion(for: text, among: choices)
    report(
      .invalidValue(
        "\(subject) cannot be \(text.quoted)\(suggesting(nearest))", at: place(of: element),
        help: "It must be one of \(listed(choices, nearest: nearest)).",
        fix: nearest.map { Fix(writing: $0, over: node(element)) }))
    return .invalid
  }

  mutating func readNumber(
    _ element: Int, range: NumberRange, subject: ValueSubject
  ) -> FieldValue.Content {
    let number = document.number(of: element)
    if range.contains(number) { return .number(number) }
    report(
      .invalidValue("\(subject) is out of range", at: place(of: element), help: "Write \(range.wanted)."))
    return .invalid
  }

  mutating func readInteger(
    _ element: Int, range: ClosedRange<Int>, subject: ValueSubject
  ) -> FieldValue.Content {
    let written = document.number(of: element)
    guard written.isInteger else {
      report(
        Finding(
          .wrongType, "\(subject) must be an integer, not a number with a fraction", at: place(of: element),
          help: "Write a number without a fraction."))
      return .invalid
    }
    if let integer = written.integer, range.contains(integer) { return .number(written) }
    report(
      .invalidValue(
        "\(subject) is out of range", at: place(of: element),
        help: "Write an integer from \(range.lowerBound) to \(range.upperBound)."))
    return .invalid
  }

  mutating func readMap(
    _ object: Int, keys: TextForm, values: ValueShape, subject: ValueSubject
  ) -> FieldValues {
    var entries: [FieldValues.Entry] = []
    entries.reserveCapacity(document.count(of: object))
    for member in document.members(of: object) where !isRepeated(member.key) {
      let name = document.text(of: member.key)
      reportForm(of: member.key, named: name, form: keys, in: subject)
      entries.append(
        FieldValues.Entry(
          name: name, namePlace: place(of: member.key),
          value: read(member.value, as: values, subject: .member(name))))
    }
    return FieldValues(entries)
  }

  /// Reports a key that does not have its form.
  mutating func reportForm(of key: Int, named name: String, form: TextForm, in subject: ValueSubject) {
    guard !form.admits(name) else { return }
    let key = node(key)
    report(
      .invalidValue(
        "\(key.quoted) cannot be a name in \(subject)", at: key.place, help: "Use \(form.wanted)."))
  }

  mutating func readList(
    _ list: Int, of shape: ValueShape, count: ClosedRange<Int>, distinct: ValueShape.Distinction?,
    subject: ValueSubject,
    within outermost: Int?
  ) -> [FieldValue] {
    let list = node(list)
    if !count.contains(list.count) {
      report(
        .invalidValue(
          "\(subject) must have \(count.wantedElements)", at: list.place, help: "It has \(list.count)."))
    }
    let elementSubject = ValueSubject.element(of: subject)
    var repetitions = Repetitions(distinct, isJudged: count.contains(list.count))
    return list.elements.map { element in
      let value = read(element.element, as: shape, subject: elementSubject, within: outermost)
      if let finding = repetitions.finding(at: value, in: subject) { report(finding) }
      return value
    }
  }

  /// Reads any JSON value; its strings are templates.
  mutating func readJSON(_ element: Int, subject: ValueSubject) -> FieldValue.Content {
    switch document.kind(of: element) {
    case .null: return .null
    case .boolean: return .boolean(document.boolean(of: element))
    case .number: return .number(document.number(of: element))
    case .string: return readTemplate(element, subject: subject)
    case .array:
      return .list(
        node(element).elements.map { read($0.element, as: .json, subject: .elementWithin(subject)) })
    case .object: return .object(readMap(element, keys: .any, values: .json, subject: subject))
    }
  }

  /// - Parameter takesSecrets: Whether `$(secret.NAME)` may stand in it.
  mutating func readTemplate(
    _ element: Int, subject: ValueSubject, takesSecrets: Bool = false
  ) -> FieldValue.Content {
    // Most texts have no escape, and are what they are or one reference.
    if let range = document.plainText(of: element) {
      if !document.source[range].contains(UInt8(ascii: "$")) {
        return .template(.literal(document.text(of: element)))
      }
      if let recent = recentReference(writtenIn: range) {
        return .template(.lone(add(again: recent, in: range, of: element)))
      }
      if let parsed = TemplateParser.parseLone(document.source, in: range) {
        let isSecret = parsed.secret != nil
        if takesSecrets || !isSecret {
          var cursor: JSONTextCursor?
          let reference = add(parsed, of: element, cursor: &cursor)
          guard parsed.filters.isEmpty else { return .template(.composed([.reference(reference)])) }
          if !isSecret { recentReferences.remember(reference, of: parsed.text) }
          return .template(.lone(reference))
        }
      }
    }
    let pieces: [TemplatePiece]
    do {
      pieces =
        if let text = document.plainText(of: element) {
          try TemplateParser.parse(document.source, in: text)
        } else {
          try TemplateParser.parse(document.text(of: element))
        }
    } catch {
      report(malformedReference: error, of: element, subject: subject)
      return .invalid
    }
    if !takesSecrets, let secret = pieces.lazy.compactMap(\.secret).first {
      report(misplacedSecret: secret, of: element, subject: subject)
      return .invalid
    }
    if pieces.count <= 1, case .literal(let text) = pieces.first ?? .literal("") {
      return .template(.literal(text))
    }
    // A text without escapes stands in the source as it is.
    var cursor = document.plainText(of: element) == nil ? JSONTextCursor(node(element)) : nil
    if pieces.count == 1, case .reference(let parsed) = pieces[0], parsed.filters.isEmpty {
      return .template(.lone(add(parsed, of: element, cursor: &cursor)))
    }
    return .template(
      .composed(
        pieces.map { piece in
          switch piece {
          case .literal(let text): .literal(text)
          case .reference(let parsed): .reference(add(parsed, of: element, cursor: &cursor))
          }
        }))
  }

  private mutating func report(
    malformedReference error: MalformedReference, of element: Int, subject: ValueSubject
  ) {
    switch error.reason {
    case .noReference:
      let rest = document.text(of: element).utf8.dropFirst(error.offset).prefix(30)
      report(
        .invalidValue(
          "\(subject) has a `$(` that begins no reference, at \(String(decoding: rest, as: UTF8.self).quoted)",
          at: place(of: element),
          help: """
            A reference is `$(variable)` or `$(node.output)`, with filters `$(node.output | trim)`; there are no other \
            spaces. For a literal `$(` write `$$(`.
            """))
    case .noProjectValue:
      report(
        .invalidValue(
          "\(subject) has `$(env…` or `$(secret…` without a name, or with more than that",
          at: place(of: element),
          help: """
            A value of the project's environment is `$(env.NAME)`, perhaps with filters, a secret of the live service \
            `$(secret.NAME)` without any. For a literal `$(` write `$$(`.
            """))
    case .unknownFilter(let name):
      let nearest = suggester.suggestion(for: name, among: TextFilter.names)
      report(
        .invalidValue(
          "\(subject) has the unknown filter \(name.quoted)\(suggesting(nearest))", at: place(of: element),
          help: "A filter is one of \(TextFilter.names.map { "`\($0)`" }.joined(separator: ", "))."))
    case .noDefaultText:
      report(
        .invalidValue(
          "\(subject) has a `default` without a text", at: place(of: element),
          help: """
            Write the text after a colon, such as `$(variable | default:customer)`: it goes up to the next `|` or `)`, \
            and holds no reference.
            """))
    }
  }

  private mutating func report(misplacedSecret name: String, of element: Int, subject: ValueSubject) {
    report(
      .invalidValue(
        "\(subject) cannot hold a secret: `$(secret.\(name))`", at: place(of: element),
        help: "A secret goes nowhere but into the value of an HTTPRequest's header."))
  }

  /// The reference met lately as which some bytes of the source, a text without escapes, are written.
  private func recentReference(writtenIn range: Range<Int>) -> ReferenceID? {
    let source = document.source
    guard source[range.upperBound - 1] == UInt8(ascii: ")"), source[range.lowerBound] == UInt8(ascii: "$"),
      source[range.lowerBound + 1] == UInt8(ascii: "(")
    else { return nil }
    return recentReferences.reference(of: source, in: range.lowerBound + 2..<range.upperBound - 1)
  }

  /// Notes a reference that is all of the template at `element`, and written as another one.
  private mutating func add(again other: ReferenceID, in range: Range<Int>, of element: Int) -> ReferenceID {
    references.append(Reference(references[other.index], place: SourcePlace(range, element: element)))
    return ReferenceID(references.count - 1)
  }

  /// Notes a reference of the template at `element`.
  /// - Parameter cursor: Knows where the parts of a text with escapes stand.
  private mutating func add(
    _ parsed: ParsedReference, of element: Int, cursor: inout JSONTextCursor?
  ) -> ReferenceID {
    func sourceOffset(of offset: Int) -> Int {
      cursor?.sourceOffset(ofDecodedUTF8: offset) ?? document.range(of: element).lowerBound + 1 + offset
    }
    let start = sourceOffset(of: parsed.range.lowerBound)
    let end = sourceOffset(of: parsed.range.upperBound)
    references.append(Reference(parsed, place: SourcePlace(start..<end, element: element)))
    return ReferenceID(references.count - 1)
  }
}

/// Tells of elements of an array that have in common what no two may.
private struct Repetitions {
  private let distinction: ValueShape.Distinction?
  private var members: Set<ExactText> = []
  private var keywords: [String] = []

  /// - Parameter isJudged: Whether there are no more elements than there may be: each keyword is compared with all others.
  init(_ distinction: ValueShape.Distinction?, isJudged: Bool) {
    self.distinction = isJudged ? distinction : nil
  }

  /// What is wrong with an element after those before.
  mutating func finding(at element: FieldValue, in subject: ValueSubject) -> Finding? {
    switch distinction {
    case nil: return nil
    case .member(let member)?:
      guard let name = element.object?[member], let text = name.text,
        !members.insert(ExactText(text)).inserted
      else { return nil }
      return .invalidValue(
        "the \(member) \(text.quoted) stands twice in \(subject)", at: name.place,
        help: "Each needs a \(member) of its own: the second would never be told from the first.")
    case .keyword?:
      guard let word = element.text else { return nil }
      guard let former = keywords.first(where: word.isSameKeyword) else {
        keywords.append(word)
        return nil
      }
      return .invalidValue(
        "the keyword \(word.quoted) stands twice in \(subject)", at: element.place,
        help: "It is the same as \(former.quoted): case, and punctuation at the ends, do not count.")
    }
  }
}

extension ClosedRange<Int> {
  /// How many elements are wanted, for a message: `at least 1 element`.
  fileprivate var wantedElements: String {
    let elements = "element\(upperBound == 1 || upperBound == .max && lowerBound == 1 ? "" : "s")"
    if lowerBound == upperBound { return "exactly \(lowerBound) \(elements)" }
    return upperBound == .max
      ? "at least \(lowerBound) \(elements)" : "from \(lowerBound) to \(upperBound) \(elements)"
  }
}

extension TemplatePiece {
  /// The name of the secret that this refers to, if it does.
  fileprivate var secret: String? {
    if case .reference(let reference) = self { reference.secret } else { nil }
  }
}
