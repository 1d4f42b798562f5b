public import JSONSyntax

/// One editor's session with the language server (the Language Server Protocol, 3.17): messages in, messages out.
///
/// A plain value: the open documents, and how far the session is. It reads files as it is told to, starts nothing and keeps no time.
/// Every message is dealt with when it comes, so there is never anything to cancel.
public struct LanguageSession: Sendable {
  private enum State {
    /// Before `initialize`.
    case beginning
    case running(ClientCapabilities)
    /// After `shutdown`: nothing is done any more.
    case shutDown
    /// After `exit`; whether `shutdown` came before it.
    case ended(isClean: Bool)
  }

  private let version: String
  private var state = State.beginning
  private var documents: OpenDocuments

  /// A session that has not begun.
  /// - Parameters:
  ///   - version: The program's version, which the editor may show.
  ///   - files: The files that are not open in the editor; nil where none can be read.
  public init(version: String, files: EditorFiles? = nil) {
    self.init(version: version, openText: ServerLimits.openText, files: files)
  }

  /// A session that has not begun.
  /// - Parameter openText: How many bytes all open documents may have together.
  init(version: String, openText: Int, files: EditorFiles? = nil) {
    self.version = version
    documents = OpenDocuments(limit: openText, files: files)
  }

  /// Whether the editor has ended the session, and has shut it down before; nil while it goes on.
  public var endedCleanly: Bool? { if case .ended(let isClean) = state { isClean } else { nil } }

  /// Takes a message, and gives the messages that are to be sent at once.
  ///
  /// Diagnostics come from `publishDiagnostics`. Whatever the message is, the session goes on: what is no JSON, no
  /// JSON-RPC, or asks for what there is not, is answered with an error.
  public mutating func receive(_ message: [UInt8]) -> [JSON] {
    let json: JSON
    do {
      json = try Self.parsed(message)
    } catch {
      return [ResponseError(.parseError, "The message is not JSON: \(error.message).").response(to: .null)]
    }
    switch IncomingMessage(json) {
    case .response: return []
    case .invalid(let id):
      return [ResponseError(.invalidRequest, "This is no JSON-RPC message.").response(to: id)]
    case .notification(let method, let parameters): return notice(method, parameters)
    case .request(let id, let method, let parameters):
      do {
        return [.response(to: id, try result(of: method, parameters))]
      } catch {
        return [error.response(to: id)]
      }
    }
  }

  /// A message's JSON; half a surrogate pair in it is read as U+FFFD, so that the editor and the server stay in step.
  private static func parsed(_ message: [UInt8]) throws(JSONSyntaxError) -> JSON {
    do {
      return try JSON(parsing: message)
    } catch {
      let whole = HalfSurrogates.replaced(in: message)
      guard whole != message else { throw error }
      return try JSON(parsing: whole)
    }
  }

  /// The diagnostics of every document whose text has changed since they were last published.
  ///
  /// Apart from `receive`, so that a reader who is behind need not lint what has changed again already.
  public mutating func publishDiagnostics() -> [JSON] {
    guard case .running(let client) = state else { return [] }
    return documents.takeChanged().map { uri in
      var parameters: JSONObject = ["uri": .string(uri)]
      if let document = documents[uri] {
        if document.version.number != nil { parameters["version"] = document.version }
        let analysis = documents.analyzed(uri, in: client.encoding)
        parameters["diagnostics"] = analysis?.diagnostics(for: client) ?? []
      } else {
        parameters["diagnostics"] = []
      }
      return .notification("textDocument/publishDiagnostics", .object(parameters))
    }
  }

  // MARK: Notifications

  private mutating func notice(_ method: String, _ parameters: JSON) -> [JSON] {
    if method == "exit" {
      let isClean = if case .shutDown = state { true } else { false }
      state = .ended(isClean: isClean)
      return []
    }
    guard case .running(let client) = state else { return [] }
    let document = parameters["textDocument"]
    guard let uri = document?["uri"]?.string else { return [] }
    switch method {
    case "textDocument/didOpen":
      guard let text = document?["text"]?.string else { return [] }
      documents.open(OpenDocument(uri: uri, version: document?["version"] ?? .null, text: text))
    case "textDocument/didChange":
      let changes = parameters["contentChanges"]?.array ?? []
      documents.change(uri, changes, version: document?["version"] ?? .null, in: client.encoding)
    case "textDocument/didClose": documents.close(uri)
    default: return []
    }
    return documents.takeRefused().map { uri in
      let reason = "the open documents have more than \(documents.limit) bytes together"
      return .notification(
        "window/showMessage", ["type": 2, "message": .string("refrain: \(uri) is not checked: \(reason).")])
    }
  }

  // MARK: Requests

  private mutating func result(of method: String, _ parameters: JSON) throws(ResponseError) -> JSON {
    switch (state, method) {
    case (.beginning, "initialize"):
      let client = ClientCapabilities(parameters)
      state = .running(client)
      return capabilities(for: client)
    case (.beginning, _):
      throw ResponseError(.serverNotInitialized, "`initialize` comes first.")
    case (.running, "initialize"):
      throw ResponseError(.invalidRequest, "The session has been initialized before.")
    case (.running, "shutdown"):
      state = .shutDown
      documents = OpenDocuments(limit: 0, files: nil)
      return .null
    case (.running(let client), _): return try answer(method, parameters, for: client)
    case (.shutDown, _), (.ended, _):
      throw ResponseError(.invalidRequest, "The session has been shut down.")
    }
  }

  private func capabilities(for client: ClientCapabilities) -> JSON {
    [
      "capabilities": [
        "positionEncoding": .string(client.encoding.rawValue),
        "textDocumentSync": ["openClose": true, "change": 2],
        "hoverProvider": true,
        "completionProvider": ["triggerCharacters": ["\"", "@", "$", "(", "."]],
        "definitionProvider": true,
        "referencesProvider": true,
        "renameProvider": client.preparesRename ? ["prepareProvider": true] : true,
        "documentSymbolProvider": true,
        "documentFormattingProvider": true,
        "codeActionProvider": [
          "codeActionKinds": .array(CodeActionKind.allCases.map { .string($0.rawValue) })
        ],
      ],
      "serverInfo": ["name": "refrain", "version": .string(version)],
    ]
  }

  /// The answer to a request that is about a document.
  private mutating func answer(
    _ method: String, _ parameters: JSON, for client: ClientCapabilities
  ) throws(ResponseError) -> JSON {
    guard let feature = Feature(rawValue: method) else {
      throw ResponseError(.methodNotFound, "There is no `\(method)`.")
    }
    guard let uri = parameters["textDocument"]?["uri"]?.string else {
      throw ResponseError(.invalidParameters, "`textDocument.uri` is missing.")
    }
    guard let document = documents.analyzed(uri, in: client.encoding) else {
      throw ResponseError(.invalidParameters, "The document is not open.")
    }
    func offset() throws(ResponseError) -> Int {
      guard let position = Position(parameters["position"]) else {
        throw ResponseError(.invalidParameters, "`position` is missing or is none.")
      }
      return document.offset(of: position)
    }
    switch feature {
    case .documentSymbol: return document.symbols
    case .formatting: return document.formatting
    case .hover: return document.hover(at: try offset(), for: client)
    case .completion: return document.completion(at: try offset(), for: client)
    case .definition: return documents.definition(at: try offset(), in: document, client.encoding)
    case .references:
      let includes = parameters["context"]?["includeDeclaration"]?.boolean ?? false
      return documents.references(
        at: try offset(), in: document, includingDeclaration: includes, client.encoding)
    case .codeAction:
      let wanted = parameters["context"]?["only"]?.array?.compactMap(\.string)
      return document.codeActions(in: try Self.range(parameters, in: document), only: wanted, for: client)
    case .prepareRename: return documents.renaming(at: try offset(), in: document)
    case .rename:
      guard let name = parameters["newName"]?.string else {
        throw ResponseError(.invalidParameters, "`newName` is missing.")
      }
      return try documents.rename(at: try offset(), in: document, to: name, client.encoding)
    }
  }

  /// The bytes of the `range` of a request.
  private static func range(
    _ parameters: JSON, in document: DocumentAnalysis
  ) throws(ResponseError) -> ClosedRange<Int> {
    guard let range = parameters["range"], let start = Position(range["start"]),
      let end = Position(range["end"])
    else {
      throw ResponseError(.invalidParameters, "`range` is missing or is none.")
    }
    let offsets = (document.offset(of: start), document.offset(of: end))
    return min(offsets.0, offsets.1)...max(offsets.0, offsets.1)
  }

  /// The requests that are about a document.
  private enum Feature: String {
    case hover = "textDocument/hover"
    case completion = "textDocument/completion"
    case definition = "textDocument/definition"
    case references = "textDocument/references"
    case prepareRename = "textDocument/prepareRename"
    case rename = "textDocument/rename"
    case documentSymbol = "textDocument/documentSymbol"
    case formatting = "textDocument/formatting"
    case codeAction = "textDocument/codeAction"
  }
}
