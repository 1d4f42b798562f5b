/// A change of the file that mends what a finding is about.
public struct Fix: Sendable, Hashable {
  /// What it does, as a command without a full stop at the end: "Write `relay`".
  public let title: String
  /// Whether it keeps or restores what the author meant beyond doubt; any other is a suggestion.
  public let isSafe: Bool
  /// The changes, at least one, in file order; no two of them touch.
  public let edits: [SourceEdit]

  /// Creates a fix.
  /// - Parameter edits: At least one, in file order; no two of them may touch.
  public init(_ title: String, isSafe: Bool = false, _ edits: [SourceEdit]) {
    self.title = title
    self.isSafe = isSafe
    self.edits = edits
  }

  /// A file with as many of some fixes as do not touch one another, and how many these are.
  ///
  /// What is left over may no longer be needed, or may have to change other bytes: lint again to know.
  /// Complexity: linear in the size of the file, n log n in the number of fixes.
  public static func applying(_ fixes: [Fix], to source: [UInt8]) -> (bytes: [UInt8], count: Int) {
    let made = compatible(fixes)
    guard !made.isEmpty else { return (source, 0) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(source.count)
    var copied = 0
    for edit in made.lazy.flatMap(\.edits) {
      bytes += source[copied..<edit.range.lowerBound]
      bytes += edit.text.utf8
      copied = edit.range.upperBound
    }
    return (bytes + source[copied...], made.count)
  }

  /// As many of some fixes as do not touch one another, by place.
  public static func compatible(_ fixes: [Fix]) -> [Fix] {
    var end = -1
    return fixes.sorted { $0.start < $1.start }.filter { fix in
      guard fix.start > end, let last = fix.edits.last else { return false }
      end = last.range.upperBound
      return true
    }
  }

  private var start: Int { edits.first?.range.lowerBound ?? -1 }
}

/// Text that takes the place of some bytes of a file.
public struct SourceEdit: Sendable, Hashable {
  /// The bytes that go, as offsets into the file from 0. Empty where text is only added.
  public let range: Range<Int>
  /// What comes in their place.
  public let text: String

  /// Creates an edit.
  public init(_ range: Range<Int>, with text: String = "") {
    self.range = range
    self.text = text
  }

  /// A string, in quotes, in the place of a value or a key.
  public static func string(_ text: String, at range: Range<Int>) -> SourceEdit {
    SourceEdit(range, with: text.inJSONQuotes)
  }

  /// Takes a member out of its object, with its comma and the white space that set it off.
  /// - Parameters:
  ///   - member: The bytes from the key to the value's end.
  ///   - source: The file's bytes, which must be JSON.
  ///   - removingObject: Whether an object goes that has no other member, with its own key.
  public static func removingMember(
    _ member: Range<Int>, from source: [UInt8], removingObject: Bool = false
  ) -> SourceEdit {
    let before = source.startOfWhiteSpace(before: member.lowerBound)
    let after = source.endOfWhiteSpace(after: member.upperBound)
    guard before > 0, after < source.count else { return SourceEdit(member) }
    if source[before - 1] == UInt8(ascii: ",") { return SourceEdit(before - 1..<member.upperBound) }
    if source[after] == UInt8(ascii: ",") {
      return SourceEdit(member.lowerBound..<source.endOfWhiteSpace(after: after + 1))
    }
    if removingObject, let key = source.startOfKey(before: before - 1) {
      return removingMember(key..<after + 1, from: source)
    }
    return SourceEdit(before..<after)
  }

  /// Adds a member to an object, as the last one, set off from the others as they are.
  /// - Parameters:
  ///   - value: The value as it is to stand in the file.
  ///   - object: The object's bytes, its braces included.
  ///   - source: The file's bytes, which must be JSON.
  public static func addingMember(
    _ name: String, _ value: String, to object: Range<Int>, in source: [UInt8]
  ) -> SourceEdit {
    let first = source.endOfWhiteSpace(after: object.lowerBound + 1)
    let last = source.startOfWhiteSpace(before: object.upperBound - 1)
    guard first < object.upperBound - 1 else {
      return SourceEdit(
        object.lowerBound + 1..<object.upperBound - 1, with: " \(name.inJSONQuotes): \(value) ")
    }
    var space = String(decoding: source[object.lowerBound + 1..<first], as: UTF8.self)
    if !space.utf8.contains(UInt8(ascii: "\n")), source[last..<object.upperBound].contains(UInt8(ascii: "\n"))
    {
      // Only the first member stands on the line of the brace.
      space = String(decoding: source[last..<object.upperBound - 1], as: UTF8.self) + "  "
    }
    let colon = space.isEmpty ? ":" : ": "
    return SourceEdit(last..<last, with: ",\(space)\(name.inJSONQuotes)\(colon)\(value)")
  }
}

extension [UInt8] {
  private static let whiteSpace: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]

  fileprivate func startOfWhiteSpace(before end: Int) -> Int {
    var start = end
    while start > 0, Self.whiteSpace.contains(self[start - 1]) { start -= 1 }
    return start
  }

  fileprivate func endOfWhiteSpace(after start: Int) -> Int {
    var end = start
    while end < count, Self.whiteSpace.contains(self[end]) { end += 1 }
    return end
  }

  /// Where the key begins, one without an escaped quote, whose value begins at an offset; nil where it has none.
  fileprivate func startOfKey(before value: Int) -> Int? {
    let colon = startOfWhiteSpace(before: value)
    guard colon > 0, self[colon - 1] == UInt8(ascii: ":") else { return nil }
    let end = startOfWhiteSpace(before: colon - 1)
    guard end > 1 else { return nil }
    return self[..<(end - 1)].lastIndex(of: UInt8(ascii: "\""))
  }
}

extension String {
  /// The text as a JSON string.
  fileprivate var inJSONQuotes: String {
    var quoted = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
