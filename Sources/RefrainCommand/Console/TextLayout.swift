/// Lays texts out for people, 100 columns wide.
enum TextLayout {
  private static let width = 100

  /// The text in lines that are broken between words.
  static func wrapped(_ text: String, indent: Int = 0) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = ""
      for word in paragraph.split(separator: " ") {
        if !line.isEmpty, indent + line.count + 1 + word.count > width {
          lines.append(margin + line)
          line = ""
        }
        line += (line.isEmpty ? "" : " ") + word
      }
      lines.append(line.isEmpty ? "" : margin + line)
    }
    return lines
  }

  /// Two columns, two spaces in: what something is called, and what there is to say about it.
  static func table(_ rows: [(name: String, text: String)]) -> [String] {
    let nameWidth = rows.map(\.name.count).max() ?? 0
    return rows.flatMap { row in
      let name = "  " + row.name + String(repeating: " ", count: nameWidth - row.name.count + 2)
      let text = wrapped(row.text, indent: name.count)
      return [name + (text.first.map { String($0.dropFirst(name.count)) } ?? "")] + text.dropFirst()
    }
  }
}
