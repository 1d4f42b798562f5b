import JSONSyntax
import LanguageServer
import Testing

/// What is said of the thing under the cursor.
struct HoverCase: CustomTestStringConvertible, Sendable {
  let text: String
  /// What is marked; nil where nothing is said.
  let marked: String?
  /// What the text holds.
  var says: [String] = []

  var testDescription: String {
    text.split(separator: "\n").first { $0.contains("‸") }.map(String.init) ?? text
  }

  static let all: [HoverCase] = [
    HoverCase(
      text: Sample.clean.replacing(#""Receive""#, with: #""Re‸ceive""#), marked: #""Receive""#,
      says: [
        "**Receive**", "It waits", "`sms.mo`: an SMS has come (main)", "`receive.message`: the whole text",
      ]),
    HoverCase(
      text: Sample.clean.replacing(#""ask": {"#, with: #""a‸sk": {"#), marked: #""ask""#,
      says: ["`ask`: **Receive**"]),
    HoverCase(
      text: Sample.clean.replacing(#""sms.mo": "say""#, with: #""sms.mo": "say‸""#), marked: #""say""#,
      says: ["`say`: **SendSMS**", "does not wait"]),
    HoverCase(
      text: Sample.clean.replacing(#""sms.mo""#, with: #""‸sms.mo""#), marked: #""sms.mo""#,
      says: ["an SMS has come", "must have a target"]),
    HoverCase(
      text: Sample.clean.replacing(#""otherwise": "@end:lost""#, with: #""other‸wise": "@end:lost""#),
      marked: #""otherwise""#, says: ["`onTimeout`, `onError`"]),
    HoverCase(
      text: Sample.clean.replacing("@end:lost", with: "@end:l‸ost"), marked: #""@end:lost""#,
      says: ["custom result", "nobody home"]),
    HoverCase(
      text: Sample.flow(#""a": { "type": "Delay", "seconds": 1, "on": { "onTimeout": "@res‸ume" } }"#),
      marked: #""@resume""#, says: ["goes on waiting"]),
    HoverCase(
      text: Sample.clean.replacing("$(name)", with: "$(na‸me)"), marked: "$(name)",
      says: ["custom variable", #"`"Ada"`"#]),
    HoverCase(
      text: Sample.clean.replacing("$(ask.receive.message)", with: "$(ask.receive.mess‸age)"),
      marked: "$(ask.receive.message)", says: ["the whole text", "Set by `sms.mo`"]),
    HoverCase(
      text: Sample.clean.replacing("$(ask.receive.message)", with: "$(ask.receive.message | fir‸stWord)"),
      marked: "firstWord", says: ["(filter)", "first white space"]),
    HoverCase(
      text: Sample.clean.replacing("$(name)", with: "$(na‸me | trim)"), marked: "$(name | trim)",
      says: ["a custom variable"]),
    HoverCase(
      text: Sample.flow(Sample.ask + ",\n" + Sample.say("$(ask.receive.payload.x[0]‸)")),
      marked: "$(ask.receive.payload.x[0])", says: ["`ask.receive.payload`"]),
    HoverCase(
      text: Sample.clean.replacing(#""timeoutSeconds""#, with: #""timeout‸Seconds""#),
      marked: #""timeoutSeconds""#, says: ["(required)", "How many seconds to wait for a message."]),
    HoverCase(
      text: Sample.clean.replacing(#""trigger": { "channel""#, with: #""trigger": { "‸channel""#),
      marked: #""channel""#, says: ["One of `sms`, `messenger`, `webhook`."]),
    HoverCase(
      text: Sample.flow(#""a": { "type": "Delay", "lintIgnore": { "RF2‸03": "x" } }"#), marked: #""RF203""#,
      says: ["unreachable-node"]),
    HoverCase(
      text: Sample.flow(variables: #""un‸used": 1"#, Sample.ask), marked: #""unused""#,
      says: ["**RF403 unused-variable** (warning)", "custom variable"]),
    HoverCase(
      text: Sample.clean.replacing("\"formatVersion\": 1", with: "\"formatVersion\": ‸1"), marked: nil),
    HoverCase(text: Sample.clean.replacing("+15550100", with: "+155‸50100"), marked: nil),
    HoverCase(text: "‸", marked: "", says: ["RF101"]),
  ]
}

@Test("what stands at the cursor is explained", arguments: HoverCase.all)
func hover(example: HoverCase) {
  var editor = Editor(example.text)
  let answer = editor.ask("hover")
  guard let marked = example.marked else {
    #expect(answer == .null)
    return
  }
  let text = answer["contents"]?["value"]?.string ?? ""
  #expect(editor.text(in: answer["range"]) == marked)
  #expect(example.says.filter { !text.contains($0) } == [], "\(text)")
}

@Test("an editor that shows no Markdown gets plain text")
func plainText() {
  var editor = Editor(
    Sample.clean.replacing(#""ask": {"#, with: #""a‸sk": {"#),
    capabilities: ["textDocument": ["hover": ["contentFormat": ["plaintext"]]]])
  #expect(editor.ask("hover")["contents"]?["kind"] == "plaintext")
}

/// What is named by the thing under the cursor, and where.
struct NameCase: CustomTestStringConvertible, Sendable {
  let text: String
  /// What stands before each place where it is named, in file order; `!` begins that of the declaration.
  let places: [String]
  /// Another name, and what becomes of the text, as replacements; nil where there is nothing to rename.
  var renamed: (old: String, new: String)?

  var testDescription: String {
    text.split(separator: "\n").first { $0.contains("‸") }.map(String.init) ?? text
  }

  static let all: [NameCase] = [
    NameCase(
      text: Sample.clean.replacing(#""sms.mo": "say""#, with: #""sms.mo": "s‸ay""#),
      places: [#""sms.mo": "#, "!\n"], renamed: ("say", "answer")),
    NameCase(
      text: Sample.clean.replacing("$(ask.rec", with: "$(as‸k.rec"),
      places: [#""onBegin": "#, "!\n", "$(name), "], renamed: ("ask", "question-1")),
    NameCase(
      text: Sample.clean.replacing(#""name": "Ada""#, with: #""nam‸e": "Ada""#),
      places: [#"!"variables": { "#, "🙂 "]),
    NameCase(
      text: Sample.clean.replacing(#""lost": {"#, with: #""lo‸st": {"#),
      places: [#"!"results": { "#, #""otherwise": "#], renamed: ("lost", "gone")),
    NameCase(
      text: Sample.flow(
        variables: #""v": 1"#,
        #""a": { "type": "Delay", "seconds": "$(v)", "onLeave": { "set": { "‸v": "\u0024(v) \ud83d\ude42\u00e9\u20ac\n $(v)" } } }"#
      ),
      places: [
        #"!"variables": { "#, #""seconds": ""#, #""set": { "#, #""v": ""#, #"\n "#,
      ]),
    // What is in an escape is found where it stands, and what only looks like a name is not.
    NameCase(
      text: Sample.flow(
        #""a\u0062": { "type": "Delay", "description": "$(ab.x)", "on": { "onError": "‸ab" } }"#),
      places: ["!100\" }, \"on\": { \"onBegin\": \"ask\" } },\n", #""onError": "#]),
    NameCase(
      text: Sample.clean.replacing("@end:lost", with: "@en‸d:lost"),
      places: [#"!"results": { "#, #""otherwise": "#]),
    NameCase(text: Sample.clean.replacing(#""SendSMS""#, with: #""Send‸SMS""#), places: []),
    NameCase(
      text: Sample.flow(#""a": { "type": "Delay", "on": { "onError": "no‸where" } }"#),
      places: [#""onError": "#]),
  ]
}

@Test("names lead to each other", arguments: NameCase.all)
func names(example: NameCase) {
  var editor = Editor(example.text)
  let found = editor.ask("references", ["context": ["includeDeclaration": true]]).array ?? []
  let starts = found.map { editor.offset(of: $0["range"]?["start"]) }
  let befores = starts.map { String(decoding: Array(editor.text.utf8)[..<$0], as: UTF8.self) }
  let expected = example.places.map { $0.hasPrefix("!") ? String($0.dropFirst()) : $0 }
  #expect(
    befores.count == expected.count && zip(befores, expected).allSatisfy { $0.hasSuffix($1) }, "\(found)")
  #expect(starts == starts.sorted())

  let declarations = zip(found, example.places).filter { $1.hasPrefix("!") }.map(\.0)
  let definition = editor.ask("definition")
  #expect(definition == declarations.first ?? .null)
  let others = editor.ask("references").array ?? []
  #expect(others.count == found.count - declarations.count)

  if let (old, new) = example.renamed {
    #expect(editor.ask("prepareRename")["placeholder"]?.string == old)
    let edits = editor.ask("rename", ["newName": .string(new)])["changes"]?[editor.uri]?.array ?? []
    #expect(edits.map { editor.text(in: $0["range"]) } == Array(repeating: old, count: found.count))
    var renamed = Editor(editor.text(with: edits))
    renamed.change([])
    #expect(renamed.diagnostics == editor.diagnostics)
  }
}

@Test(
  "a name that cannot be is refused",
  arguments: [
    ("say", "ask", "There is a node `ask` already."), ("say", "name", "There is a variable `name` already."),
    ("say", "1st", "A name is a letter or `_`"), ("say", "", "A name is a letter or `_`"),
    ("say", "sa\u{301}y", "A name is a letter or `_`"), ("lost", "success", "A name is a letter or `_`"),
    ("say", "env", "A name is a letter or `_`"), ("Ada", "Eva", "Only a node"),
  ])
func refusedNames(old: String, new: String, problem: String) {
  var editor = Editor(Sample.clean.replacing("\"\(old)\":", with: "\"\(old)‸\":"))
  let answer = editor.ask("rename", ["newName": .string(new)])
  #expect(answer["code"] == -32803)
  #expect(answer["message"]?.string?.hasPrefix(problem) == true, "\(answer)")
}

@Test("a text that is no JSON is searched, and not changed")
func brokenNames() {
  let whole = Sample.clean.replacing(#""sms.mo": "say""#, with: #""sms.mo": "s‸ay""#)
  var editor = Editor(whole.replacing(#""code": 7,"#, with: #""code": 7"#))
  #expect(editor.text(in: editor.ask("definition")["range"]) == #""say""#)
  #expect(editor.ask("rename", ["newName": "x"])["code"] == -32803)
}

@Test("a document's symbols are its variables and nodes")
func symbols() {
  var editor = Editor(Sample.clean)
  let symbols = editor.ask("documentSymbol").array ?? []
  let listed = symbols.map { symbol in
    [symbol["name"]?.string ?? "", symbol["detail"]?.string ?? "", editor.text(in: symbol["selectionRange"])]
  }
  #expect(
    listed == [
      ["name", "variable", #""name""#], ["start", "Start", #""start""#], ["ask", "Receive", #""ask""#],
      ["say", "SendSMS", #""say""#],
    ])
  let ask = editor.text(in: symbols[2]["range"])
  #expect(ask == Sample.ask)
}

@Test(
  "a text is laid out by one change to the lines that differ",
  arguments: [
    Sample.clean, "\u{FEFF}" + Sample.clean, Sample.clean.replacing("\n", with: "\r\n"), "{}",
    "{ \"name\": \"🙂\",\n\"formatVersion\": 1\n}",
  ])
func formatting(text: String) throws {
  var editor = Editor(text)
  let edits = try #require(editor.ask("formatting").array)
  #expect(edits.count <= 1)
  let formatted = editor.text(with: edits)
  var again = Editor(formatted)
  #expect(again.ask("formatting") == [])
  let before = try JSON(parsing: text)["name"]
  #expect(try JSON(parsing: formatted)["name"] == before)
  if let range = edits.first?["range"] {
    #expect(range["start"]?["character"] == 0)
    let end = range["end"]?["character"]
    #expect(end == 0 || editor.offset(of: range["end"]) == editor.text.utf8.count)
  }
}

@Test("a text that cannot be laid out is left alone")
func noFormatting() {
  var broken = Editor("{")
  #expect(broken.ask("formatting") == .null)
  var other = Editor("{ }", uri: "file:///package.json")
  #expect(other.ask("formatting") == .null)
}

@Test("the fix of what is marked is offered, and the safe ones of the whole document together")
func codeActions() throws {
  let text = Sample.flow(
    variables: #""un‸used": 1"#,
    Sample.ask + ",\n"
      + Sample.say("Hi").replacing("\"on\":", with: #""lintIgnore": { "RF501": "x" }, "on":"#))
  var editor = Editor(text)
  func actions(_ range: JSON, only kinds: JSON? = nil) -> [JSON] {
    var context: JSONObject = ["diagnostics": []]
    context["only"] = kinds
    return editor.ask("codeAction", ["range": range, "context": .object(context)]).array ?? []
  }
  func result(of action: JSON) -> String {
    editor.text(with: action["edit"]?["changes"]?[editor.uri]?.array ?? [])
  }
  let cursor = editor.position(
    of: Array(text.utf8).count - Array(text.split(separator: "‸")[1].utf8).count - 3)
  let here: JSON = ["start": cursor, "end": cursor]
  let offered = actions(here)
  #expect(offered.map { $0["kind"] } == ["quickfix", "source.fixAll"])
  #expect(offered.first?["title"] == "Take the variable `unused` out")
  #expect(offered.first?["diagnostics"]?[0]?["code"] == "RF403")
  #expect(offered.first?["isPreferred"] == false)
  let plain = editor.text
  #expect(offered.first.map(result) == plain.replacing(#"{ "unused": 1 }"#, with: "{}"))
  #expect(offered.last.map(result) == plain.replacing(#""lintIgnore": { "RF501": "x" }, "#, with: ""))
  #expect(actions(here, only: ["source"]).map { $0["kind"] } == ["source.fixAll"])
  #expect(actions(here, only: ["quickfix"]).count == 1)
  #expect(actions(here, only: ["refactor"]).isEmpty)
  let begin: JSON = ["line": 0, "character": 0]
  #expect(actions(["start": begin, "end": begin], only: ["quickfix"]).isEmpty)
}
