import JSONSyntax
import LanguageServer
import Testing

/// What may be written at a place.
struct CompletionCase: CustomTestStringConvertible, Sendable {
  let name: String
  /// The text before it was being written, where that was JSON.
  var before: String?
  let text: String
  /// The labels that are offered, in order; those after `…` are among them, those after `!` are not.
  let offered: [String]
  /// What is chosen, and what the line is then.
  var chosen: (label: String, line: String)?

  var testDescription: String { name }

  static let all: [CompletionCase] = [
    CompletionCase(
      name: "targets in an empty string",
      text: Sample.flow(Sample.ask + ",\n" + #""a": { "type": "Delay", "on": { "onTimeout": "‸" } }"#),
      offered: [
        "ask", "a", "@end", "@end:success", "@end:error", "@end:incomplete", "@resume", "@end:lost",
      ],
      chosen: ("@end:lost", #""a": { "type": "Delay", "on": { "onTimeout": "@end:lost" } }"#)),
    CompletionCase(
      name: "a target takes the place of the old one",
      text: Sample.flow(
        Sample.ask + ",\n" + #""a": { "type": "Delay", "on": { "onTimeout": "@e‸nd:error" } }"#),
      offered: ["…", "@resume"],
      chosen: ("ask", #""a": { "type": "Delay", "on": { "onTimeout": "ask" } }"#)),
    CompletionCase(
      name: "a target without quotes gets them",
      text: Sample.flow(Sample.ask + ",\n" + #""a": { "type": "Delay", "on": { "onTimeout": ‸ } }"#),
      offered: ["…", "ask", "!", "start"],
      chosen: ("ask", #""a": { "type": "Delay", "on": { "onTimeout": "ask" } }"#)),
    CompletionCase(
      name: "a word without quotes gets them",
      text: Sample.flow(#""a": { "type": "Delay", "on": { "onTimeout": a‸ } }"#), offered: ["…", "a"],
      chosen: ("a", #""a": { "type": "Delay", "on": { "onTimeout": "a" } }"#)),
    CompletionCase(
      name: "a string that is not closed ends with what follows it",
      text: Sample.flow(Sample.ask + ",\n" + #""a": { "type": "Delay", "on": { "onTimeout": "as‸ } }"#),
      offered: ["…", "ask", "a"],
      chosen: ("ask", #""a": { "type": "Delay", "on": { "onTimeout": "ask } }"#)),
    CompletionCase(
      name: "a string that is not closed does not swallow the next one",
      text: Sample.flow(
        Sample.ask + ",\n" + #""a": { "type": "Delay", "on": { "onTimeout": "as‸, "onError": "@end" } }"#),
      offered: ["…", "ask", "a"],
      chosen: ("ask", #""a": { "type": "Delay", "on": { "onTimeout": "ask, "onError": "@end" } }"#)),
    CompletionCase(
      name: "names that a break hides are those of the last good text",
      before: Sample.clean,
      text: Sample.flow(variables: #""name": "Ada""#, #""a": { "on": { "x": "‸"#),
      offered: ["a", "ask", "say", "…", "@resume"]),
    CompletionCase(
      name: "outcomes that are not listed",
      text: Sample.flow(#""a": { "type": "SendSMS", "on": { "onSuccess": "@end", "‸": "@end" } }"#),
      offered: ["onPolicyFail", "onError", "onTimeout", "otherwise"]),
    CompletionCase(
      name: "outcomes as the node is configured",
      text: Sample.flow(#""a": { "type": "SendSMS", "waitFor": "deliveryReport", "on": { ‸ } }"#),
      offered: ["onDRSuccess", "onDRFail", "onPolicyFail", "onError", "onTimeout", "otherwise"],
      chosen: (
        "onDRFail", #""a": { "type": "SendSMS", "waitFor": "deliveryReport", "on": { "onDRFail":  } }"#
      )),
    CompletionCase(
      name: "outcomes of a Branch, quoted as JSON wants",
      text: Sample.flow(
        #""a": { "type": "Branch", "branches": [ { "name": "big \"one\"" }, { "name": "é" } ], "on": { "‸" } }"#
      ),
      offered: ["big \"one\"", "é", "none", "otherwise"],
      chosen: (
        "big \"one\"",
        #""a": { "type": "Branch", "branches": [ { "name": "big \"one\"" }, { "name": "é" } ], "on": { "big \"one\"" } }"#
      )),
    CompletionCase(
      name: "outcomes of a node whose type comes after",
      text: Sample.flow(#""a": { "on": { "‸" }, "type": "Delay" }"#),
      offered: ["onTimeout", "onError", "otherwise"]),
    CompletionCase(
      name: "fields of a type that are not there yet",
      text: Sample.flow(#""a": { "type": "Delay", "seconds": 5, "o‸" }"#),
      offered: ["description", "onEnter", "onLeave", "lintIgnore", "on"]),
    CompletionCase(
      name: "fields of a node without a type", text: Sample.flow(#""a": { "‸" }"#),
      offered: ["type", "description", "onEnter", "onLeave", "lintIgnore", "on"],
      chosen: ("type", #""a": { "type" }"#)),
    CompletionCase(
      name: "fields of a trigger of a channel",
      text: Sample.flow(#""a": { "type": "Start", "trigger": { "channel": "messenger", "‸" } }"#),
      offered: ["appId", "onlyWithoutLiveSession"]),
    CompletionCase(
      name: "inputs of a method, which stands outside",
      text: Sample.flow(
        #""a": { "type": "StartConversation", "method": "messenger", "input": { "‸" } }"#),
      offered: ["…", "facebookPsid", "key", "!", "phoneNumber", "countryCode"]),
    CompletionCase(
      name: "fields of settings", text: #"{ "settings": { "expiresAfterSeconds": 1, ‸"#,
      offered: ["nodeExecutionLimit", "results"]),
    CompletionCase(
      name: "fields of a flow", text: #"{ "‸"#, offered: ["…", "formatVersion", "nodes", "variables", "name"]),
    CompletionCase(
      name: "fields of a condition in an array",
      text: Sample.flow(
        #""a": { "type": "Branch", "branches": [ { "name": "x", "all": [ { "value": "1", "‸"#),
      offered: ["operator", "operand"]),
    CompletionCase(
      name: "node types",
      text: Sample.flow(#""a": { "type": "S‸" }"#),
      offered: [
        "Start", "StartConversation", "EndConversation", "SendMessage", "EntrypointConfiguration",
        "AgentAvailability", "SendSMS", "Delay", "Receive", "HTTPRequest", "Branch", "SendMessenger",
      ],
      chosen: ("SendSMS", #""a": { "type": "SendSMS" }"#)),
    CompletionCase(
      name: "values of a choice",
      text: Sample.flow(#""a": { "type": "SendSMS", "waitFor": "‸" }"#),
      offered: ["gatewaySubmit", "deliveryReport"]),
    CompletionCase(
      name: "values that are no strings",
      text: Sample.flow(#""a": { "type": "StartConversation", "forwardCustomerMessages": ‸ }"#),
      offered: ["true", "false"],
      chosen: ("true", #""a": { "type": "StartConversation", "forwardCustomerMessages": true }"#)),
    CompletionCase(
      name: "no literals in a string",
      text: Sample.flow(#""a": { "type": "StartConversation", "forwardCustomerMessages": "‸" }"#),
      offered: []),
    CompletionCase(
      name: "references, closed where they are not",
      text: Sample.flow(variables: #""name": "Ada""#, Sample.ask + ",\n" + Sample.say("👋🏽 $(na‸")),
      offered: [
        "…", "name", "start.sms.message", "ask.receive.payload", "say.send.gatewayTid", "!", "onSuccess",
      ],
      chosen: ("name", Sample.say("👋🏽 $(name)"))),
    CompletionCase(
      name: "references that are closed", before: Sample.clean,
      text: Sample.flow(
        variables: #""name": "Ada""#, Sample.ask + ",\n" + Sample.say("$(name) $(ask.‸foo) $(x)")),
      offered: ["…", "ask.receive.message"],
      chosen: ("ask.receive.message", Sample.say("$(name) $(ask.receive.message) $(x)"))),
    CompletionCase(
      name: "references in an array of templates",
      text: Sample.flow(
        variables: #""name": "Ada""#,
        #""a": { "type": "Branch", "branches": [ { "name": "x", "all": [ { "value": "1", "operator": "in", "operand": [ "$(‸"#
      ),
      offered: ["…", "name", "start.sms.message"]),
    CompletionCase(
      name: "filters", before: Sample.clean,
      text: Sample.flow(
        variables: #""name": "Ada""#, Sample.ask + ",\n" + Sample.say("$(name | trim |  u‸pp)")),
      offered: [
        "trim", "lowercase", "uppercase", "digits", "firstWord", "plainText", "countryCode", "nationalNumber",
        "default",
      ],
      chosen: ("uppercase", Sample.say("$(name | trim |  uppercase)"))),
    CompletionCase(
      name: "a filter that has a text", before: Sample.clean,
      text: Sample.flow(variables: #""name": "Ada""#, Sample.ask + ",\n" + Sample.say("$(name|‸")),
      offered: ["…", "default"], chosen: ("default", Sample.say("$(name|default:"))),
    CompletionCase(
      name: "no filter outside of a reference", before: Sample.clean,
      text: Sample.flow(variables: #""name": "Ada""#, Sample.ask + ",\n" + Sample.say("$(name) | ‸")),
      offered: []),
    CompletionCase(
      name: "no reference after two dollars",
      text: Sample.flow(variables: #""name": "Ada""#, Sample.say("$$(‸")), offered: []),
    CompletionCase(
      name: "no reference in a description",
      text: Sample.flow(variables: #""name": "Ada""#, #""a": { "type": "Delay", "description": "$(‸" }"#),
      offered: []),
    CompletionCase(
      name: "variables that are set",
      text: Sample.flow(
        variables: #""one": 1, "two": 2"#,
        #""a": { "type": "Delay", "onEnter": { "set": { "one": 2, "‸" } } }"#),
      offered: ["two"]),
    CompletionCase(
      name: "rules to suppress",
      text: Sample.flow(#""a": { "type": "Delay", "lintIgnore": { "RF602": "x", "‸": "" } }"#),
      offered: ["…", "RF001", "RF301", "!", "RF602", "RF101"]),
    CompletionCase(
      name: "nodes that are missing", text: Sample.flow(Sample.ask + ",\n" + #""‸""#), offered: ["say"]),
    CompletionCase(
      name: "nothing after a value", text: Sample.flow(#""a": { "type": "Delay"‸ }"#), offered: []),
    CompletionCase(
      name: "nothing on the line of a value", text: Sample.flow(#""a": { "type": "Delay" ‸ }"#), offered: []),
    CompletionCase(
      name: "a field on a line of its own, whose comma is still missing",
      text: Sample.flow("\"a\": { \"type\": \"Delay\", \"seconds\": 1\n‸ }"),
      offered: ["…", "on", "!", "type"]),
    CompletionCase(name: "nothing outside", text: "‸ {}", offered: []),
  ]
}

@Test("what may be written is offered, in texts that are no JSON too", arguments: CompletionCase.all)
func completion(example: CompletionCase) throws {
  var editor = example.before.map { Editor(before: $0, now: example.text) } ?? Editor(example.text)
  let items = editor.ask("completion")["items"]?.array ?? []
  let labels = items.compactMap { $0["label"]?.string }
  if example.offered.contains("…") || example.offered.contains("!") {
    let excluded = example.offered.firstIndex(of: "!") ?? example.offered.endIndex
    let included = example.offered[..<excluded]
    let exact = included.prefix { $0 != "…" }
    let ordered = Array(labels.prefix(exact.count))
    let missing = included.filter { $0 != "…" && !labels.contains($0) }
    let superfluous = example.offered[excluded...].filter { labels.contains($0) }
    #expect((ordered, missing, superfluous) == (Array(exact), [], []), "\(labels)")
  } else {
    #expect(labels == example.offered)
  }
  if let (label, line) = example.chosen {
    let item = items.first { $0["label"]?.string == label }
    let text = editor.text(with: [try #require(item?["textEdit"], "\(labels)")])
    let written = text.split(separator: "\n").contains { $0.hasPrefix(line) }
    #expect(written, "\(text)")
  }
}

@Test("of very many names those are offered that begin as what is typed")
func manyNames() {
  let nodes = (0..<3000).map { #""node\#($0)": { "type": "Delay" }"# }.joined(separator: ",\n")
  var editor = Editor(Sample.flow(nodes + #", "a": { "type": "Delay", "on": { "onError": "NODE29‸" } }"#))
  let answer = editor.ask("completion")
  let labels = answer["items"]?.array?.compactMap { $0["label"]?.string } ?? []
  #expect(labels == ["node29"] + (290...299).map { "node\($0)" } + (2900...2999).map { "node\($0)" })
  #expect(answer["isIncomplete"] == true)
}
