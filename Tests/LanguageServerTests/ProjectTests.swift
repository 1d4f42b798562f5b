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
      == ["file:///w/refrain.json": ["RF806", "RF804"], "file:///w/a.flow.json": ["RF803"]])
  #expect(
    published(project(greeting).replacing("\"name\"", with: "\"nam\""))
      == ["file:///w/refrain.json": ["RF104", "RF806", "RF103"], "file:///w/a.flow.json": []])
}

@Test("what is unsafe in the settings of a live service is told in the project's file, as its rules have it")
func liveService() {
  func found(_ rules: String) -> [String] {
    let live = project(greeting, rules: rules).replacing(
      "{ \"values\"", with: #"{ "live": { "adminToken": "1" }, "values""#)
    return Editor(live, uri: "file:///w/refrain.json", files: folder([:])).found
  }
  #expect(found("") == ["RF807 1", "RF807 1", "RF804 2"])
  #expect(found(#""RF807": "off""#) == ["RF804 2"])
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

@Test(
  "where a field takes a value of the environment alone, those alone are offered",
  arguments: [(#""number": "+15550100""#, #""number": "$(env.gr‸""#)])
func environmentValuesAlone(field: String, typed: String) {
  let flow = Sample.flow(Sample.ask + ",\n" + Sample.say("$(ask.receive.message)"))
  #expect(flow.contains(field))
  var editor = Editor(
    flow.replacing(field, with: typed), uri: "file:///w/a.flow.json",
    files: folder(["/w/refrain.json": project(greeting)]))
  let items = editor.ask("completion")["items"]?.array ?? []
  #expect(items.map { $0["label"]?.string } == ["env.greeting"])
}

// MARK: The whole project

private func starting(_ number: String, _ keyword: String = "HI", message: String = "Hello") -> String {
  """
  {
    "formatVersion": 1,
    "name": "a",
    "nodes": {
      "start": {
        "type": "Start",
        "trigger": { "channel": "sms", "number": "\(number)", "keyword": "\(keyword)" },
        "on": { "onBegin": "tell" }
      },
      "tell": {
        "type": "SendSMS",
        "destination": "$(start.sms.senderNumber)",
        "from": "\(number)",
        "message": "\(message)",
        "on": { "onSuccess": "@end", "otherwise": "@end:error" }
      }
    }
  }
  """
}

private let care = #"""
  {
    "formatVersion": 1,
    "name": "care",
    "services": { "care": ["a.flow.json", "more/b.flow.json"] },
    "environments": {
      "staging": { "values": { "number": "+15550100", "unused": 1 } },
      "production": { "values": { "number": "+15550199", "unused": 2 } }
    }
  }
  """#

private let wholeProject = [
  "/w/.git": "", "/w/refrain.json": care, "/w/a.flow.json": starting("$(env.number)"),
  "/w/more/b.flow.json": starting("$(env.number)", "hi"),
]

@Test("hidden files are flows of a project, and what is in hidden folders is not")
func hiddenFlows() {
  func found(_ name: String) -> [String] {
    var files = wholeProject
    files["/w/refrain.json"] = care.replacing("more/b.flow.json", with: name)
    files["/w/\(name)"] = starting("$(env.number)", "hi")
    return Editor(starting("$(env.number)", "hi"), uri: "file:///w/\(name)", files: folder(files)).found
  }
  #expect(found("more/.b.flow.json") == ["RF801 1"])
  #expect(found("more/.b/c.flow.json") == [])
}

@Test("a flow is judged beside the others of its project, as they are in the editor")
func clashing() {
  var editor = Editor(
    starting("$(env.number)", "hi"), uri: "file:///w/more/b.flow.json", files: folder(wholeProject))
  #expect(editor.found == ["RF801 1"])
  let other: JSON = ["uri": "file:///w/a.flow.json", "version": 1]
  editor.send(
    "textDocument/didOpen",
    ["textDocument": ["uri": "file:///w/a.flow.json", "text": .string(starting("$(env.number)", "NO"))]])
  #expect(editor.found == [])
  editor.send(
    "textDocument/didChange",
    ["textDocument": other, "contentChanges": [["text": .string(starting("$(env.number)"))]]])
  #expect(editor.found == ["RF801 1"])
}

@Test("a project's own file shows what its flows make of it")
func ownFile() {
  let editor = Editor(care, uri: "file:///w/refrain.json", files: folder(wholeProject))
  #expect(editor.found.sorted() == ["RF804 2", "RF806 3"])
}

@Test("a value of an environment is found where it is given, and where it is used")
func goingToValues() {
  let flow = starting("$(env.num‸ber)")
  var editor = Editor(flow, uri: "file:///w/a.flow.json", files: folder(wholeProject))
  let given = editor.ask("definition").array ?? []
  #expect(given.map { $0["uri"] } == ["file:///w/refrain.json", "file:///w/refrain.json"])
  #expect(given.map { $0["range"]?["start"]?["line"] } == [5, 6])
  let used = editor.ask("references", ["context": ["includeDeclaration": false]]).array ?? []
  let uris = used.compactMap { $0["uri"]?.string }
  #expect(
    uris == Array(repeating: "file:///w/a.flow.json", count: 2)
      + Array(repeating: "file:///w/more/b.flow.json", count: 2))
  let key = care.replacing(#""number": "+15550100""#, with: #""nu‸mber": "+15550100""#)
  var project = Editor(key, uri: "file:///w/refrain.json", files: folder(wholeProject))
  #expect(project.ask("references", ["context": ["includeDeclaration": true]]).array?.count == 6)
}

@Test("a flow below, of a folder with a project of its own, is none of the project's, in the editor too")
func projectBelow() {
  var files = wholeProject
  files["/w/more/refrain.json"] = care.replacing("more/", with: "")
  var editor = Editor(starting("$(env.num‸ber)"), uri: "file:///w/a.flow.json", files: folder(files))
  func users() -> Set<String> {
    let used = editor.ask("references", ["context": ["includeDeclaration": false]]).array ?? []
    return Set(used.compactMap { $0["uri"]?.string })
  }
  #expect(users() == ["file:///w/a.flow.json"])
  let other: JSON = ["uri": "file:///w/more/c.flow.json", "text": .string(starting("$(env.number)"))]
  editor.send("textDocument/didOpen", ["textDocument": other])
  #expect(users() == ["file:///w/a.flow.json"])
}

@Test("a value of an environment is told as each environment gives it")
func hoveringOverValues() {
  var editor = Editor(
    starting("$(env.num‸ber)"), uri: "file:///w/a.flow.json", files: folder(wholeProject))
  let text = editor.ask("hover")["contents"]?["value"]?.string ?? ""
  #expect(
    text.contains("env.number") && text.contains("+15550100") && text.contains("- `staging`"), "\(text)")
}

@Test("a scenario is offered the environments of its project, and the project")
func scenarioMembers() {
  func offered(_ members: String) -> [String] {
    var editor = Editor(
      "{ \"formatVersion\": 1, \"name\": \"s\", \(members) }", uri: "file:///w/more/s.scenario.json",
      files: folder(wholeProject))
    return (editor.ask("completion")["items"]?.array ?? []).compactMap { $0["label"]?.string }
  }
  #expect(offered(#""flow": "b.flow.json", "environment": "‸""#) == ["staging", "production"])
  #expect(offered(#""project": "../refrain.json", "environment": "‸""#) == ["staging", "production"])
  #expect(offered(#""project": "nowhere.json", "environment": "‸""#) == [])
  #expect(offered(#""project": "‸""#) == ["../refrain.json"])
}

@Test("a value of an environment gets another name in all files of its project")
func renamingValues() {
  var editor = Editor(
    starting("$(env.num‸ber)"), uri: "file:///w/a.flow.json", files: folder(wholeProject))
  #expect(editor.ask("prepareRename")["placeholder"] == "number")
  let changes = editor.ask("rename", ["newName": "careNumber"])["changes"]?.object ?? [:]
  #expect(
    changes.map { "\($0.key) \($0.value.array?.count ?? 0)" } == [
      "file:///w/refrain.json 2", "file:///w/a.flow.json 2", "file:///w/more/b.flow.json 2",
    ])
  #expect(changes.first?.value[0]?["newText"] == "careNumber")
  for (name, problem) in [("unused", "There is a value `unused` already."), ("a b", "A name is")] {
    let message = editor.ask("rename", ["newName": .string(name)])["message"]?.string
    #expect(message?.hasPrefix(problem) == true, "\(name)")
  }
  var unknown = Editor(
    starting("$(env.nowh‸ere)"), uri: "file:///w/a.flow.json", files: folder(wholeProject))
  #expect(unknown.ask("prepareRename") == .null)
}

@Test("a scenario of a project is judged by all its flows and its environments")
func scenarioOfProject() {
  func found(_ members: String) -> [String] {
    let scenario = #"""
      { "formatVersion": 1, "name": "s", \#(members),
        "steps": [{ "expect": { "nodeEntered": { "node": "tell" } } }, { "expect": { "nodeEntered": { "node": "tall" } } }] }
      """#
    return Editor(scenario, uri: "file:///w/s.scenario.json", files: folder(wholeProject)).found
  }
  #expect(found(#""project": "refrain.json""#) == ["RF701 1"])
  #expect(found(#""project": "refrain.json", "environment": "production""#) == ["RF701 1"])
  #expect(found(#""project": "refrain.json", "environment": "live""#) == ["RF701 1", "RF701 1"])
  #expect(found(#""flow": "a.flow.json", "environment": "live""#) == ["RF701 1", "RF701 1"])
  #expect(found(#""project": "nowhere.json""#) == ["RF703 1"])
}
