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

  private struct Level {
    let isObject: Bool
    var isEmpty = true
  }

  /// The UTF-8 bytes written so far.
  public private(set) var bytes: [UInt8] = []

  private let layout: Layout
  private var levels: [Level] = []
  private var hasKey = false
  private var isComplete = false

  /// A writer with nothing written.
  public init(_ layout: Layout = .compact) { self.layout = layout }

  /// The text written so far.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Ends the line after a complete value; another may follow, as in JSON Lines.
  public mutating func endLine() {
    precondition(isComplete, "A line ends after a complete value.")
    bytes.append(ASCII.lineFeed)
    isComplete = false
  }

  /// Gives the bytes written so far away, so that what follows is written into an empty buffer.
  public mutating func takeBytes() -> [UInt8] {
    defer { bytes.removeAll() }
    return bytes
  }

  // MARK: Arrays and objects

  /// Begins an object: `key` and a value, or `member`, for each member, then `endObject`.
  public mutating func beginObject() { begin(ASCII.openBrace, isObject: true) }

  /// Ends the object begun last.
  public mutating func endObject() {
    precondition(levels.last?.isObject == true && !hasKey, "An object ends after its last member's value.")
    end(ASCII.closeBrace)
  }

  /// Begins an array: its elements, then `endArray`.
  public mutating func beginArray() { begin(ASCII.openBracket, isObject: false) }

  /// Ends the array begun last.
  public mutating func endArray() {
    precondition(levels.last?.isObject == false, "An array ends after its last element.")
    end(ASCII.closeBracket)
  }

  /// Writes a member's key; its value comes next.
  public mutating func key(_ key: String) {
    precondition(levels.last?.isObject == true && !hasKey, "A key stands in an object, before its value.")
    separate()
    append(quoted: key)
    bytes.append(ASCII.colon)
    if layout == .pretty { bytes.append(ASCII.space) }
    hasKey = true
  }

  // MARK: Scalars

  /// Writes `null`.
  public mutating func null() { scalar("null") }

  /// Writes `true` or `false`.
  public mutating func boolean(_ boolean: Bool) { scalar(boolean ? "true" : "false") }

  /// Writes an integer, with all its digits.
  public mutating func number(_ number: Int) { scalar(String(number)) }

  /// Writes a finite number as `JSON.numberText` has it.
  public mutating func number(_ number: Double) { scalar(JSON.numberText(number)) }

  /// Writes a string. `"`, `\` and the control characters below U+0020 are escaped, all else is as it is.
  public mutating func string(_ string: String) {
    beginValue()
    append(quoted: string)
    endValue()
  }

  // MARK: The text

  private mutating func scalar(_ text: String) {
    beginValue()
    bytes.append(contentsOf: text.utf8)
    endValue()
  }

  private mutating func begin(_ bracket: UInt8, isObject: Bool) {
    beginValue()
    bytes.append(bracket)
    levels.append(Level(isObject: isObject))
  }

  private mutating func end(_ bracket: UInt8) {
    let isEmpty = levels.removeLast().isEmpty
    if !isEmpty { breakLine() }
    bytes.append(bracket)
    endValue()
  }

  private mutating func beginValue() {
    guard let level = levels.last else {
      precondition(!isComplete, "A text holds one value; `endLine` begins another text.")
      return
    }
    if level.isObject {
      precondition(hasKey, "A member's value comes after its key.")
      hasKey = false
    } else {
      separate()
    }
  }

  private mutating func endValue() { isComplete = levels.isEmpty }

  /// What stands before a member or an element.
  private mutating func separate() {
    if !levels[levels.count - 1].isEmpty { bytes.append(ASCII.comma) }
    levels[levels.count - 1].isEmpty = false
    breakLine()
  }

  private mutating func breakLine() {
    guard layout == .pretty else { return }
    bytes.append(ASCII.lineFeed)
    bytes.append(contentsOf: repeatElement(ASCII.space, count: 2 * levels.count))
  }

  private mutating func append(quoted string: String) {
    bytes.append(ASCII.quote)
    if string.utf8.contains(where: { Self.mustBeEscaped($0) }) {
      for byte in string.utf8 { append(escaping: byte) }
    } else {
      bytes.append(contentsOf: string.utf8)
    }
    bytes.append(ASCII.quote)
  }

  private static func mustBeEscaped(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == ASCII.quote || byte == ASCII.backslash
  }

  private mutating func append(escaping byte: UInt8) {
    guard Self.mustBeEscaped(byte) else { return bytes.append(byte) }
    bytes.append(ASCII.backslash)
    switch byte {
    case ASCII.quote, ASCII.backslash: bytes.append(byte)
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case ASCII.lineFeed: bytes.append(UInt8(ascii: "n"))
    case ASCII.carriageReturn: bytes.append(UInt8(ascii: "r"))
    case ASCII.tab: bytes.append(UInt8(ascii: "t"))
    default:
      bytes.append(contentsOf: (byte < 0x10 ? "u000" : "u00").utf8)
      bytes.append(contentsOf: String(byte, radix: 16).utf8)
    }
  }
}
