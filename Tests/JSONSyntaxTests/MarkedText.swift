import Testing

/// A text of a test, in which `«` and `»` mark a range and `‹C0›` stands for the byte 0xC0.
struct MarkedText {
  let bytes: [UInt8]
  /// What is marked; nil where nothing is.
  let range: Range<Int>?

  init(_ text: some StringProtocol) {
    var bytes: [UInt8] = []
    var start: Int?
    var range: Range<Int>?
    var hexadecimal: String?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "«": start = bytes.count
      case "»": range = start.map { $0..<bytes.count }
      case "‹": hexadecimal = ""
      case "›":
        bytes.append(hexadecimal.flatMap { UInt8($0, radix: 16) } ?? 0)
        hexadecimal = nil
      default:
        if hexadecimal == nil {
          bytes.append(contentsOf: scalar.utf8)
        } else {
          hexadecimal?.unicodeScalars.append(scalar)
        }
      }
    }
    self.bytes = bytes
    self.range = range
  }

  /// The bytes of a text that uses the notation for bytes alone.
  static func bytes(_ text: some StringProtocol) -> [UInt8] { MarkedText(text).bytes }
}

/// One line of a table.
struct TableRow: CustomTestStringConvertible, Sendable {
  let left: String
  let right: String

  var testDescription: String { left }

  /// The rows of a table: one a line, its two columns parted by ` → `; lines that begin with `##` are headings.
  static func rows(of table: String) -> [TableRow] {
    table.split(separator: "\n").filter { !$0.hasPrefix("##") }.map { line in
      let columns = line.split(separator: " → ", maxSplits: 1)
      return TableRow(left: String(columns[0]), right: columns.count > 1 ? String(columns[1]) : "")
    }
  }
}
