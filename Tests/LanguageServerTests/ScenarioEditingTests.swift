import JSONSyntax
import LanguageServer
import Testing

/// A folder of two flows, which both have a node `ask`, and what reads it.
private enum Folder {
  static let care = Sample.flow(
    variables: #""name": "Ada""#,
    Sample.ask + ",\n"
      + Sample.say("$(name)").replacing(#""onSuccess": "@end""#, with: #""onSuccess": "way""#) + ",\n" + #"""
        "way": { "type": "Branch", "branches": [{ "name": "big", "all": [{ "value": "$(name)", "operator": "isEmpty" }] }],
          "on": { "big": "@end:lost", "none": "ask" } }
        """#)
  static let shop = Sample.flow(Sample.ask + ",\n" + Sample.say("$(start.sms.message)"))
    .replacing("say", with: "sell")

  static let files = ["/x/care.flow.json": care, "/x/shop.flow.json": shop]

  static let reading = EditorFiles(
    read: { files[$0].map { Array($0.utf8) } },
    names: { folder in
      files.keys.filter { $0.hasPrefix(folder) }.map { String($0.dropFirst(folder.count)) }.sorted()
    })

  static func scenario(_ steps: String, of flows: String = #""flow": "care.flow.json""#) -> String {
    #"{ "formatVersion": 1, "name": "n", \#(flows), "steps": [ \#(steps) ] }"#
  }

  static func editor(_ marked: String) -> Editor {
    Editor(marked, uri: "file:///x/s.scenario.json", files: reading)
  }
}

@Test(
  "what may stand in a scenario is offered: fields, words, and what its flow names",
  arguments: [
    (Folder.scenario(#"{ "‸" }"#), ["sms", "messenger", "webhook"]),
    (Folder.scenario(#"{ "expect": { "me‸" } }"#), ["sessionStarted", "nodeEntered"]),
    (Folder.scenario(#"{ "expect": { "waitingAt": "‸" } }"#), ["start", "ask", "say", "way"]),
    (
      Folder.scenario(#"{ "expect": { "not": { "nodeEntered": { "node": "‸" } } } }"#),
      ["start", "ask", "say", "way"]
    ),
    (Folder.scenario(#"{ "expect": { "outcome": { "node": "way", "outcome": "‸" } } }"#), ["big", "none"]),
    (Folder.scenario(#"{ "expect": { "outcome": { "target": "‸" } } }"#), ["@end", "@resume"]),
    (
      Folder.scenario(#"{ "expect": { "ended": { "result": "lo‸" } } }"#),
      ["success", "error", "incomplete", "lost"]
    ),
    (Folder.scenario(#"{ "expect": { "variables": { "‸" } } }"#), ["name"]),
    (Folder.scenario(#"{ "expect": { "waiting": { "for": "‸" } } }"#), ["conversationAnswer"]),
    (Folder.scenario(#"{ "gateway": "‸" }"#), ["accepted", "policyFail", "error", "timeout"]),
    (Folder.scenario(#"{ "gateway": ["‸"] }"#), ["accepted", "policyFail", "error", "timeout"]),
    (Folder.scenario(#"{ "respond": { "fail": "‸" } }"#), ["timeout", "error", "authorization"]),
    (Folder.scenario("", of: #""flow": "‸""#), ["care.flow.json", "shop.flow.json"]),
    (Folder.scenario("", of: #""flows": ["‸"]"#), ["care.flow.json", "shop.flow.json"]),
    (
      Folder.scenario(#"{ "expect": { "waitingAt": "‸" } }"#, of: #""flows": ["shop.flow.json"]"#),
      ["start", "ask", "sell"]
    ),
    (Folder.scenario("", of: #""lintIgnore": { "‸": "x" }"#), ["RF701", "RF702", "RF703"]),
  ])
func completedScenario(marked: String, offered: [String]) {
  var editor = Folder.editor(marked)
  let labels = editor.ask("completion")["items"]?.array?.compactMap { $0["label"]?.string } ?? []
  #expect(labels.prefix(offered.count) == offered[...], "\(labels)")
}

@Test(
  "a name in a scenario is renamed in the flow and its scenarios, from the scenario",
  arguments: [
    (#"{ "expect": { "waitingAt": "a‸sk" } }"#, "question", "ask"),
    (#"{ "expect": { "outcome": { "target": "@end:lo‸st" } } }"#, "gone", "lost"),
    (#"{ "expect": { "outcome": { "node": "way", "outcome": "b‸ig" } } }"#, "large", "big"),
    (#"{ "expect": { "outcome": { "outcome": "b‸ig" } } }"#, "large", "big"),
    (#"{ "expect": { "referenceEmpty": { "reference": "na‸me" } } }"#, "first", "name"),
    (#"{ "expect": { "variables": { "na‸me": 1 } } }"#, "first", "name"),
  ])
func renamedFromScenario(step: String, new: String, old: String) throws {
  var editor = Folder.editor(Folder.scenario(step))
  let place = editor.ask("prepareRename")
  #expect(place["placeholder"] == .string(old) && editor.text(in: place["range"]) == old)
  let changes = try #require(editor.ask("rename", ["newName": .string(new)])["changes"]?.object)
  #expect(changes.map(\.key).sorted() == ["file:///x/care.flow.json", editor.uri])
  let flow = Editor(Folder.care, uri: "file:///x/care.flow.json")
  let renamed = flow.text(with: changes[flow.uri]?.array ?? [])
  var after = Editor(renamed, uri: flow.uri, files: Folder.reading)
  after.send(
    "textDocument/didOpen",
    [
      "textDocument": [
        "uri": .string(editor.uri), "version": 1,
        "text": .string(editor.text(with: changes[editor.uri]?.array ?? [])),
      ]
    ])
  #expect(after.diagnostics == [])
}

@Test("of several flows the one is renamed that has the name; where two have it, it is said")
func renamedOfSeveralFlows() throws {
  let flows = #""flows": ["care.flow.json", "shop.flow.json"]"#
  var editor = Folder.editor(Folder.scenario(#"{ "expect": { "waitingAt": "s‸ell" } }"#, of: flows))
  let changes = try #require(editor.ask("rename", ["newName": "offer"])["changes"]?.object)
  #expect(changes.map(\.key).sorted() == [editor.uri, "file:///x/shop.flow.json"])
  editor = Folder.editor(Folder.scenario(#"{ "expect": { "waitingAt": "a‸sk" } }"#, of: flows))
  #expect(
    editor.ask("rename", ["newName": "x"])["message"]
      == "Several flows of the scenario have `ask`: rename it in the flow that is meant.")
  editor = Folder.editor(Folder.scenario(#"{ "expect": { "nodeEntered": { "nodeType": "De‸lay" } } }"#))
  #expect(editor.ask("prepareRename") == .null)

  // From the flow too: a scenario in which another flow may be meant stays as it is.
  var flow = Editor(
    Folder.shop.replacing(#""ask": {"#, with: #""a‸sk": {"#), uri: "file:///x/shop.flow.json",
    files: Folder.reading)
  for (name, step) in [("both", "ask"), ("sell", "sell")] {
    let text = Folder.scenario(#"{ "expect": { "waitingAt": "\#(step)" } }"#, of: flows)
    flow.send(
      "textDocument/didOpen",
      [
        "textDocument": [
          "uri": .string("file:///x/\(name).scenario.json"), "version": 1, "text": .string(text),
        ]
      ])
  }
  #expect(flow.ask("rename", ["newName": "x"])["changes"]?.object?.map(\.key) == [flow.uri])
}
