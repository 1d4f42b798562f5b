import JSONSyntax

/// A piece of a template's text, before its references are resolved.
package enum TemplatePiece: Equatable {
  case literal(String)
  case reference(ParsedReference)
}

/// A reference as it is written.
package struct ParsedReference: Equatable {
  /// What stands between `$(` and `)`, filters aside.
  package let text: String
  /// How many bytes of it the name takes.
  let nameLength: Int
  /// What is done to the text of what is referred to, in order.
  package let filters: [TextFilter]
  /// The bytes of the template's text that it takes, `$(` and `)` included.
  package let range: Range<Int>

  /// The name of a variable or a node.
  package var name: String { String(decoding: text.utf8.prefix(nameLength), as: UTF8.self) }

  /// What follows the name.
  package var steps: [Reference.Step] { TemplateParser.steps(of: text, after: nameLength) }

  /// Whether it refers to a value of the project's environment.
  package var isEnvironmentValue: Bool { stands(in: Reference.environmentName) }

  /// The name of the value of the project's environment that it refers to, if it refers to one.
  package var environmentValue: String? { isEnvironmentValue ? nameInNamespace : nil }

  /// The name of the secret that it refers to, if it refers to one.
  package var secret: String? { stands(in: Reference.secretName) ? nameInNamespace : nil }

  private var nameInNamespace: String {
    String(decoding: text.utf8.dropFirst(nameLength + 1), as: UTF8.self)
  }

  private func stands(in namespace: String) -> Bool {
    text.utf8.count > nameLength && nameLength == namespace.utf8.count
      && text.utf8.starts(with: namespace.utf8)
  }
}

/// A `$(` that begins no reference.
package struct MalformedReference: Error, Equatable {
  /// What is wrong with it.
  package enum Reason: Equatable {
    case noReference
    case unknownFilter(String)
    /// `env` or `secret` without a name after it, with more than that, or a secret with a filter.
    case noProjectValue
    /// A `default` has no text, or one with a `$(` in it.
    case noDefaultText
  }

  /// The byte of the template's text at which the `$(` stands.
  package let offset: Int
  /// What is wrong with it.
  package let reason: Reason
}

/// Reads a template's text from the left: `$$(` is a literal `$(`, `$(` begins a reference, any other `$` is itself.
///
/// After the reference itself filters may follow: `$(start.sms.message | trim | default:nothing)`.
///
/// Complexity: linear in the text's length.
package struct TemplateParser {
  private let bytes: [UInt8]
  private let start: Int
  private let end: Int
  private var position: Int
  /// Where the literal begins that is being read.
  private var literalStart: Int

  /// The pieces of a template, in order; two literals never stand side by side.
  package static func parse(_ text: String) throws(MalformedReference) -> [TemplatePiece] {
    let bytes = Array(text.utf8)
    return try parse(bytes, in: bytes.indices)
  }

  /// The pieces of a template whose text is some bytes of a larger text.
  package static func parse(
    _ bytes: [UInt8], in range: Range<Int>
  ) throws(MalformedReference) -> [TemplatePiece] {
    var parser = TemplateParser(bytes, in: range)
    return try parser.parse()
  }

  /// The reference of a template that is one reference and nothing else; nil for any other template.
  package static func parseLone(_ bytes: [UInt8], in range: Range<Int>) -> ParsedReference? {
    guard range.count > 2, bytes[range.lowerBound] == UInt8(ascii: "$"),
      bytes[range.lowerBound + 1] == UInt8(ascii: "(")
    else { return nil }
    var parser = TemplateParser(bytes, in: range)
    guard let reference = try? parser.parseReference(), parser.position == parser.end else { return nil }
    return reference
  }

  /// What follows the name in the text of a reference that has been parsed.
  static func steps(of text: String, after nameLength: Int) -> [Reference.Step] {
    let bytes = Array(text.utf8)
    var parser = TemplateParser(bytes, in: nameLength..<bytes.count)
    var steps: [Reference.Step] = []
    while let step = parser.parseStep(isFirst: steps.isEmpty) { steps.append(step.value(in: bytes)) }
    return steps
  }

  private init(_ bytes: [UInt8], in range: Range<Int>) {
    self.bytes = bytes
    start = range.lowerBound
    position = range.lowerBound
    literalStart = range.lowerBound
    end = range.upperBound
  }

  private mutating func parse() throws(MalformedReference) -> [TemplatePiece] {
    var pieces: [TemplatePiece] = []
    // Most templates have one reference at most, with text before and after it.
    pieces.reserveCapacity(3)
    while position < end {
      guard bytes[position] == UInt8(ascii: "$") else {
        position += 1
        continue
      }
      if follows("$", "(") {
        // The first `$` is left out: the literal goes on with the second.
        finishLiteral(in: &pieces)
        literalStart = position + 1
        position += 3
      } else if follows("(") {
        finishLiteral(in: &pieces)
        pieces.append(.reference(try parseReference()))
        literalStart = position
      } else {
        position += 1
      }
    }
    finishLiteral(in: &pieces)
    return pieces
  }

  /// Adds what has been read since `literalStart` to the literal before it, or as a new one.
  private func finishLiteral(in pieces: inout [TemplatePiece]) {
    guard literalStart < position else { return }
    let text = String(decoding: bytes[literalStart..<position], as: UTF8.self)
    if case .literal(let before)? = pieces.last {
      pieces[pieces.count - 1] = .literal(before + text)
    } else {
      pieces.append(.literal(text))
    }
  }

  /// `$(` NAME or NODE `.` OUTPUT and any number of `.KEY` and `[INDEX]`, any number of `|` FILTER, `)`.
  private mutating func parseReference() throws(MalformedReference) -> ParsedReference {
    let beginning = position
    func malformed(_ reason: MalformedReference.Reason = .noReference) -> MalformedReference {
      MalformedReference(offset: beginning - start, reason: reason)
    }
    position += 2
    let name = take { $0.isIdentifierByte }
    guard !name.isEmpty, bytes[name.lowerBound].beginsIdentifier, name.count <= String.longestIdentifier
    else { throw malformed() }
    var isFirst = true
    while position < end, !bytes[position].endsReference {
      guard parseStep(isFirst: isFirst) != nil else { throw malformed() }
      isFirst = false
    }
    let text = beginning + 2..<position
    if let reserved = Reference.reservedName(bytes, in: name) {
      let isSecret = reserved == Reference.secretName
      let value = bytes[text.dropFirst(name.count + 1)]
      guard value.first?.beginsIdentifier == true, value.count <= String.longestIdentifier,
        value.allSatisfy(\.isIdentifierByte),
        !isSecret || position < end && bytes[position] == UInt8(ascii: ")")
      else { throw malformed(.noProjectValue) }
    }
    var filters: [TextFilter] = []
    while position < end, bytes[position] != UInt8(ascii: ")") {
      do throws(FilterProblem) {
        filters.append(try parseFilter())
      } catch {
        throw malformed(error.reason)
      }
    }
    guard position < end else { throw malformed() }
    position += 1
    return ParsedReference(
      text: String(decoding: bytes[text], as: UTF8.self), nameLength: name.count, filters: filters,
      range: beginning - start..<position - start)
  }

  // MARK: Filters

  private struct FilterProblem: Error {
    let reason: MalformedReference.Reason
  }

  /// `|` FILTER, with spaces beside the `|`.
  private mutating func parseFilter() throws(FilterProblem) -> TextFilter {
    skipSpaces()
    guard position < end, bytes[position] == UInt8(ascii: "|") else {
      throw FilterProblem(reason: .noReference)
    }
    position += 1
    skipSpaces()
    let name = take { $0.isIdentifierByte }
    guard let index = TextFilter.knownNames.index(of: bytes, in: name) else {
      throw FilterProblem(
        reason: name.isEmpty
          ? .noReference : .unknownFilter(String(decoding: bytes[name], as: UTF8.self)))
    }
    // `default`, which has a text, comes after those that are a name alone.
    if index < TextFilter.named.count { return TextFilter.named[index].filter }
    guard let text = parseDefaultText() else { throw FilterProblem(reason: .noDefaultText) }
    return .defaultText(text)
  }

  /// `:` and a text up to the next `|` or `)`, without the spaces at its ends; nil where there is none.
  private mutating func parseDefaultText() -> String? {
    guard position < end, bytes[position] == UInt8(ascii: ":") else { return nil }
    position += 1
    skipSpaces()
    var text = bytes[take { $0 != UInt8(ascii: "|") && $0 != UInt8(ascii: ")") }]
    while text.last == UInt8(ascii: " ") { text.removeLast() }
    let hasReference = zip(text, text.dropFirst()).contains {
      $0 == UInt8(ascii: "$") && $1 == UInt8(ascii: "(")
    }
    return text.isEmpty || hasReference ? nil : String(decoding: text, as: UTF8.self)
  }

  private mutating func skipSpaces() { _ = take { $0 == UInt8(ascii: " ") } }

  // MARK: Steps

  /// A step as it is written.
  private enum WrittenStep {
    case key(Range<Int>)
    case index(Range<Int>)

    func value(in bytes: [UInt8]) -> Reference.Step {
      switch self {
      case .key(let range): .key(String(decoding: bytes[range], as: UTF8.self))
      // An index that no array can have stays one that no array can have.
      case .index(let range): .index(Int(String(decoding: bytes[range], as: UTF8.self)) ?? .max)
      }
    }
  }

  private mutating func parseStep(isFirst: Bool) -> WrittenStep? {
    guard position < end else { return nil }
    if bytes[position] == UInt8(ascii: ".") {
      position += 1
      let key = take { $0.isIdentifierByte }
      return key.isEmpty ? nil : .key(key)
    }
    guard !isFirst, bytes[position] == UInt8(ascii: "[") else { return nil }
    position += 1
    let digits = take { $0.isASCIIDigit }
    guard !digits.isEmpty, position < end, bytes[position] == UInt8(ascii: "]") else { return nil }
    position += 1
    return .index(digits)
  }

  /// Whether certain characters come after the one that is read.
  private func follows(_ first: Unicode.Scalar, _ second: Unicode.Scalar? = nil) -> Bool {
    guard position + 1 < end, bytes[position + 1] == UInt8(ascii: first) else { return false }
    return second.map { position + 2 < end && bytes[position + 2] == UInt8(ascii: $0) } ?? true
  }

  private mutating func take(while belongs: (UInt8) -> Bool) -> Range<Int> {
    let start = position
    while position < end, belongs(bytes[position]) { position += 1 }
    return start..<position
  }
}

extension UInt8 {
  /// Whether the reference itself ends before this, so that `)` or a filter follows.
  fileprivate var endsReference: Bool {
    self == UInt8(ascii: ")") || self == UInt8(ascii: "|") || self == UInt8(ascii: " ")
  }
}
