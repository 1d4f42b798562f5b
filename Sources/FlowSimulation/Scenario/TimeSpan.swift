import FlowInterpreter
import FlowModel
import JSONSyntax

/// How long something takes, as people write it: `90`, `90s`, `10m`, `1h30m`, `2d`.
public struct TimeSpan: Sendable, Hashable, CustomStringConvertible {
  /// The whole time.
  public let milliseconds: Int64

  private static let units: [(name: Character, milliseconds: Int64)] = [
    ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000),
  ]

  /// A span of so many milliseconds.
  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// Reads a number of seconds, or numbers with their units; nil for anything else, and for more seconds than any wait
  /// may have.
  public init?(_ text: some StringProtocol) {
    var rest = text[...]
    var seconds = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      guard let number = Double(digits) else { return nil }
      rest = rest.dropFirst(digits.count)
      guard let letter = rest.popFirst() else {
        // A number without a unit stands alone.
        guard digits.count == text.count else { return nil }
        seconds = number
        break
      }
      guard let unit = Self.units.first(where: { $0.name == letter }) else { return nil }
      seconds += number * Double(unit.milliseconds) / 1000
    }
    guard !text.isEmpty, seconds <= Limits.seconds else { return nil }
    milliseconds = Milliseconds.nearest(seconds)
  }

  /// The shortest way to write it: `1m30s`.
  public var description: String {
    var rest = milliseconds
    var text = ""
    for unit in Self.units.dropLast() where rest >= unit.milliseconds {
      text += "\(rest / unit.milliseconds)\(unit.name)"
      rest %= unit.milliseconds
    }
    return rest == 0 && !text.isEmpty ? text : text + JSON.numberText(Double(rest) / 1000) + "s"
  }
}
