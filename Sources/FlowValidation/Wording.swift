import FlowModel

// How the rules' messages name what is in a flow. An id or an outcome may be any string, of any length.

extension String {
  /// The text between backquotes, cut where it is long, without control characters.
  var quoted: String { "`\(shortened)`" }

  /// The text, cut where it is long, without control characters.
  fileprivate var shortened: String {
    if utf8.count <= 80, utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return self }
    let shown = unicodeScalars.prefix(80).map { scalar in
      scalar.properties.generalCategory == .control ? "\u{FFFD}" : String(scalar)
    }
    return shown.joined() + (unicodeScalars.count > 80 ? "…" : "")
  }
}

/// The end of a message that names what was probably meant.
func suggesting(_ nearest: String?) -> String {
  nearest.map { "; did you mean `\($0)`?" } ?? ""
}

/// A way through the graph in one line, `a → onError → b`; the middle of a long one is left out.
func wayInWords(_ path: [String]) -> String {
  let shown = path.count <= 11 ? path : path.prefix(5) + ["…"] + path.suffix(5)
  return shown.map(\.shortened).joined(separator: " → ")
}

extension FlowNode {
  /// What the node is, for a node that waits: `a Delay`.
  var kindInWords: String {
    switch type {
    case .sendSMS?: "a SendSMS with `waitFor: deliveryReport`"
    case .httpRequest?: "an HTTPRequest"
    case let type?: "a \(type.name)"
    case nil: "a node of unknown type"
    }
  }
}
