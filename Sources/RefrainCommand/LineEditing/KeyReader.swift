/// What a person at a terminal wants with a key, or with text that was typed or pasted.
enum Keystroke: Sendable, Hashable {
  case insert(String)
  case acceptLine
  case complete
  case deleteBackward, deleteForward, deleteWord, deleteToStart, deleteToEnd
  case moveLeft, moveRight, moveWordLeft, moveWordRight, moveToStart, moveToEnd
  case previousLine, nextLine
  case clearScreen
  case interrupt, endOfInput, suspend
}

/// Makes keystrokes of the bytes that a terminal sends, in whatever pieces they come.
///
/// Keys that mean nothing here, such as those for functions, are passed over. What is not UTF-8 is replaced.
struct KeyReader: Sendable {
  private enum State: Sendable {
    case text
    /// After an escape character.
    case escape
    /// In a control sequence; its bytes so far.
    case sequence([UInt8])
  }

  /// Parameters of a control sequence that are kept; no key that is known has more.
  private static let sequenceLimit = 16
  private static let escape: UInt8 = 0x1B

  private var state = State.text
  /// Text that is not yet given back: the beginning of a character, the rest of which is still to come.
  private var text: [UInt8] = []

  /// The keystrokes that are complete with these bytes.
  mutating func read(_ bytes: [UInt8]) -> [Keystroke] {
    var keystrokes: [Keystroke] = []
    for byte in bytes {
      switch state {
      case .text where byte >= 0x20 && byte != 0x7F: text.append(byte)
      case .text:
        takeText(into: &keystrokes)
        if byte == Self.escape {
          state = .escape
        } else if let keystroke = Self.control(byte) {
          keystrokes.append(keystroke)
        }
      case .escape: readAfterEscape(byte, into: &keystrokes)
      case .sequence(let parameters): readSequence(parameters, byte, into: &keystrokes)
      }
    }
    let rest = text.suffix(text.unfinishedCharacterCount)
    text.removeLast(rest.count)
    takeText(into: &keystrokes)
    text = Array(rest)
    return keystrokes
  }

  private mutating func takeText(into keystrokes: inout [Keystroke]) {
    guard !text.isEmpty else { return }
    keystrokes.append(.insert(String(decoding: text, as: UTF8.self)))
    text = []
  }

  private mutating func readAfterEscape(_ byte: UInt8, into keystrokes: inout [Keystroke]) {
    state = .text
    switch byte {
    case UInt8(ascii: "["), UInt8(ascii: "O"): state = .sequence([])
    case Self.escape: state = .escape
    case UInt8(ascii: "b"): keystrokes.append(.moveWordLeft)
    case UInt8(ascii: "f"): keystrokes.append(.moveWordRight)
    case 0x7F: keystrokes.append(.deleteWord)
    default: break
    }
  }

  private mutating func readSequence(
    _ parameters: [UInt8], _ byte: UInt8, into keystrokes: inout [Keystroke]
  ) {
    switch byte {
    case 0x40...0x7E:
      state = .text
      if let keystroke = Self.sequence(parameters, byte) { keystrokes.append(keystroke) }
    case 0x20..<0x40: state = .sequence((parameters + [byte]).suffix(Self.sequenceLimit))
    default:
      // No byte of a sequence: it has been cut off.
      state = byte == Self.escape ? .escape : .text
    }
  }

  private static func control(_ byte: UInt8) -> Keystroke? {
    switch byte {
    case 0x01: .moveToStart
    case 0x02: .moveLeft
    case 0x03: .interrupt
    case 0x04: .endOfInput
    case 0x05: .moveToEnd
    case 0x06: .moveRight
    case 0x08, 0x7F: .deleteBackward
    case 0x09: .complete
    case 0x0A, 0x0D: .acceptLine
    case 0x0B: .deleteToEnd
    case 0x0C: .clearScreen
    case 0x0E: .nextLine
    case 0x10: .previousLine
    case 0x15: .deleteToStart
    case 0x17: .deleteWord
    case 0x1A: .suspend
    default: nil
    }
  }

  private static func sequence(_ parameters: [UInt8], _ final: UInt8) -> Keystroke? {
    let key = String(decoding: parameters.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
    // A modifier follows a semicolon: any of them makes an arrow go by words.
    let isModified = parameters.contains(UInt8(ascii: ";"))
    switch (Unicode.Scalar(final), key) {
    case ("A", _): return .previousLine
    case ("B", _): return .nextLine
    case ("C", _): return isModified ? .moveWordRight : .moveRight
    case ("D", _): return isModified ? .moveWordLeft : .moveLeft
    case ("H", _), ("~", "1"), ("~", "7"): return .moveToStart
    case ("F", _), ("~", "4"), ("~", "8"): return .moveToEnd
    case ("~", "3"): return .deleteForward
    default: return nil
    }
  }
}

extension [UInt8] {
  /// How many bytes at the end begin a character of UTF-8 that is not complete.
  fileprivate var unfinishedCharacterCount: Int {
    for (index, byte) in suffix(3).reversed().enumerated() {
      switch byte {
      case 0x80..<0xC0: continue
      case 0xC2..<0xE0: return index < 1 ? index + 1 : 0
      case 0xE0..<0xF0: return index < 2 ? index + 1 : 0
      case 0xF0..<0xF5: return index + 1
      default: return 0
      }
    }
    return 0
  }
}
