import RefrainKit
import Testing

/// Fixes, as the linter makes them.
@Suite("Fixes")
struct FixTests {
  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test("of a rule are told on its page, and mend its bad example")
  func pages() {
    for page in RulePages.all where page.code != .fileTooLarge && !page.code.judgesProjects {
      let bad = Array(page.bad.text.utf8)
      let fixes = Linter().lint(bytes: bad, with: page.flow).compactMap(\.fix)
      #expect(fixes.isEmpty == (page.code.fix == nil), "\(page.code)")
      #expect(fixes.allSatisfy { $0.isSafe == page.code.fix?.isSafe }, "\(page.code)")
      for fix in fixes {
        #expect(!fix.title.isEmpty && !fix.title.hasSuffix("."), "\(page.code)")
        let mended = Fix.applying([fix], to: bad)
        #expect(
          mended.count == 1 && Linter().lint(bytes: mended.bytes, with: page.flow).isEmpty,
          "\(page.code): \(Self.text(mended.bytes))")
      }
    }
  }

  @Test("write a reference in another tool's place, escapes too, where it is one there")
  func placeholders() {
    func mended(_ message: String) -> String {
      let flow = """
        { "formatVersion": 1, "name": "Hi", "variables": { "a": "Ann" }, "nodes": {
          "start": { "type": "Start", "trigger": { "channel": "sms", "number": "+15550100" }, "on": { "onBegin": "b" } },
          "b": { "type": "SendSMS", "destination": "$(start.sms.senderNumber)", "from": "+15550100",
            "message": "\(message)", "on": { "otherwise": "@end" } } } }
        """
      let fixes = Linter().lint(bytes: Array(flow.utf8)).compactMap(\.fix)
      let text = Self.text(Fix.applying(fixes, to: Array(flow.utf8)).bytes)
      let start = text.firstRange(of: "\"message\": \"")?.upperBound ?? text.endIndex
      return String(text[start...].prefix { $0 != "," }.dropLast())
    }
    #expect(mended(#"{{ a }} \u0024a. $\u0061"#) == "$(a) $(a). $(a)")
    // What follows a `$` is no reference.
    #expect(mended("$$a") == "$$a")
  }

  @Test("leave to a person what the help lists: where a target may lead, and which inputs there are")
  func help() throws {
    func help(_ nodes: String, _ code: RuleCode) throws -> String {
      let flow = """
        { "formatVersion": 1, "name": "Hi", "nodes": {
          "start": { "type": "Start", "trigger": { "channel": "sms", "number": "+15550100" }, "on": { "onBegin": "else" } }\(nodes) } }
        """
      return try #require(Linter().lint(bytes: Array(flow.utf8)).first { $0.code == code }).help
    }
    #expect(try help("", .unknownTarget) == "`onBegin` would lead nowhere. Write `@end` or `@resume`.")
    #expect(
      try help(#", "talk": { "type": "StartConversation", "input": { "order": "7" } }"#, .unknownTarget)
        .hasSuffix("Write `@end` or `@resume`, or a node: `talk`."))
    #expect(
      try help(
        #", "talk": { "type": "StartConversation", "input": { "order": "7" } }"#, .customAttributeNotSupported
      )
      .contains("The inputs are `key`, `entryPointId`, "))
  }

  @Test("keep the layout of all that they do not change")
  func layout() {
    let flow = """
      {"formatVersion":1,   "name":"Hi",
        "lintIgnore" : { "RF601":"x" },
        "variables": { "unused": 1, "used" : 2 },
        "nodes": { "start": { "type": "Start", "trigger": {"channel":"sms","number":"+15550100"}, "on": {"onBegin":"anser"} },
          "answer": { "type": "SendSMS",
            "destination": "$(start.sms.senderNumbr)", "from": "+15550100", "mesage": "$(used)",
            "lintIgnore": { "RF306": "a", "RF502": "b" }
          }
        }
      }
      """
    let safe = Linter().mend(Array(flow.utf8), named: "a")
    #expect(
      Self.text(safe.bytes)
        == flow.replacing("  \"lintIgnore\" : { \"RF601\":\"x\" },\n", with: "").replacing(
          ",\n      \"lintIgnore\": { \"RF306\": \"a\", \"RF502\": \"b\" }", with: ""))
    let all = Linter().mend(Array(flow.utf8), named: "a", includingSuggestions: true)
    #expect(
      Self.text(all.bytes) == """
        {"formatVersion":1,   "name":"Hi",
          "variables": { "used" : 2 },
          "nodes": { "start": { "type": "Start", "trigger": {"channel":"sms","number":"+15550100"}, "on": {"onBegin":"answer"} },
            "answer": { "type": "SendSMS",
              "destination": "$(start.sms.senderNumber)", "from": "+15550100", "message": "$(used)",
              "on": { "otherwise": "@end:error" }
            }
          }
        }
        """)
    #expect(all.linted.diagnostics.isEmpty)
  }

  @Test("lead `otherwise` back where a branch would end")
  func branch() {
    let flow = """
      { "formatVersion": 1, "name": "x", "nodes": {
        "start": { "type": "Start", "trigger": { "channel": "messenger" }, "on": { "onBegin": "open" } },
        "open": { "type": "StartConversation", "method": "messenger", "authorization": "a",
          "input": { "key": "custom.facebookpsid", "entryPointId": "1", "lastModifiedDate": "2026-01-15T09:30:00Z",
            "isRichTextSupported": false, "transactionId": "t", "firstName": "n", "facebookPsid": "7", "clusterId": "c" },
          "on": { "Message": "relay", "Complete": "bye" } },
        "relay": { "type": "SendMessenger", "destination": "7", "message": "$(open.event.content | plainText)" },
        "bye": { "type": "SendMessenger", "destination": "7", "message": "Bye.", "on": {} } } }
      """
    let mended = Linter().mend(Array(flow.utf8), named: "a", includingSuggestions: true)
    #expect(
      Self.text(mended.bytes)
        == flow.replacing(
          "event.content | plainText)\" }",
          with: "event.content | plainText)\", \"on\": { \"otherwise\": \"@resume\" } }"
        )
        .replacing("\"on\": {} }", with: "\"on\": { \"otherwise\": \"@end:error\" } }"))
  }

  @Test("write a body as JSON whose strings are templates, where no name would change")
  func body() {
    func mended(_ body: String) -> String {
      let flow = """
        { "formatVersion": 1, "name": "x", "nodes": {
          "start": { "type": "Start", "trigger": { "channel": "messenger" }, "on": { "onBegin": "a" } },
          "a": { "type": "HTTPRequest", "method": "POST", "url": "https://example.com", \(body), "on": { "onSuccess": "@end" } } } }
        """
      let text = Self.text(Linter().mend(Array(flow.utf8), named: "a", includingSuggestions: true).bytes)
      return String(text.split(separator: "example.com\", ")[1].split(separator: ", \"on\"")[0])
    }
    #expect(
      mended(
        #""body": "{\"a\":$(start.messenger.psId | trim),\"b\":[\"\\\"$$(\",\"$(start.messenger.name):\"]}""#)
        == #""json": {"a":"$(start.messenger.psId | trim)","b":["\"$$(","$(start.messenger.name):"]}"#)
    let named = #""body": "{\"$(start.messenger.name)\" : 1}""#
    #expect(mended(named) == named)
  }

  @Test("are not made where a name would stand twice")
  func taken() {
    let flow = """
      { "formatVersion": 1, "name": "x", "nodes": { "start": { "type": "Start",
        "trigger": { "channel": "messenger", "chanel": "sms" }, "on": { "onBegin": "@end", "onbegin": "@end" } } } }
      """
    #expect(Linter().lint(bytes: Array(flow.utf8)).allSatisfy { $0.fix == nil })
  }

  @Test("are not looked for in a file that cannot be read, and the file stays as it is")
  func unreadable() {
    let mended = Linter().mend(Array("{".utf8), named: "a", includingSuggestions: true)
    #expect(mended.bytes == Array("{".utf8) && mended.fixCount == 0)
  }
}

extension Linter {
  /// What is found in a flow, or in a scenario of a flow, but for notes that no fix is for.
  fileprivate func lint(bytes: [UInt8], with flow: RuleExample? = nil) -> [Finding] {
    guard let flow else {
      return lint(bytes, named: "a.flow.json").diagnostics.map(\.finding).filter {
        $0.code != .literalEntryPointDate
      }
    }
    let graph = FlowLoader.load(Array(flow.text.utf8)).graph
    let isFlowThere = String(decoding: bytes, as: UTF8.self).contains("\"\(RulePage.flowName)\"")
    let flows = isFlowThere ? PlayedFlows.read([graph.map(FlowVocabulary.init)]) : .unreadable(nearest: nil)
    return lint(scenario: bytes, named: "a.scenario.json", playing: flows).diagnostics.map(\.finding)
  }
}
