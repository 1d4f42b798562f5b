import JSONSyntax
import LanguageServer

/// An editor with one document open, in which `‸` marks the cursor.
struct Editor {
  var session: LanguageSession
  let uri: String
  /// The text without the mark.
  private(set) var text: String
  /// Where the mark stood: characters before it, by the bytes.
  private let cursor: Int
  /// What was published for the document last.
  private(set) var diagnostics: [JSON] = []

  static let capabilities: JSON = [
    "textDocument": [
      "publishDiagnostics": ["relatedInformation": true, "tagSupport": ["valueSet": [1]]],
      "rename": ["prepareSupport": true],
    ]
  ]

  init(
    _ marked: String, uri: String = "file:///a.flow.json", capabilities: JSON = Editor.capabilities,
    files: EditorFiles? = nil
  ) {
    self.uri = uri
    let parts = marked.split(separator: "‸", omittingEmptySubsequences: false)
    text = parts.joined()
    cursor = parts.first?.utf8.count ?? 0
    session = LanguageSession(version: "1.0.0", files: files)
    _ = session.receive(Self.message("initialize", ["capabilities": capabilities], id: 0))
    send(
      "textDocument/didOpen",
      ["textDocument": ["uri": .string(uri), "languageId": "json", "version": 1, "text": .string(text)]])
  }

  /// A text that was JSON before the second one was written.
  init(before: String, now marked: String) {
    self.init(marked)
    let now = text
    change([["text": .string(before)]])
    change([["text": .string(now)]])
  }

  static func message(_ method: String, _ parameters: JSON, id: JSON? = nil) -> [UInt8] {
    var message: JSONObject = ["jsonrpc": "2.0", "method": .string(method), "params": parameters]
    message["id"] = id
    return Array(JSON.object(message).compact.utf8)
  }

  /// Sends a notification and takes what is published then.
  mutating func send(_ method: String, _ parameters: JSON) {
    for message in session.receive(Self.message(method, parameters)) + session.publishDiagnostics() {
      diagnostics = message["params"]?["diagnostics"]?.array ?? []
    }
  }

  mutating func change(_ changes: JSON) {
    send(
      "textDocument/didChange",
      ["textDocument": ["uri": .string(uri), "version": 2], "contentChanges": changes])
  }

  /// The answer to a request about the document, at the cursor.
  mutating func ask(_ method: String, _ more: JSONObject = [:]) -> JSON {
    var parameters: JSONObject = [
      "textDocument": ["uri": .string(uri)], "position": position(of: cursor),
    ]
    for field in more { parameters[field.key] = field.value }
    let answers = session.receive(Self.message("textDocument/\(method)", .object(parameters), id: 1))
    guard answers.count == 1, let answer = answers.first else { return ["answers": .array(answers)] }
    return answer["result"] ?? answer["error"] ?? "no answer"
  }

  /// The position of a byte, in UTF-16, worked out the simple way.
  func position(of offset: Int) -> JSON {
    let before = String(decoding: Array(text.utf8)[..<offset], as: UTF8.self)
    let lines = before.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    let line = lines.last.map { String($0) } ?? ""
    return ["line": .number(lines.count - 1), "character": .number(line.utf16.count)]
  }

  /// The bytes at a position, worked out the simple way.
  func offset(of position: JSON?) -> Int {
    let bytes = Array(text.utf8)
    return (0...bytes.count).first { offset in
      (offset == bytes.count || bytes[offset] & 0xC0 != 0x80) && self.position(of: offset) == position
    } ?? -1
  }

  /// What a range of the protocol holds.
  func text(in range: JSON?) -> String {
    let (start, end) = (offset(of: range?["start"]), offset(of: range?["end"]))
    guard start >= 0, end >= start else { return "no range: \(range?.compact ?? "nil")" }
    return String(decoding: Array(text.utf8)[start..<end], as: UTF8.self)
  }

  /// The text with the edits carried out.
  func text(with edits: [JSON]) -> String {
    var bytes = Array(text.utf8)
    for edit in edits.sorted(by: { offset(of: $0["range"]?["start"]) > offset(of: $1["range"]?["start"]) }) {
      let range = edit["range"]
      bytes.replaceSubrange(
        offset(of: range?["start"])..<offset(of: range?["end"]), with: (edit["newText"]?.string ?? "?").utf8)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Flows to edit.
enum Sample {
  /// A flow of these variables and nodes, which stand on lines of their own.
  static func flow(variables: String = "", _ nodes: String) -> String {
    """
    {
      "formatVersion": 1,
      "name": "👋🏽 e\u{301}",
      "settings": { "results": { "lost": { "code": 7, "status": "error", "description": "nobody home" } } },
      "variables": { \(variables) },
      "nodes": {
        "start": { "type": "Start", "trigger": { "channel": "sms", "number": "+15550100" }, "on": { "onBegin": "ask" } },
    \(nodes)
      }
    }
    """
  }

  /// A node that waits for an answer.
  static let ask = #"""
    "ask": { "type": "Receive", "channels": { "sms": {} }, "timeoutSeconds": 60, "on": { "sms.mo": "say", "otherwise": "@end:lost" } }
    """#

  /// A node that sends one, with a message.
  static func say(_ message: String) -> String {
    #"""
    "say": { "type": "SendSMS", "destination": "$(start.sms.senderNumber)", "from": "+15550100", "message": "\#(message)", "on": { "onSuccess": "@end", "otherwise": "@end" } }
    """#
  }

  /// A flow with nothing to say against it.
  static let clean = flow(
    variables: #""name": "Ada""#, ask + ",\n" + say("🙂 $(name), $(ask.receive.message)!"))
}
