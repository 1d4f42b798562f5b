import Diagnostics

/// Texts in columns of a terminal.
extension String {
  /// The text with spaces behind it, `width` columns together.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - displayWidth))
  }

  /// The text without the spaces at its end.
  var trimmed: String {
    let end = unicodeScalars.lastIndex { $0 != " " }
    return end.map { String(self[...$0]) } ?? ""
  }

  /// The text, cut with `…` at its end where it takes more than `width` columns.
  package func shortened(to width: Int) -> String {
    let head = head(ofWidth: width)
    return head.endIndex == endIndex ? self : self.head(ofWidth: width - 1) + "…"
  }

  /// The text, cut with `…` at its beginning where it takes more than `width` columns.
  func shortenedAtStart(to width: Int) -> String {
    guard displayWidth > width else { return self }
    // Backwards, where no width depends on what stands before.
    var remaining = width - 1
    let tail = unicodeScalars.reversed().prefix { scalar in
      var measure = DisplayWidth()
      remaining -= measure.width(of: scalar)
      return remaining >= 0
    }
    return tail.reversed().reduce(into: "…") { $0.unicodeScalars.append($1) }
  }

  /// The text in lines of `width` columns, which are broken after commas and spaces where these are near the end of a
  /// line; what comes after `limit` lines is cut with `…`.
  func lines(ofWidth width: Int, limit: Int) -> [String] {
    var lines: [String] = []
    var rest = self[...]
    while !rest.isEmpty {
      var line = rest.head(ofWidth: width)
      if line.endIndex < rest.endIndex {
        if lines.count == limit - 1 { return lines + [String(rest.head(ofWidth: width - 1)) + "…"] }
        let separator = line.unicodeScalars.suffix(width / 2).lastIndex { $0 == "," || $0 == " " }
        if let separator { line = line[...separator] }
      }
      lines.append(String(line).trimmed)
      rest = rest[line.endIndex...]
    }
    return lines
  }
}

extension StringProtocol {
  /// The longest beginning that takes no more than `width` columns; one character at least.
  fileprivate func head(ofWidth width: Int) -> SubSequence {
    var measure = DisplayWidth()
    var remaining = width
    var end = startIndex
    for index in unicodeScalars.indices {
      remaining -= measure.width(of: unicodeScalars[index])
      if remaining < 0, end > startIndex { return self[..<end] }
      end = unicodeScalars.index(after: index)
    }
    return self[..<end]
  }
}
