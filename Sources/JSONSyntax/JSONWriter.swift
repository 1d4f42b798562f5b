/// Writes JSON text into a byte buffer, value by value.
///
///     var writer = JSONWriter()
///     writer.beginObject()
///     writer.member("seq", 1)
///     writer.key("path")
///     writer.beginArray()
///     writer.string("open")
///     writer.endArray()
///     writer.endObject()
///     writer.text  // {"seq":1,"path":["open"]}
///
/// What is written is always JSON: a call that is out of place, such as a value without a key in an object, is an error
/// of the program and stops it.
public struct JSONWriter: Sendable {
  /// How the text is laid out.
  public enum Layout: Sendable, Hashable {
    /// Without any white space.
    case compact
    /// Each member and element on a line of its own, two spaces in for each level; empty arrays and objects on one.
    case pretty
  }

  /// An array or object that has begun, or the text itself, which holds one value.
  private struct Level {
    enum Kind { case text, array, object }

    let kind: Kind
    var isEmpty = true
  }

  /// The UTF-8 bytes written so far. Complexity: linear in their number; `takeBytes` copies nothing.
  public var bytes: [UInt8] { output.bytes }

  private var output: JSONWriterBytes
  private let layout: Layout
  /// The innermost level, and those around it.
  private var level = Level(kind: .text)
  private var outerLevels: [Level] = []
  private var hasKey = false

  /// A writer with nothing written.
  /// - Parameter expected: About how many bytes are to be written, where that is known: there is room for them at once.
  public init(_ layout: Layout = .compact, expecting expected: Int = 0) {
    self.layout = layout
    output = JSONWriterBytes(roomFor: expected)
    // Few texts are deeper: the levels around lie in one place from the first one on.
    outerLevels.reserveCapacity(8)
  }

  /// The text written so far.
  public var text: String { output.text }

  /// Ends the line after a complete value; another may follow, as in JSON Lines.
  public mutating func endLine() {
    precondition(level.kind == .text && !level.isEmpty, "A line ends after a complete value.")
    output.append(ASCII.lineFeed)
    level.isEmpty = true
  }

  /// Gives the bytes written so far away, so that what follows is written into an empty buffer.
  public mutating func takeBytes() -> [UInt8] { output.take() }

  // MARK: Arrays and objects

  /// Begins an object: `key` and a value, or `member`, for each member, then `endObject`.
  public mutating func beginObject() { begin(.object, ASCII.openBrace) }

  /// Ends the object begun last.
  public mutating func endObject() {
    precondition(level.kind == .object && !hasKey, "An object ends after its last member's value.")
    end(ASCII.closeBrace)
  }

  /// Begins an array: its elements, then `endArray`.
  public mutating func beginArray() { begin(.array, ASCII.openBracket) }

  /// Ends the array begun last.
  public mutating func endArray() {
    precondition(level.kind == .array, "An array ends after its last element.")
    end(ASCII.closeBracket)
  }

  /// Writes a member's key; its value comes next.
  public mutating func key(_ key: String) {
    precondition(level.kind == .object && !hasKey, "A key stands in an object, before its value.")
    if layout == .pretty {
      separate()
      output.append(quoted: key, isKey: true)
      output.append(ASCII.space)
    } else {
      output.append(afterComma: !level.isEmpty, quoted: key, isKey: true)
      level.isEmpty = false
    }
    hasKey = true
  }

  /// Writes a member: a key and a string.
  public mutating func member(_ key: String, _ value: String) {
    guard layout == .compact else {
      self.key(key)
      return string(value)
    }
    precondition(level.kind == .object && !hasKey, "A key stands in an object, before its value.")
    output.append(afterComma: !level.isEmpty, key: key, quoted: value)
    level.isEmpty = false
  }

  // MARK: Scalars

  /// Writes `null`.
  public mutating func null() { scalar("null") }

  /// Writes `true` or `false`.
  public mutating func boolean(_ boolean: Bool) { scalar(boolean ? "true" : "false") }

  /// Writes an integer, with all its digits.
  public mutating func number(_ number: Int) {
    beginValue()
    output.append(number)
  }

  /// Writes a number with its digits.
  public mutating func number(_ number: JSONNumber) { scalar(number.text) }

  /// Writes a finite number as `JSON.numberText` has it.
  public mutating func number(_ number: Double) { scalar(JSON.numberText(number)) }

  /// Writes a string. `"`, `\` and the control characters below U+0020 are escaped, all else is as it is.
  public mutating func string(_ string: String) {
    if level.kind == .array, layout == .compact {
      output.append(afterComma: !level.isEmpty, quoted: string)
      level.isEmpty = false
    } else {
      beginValue()
      output.append(quoted: string)
    }
  }

  // MARK: The text

  private mutating func scalar(_ text: String) {
    beginValue()
    output.append(plain: text)
  }

  private mutating func begin(_ kind: Level.Kind, _ bracket: UInt8) {
    beginValue()
    output.append(bracket)
    outerLevels.append(level)
    level = Level(kind: kind)
  }

  private mutating func end(_ bracket: UInt8) {
    let isEmpty = level.isEmpty
    level = outerLevels.removeLast()
    if !isEmpty, layout == .pretty { breakLine() }
    output.append(bracket)
  }

  private mutating func beginValue() {
    switch level.kind {
    case .text:
      precondition(level.isEmpty, "A text holds one value; `endLine` begins another text.")
      level.isEmpty = false
    case .array: separate()
    case .object:
      precondition(hasKey, "A member's value comes after its key.")
      hasKey = false
    }
  }

  /// What stands before a member or an element.
  private mutating func separate() {
    if !level.isEmpty { output.append(ASCII.comma) }
    level.isEmpty = false
    if layout == .pretty { breakLine() }
  }

  private mutating func breakLine() {
    output.append(ASCII.lineFeed)
    for _ in 0..<2 * outerLevels.count { output.append(ASCII.space) }
  }
}
