import JSONSyntax
import LanguageServer
import Testing

/// Files that can be read, by their paths.
private func folder(_ files: [String: String]) -> EditorFiles {
  EditorFiles(
    read: { files[$0].map { Array($0.utf8) } },
    names: { folder in
      let prefix = folder.hasSuffix("/") ? folder : "\(folder)/"
      return files.keys.filter { $0.hasPrefix(prefix) }
        .map { String($0.dropFirst(prefix.count).prefix { $0 != "/" }) }
    })
}

private func project(_ values: String, rules: String = "") -> String {
  #"""
  { "formatVersion": 1, "name": "p", "rules": { \#(rules) },
    "environments": { "staging": { "values": { \#(values) } } } }
  """#
}

private let flow = Sample.flow(Sample.ask + ",\n" + Sample.say("$(env.greeting), $(ask.receive.message)"))
private let greeting = #""greeting": "Hello""#

/// Where a project is looked for: the files beside the flow, `/w/flows/a.flow.json`, and what is found in it.
private struct ProjectCase: CustomTestStringConvertible, Sendable {
  let name: String
  let files: [String: String]
  let found: [String]

  var testDescription: String { name }

  static let all = [
    ProjectCase(name: "no project", files: ["/w/.git": ""], found: ["RF803 1"]),
    ProjectCase(
      name: "a project above, in a checkout", files: ["/w/.git": "", "/w/refrain.json": project(greeting)],
      found: []),
    ProjectCase(
      name: "a project above, without a checkout", files: ["/w/refrain.json": project(greeting)],
      found: ["RF803 1"]),
    ProjectCase(
      name: "a project above the checkout",
      files: ["/w/flows/.git": "", "/w/refrain.json": project(greeting)], found: ["RF803 1"]),
    ProjectCase(
      name: "a project beside the flow, without a checkout",
      files: ["/w/flows/refrain.json": project(greeting)], found: []),
    ProjectCase(
      name: "the nearest of two",
      files: [
        "/w/.git": "", "/w/refrain.json": project(greeting), "/w/flows/refrain.json": project(#""a": 1"#),
      ], found: ["RF803 1"]),
    ProjectCase(
      name: "the project's rules",
      files: ["/w/flows/refrain.json": project(#""a": 1"#, rules: #""RF803": "info""#)],
      found: ["RF803 3"]),
    ProjectCase(
      name: "a project that is no JSON for the moment", files: ["/w/flows/refrain.json": "{"], found: []),
  ]
}

extension Editor {
  /// The codes and severities of what was published last.
  fileprivate var found: [String] {
    diagnostics.map { "\($0["code"]?.string ?? "?") \($0["severity"]?.compact ?? "?")" }
  }
}

@Test("a flow is judged with the environments and rules of its project", arguments: ProjectCase.all)
private func project(example: ProjectCase) {
  let editor = Editor(flow, uri: "file:///w/flows/a.flow.json", files: folder(example.files))
  #expect(editor.found == example.found)
}

@Test("a value of an environment is judged where it is put in")
func putIn() {
  let long = #""greeting": "\#(String(repeating: "e", count: 2000))""#
  let editor = Editor(
    flow, uri: "file:///w/a.flow.json", files: folder(["/w/refrain.json": project(long)]))
  #expect(editor.found == ["RF501 2", "RF502 3"])
}

@Test("a project that is open is taken as it is in the editor, and its change judges its flows anew")
func openProject() {
  var editor = Editor(
    flow, uri: "file:///w/a.flow.json", files: folder(["/w/refrain.json": project(greeting)]))
  #expect(editor.found == [])
  func published(_ text: String) -> [String: [String]] {
    let open = Editor.message(
      "textDocument/didOpen",
      ["textDocument": ["uri": "file:///w/refrain.json", "text": .string(text)]])
    var published: [String: [String]] = [:]
    for message in editor.session.receive(open) + editor.session.publishDiagnostics() {
      published[message["params"]?["uri"]?.string ?? "?"] =
        message["params"]?["diagnostics"]?.array?.compactMap { $0["code"]?.string }
    }
    return published
  }
  #expect(
    published(project(#""other": "Hello""#))
      == ["file:///w/refrain.json": [], "file:///w/a.flow.json": ["RF803"]])
  #expect(
    published(project(greeting).replacing("\"name\"", with: "\"nam\""))
      == ["file:///w/refrain.json": ["RF104", "RF103"], "file:///w/a.flow.json": []])
}

@Test("what is unsafe in the settings of a live service is told in the project's file, as its rules have it")
func liveService() {
  func found(_ rules: String) -> [String] {
    let live = project(greeting, rules: rules).replacing(
      "{ \"values\"", with: #"{ "live": { "adminToken": "1" }, "values""#)
    return Editor(live, uri: "file:///w/refrain.json", files: folder([:])).found
  }
  #expect(found("") == ["RF807 1", "RF807 1"])
  #expect(found(#""RF807": "off""#) == [])
}

@Test("the values of the project's environments are offered in a reference")
func environmentValues() {
  var editor = Editor(
    Sample.flow(Sample.ask + ",\n" + Sample.say("$(env.gr‸")), uri: "file:///w/a.flow.json",
    files: folder(["/w/refrain.json": project(greeting)]))
  let items = editor.ask("completion")["items"]?.array ?? []
  let item = items.first { $0["label"]?.string == "env.greeting" }
  #expect(item?["textEdit"]?["newText"]?.string == "env.greeting)")
}
