import Diagnostics

/// Writes SVG element by element. Every text and attribute is escaped, so nothing of a flow can become markup.
struct SVGWriter {
  typealias Attribute = (name: String, value: String)

  fileprivate(set) var text = ""
  private var open: [String] = []

  /// Begins an element: what it holds, then `end`.
  mutating func begin(_ name: String, _ attributes: Attribute...) { begin(name, attributes) }

  /// Begins an element: what it holds, then `end`.
  mutating func begin(_ name: String, _ attributes: [Attribute]) {
    text += "<\(name)\(Self.text(of: attributes))>"
    open.append(name)
  }

  /// Ends the element that was begun last.
  mutating func end() {
    guard let name = open.popLast() else { preconditionFailure("An element ends after it has begun.") }
    text += "</\(name)>"
  }

  /// Writes an element with nothing in it.
  mutating func element(_ name: String, _ attributes: Attribute...) {
    text += "<\(name)\(Self.text(of: attributes))/>"
  }

  /// Writes an element with a text in it.
  mutating func element(_ name: String, _ attributes: Attribute..., content: String) {
    text += "<\(name)\(Self.text(of: attributes))>\(content.xml)</\(name)>"
  }

  /// Writes the rules of a style, which hold no text of a flow.
  mutating func style(_ rules: String) { text += "<style>\n\(rules)</style>\n" }

  /// Ends the line.
  mutating func endLine() { text += "\n" }

  private static func text(of attributes: [Attribute]) -> String {
    attributes.map { " \($0.name)=\"\($0.value.xmlAttribute)\"" }.joined()
  }
}

extension SVGWriter {
  /// Writes what an SVG file begins with.
  mutating func prolog() { text += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" }
}
