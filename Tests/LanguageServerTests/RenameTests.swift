import JSONSyntax
import LanguageServer
import Testing

/// A flow with one of each thing that can be renamed, and the scenarios in its folder.
private enum Folder {
  static let flow = Sample.flow(
    variables: #""name": "Ada""#,
    Sample.ask + ",\n"
      + Sample.say("$(name), $(ask.receive.message)").replacing(
        #""onSuccess": "@end""#, with: #""onSuccess": "way""#) + ",\n" + #"""
        "way": { "type": "Branch", "branches": [{ "name": "big \"deal\"", "all": [{ "value": "$(name)", "operator": "isEmpty" }] }],
          "on": { "big \"deal\"": "@end:lost", "none": "ask" } }
        """#)

  static func scenario(of flow: String = "a.flow.json") -> String {
    #"""
    { "formatVersion": 1, "name": "🙂", "flow": "\#(flow)", "steps": [
      { "sms": { "from": "+15550101", "text": "ask name lost" } },
      { "expect": { "nodeEntered": { "node": "a\u0073k", "nodeType": "Receive" } } },
      { "expect": { "outcome": { "node": "say", "target": "ask" } } },
      { "expect": { "outcome": { "node": "way", "outcome": "big \"deal\"", "target": "@end:lost" } } },
      { "expect": { "outcome": { "outcome": "big \"deal\"" } } },
      { "expect": { "not": { "referenceEmpty": { "reference": "ask.receive.message" } } } },
      { "expect": { "referenceEmpty": { "reference": "name" } } },
      { "expect": { "variables": { "name": "name" } } },
      { "expect": { "waitingAt": "ask" } },
      { "expect": { "ended": { "result": "lost" } } }
    ] }
    """#
  }

  static let files: [String: String] = [
    "/care/it's here/a.flow.json": flow, "/care/it's here/ä.scenario.json": scenario(),
    "/care/it's here/other.scenario.json": scenario(of: "b.flow.json"),
    "/care/it's here/broken.scenario.json": "{",
  ]

  static let reading = EditorFiles(
    read: { files[$0].map { Array($0.utf8) } },
    names: { folder in
      files.keys.filter { $0.hasPrefix(folder) }.map { String($0.dropFirst(folder.count)) }.sorted()
    })
}

@Test(
  "a new name in a flow is one in the scenarios of it, those in its folder and those that are open",
  arguments: [
    (#""a‸sk": {"#, "question", [#"a\u0073k"#, "ask", "ask.receive.message", "ask"]),
    (#""na‸me": "Ada""#, "first_name", ["name", "name"]),
    (#""lo‸st": {"#, "gone", ["@end:lost", "lost"]),
    (#""big‸ \"deal\"": "@end"#, #"a "small" one"#, [#"big \"deal\""#, #"big \"deal\""#]),
  ])
func renamedOverScenarios(marked: String, new: String, named: [String]) throws {
  let folder = "file:///care/it's%20here/"
  let flow = Folder.flow.replacing(marked.replacing("‸", with: ""), with: marked)
  var editor = Editor(flow, uri: folder + "a.flow.json", files: Folder.reading)
  let opened = Editor(
    Folder.scenario(of: "../it's here/a.flow.json"), uri: "file:///care/elsewhere/x.scenario.json")
  editor.send(
    "textDocument/didOpen",
    ["textDocument": ["uri": .string(opened.uri), "version": 1, "text": .string(opened.text)]])

  let changes = try #require(editor.ask("rename", ["newName": .string(new)])["changes"]?.object)
  let closed = Editor(Folder.scenario(), uri: folder + "%C3%A4.scenario.json")
  #expect(changes.map(\.key).sorted() == [closed.uri, editor.uri, opened.uri].sorted())
  for scenario in [closed, opened] {
    let edits = changes[scenario.uri]?.array ?? []
    #expect(edits.map { scenario.text(in: $0["range"]) } == named.map { "\"\($0)\"" })
    #expect(
      edits.allSatisfy {
        $0["newText"]?.string?.contains(JSON.string(new).compact.dropFirst().dropLast()) ?? false
      })
  }
  // The renamed scenario fits the renamed flow: nothing is found that was not before.
  let text = editor.text(with: changes[editor.uri]?.array ?? [])
  let scenario = opened.text(with: changes[opened.uri]?.array ?? [])
  var after = Editor(text, uri: editor.uri)
  after.send(
    "textDocument/didOpen",
    ["textDocument": ["uri": .string(opened.uri), "version": 2, "text": .string(scenario)]])
  #expect(after.diagnostics == [])
}

@Test("a new name in a flow is one in the closed scenarios of its project's other folders")
func renamedOverProject() throws {
  let files = [
    "/w/refrain.json": #"{ "formatVersion": 1, "name": "p" }"#, "/w/.git/HEAD": "",
    "/w/flows/a.flow.json": Folder.flow,
    "/w/scenarios/a.scenario.json": Folder.scenario(of: "../flows/a.flow.json"),
    "/w/scenarios/b.scenario.json": Folder.scenario(of: "../flows/b.flow.json"),
    "/other/a.scenario.json": Folder.scenario(of: "../w/flows/a.flow.json"),
  ]
  let flow = Folder.flow.replacing(#""ask": {"#, with: #""a‸sk": {"#)
  var editor = Editor(
    flow, uri: "file:///w/flows/a.flow.json",
    files: EditorFiles(
      read: { files[$0].map { Array($0.utf8) } },
      names: { folder in
        let prefix = folder.hasSuffix("/") ? folder : "\(folder)/"
        return Set(
          files.keys.filter { $0.hasPrefix(prefix) }.map {
            String($0.dropFirst(prefix.count).prefix { $0 != "/" })
          }
        ).sorted()
      }))
  let changes = try #require(editor.ask("rename", ["newName": "question"])["changes"]?.object)
  #expect(changes.map(\.key).sorted() == [editor.uri, "file:///w/scenarios/a.scenario.json"])
}

@Test("a variable is given no name that the platform keeps for itself")
func reservedNames() {
  var editor = Editor(Sample.clean.replacing(#""name": "Ada""#, with: #""na‸me": "Ada""#))
  #expect(editor.ask("rename", ["newName": "otp"])["message"] == "The platform reserves the name `otp`.")
  #expect(editor.ask("rename", ["newName": "secret"])["code"] == -32803)
}
