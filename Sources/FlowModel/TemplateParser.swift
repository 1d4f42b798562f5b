/// A piece of a template's text, before its references are resolved.
package enum TemplatePiece: Equatable {
  case literal(String)
  case reference(ParsedReference)
}

/// A reference as it is written.
package struct ParsedReference: Equatable {
  /// What stands between `$(` and `)`.
  package let text: String
  /// The name of a variable or a node.
  package let name: String
  /// What follows the name.
  package let steps: [Reference.Step]
  /// The bytes of the template's text that it takes, `$(` and `)` included.
  package let range: Range<Int>
}

/// A `$(` that begins no reference.
package struct MalformedReference: Error, Equatable {
  /// The byte of the template's text at which the `$(` stands.
  package let offset: Int
}

/// Reads a template's text from the left: `$$(` is a literal `$(`, `$(` begins a reference, any other `$` is itself.
///
/// Complexity: linear in the text's length.
package struct TemplateParser {
  private let bytes: [UInt8]
  private var position = 0
  private var pieces: [TemplatePiece] = []
  private var literal: [UInt8] = []

  /// The pieces of a template, in order; two literals never stand side by side.
  package static func parse(_ text: String) throws(MalformedReference) -> [TemplatePiece] {
    var parser = TemplateParser(bytes: Array(text.utf8))
    return try parser.parse()
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private mutating func parse() throws(MalformedReference) -> [TemplatePiece] {
    while position < bytes.count {
      if stands("$$(") {
        literal += Array("$(".utf8)
        position += 3
      } else if stands("$(") {
        let start = position
        guard let reference = parseReference() else { throw MalformedReference(offset: start) }
        finishLiteral()
        pieces.append(.reference(reference))
      } else {
        literal.append(bytes[position])
        position += 1
      }
    }
    finishLiteral()
    return pieces
  }

  /// `$(` NAME `)` or `$(` NODE `.` OUTPUT, then any number of `.KEY` and `[INDEX]`, `)`.
  private mutating func parseReference() -> ParsedReference? {
    let start = position
    position += 2
    let name = take(while: \.isIdentifierByte)
    guard name.isIdentifier else { return nil }
    var steps: [Reference.Step] = []
    while position < bytes.count, bytes[position] != UInt8(ascii: ")") {
      guard let step = parseStep(isFirst: steps.isEmpty) else { return nil }
      steps.append(step)
    }
    guard position < bytes.count else { return nil }
    let text = String(decoding: bytes[(start + 2)..<position], as: UTF8.self)
    position += 1
    return ParsedReference(text: text, name: name, steps: steps, range: start..<position)
  }

  private mutating func parseStep(isFirst: Bool) -> Reference.Step? {
    if stands(".") {
      position += 1
      let key = take(while: \.isIdentifierByte)
      return key.isEmpty ? nil : .key(key)
    }
    guard !isFirst, stands("[") else { return nil }
    position += 1
    let digits = take(while: \.isASCIIDigit)
    guard !digits.isEmpty, stands("]") else { return nil }
    position += 1
    // An index that no array can have stays one that no array can have.
    return .index(Int(digits) ?? .max)
  }

  private func stands(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes[position...].starts(with: $0) }
  }

  private mutating func take(while belongs: (UInt8) -> Bool) -> String {
    let taken = bytes[position...].prefix(while: belongs)
    position = taken.endIndex
    return String(decoding: taken, as: UTF8.self)
  }

  private mutating func finishLiteral() {
    guard !literal.isEmpty else { return }
    pieces.append(.literal(String(decoding: literal, as: UTF8.self)))
    literal.removeAll(keepingCapacity: true)
  }
}
