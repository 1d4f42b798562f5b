import FlowModel
import FlowValidation
import JSONSyntax

/// A document that is open in the editor.
struct OpenDocument: Sendable {
  /// What a document holds, by the end of its name.
  enum Kind: Sendable {
    case flow, scenario, project
    /// Another file: an editor may hand over every JSON file that there is.
    case other

    init(uri: String) {
      if uri.hasSuffix(".flow.json") {
        self = .flow
      } else if uri.hasSuffix(".scenario.json") {
        self = .scenario
      } else if uri.hasSuffix("/\(Project.fileName)") {
        self = .project
      } else {
        self = .other
      }
    }
  }

  let uri: String
  /// The path that the URI names; nil where it names no file.
  let path: DocumentPath?
  let kind: Kind
  /// The editor's number of the text's state.
  private(set) var version: JSON
  /// The text.
  private(set) var text: TextBuffer
  /// The names of the last state of the text that was JSON.
  private var lastNames: KnownNames?
  /// What is known of the text as it is now; nil where that is still to be worked out.
  private(set) var analysis: DocumentAnalysis?

  init(uri: String, version: JSON, text: String) {
    self.uri = uri
    path = DocumentPath(uri: uri)
    self.version = version
    kind = Kind(uri: uri)
    self.text = TextBuffer(Array(text.utf8))
  }

  /// Carries out the changes of one notification, in order.
  ///
  /// A change has the new text of a range, or the whole new text. One that makes no sense is passed over.
  mutating func apply(_ changes: [JSON], version: JSON, in encoding: PositionEncoding) {
    self.version = version
    analysis = nil
    for change in changes {
      guard let new = change["text"]?.string else { continue }
      guard let range = change["range"] else {
        text = TextBuffer(Array(new.utf8))
        continue
      }
      guard let start = Position(range["start"]), let end = Position(range["end"]) else { continue }
      let lower = text.offset(of: start, in: encoding)
      let upper = text.offset(of: end, in: encoding)
      text.replace(min(lower, upper)..<max(lower, upper), with: Array(new.utf8))
    }
  }

  /// Forgets what there was to know: a flow that the document names has changed, or a project.
  mutating func forgetAnalysis() { analysis = nil }

  /// What there is to know of the text as it is now; worked out once for each state of it.
  mutating func analyzed(
    in encoding: PositionEncoding, _ surroundings: DocumentSurroundings
  ) -> DocumentAnalysis {
    if let analysis { return analysis }
    let fresh = DocumentAnalysis(
      uri: uri, kind: kind, text: text, encoding: encoding, lastNames: lastNames, in: surroundings)
    if fresh.isJSON { lastNames = fresh.names }
    analysis = fresh
    return fresh
  }
}

extension Position {
  /// Reads a position of the protocol.
  init?(_ json: JSON?) {
    guard let line = json?["line"]?.index, let character = json?["character"]?.index else { return nil }
    self.init(line: line, character: character)
  }

  var json: JSON { ["line": .integer(line), "character": .integer(character)] }
}
