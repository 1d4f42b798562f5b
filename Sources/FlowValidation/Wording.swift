import Diagnostics
import FlowModel

/// A way through the graph in one line, `a → onError → b`; the middle of a long one is left out.
func wayInWords(_ path: [String]) -> String {
  let shown = path.count <= 11 ? path : path.prefix(5) + ["…"] + path.suffix(5)
  return shown.map(\.shortened).joined(separator: " → ")
}

extension FlowNode {
  /// What the node is: `a Delay`, `a SendSMS with …` for one that waits.
  var kindInWords: String {
    let description = type?.description
    return (waits ? description?.waitingNoun : description?.noun) ?? "a node of unknown type"
  }
}

extension Fix {
  /// Writes a text in the place of a string, where that is probably what was meant.
  init(writing text: String, at place: SourcePlace) {
    self.init("Write \(text.quoted)", [.string(text, at: place.range)])
  }
}
