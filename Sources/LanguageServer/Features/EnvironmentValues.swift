import Diagnostics
import FlowModel
import JSONSyntax

/// Going to what is named at an offset, finding it and giving it another name: here values of environments, over all of their
/// project; all else that a document names is its own business, or that of a flow and its scenarios.
extension OpenDocuments {
  /// The value of an environment that is named at an offset of a flow, or of a project's own file; nil where none is.
  private static func environmentValue(at offset: Int, in document: DocumentAnalysis) -> Occurrence? {
    let occurrences = document.outline?.occurrences ?? document.projectOutline?.occurrences ?? []
    return occurrences.first { occurrence in
      occurrence.symbol.kind == .environmentValue && occurrence.extent.lowerBound <= offset
        && offset <= occurrence.extent.upperBound
    }
  }

  /// Where it is declared.
  mutating func definition(
    at offset: Int, in document: DocumentAnalysis, _ encoding: PositionEncoding
  ) -> JSON {
    guard let value = Self.environmentValue(at: offset, in: document) else {
      return document.definition(at: offset)
    }
    return locations(of: value, namedIn: document.uri, in: encoding) { $0.role == .declaration }
  }

  /// Where it is declared and referred to.
  mutating func references(
    at offset: Int, in document: DocumentAnalysis, includingDeclaration: Bool, _ encoding: PositionEncoding
  ) -> JSON {
    guard let value = Self.environmentValue(at: offset, in: document) else {
      return document.references(at: offset, includingDeclaration: includingDeclaration)
    }
    return locations(of: value, namedIn: document.uri, in: encoding) {
      includingDeclaration || $0.role != .declaration
    }
  }

  /// What would be renamed: its range and its name; null where nothing can be.
  mutating func renaming(at offset: Int, in document: DocumentAnalysis) -> JSON {
    guard let value = Self.environmentValue(at: offset, in: document) else {
      return renamingInFlow(at: offset, in: document)
    }
    guard documentsNaming(value.symbol, around: document.uri).contains(where: \.declares) else {
      return .null
    }
    return ["range": document.range(value.range), "placeholder": .string(value.symbol.name)]
  }

  /// The changes that give it another name: a value in the project's file and in all its flows.
  /// - Throws: Why it cannot have that name, as a sentence for people.
  mutating func rename(
    at offset: Int, in document: DocumentAnalysis, to name: String, _ encoding: PositionEncoding
  ) throws(ResponseError) -> JSON {
    guard let value = Self.environmentValue(at: offset, in: document) else {
      return try renameInFlow(at: offset, in: document, to: name, encoding)
    }
    guard TextForm.identifier.admits(name) else {
      throw ResponseError(.requestFailed, "A name is \(TextForm.identifier.wanted).")
    }
    let documents = documentsNaming(value.symbol, around: document.uri)
    guard documents.contains(where: \.declares) else {
      throw ResponseError(.requestFailed, "No environment gives a value \(value.symbol.name.quoted).")
    }
    if name != value.symbol.name,
      documentsNaming(Symbol(.environmentValue, name), around: document.uri).contains(where: \.declares)
    {
      throw ResponseError(.requestFailed, "There is a value \(name.quoted) already.")
    }
    return [
      "changes": .object(
        JSONObject(
          documents.map { document in
            document.occurrences.map { NameEdit(range: $0.range, text: name) }
              .changes(of: document.uri, document.text, in: encoding)
          }))
    ]
  }

  private mutating func locations(
    of value: Occurrence, namedIn uri: String, in encoding: PositionEncoding,
    where isIncluded: (Occurrence) -> Bool
  ) -> JSON {
    .array(
      documentsNaming(value.symbol, around: uri).flatMap { document in
        let positions = PositionTable(document.text, in: encoding)
        return document.occurrences.filter(isIncluded).map { occurrence in
          ["uri": .string(document.uri), "range": positions.range(occurrence.extent)] as JSON
        }
      })
  }

  /// A document that names a value of an environment.
  private struct NamingDocument {
    let uri: String
    let text: TextBuffer
    let occurrences: [Occurrence]

    var declares: Bool { occurrences.contains { $0.role == .declaration } }
  }

  /// The documents of a project that name a value: its own file, and then its flows, in its order.
  private mutating func documentsNaming(_ symbol: Symbol, around uri: String) -> [NamingDocument] {
    let path = DocumentPath(uri: uri)
    let isProject = OpenDocument.Kind(uri: uri) == .project
    guard let project = isProject ? path.flatMap({ self.project(at: $0) }) : self.project(of: path) else {
      return []
    }
    let uris = Dictionary(
      all.compactMap { document in document.path.map { (ExactText($0.text), document.uri) } },
      uniquingKeysWith: { first, _ in first })
    let files =
      [(project.path, project.bytes, ProjectOutline(project.bytes).occurrences)]
      + project.flows.map { ($0.path, $0.bytes, FlowOutline($0.bytes).occurrences) }
    return files.compactMap { path, bytes, occurrences in
      let occurrences = occurrences.filter { $0.symbol == symbol }
      guard !occurrences.isEmpty else { return nil }
      return NamingDocument(
        uri: uris[ExactText(path.text)] ?? path.uri, text: TextBuffer(bytes), occurrences: occurrences)
    }
  }
}
