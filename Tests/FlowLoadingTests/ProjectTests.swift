import Diagnostics
import FlowLoading
import FlowModel
import Foundation
import Testing

/// Project files, and flows with the values of an environment put in.
@Suite struct ProjectTests {
  // MARK: The file

  /// Project files with the places that rules mark.
  static let cases = #"""
    { "formatVersion": 1, "name": "a" }
    { "formatVersion": 1, "name": "a", "x-owner": { "team": 1 }, "flows": ["a.flow.json", "more"], "services": { "care": ["a.flow.json"] } }
    «RF104 { "formatVersion": 1 }»
    { "formatVersion": «RF109 2», "nme": 1 }
    { "formatVersion": 1, "name": «RF106 ""», "flows": «RF106 []» }
    { "formatVersion": 1, "name": "a", «RF103 "enviroments"»: {} }
    { "formatVersion": 1, "name": "a", "flows": «RF105 "a.flow.json"» }
    { "formatVersion": 1, "name": "a", "flows": [«RF105 1», «RF106 ""»] }
    { "formatVersion": 1, "name": "a", "rules": { "RF602": "off", «RF106 "RF999"»: "off", «RF106 "RF101"»: "info", "RF203": «RF106 "fatal"» } }
    { "formatVersion": 1, "name": "a", "minimumCoverage": 60.5 }
    { "formatVersion": 1, "name": "a", "minimumCoverage": «RF106 101» }
    { "formatVersion": 1, "name": "a", "authorizations": [] }
    { "formatVersion": 1, "name": "a", "environments": «RF106 {}» }
    { "formatVersion": 1, "name": "a", "environments": { "one": { "values": { "n": 1.50, "t": "x", "b": true }, "live": { "x-a": 1 }, "x-a": 1 } } }
    { "formatVersion": 1, "name": "a", "environments": { "one": { "live": { "publicUrl": "https://a.example", "listen": "[::1]:0", "admin": "localhost:8081", "adminToken": { "env": "A" }, "store": { "postgres": { "file": "p" } }, "ece": { "url": "https://ece.example.com/base/", "authorizations": { "e": { "clientId": { "env": "A" }, "clientSecret": "literal" } }, "callback": "none", "paths": { "end": "/end" }, "contact": { "sms": { "a": "$(firstName" } } }, "sms": { "numbers": ["+15550100"], "kannel": { "url": "http://kannel:13013", "user": "u", "password": { "env": "K" }, "countryCode": "44", "allowFrom": ["10.0.0.0/8", "::1"] } }, "messenger": { "pages": {} }, "webhooks": { "due": { "secret": [{ "env": "A" }, { "env": "B" }] } }, "http": { "allow": ["a.example", { "host": "*.b.example:8443", "private": true }], "secrets": { "s": { "env": "S", "hosts": ["a.example"] } } }, "keep": { "sessions": "30d", "keys": "14d" }, "pending": 10, "whenInDoubt": { "starts": "repeat" } } } } }
    { "formatVersion": 1, "name": "a", "environments": { "one": { "live": { "publicUrl": «RF106 "ftp://a"», "listen": «RF106 "8080"», «RF103 "stor"»: {}, "store": «RF104 {}», "pending": «RF106 0», "keep": { "sessions": «RF106 "a month"» }, "whenInDoubt": { "sends": «RF106 "maybe"» } } } } }
    { "formatVersion": 1, "name": "a", "environments": { "one": { "live": { "ece": «RF104 { "url": "https://e", "callback": «RF106 "open"» }», "sms": { "twilio": «RF104 { "accountSid": { "env": "A" } }», "kannel": «RF106 {}» }, "messenger": «RF104 {}», "webhooks": { "due": «RF104 {}», «RF106 "a b"»: { "secret": «RF105 1» } } } } } }
    { "formatVersion": 1, "name": "a", "environments": { "one": { "live": { "http": { "allow": [«RF106 "a/b"», «RF105 1»], "secrets": { "s": «RF104 «RF104 { }»» } }, "sms": { "kannel": { "url": "http://k", "user": "u", "password": { "env": "A", "file": «RF106 "b"» }, "allowFrom": [«RF106 "10.0.0.0/33"»] } } } } } }
    { "formatVersion": 1, "name": "a", "environments": { «RF106 ""»: {}, "two": «RF105 []», "three": { «RF103 "value"»: {} } } }
    { "formatVersion": 1, "name": "a", "environments": { "one": { "values": { «RF106 "1a"»: "x", "b": «RF105 null», «RF102 "b"»: 2 }, "live": «RF105 1» } } }
    { "formatVersion": 1, "name": "a", "formerPaths": { "new.flow.json": ["old.flow.json"], "b.flow.json": «RF105 "a.flow.json"» } }
    """#

  @Test(arguments: lines(of: cases))
  func aProjectFileIsJudgedAsMarked(_ line: String) {
    let source = MarkedSource(line)
    let found = ProjectLoader.load(source.bytes).findings
    #expect(
      found.map { "\($0.code) \($0.place.range)" }.sorted()
        == source.marks.map { "\($0.code) \($0.range)" }.sorted())
  }

  @Test func aProjectIsWhatItsFileSays() throws {
    let project = try #require(
      ProjectLoader.load(
        Array(
          #"""
          { "formatVersion": 1, "name": "care", "flows": ["a.flow.json"], "services": { "s": ["a.flow.json"] },
            "rules": { "RF602": "off" }, "minimumCoverage": 60, "authorizations": ["ece"],
            "environments": {
              "staging": { "values": { "n": 1.50, "b": true }, "live": { "http": { "secrets": { "crm": { "env": "CRM", "hosts": ["crm.example.com"] } } } } },
              "production": { "values": { "n": "x" } } },
            "formerPaths": { "a.flow.json": ["b.flow.json"] } }
          """#.utf8)
      ).project)
    #expect(project.name == "care")
    #expect(project.flows?.map(\.text) == ["a.flow.json"])
    #expect(project.services.map { "\($0.name) \($0.flows.map(\.text))" } == [#"s ["a.flow.json"]"#])
    #expect(project.rules.map { "\($0.code) \($0.level)" } == ["RF602 off"])
    #expect(project.minimumCoverage == 60)
    #expect(project.authorizations == ["ece"])
    #expect(project.environments.map(\.name) == ["staging", "production"])
    #expect(project.environment(named: "staging")?["n"]?.text == "1.50")
    #expect(project.environment(named: "staging")?["b"] == .boolean(true))
    #expect(project.environment(named: "production")?.gives("b") == false)
    #expect(project.environments.map { $0.live?.secrets } == [["crm"], nil])
    #expect(project.formerPaths.map { "\($0.path) \($0.former)" } == [#"a.flow.json ["b.flow.json"]"#])
  }

  // MARK: Values put in

  /// What is written, and what is the same once the values are put in.
  static let puttingIn = #"""
    start/trigger/number = "$(env.number)" → start/trigger/number = "+15550100"
    start/trigger/number = "\u0024(env.n\u0075mber)" → start/trigger/number = "+15550100"
    chat/authorization = "\u0024(env.text)" → chat/authorization = "a$(name)"
    chat/authorization = "$(env.text)" → chat/authorization = "a$(name)"
    relay/message = "$(env.digits)" → relay/message = "1.50"
    relay/message = "Hi $(env.text | uppercase), $(name)!" → relay/message = "Hi A$$(NAME), $(name)!"
    relay/message = "$(env.none)$(name)$(env.none)" → relay/message = "$(name)"
    start/onLeave/set/name = "$(env.digits)" → start/onLeave/set/name = 1.50
    start/onLeave/set/name = "$(env.yes)" → start/onLeave/set/name = true
    start/onLeave/set/name = "a$(env.yes)" → start/onLeave/set/name = "atrue"
    chat/input/isRichTextSupported = "$(env.yes)" → chat/input/isRichTextSupported = true
    pause/seconds = "$(env.digits)" → pause/seconds = 1.50
    """#

  static let environment = #"""
    { "formatVersion": 1, "name": "a", "environments": { "staging": { "values":
      { "number": "+15550100", "text": "a$(name)", "digits": 1.50, "none": "", "yes": true, "negative": -1 } } } }
    """#

  @Test(arguments: lines(of: puttingIn))
  func anEnvironmentsValueIsWhatStandsInTheFile(_ line: String) throws {
    let environment = try #require(
      ProjectLoader.load(Array(Self.environment.utf8)).project?.environments.first)
    let parts = line.components(separatedBy: " → ")
    let flow = FlowLoader.load(try EditedFlow(parts[0]).source.bytes)
    let same = FlowLoader.load(
      try EditedFlow(parts[1].replacing("\"a$(name)", with: "\"a$$(name)")).source.bytes)
    let put = flow.inEnvironment(environment)
    #expect(put.findings.map(\.message) == [])
    #expect(flow.graph?.definitionHash != same.graph?.definitionHash)
    // A value of nothing at the beginning stays, so that what follows it does not begin an address.
    if !parts[0].contains("env.none"), !parts[0].contains("authorization") {
      #expect(put.graph?.definitionHash == same.graph?.definitionHash)
    }
  }

  @Test func theFilesOwnKeysAreSeenBesideThoseOfAnEnvironment() throws {
    let environment = try #require(
      ProjectLoader.load(
        Array(
          #"{ "formatVersion": 1, "name": "a", "environments": { "e": { "values": { "k": "ghp_2" } } } }"#
            .utf8
        )
      ).project?.environments.first)
    let source = #"""
      { "formatVersion": 1, "name": "{{x}} ghp_1", "nodes": { "ask": {
        "type": "HTTPRequest", "method": "GET", "url": "https://a.example",
        "headers": { "X-A": "$(env.k)", "X-B": "ghp_3 $(env.k)" }, "on": { "otherwise": "@end" } } } }
      """#
    let signs = try #require(FlowLoader.load(Array(source.utf8)).inEnvironment(environment).graph).signs
    let bytes = Array(source.utf8)
    #expect(
      signs.keys.map { String(decoding: bytes[$0.range], as: UTF8.self) }
        == [#""{{x}} ghp_1""#, "$(env.k)", #""ghp_3 $(env.k)""#, "$(env.k)"])
    #expect(signs.hasForeignPlaceholder)
  }

  @Test func whatIsPutIntoHTMLIsNoMarkup() throws {
    let environment = try #require(
      ProjectLoader.load(
        Array(
          #"{ "formatVersion": 1, "name": "a", "environments": { "e": { "values": { "t": "<b> & co", "none": "" } } } }"#
            .utf8)
      ).project?.environments.first)
    func message(_ text: String, _ format: String) throws -> Template? {
      let flow = FlowLoader.load(
        Array(
          #"""
          { "formatVersion": 1, "name": "a", "nodes": { "say": {
            "type": "SendMessage", "authorization": "a", "conversationId": "c", "format": "\#(format)",
            "message": "\#(text)", "on": { "otherwise": "@end" } } } }
          """#.utf8))
      return flow.inEnvironment(environment).graph?.nodes[0].question?.message?.template
    }
    #expect(try message("$(env.t)", "html")?.literal == "&lt;b&gt; &amp; co")
    #expect(try message("<i>$(env.t | uppercase)</i>", "html")?.literal == "<i>&lt;B&gt; &amp; CO</i>")
    #expect(try message("<i>$(env.t)</i>", "plain")?.literal == "<i><b> & co</i>")
  }

  /// What a field cannot take, and what the finding says.
  static let refused = #"""
    start/trigger/number = "$(env.text)" → `number` cannot be `a$(name)`, in the environment `staging`
    start/trigger/number = "$(env.digits)" → `number` cannot be `1.50`, in the environment `staging`
    chat/authorization = "$(env.yes)" → `authorization` cannot be `true`, in the environment `staging`
    pause/seconds = "$(env.negative)" → `seconds` is out of range: -1, in the environment `staging`
    """#

  @Test(arguments: lines(of: refused))
  func aValueThatAFieldCannotTakeIsRF106(_ line: String) throws {
    let environment = try #require(
      ProjectLoader.load(Array(Self.environment.utf8)).project?.environments.first)
    let parts = line.components(separatedBy: " → ")
    let put = FlowLoader.load(try EditedFlow(parts[0]).source.bytes, in: environment)
    #expect(put.findings.map { "\($0.code) \($0.message)" } == ["RF106 \(parts[1])"])
    #expect(put.graph?.loadingErrors == [.invalidValue])
  }
}
