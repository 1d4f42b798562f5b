import FlowModel
import JSONSyntax

/// The documents that are open in the editor, by their URIs.
struct OpenDocuments: Sendable {
  /// How many bytes all of them may have together.
  let limit: Int
  private var documents: [ExactText: OpenDocument] = [:]
  /// The URIs whose diagnostics are out of date, in the order in which they became so.
  private var changed: [String] = []
  /// The URIs of documents that were let go because they are too large.
  private var refused: [String] = []

  init(limit: Int) {
    self.limit = limit
  }

  subscript(uri: String) -> OpenDocument? { documents[ExactText(uri)] }

  /// Opens a document, or opens it anew.
  mutating func open(_ document: OpenDocument) {
    documents[ExactText(document.uri)] = document
    keepWithinLimit(document.uri)
  }

  /// Changes a document's text; does nothing where it is not open.
  mutating func change(_ uri: String, _ changes: [JSON], version: JSON, in encoding: PositionEncoding) {
    guard documents[ExactText(uri)] != nil else { return }
    documents[ExactText(uri)]?.apply(changes, version: version, in: encoding)
    keepWithinLimit(uri)
  }

  /// Closes a document.
  mutating func close(_ uri: String) {
    guard documents.removeValue(forKey: ExactText(uri)) != nil else { return }
    note(uri)
  }

  /// What there is to know of a document as it is now; nil where it is not open.
  mutating func analyzed(_ uri: String, in encoding: PositionEncoding) -> DocumentAnalysis? {
    documents[ExactText(uri)]?.analyzed(in: encoding)
  }

  /// The URIs whose diagnostics are out of date, each once. From now on they are not.
  mutating func takeChanged() -> [String] {
    defer { changed = [] }
    return changed
  }

  /// The URIs of documents that have been let go because they are too large.
  mutating func takeRefused() -> [String] {
    defer { refused = [] }
    return refused
  }

  /// Lets a document go that has just grown, where all together are too large.
  private mutating func keepWithinLimit(_ uri: String) {
    let size = documents.values.reduce(0) { $0 + $1.text.bytes.count }
    if size > limit {
      documents[ExactText(uri)] = nil
      refused.append(uri)
    }
    note(uri)
  }

  private mutating func note(_ uri: String) {
    if !changed.contains(where: { ExactText($0) == ExactText(uri) }) { changed.append(uri) }
  }
}
