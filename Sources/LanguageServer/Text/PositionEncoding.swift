/// What a position's `character` counts; UTF-16 code units unless an editor offers something else.
public enum PositionEncoding: String, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case utf16 = "utf-16"
  case utf32 = "utf-32"

  /// How many units the character that begins with this byte of UTF-8 takes; none for a byte within a character.
  ///
  /// In UTF-8 every byte is a unit.
  func units(of byte: UInt8) -> Int {
    switch self {
    case .utf8: 1
    case .utf16: byte.continuesCharacter ? 0 : byte >= 0xF0 ? 2 : 1
    case .utf32: byte.continuesCharacter ? 0 : 1
    }
  }
}

/// A position of the protocol: a line and a number of units in it, both from 0.
public struct Position: Sendable, Hashable {
  /// The line, from 0.
  public let line: Int
  /// Units since the line's beginning, of the encoding that client and server have agreed on.
  public let character: Int

  /// Creates a position.
  public init(line: Int, character: Int) {
    self.line = line
    self.character = character
  }
}

extension UInt8 {
  /// Whether this is not the first byte of a UTF-8 sequence.
  var continuesCharacter: Bool { self & 0b1100_0000 == 0b1000_0000 }
}
