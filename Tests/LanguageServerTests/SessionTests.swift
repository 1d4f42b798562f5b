import FlowValidation
import JSONSyntax
import TestSupport
import Testing

@testable import LanguageServer

/// The code of the error in an answer.
private func errorCode(_ answers: [JSON]) -> Double? { answers.first?["error"]?["code"]?.number?.double }

@Test("a session has a beginning, a middle and an end")
func lifecycle() {
  var session = LanguageSession(version: "1.2.3")
  func ask(_ method: String) -> [JSON] { session.receive(Editor.message(method, .null, id: "a")) }
  #expect(errorCode(ask("textDocument/hover")) == -32002)
  #expect(session.receive(Editor.message("textDocument/didOpen", .null)).isEmpty)
  let capabilities = ask("initialize").first
  #expect(capabilities?["id"] == "a")
  #expect(capabilities?["result"]?["serverInfo"] == ["name": "refrain", "version": "1.2.3"])
  #expect(capabilities?["result"]?["capabilities"]?["renameProvider"] == true)
  #expect(errorCode(ask("initialize")) == -32600)
  #expect(errorCode(ask("textDocument/foldingRange")) == -32601)
  #expect(errorCode(ask("$/what")) == -32601)
  #expect(errorCode(ask("textDocument/hover")) == -32602)
  #expect(session.receive(Editor.message("$/cancelRequest", ["id": 1])).isEmpty)
  #expect(session.receive(Array(#"{"jsonrpc":"2.0","id":1,"result":null}"#.utf8)).isEmpty)
  #expect(ask("shutdown").first?["result"] == .null)
  #expect(errorCode(ask("textDocument/hover")) == -32600)
  #expect(session.endedCleanly == nil)
  #expect(session.receive(Editor.message("exit", .null)).isEmpty)
  #expect(session.endedCleanly == true)
  #expect(errorCode(ask("shutdown")) == -32600)

  var abrupt = LanguageSession(version: "1")
  _ = abrupt.receive(Editor.message("exit", .null))
  #expect(abrupt.endedCleanly == false)
}

@Test("a scenario is judged with its flow: as it is in the editor, or else in its file")
func scenarioDiagnostics() {
  let scenario =
    #"{ "formatVersion": 1, "name": "x", "flow": "../a%.flow.json", "steps": [{ "expect": { "waitingAt": "ask" } }] }"#
  let files = EditorFiles(
    read: { $0 == "/f/a%.flow.json" ? Array(Sample.clean.utf8) : nil }, names: { _ in ["b%.flow.json"] })
  func published(_ session: inout LanguageSession) -> [String] {
    session.publishDiagnostics().filter { $0["params"]?["uri"] == "file:///f/s/a.scenario.json" }
      .flatMap { $0["params"]?["diagnostics"]?.array ?? [] }.compactMap { $0["code"]?.string }
  }
  func open(_ uri: String, _ text: String) -> [UInt8] {
    Editor.message("textDocument/didOpen", ["textDocument": ["uri": .string(uri), "text": .string(text)]])
  }
  for files in [files, nil] {
    var session = LanguageSession(version: "1", files: files)
    _ = session.receive(Editor.message("initialize", [:], id: 1))
    _ = session.receive(open("file:///f/s/a.scenario.json", scenario))
    #expect(published(&session) == [])
    _ = session.receive(open("file:///f/a%25.flow.json", Sample.clean.replacing("\"ask\"", with: "\"quiz\"")))
    #expect(published(&session) == ["RF701"])
    _ = session.receive(
      Editor.message("textDocument/didClose", ["textDocument": ["uri": "file:///f/a%25.flow.json"]]))
    #expect(published(&session) == [])
  }
  var session = LanguageSession(
    version: "1", files: EditorFiles(read: { _ in nil }, names: { _ in ["b%.flow.json"] }))
  _ = session.receive(Editor.message("initialize", [:], id: 1))
  _ = session.receive(open("file:///f/s/a.scenario.json", scenario))
  #expect(published(&session) == ["RF703"])
}

@Test(
  "the encoding of positions is the editor's first that there is",
  arguments: [([], "utf-16"), (["utf-8"], "utf-8"), (["x", "utf-32", "utf-8"], "utf-32"), (["x"], "utf-16")])
func encodings(offered: [String], chosen: String) {
  var session = LanguageSession(version: "1")
  let general: JSON = ["general": ["positionEncodings": .array(offered.map { .string($0) })]]
  let answer = session.receive(Editor.message("initialize", ["capabilities": general], id: 1)).first
  #expect(answer?["result"]?["capabilities"]?["positionEncoding"]?.string == chosen)
}

@Test("diagnostics say what the linter says, where the editor can show it")
func diagnostics() throws {
  let text = Sample.flow(
    variables: #""spare": 1"#,
    #"""
    "ask": { "type": "StartConversation", "on": { "Message": "relay", "Complete": "@end" } },
    "relay": { "type": "SendSMS", "on": { "onSuccess": "say" } },
    "say": { "type": "Receive", "on": { "sms.mo": "@resume" } }
    """#)
  var editor = Editor(text)
  var found: [String: JSON] = [:]
  for diagnostic in editor.diagnostics { found[diagnostic["code"]?.string ?? ""] = diagnostic }
  let wait = try #require(found["RF301"])
  #expect(wait["severity"] == 1 && wait["source"] == "refrain" && wait["tags"] == nil)
  #expect(wait["codeDescription"] == nil)
  #expect(editor.text(in: wait["range"]) == #""say""#)
  let lines = wait["message"]?.string?.split(separator: "\n") ?? []
  #expect(lines.count == 2 && lines[0].contains("`say` is a Receive, which waits"))
  let related = wait["relatedInformation"]?.array ?? []
  #expect(related.map { editor.text(in: $0["location"]?["range"]) } == [#""relay""#, #""say""#, #""say""#])
  #expect(related.allSatisfy { $0["location"]?["uri"]?.string == editor.uri })

  editor = Editor(
    Sample.flow(variables: #""spare": 1"#, Sample.ask + ",\n" + Sample.say("$(start.sms.message)")))
  #expect(editor.diagnostics.map { $0["code"]?.string } == ["RF403"])
  #expect(editor.diagnostics.first?["tags"] == [1] && editor.diagnostics.first?["severity"] == 2)
  editor = Editor(text, capabilities: [:])
  #expect(!editor.diagnostics.isEmpty)
  #expect(editor.diagnostics.allSatisfy { $0["relatedInformation"] == nil && $0["tags"] == nil })
}

@Test("scenarios are judged as scenarios, and other files not at all")
func kindsOfFiles() {
  let scenario = #"{ "formatVersion": 1, "name": "x", "flow": "a.flow.json", "steps": [ { "wait": 1 } ] }"#
  let judged = Editor(scenario, uri: "file:///a.scenario.json")
  #expect(judged.diagnostics.compactMap { $0["code"]?.string } == ["RF103"])
  #expect(Editor(scenario, uri: "file:///package.json").diagnostics.isEmpty)
  var other = Editor(scenario, uri: "file:///package.json")
  for method in ["hover", "completion", "definition", "references", "prepareRename"] {
    #expect(other.ask(method) == .null)
  }
  #expect(other.ask("documentSymbol") == [])
}

@Test("a text is linted once, however many changes have come, and closing it takes its diagnostics away")
func settling() {
  var editor = Editor(Sample.clean)
  #expect(editor.diagnostics.isEmpty)
  var session = editor.session
  #expect(session.publishDiagnostics().isEmpty)
  for text in ["{", "[", "{}"] {
    let change: JSON = [
      "textDocument": ["uri": .string(editor.uri), "version": 5], "contentChanges": [["text": .string(text)]],
    ]
    #expect(session.receive(Editor.message("textDocument/didChange", change)).isEmpty)
  }
  let published = session.publishDiagnostics()
  #expect(published.count == 1 && published.first?["params"]?["version"] == 5)
  let codes = published.first?["params"]?["diagnostics"]?.array?.compactMap { $0["code"]?.string }
  #expect(codes == ["RF104", "RF104", "RF104"])
  editor.change([["text": "{"]])
  #expect(editor.diagnostics.count == 1)
  editor.send("textDocument/didClose", ["textDocument": ["uri": .string(editor.uri)]])
  #expect(editor.diagnostics.isEmpty)
  #expect(editor.ask("hover")["code"] == -32602)
}

@Test("documents that are too large together are let go, and the author is told")
func tooLarge() {
  var session = LanguageSession(version: "1", openText: 20)
  _ = session.receive(Editor.message("initialize", [:], id: 1))
  func open(_ name: String, _ text: String) -> [JSON] {
    let document: JSON = ["uri": .string("\(name).flow.json"), "version": 1, "text": .string(text)]
    return session.receive(Editor.message("textDocument/didOpen", ["textDocument": document]))
  }
  #expect(open("a", "0123456789").isEmpty)
  #expect(open("b", "0123456789").isEmpty)
  let refused = open("c", "0")
  #expect(refused.map { $0["method"] } == ["window/showMessage"])
  #expect(refused.first?["params"]?["message"]?.string?.contains("c.flow.json is not checked") == true)
  let counts = session.publishDiagnostics().map { $0["params"]?["diagnostics"]?.array?.count }
  #expect(counts == [1, 1, 0])
  // What has gone makes room.
  _ = session.receive(Editor.message("textDocument/didClose", ["textDocument": ["uri": "a.flow.json"]]))
  #expect(open("c", "0").isEmpty)
  // A document that grows too large is let go as well.
  let change: JSON = [
    "textDocument": ["uri": "c.flow.json", "version": 2], "contentChanges": [["text": "01234567890"]],
  ]
  #expect(session.receive(Editor.message("textDocument/didChange", change)).count == 1)
}

@Test("of thousands of findings the first are published")
func manyFindings() {
  let keys = (0..<5000).map { "\"k\($0)\": 1" }.joined(separator: ",")
  #expect(Editor("{ \"formatVersion\": 1, \(keys) }").diagnostics.count == 1000)
}

// MARK: The stream

@Test("messages are found in the stream however it is cut", arguments: [1, 2, 7, 1000])
func frames(pieceSize: Int) throws {
  let bodies = [#"{"a":"é"}"#, "", "\r\n\r\n"].map { Array($0.utf8) }
  var stream = bodies.flatMap(MessageFrames.framed)
  stream += Array(
    "content-length:2\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n[]".utf8)
  var frames = MessageFrames()
  var found: [MessageFrames.Frame] = []
  while !stream.isEmpty {
    frames.append(Array(stream.prefix(pieceSize)))
    stream.removeFirst(min(pieceSize, stream.count))
    while let frame = try frames.next() { found.append(frame) }
  }
  #expect(found == (bodies + [Array("[]".utf8)]).map { .message($0) })
}

@Test("a message that is too large is passed over, however it is cut", arguments: [1 << 16, 1 << 27])
func largeFrames(pieceSize: Int) throws {
  let size = ServerLimits.message + 1
  var stream = MessageFrames.framed(Array(repeating: UInt8(ascii: " "), count: size))[...]
  stream += MessageFrames.framed([1])
  var frames = MessageFrames()
  var found: [MessageFrames.Frame] = []
  while !stream.isEmpty {
    frames.append(Array(stream.prefix(pieceSize)))
    stream = stream.dropFirst(pieceSize)
    while let frame = try frames.next() { found.append(frame) }
  }
  #expect(found == [.tooLarge(size), .message([1])])
}

@Test(
  "what is no stream of messages ends the session",
  arguments: [
    "GET / HTTP/1.1\r\n\r\n", "\r\n\r\n{}", "Content-Length: -1\r\n\r\n",
    "Content-Length: 99999999999999999999\r\n\r\n",
    "Content-Type: x\r\n\r\n", String(repeating: "x", count: 5000),
  ])
func noFrames(text: String) {
  var connection = LanguageConnection(version: "1")
  let answer = String(decoding: connection.receive(Array(text.utf8)), as: UTF8.self)
  #expect(answer.contains("-32700"))
  #expect(connection.isOver && !connection.endedCleanly)
}

@Test(
  "what is no message is answered with an error, and the session goes on",
  arguments: [
    ("{", -32700.0), ("\u{0}", -32700), ("[]", -32600), ("null", -32600), (#"{"id":7}"#, -32600),
    (#"{"id":[],"method":"x"}"#, -32600), (#"{"id":null,"method":"x"}"#, -32600), (#"{"method":5}"#, -32600),
  ])
func noMessages(text: String, code: Double) {
  var session = LanguageSession(version: "1")
  let answers = session.receive(Array(text.utf8))
  #expect(errorCode(answers) == code)
  #expect(errorCode(session.receive(Editor.message("initialize", [:], id: 1))) == nil)
}

// MARK: Whatever comes

@Test("every feature answers at every place of every beginning of a text", arguments: [3, 5])
func everyPlace(step: Int) {
  let text = Array(
    Sample.flow(variables: #""name": "Ada \u0041""#, Sample.ask + ",\n" + Sample.say("🙂 $(name) $(ask.x) $("))
      .utf8)
  for end in stride(from: 0, through: text.count, by: step * 7) {
    var document = OpenDocument(
      uri: "a.flow.json", version: 1, text: String(decoding: text[..<end], as: UTF8.self))
    let analysis = document.analyzed(
      in: .utf16,
      DocumentSurroundings(
        project: nil, played: { _ in .read([]) }, flow: { _ in .read([]) }, flowFiles: { [] },
        environments: { _ in [] }))
    let client = ClientCapabilities([:])
    for offset in stride(from: 0, through: analysis.bytes.count, by: step) {
      _ = analysis.hover(at: offset, for: client)
      let completion = analysis.completion(at: offset, for: client)
      for item in completion["items"]?.array ?? [] where item["textEdit"]?["newText"]?.string == nil {
        Issue.record("a completion without a text at \(offset) of \(end)")
      }
      _ = analysis.definition(at: offset)
      _ = analysis.references(at: offset, includingDeclaration: true)
      _ = analysis.renamed(at: offset)
    }
  }
}

@Test("messages that are changed at random are answered", arguments: 0..<20 as Range<UInt64>)
func mutatedMessages(seed: UInt64) {
  var random = SeededGenerator(seed: seed)
  var session = Editor(Sample.clean).session
  let document: JSON = ["uri": "file:///a.flow.json", "version": 3]
  let position: JSON = ["line": 8, "character": 40]
  let change: JSON = ["range": ["start": position, "end": ["line": 9, "character": 3]], "text": "\"x\": {"]
  let messages = [
    Editor.message("textDocument/didChange", ["textDocument": document, "contentChanges": [change]]),
    Editor.message(
      "textDocument/rename", ["textDocument": document, "position": position, "newName": "x"], id: 1),
    Editor.message("textDocument/completion", ["textDocument": document, "position": position], id: 2),
    Editor.message("textDocument/didOpen", ["textDocument": ["uri": "file:///b.flow.json", "text": "{}"]]),
  ]
  for _ in 0..<150 {
    var message = messages.randomElement(using: &random) ?? []
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let index = Int.random(in: 0..<message.count, using: &random)
      message[index] = Array("{}[]\",:0e-9 \u{0}a".utf8).randomElement(using: &random) ?? 0
    }
    for answer in session.receive(message) + session.publishDiagnostics() where answer["jsonrpc"] != "2.0" {
      Issue.record("seed \(seed): \(answer.compact)")
    }
  }
  #expect(session.endedCleanly == nil)
}
