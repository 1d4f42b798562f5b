extension String {
  /// The text as it stands in the value of an attribute: on one line, since a reader makes spaces of line ends there, and
  /// a log may take the line for a command.
  package var xmlAttribute: String {
    xml.unicodeScalars.reduce(into: "") { text, scalar in
      switch scalar {
      case "\t": text += "&#9;"
      case "\n": text += "&#10;"
      case "\r": text += "&#13;"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  /// The text as it stands in XML, between tags or quotes. What XML 1.0 cannot hold, even escaped, is replaced.
  package var xml: String {
    var xml = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": xml += "&amp;"
      case "<": xml += "&lt;"
      case ">": xml += "&gt;"
      case "\"": xml += "&quot;"
      case "\t", "\n", "\r": xml.unicodeScalars.append(scalar)
      case "\0"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": xml += "\u{FFFD}"
      default: xml.unicodeScalars.append(scalar)
      }
    }
    return xml
  }
}
