import JSONSyntax

/// What an editor can do with what the server sends.
struct ClientCapabilities: Sendable {
  /// What positions count.
  let encoding: PositionEncoding
  let showsRelatedInformation: Bool
  let showsTags: Bool
  let showsMarkdown: Bool
  let preparesRename: Bool

  /// Reads the parameters of `initialize`.
  init(_ parameters: JSON) {
    let capabilities = parameters["capabilities"]
    // The editor's own order is its order of preference.
    let offered = capabilities?["general"]?["positionEncodings"]?.array ?? []
    encoding = offered.lazy.compactMap { $0.string.flatMap(PositionEncoding.init) }.first ?? .utf16
    let document = capabilities?["textDocument"]
    let diagnostics = document?["publishDiagnostics"]
    showsRelatedInformation = diagnostics?["relatedInformation"]?.boolean ?? false
    let tags = diagnostics?["tagSupport"]?["valueSet"]?.array ?? []
    showsTags = tags.contains(.integer(DiagnosticTag.unnecessary))
    let formats = document?["hover"]?["contentFormat"]?.array
    showsMarkdown = formats?.contains("markdown") ?? true
    preparesRename = document?["rename"]?["prepareSupport"]?.boolean ?? false
  }

  /// A text for people, written in Markdown.
  func markup(_ text: String) -> JSON {
    ["kind": showsMarkdown ? "markdown" : "plaintext", "value": .string(text)]
  }
}

/// The protocol's numbers for what a diagnostic marks.
enum DiagnosticTag {
  static let unnecessary = 1
}
