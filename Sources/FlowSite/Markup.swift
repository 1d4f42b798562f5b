import Diagnostics
import FlowModel

/// A piece of HTML in which nothing that came from a file can be markup.
///
/// It is written as a string literal. What a literal says itself is markup; what is put into it is text, and escaped,
/// unless it is markup already; of a very long one the beginning is shown, and how much is left out:
///
///     let item: Markup = "<li class=\"\(kind)\">\(name)</li>"
///
/// Values of attributes must stand in double quotes. A text may stand between tags and in such a value, and nowhere
/// else: no tag, name of an attribute, script or style is ever made of one.
struct Markup: Sendable, ExpressibleByStringInterpolation {
  /// The markup as a browser reads it.
  let html: String

  /// Markup that is trusted: ours, or made by something else that escapes.
  init(trusted html: String) {
    self.html = html
  }

  init(stringLiteral html: String) {
    self.html = html
  }

  init(stringInterpolation: StringInterpolation) {
    html = stringInterpolation.html
  }

  /// A sentence in which what stands between backticks is code.
  static func prose(_ text: String) -> Markup {
    let parts = text.printable.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    // An odd one has no other half.
    guard !parts.count.isMultiple(of: 2) else { return "\(text.printable)" }
    let markup: [Markup] = parts.enumerated().map { index, part in
      index.isMultiple(of: 2) ? "\(part)" : "<code>\(part)</code>"
    }
    return "\(markup)"
  }

  /// Nothing.
  static let nothing: Markup = ""

  /// The pieces of a literal, put together.
  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var html = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      html.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    mutating func appendLiteral(_ literal: String) { html += literal }

    mutating func appendInterpolation(_ text: String) {
      let (shown, omitted) = text.beginning(ofLength: Limits.reportedText)
      html += shown.escapedForHTML
      if omitted > 0 { html += " … (\(omitted) more characters)" }
    }

    /// A text however long it is.
    mutating func appendInterpolation(whole text: String) { html += text.escapedForHTML }

    mutating func appendInterpolation(_ number: Int) { html += String(number) }

    mutating func appendInterpolation(_ markup: Markup) { html += markup.html }

    /// What may be left out.
    mutating func appendInterpolation(_ markup: Markup?) {
      if let markup { html += markup.html }
    }

    mutating func appendInterpolation(_ pieces: [Markup]) {
      for piece in pieces { html += piece.html }
    }
  }
}

extension [Markup] {
  /// The first pieces, which together take no more bytes than a limit.
  func prefix(ofSize limit: Int) -> [Markup] {
    var size = 0
    return Array(
      prefix { piece in
        size += piece.html.utf8.count
        return size <= limit
      })
  }
}

extension String {
  /// The first characters of the text, and how many more there are.
  fileprivate func beginning(ofLength length: Int) -> (text: String, omitted: Int) {
    guard utf8.count > length,
      let end = unicodeScalars.index(startIndex, offsetBy: length, limitedBy: endIndex)
    else { return (self, 0) }
    return (String(self[..<end]), unicodeScalars[end...].count)
  }

  /// The text as it stands in HTML, between tags or in double quotes. A control character that HTML cannot hold is
  /// replaced.
  fileprivate var escapedForHTML: String {
    var html = ""
    html.reserveCapacity(utf8.count)
    for scalar in unicodeScalars {
      switch scalar {
      case "&": html += "&amp;"
      case "<": html += "&lt;"
      case ">": html += "&gt;"
      case "\"": html += "&quot;"
      case "'": html += "&#39;"
      case "\n", "\t": html.unicodeScalars.append(scalar)
      case "\r": html += "&#13;"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": html += "\u{FFFD}"
      default: html.unicodeScalars.append(scalar)
      }
    }
    return html
  }
}
