import Diagnostics
import FlowLoading
import FlowModel
import FlowValidation
import Testing

/// RF807, over the settings of a live service and over flows that use it.
@Suite("RF807")
struct LiveSettingTests {
  /// Settings with which everything of the flow is known.
  private static let good = #"""
    { "publicUrl": "https://flows.example.com",
      "ece": { "url": "https://ece.example.com",
        "authorizations": { "ece-main": { "clientId": { "env": "I" }, "clientSecret": { "env": "S" } } },
        "callback": { "basic": { "user": "ece", "password": { "env": "P" } } } },
      "sms": { "numbers": ["+15550100"], "kannel": { "url": "http://kannel:13013", "user": "u", "password": { "env": "K" }, "allowFrom": ["10.0.0.0/8"] } },
      "messenger": { "pages": { "12345": { "token": { "env": "T" }, "appSecret": { "env": "A" }, "verifyToken": { "env": "V" } } } },
      "webhooks": { "due": { "secret": { "env": "W" } } },
      "http": { "allow": ["shop.example.com", "*.crm.example.com"], "secrets": { "crm": { "env": "C", "hosts": ["api.crm.example.com"] } } },
      "keep": { "keys": "3d" } }
    """#

  private static let flow = #"""
    { "formatVersion": 1, "name": "f", "nodes": {
      "start": { "type": "Start", "trigger": { "channel": "sms", "number": "+15550100" }, "on": { "onBegin": "crm" } },
      "crm": { "type": "HTTPRequest", "method": "GET", "url": "https://api.crm.example.com/a?b=$(start.sms.message)",
        "headers": { "Authorization": "Bearer $(secret.crm)" }, "on": { "onSuccess": "shop", "otherwise": "shop" } },
      "shop": { "type": "HTTPRequest", "method": "GET", "url": "https://shop.example.com", "on": { "onSuccess": "end", "otherwise": "end" } },
      "end": { "type": "EndConversation", "authorization": "ece-main", "conversationId": "1", "on": { "onEndConversationSuccess": "say", "otherwise": "say" } },
      "say": { "type": "SendSMS", "destination": "+14155550123", "from": "+15550100", "message": "hi", "on": { "onSuccess": "tell", "otherwise": "tell" } },
      "tell": { "type": "SendMessenger", "destination": "7", "message": "hi", "on": { "onSuccess": "@end", "otherwise": "@end" } } } }
    """#

  /// What is written in the place of something in the settings, and what is found.
  private static let changedSettings: [(change: (String, String), found: [String])] = [
    (("", ""), []),
    ((#""publicUrl": "https://flows.example.com","#, ""), ["the live service has no `publicUrl`"]),
    (
      ("https://flows.example.com", "http://flows.example.com"), ["`http://flows.example.com` is not `https`"]
    ),
    (("https://flows.example.com", "http://localhost:8080"), []),
    (("https://ece.example.com", "http://10.1.2.3"), []),
    (("https://ece.example.com", "http://8.8.8.8"), ["`http://8.8.8.8` is not `https`"]),
    (("http://kannel:13013", "http://kannel.example.com"), ["`http://kannel.example.com` is not `https`"]),
    ((#"{ "env": "S" }"#, #""s3cret""#), ["`clientSecret` is written here itself"]),
    ((#""callback": {"#, #""paths": { "token": "/v1/token" }, "callback": {"#), []),
    ((#"{ "env": "W" }"#, #"[{ "env": "W" }, "whsec_1"]"#), ["`secret` is written here itself"]),
    (
      (#"{ "basic": { "user": "ece", "password": { "env": "P" } } }"#, #""none""#),
      ["anybody can post to ECE's callback"]
    ),
    (
      (#","# + "\n" + #"    "callback": { "basic": { "user": "ece", "password": { "env": "P" } } }"#, ""),
      ["anybody can post to ECE's callback"]
    ),
    ((#", "allowFrom": ["10.0.0.0/8"]"#, ""), ["anybody can post messages and receipts as `kannel`"]),
    (("10.0.0.0/8", "0.0.0.0/0"), ["anybody can post messages and receipts as `kannel`"]),
    (("10.0.0.0/8", "::/0"), ["anybody can post messages and receipts as `kannel`"]),
    (("10.0.0.0/8", "0.0.0.0/1"), []),
    (
      (#""allowFrom": ["10.0.0.0/8"]"#, #""allowFrom": ["0.0.0.0/0"], "pathSecret": { "env": "S" }"#), []
    ),
    (
      (
        #""kannel": { "url": "http://kannel:13013", "user": "u", "password": { "env": "K" }, "allowFrom": ["10.0.0.0/8"] }"#,
        #""webexConnect": { "region": "us", "key": { "env": "K" } }"#
      ),
      ["anybody can post messages and receipts as `webexConnect`"]
    ),
    (("3d", "71h"), ["keys are kept for less than 3 days"]),
    ((#""keep""#, #""listen": "127.0.0.1:8081", "keep""#), ["`listen` and `admin` are one address"]),
    (
      (#""keep""#, #""listen": "127.0.0.1:9", "admin": "127.0.0.1:9", "keep""#),
      ["`listen` and `admin` are one address"]
    ),
    (
      (#""hosts": ["api"#, #""hosts": ["http://api.crm.example.com", "api"#),
      ["the secret `crm` would go over `http`"]
    ),
    (
      (
        #""callback""#,
        #""contact": { "sms": { "a": ["$(firstName) $(facebookPsid)", "$(x | trim)", "$("] } }, "callback""#
      ),
      [
        "the contact cannot tell `$(facebookPsid)`", "the contact cannot tell `$(x)`",
        "the contact has a `$(` that begins no reference",
      ]
    ),
    ((#""publicUrl""#, #""publicURL""#), []),
  ]

  @Test("finds what settings lack and what is unsafe in them", arguments: changedSettings)
  func settings(_ change: (String, String), _ found: [String]) throws {
    let project = try Self.project(Self.good, change)
    let findings = ProjectValidator.validate(
      ProjectContext(project: project, environments: project.environments, flows: []))
    #expect(
      findings.filter { $0.code == .liveSetting }.map(\.message).sorted() == found.sorted(), "\(change)")
    #expect(findings.allSatisfy { $0.help.hasSuffix(".") && !$0.message.hasSuffix(".") })
  }

  /// One page more in the settings.
  private static let twoPages = (
    #""12345": {"#,
    #""88": { "token": { "env": "T" }, "appSecret": { "env": "A" }, "verifyToken": { "env": "V" } }, "12345": {"#
  )

  /// What is written in the place of something in the settings or the flow, and what is found in the flow.
  private static let changedFlows: [(live: (String, String), flow: (String, String), found: [String])] = [
    (("", ""), ("", ""), []),
    (
      ("ece-main", "ece-mian"), ("", ""),
      ["the live service knows no authorization `ece-main`; did you mean `ece-mian`?"]
    ),
    (
      ("+15550100", "+15550101"), ("", ""),
      ["the live service has no number `+15550100`", "the live service has no number `+15550100`"]
    ),
    ((#""numbers": ["+15550100"],"#, ""), ("", ""), []),
    (
      (#""sms""#, #""x-sms""#), ("", ""),
      ["the live service has no gateway for SMS", "the live service has no gateway for SMS"]
    ),
    ((#""messenger""#, #""x-messenger""#), ("", ""), ["the live service has no pages on Messenger"]),
    (
      ("", ""), (#""channel": "sms", "number": "+15550100""#, #""channel": "messenger", "appId": "12345""#),
      []
    ),
    (twoPages, ("", ""), ["nothing says from which of the live service's pages `tell` is sent"]),
    (
      twoPages, (#""channel": "sms", "number": "+15550100""#, #""channel": "messenger""#),
      ["nothing says from which of the live service's pages `tell` is sent"]
    ),
    (
      twoPages, (#""channel": "sms", "number": "+15550100""#, #""channel": "messenger", "appId": "88""#), []
    ),
    (
      ("", ""), (#""channel": "sms", "number": "+15550100""#, #""channel": "messenger", "appId": "99""#),
      ["the live service knows no page `99`"]
    ),
    (
      ("", ""),
      (
        #""channel": "sms", "number": "+15550100""#,
        #""channel": "webhook", "event": "done", "customer": { "channel": "sms", "address": "n", "number": "+15550100" }"#
      ),
      ["the live service knows no webhook `done`"]
    ),
    (
      ("", ""), ("https://shop.example.com", "https://shop.example.org"),
      ["the live service may not call `shop.example.org`"]
    ),
    (
      ("", ""), ("https://shop.example.com", "http://shop.example.com"),
      ["the live service may not call `http://shop.example.com`"]
    ),
    (
      ("", ""), ("https://shop.example.com", "https://a.b.crm.example.com:444/"),
      ["the live service may not call `a.b.crm.example.com:444`"]
    ),
    (("", ""), ("https://shop.example.com", "https://$(start.sms.message)"), []),
    (("", ""), ("https://shop.example.com", "https://evil$(start.sms.message).example.com/"), []),
    (
      ("", ""), ("https://api.crm", "https://b.crm"),
      ["the secret `crm` may not go to `b.crm.example.com`"]
    ),
    ((#""publicUrl""#, #""publicURL""#), ("+15550100", "+15550109"), []),
  ]

  @Test("finds what a flow uses and the service does not know", arguments: changedFlows)
  func uses(_ live: (String, String), _ flow: (String, String), _ found: [String]) throws {
    let project = try Self.project(Self.good, live)
    let source = flow.0.isEmpty ? Self.flow : Self.flow.replacing(flow.0, with: flow.1)
    let loaded = FlowLoader.load(Array(source.utf8))
    let graph = try #require(loaded.graph)
    #expect(loaded.findings.isEmpty)
    let facts = FlowFacts(path: "f", service: nil, graph: graph, environments: [], count: 1)
    let context = ProjectContext(project: project, environments: project.environments, flows: [facts])
    let messages = { (index: Int?) in
      FlowValidator.validate(graph, in: ProjectMembership(context, index: index)).findings
        .filter { $0.code == .liveSetting }.map(\.message)
    }
    #expect(messages(0) == found, "\(live) \(flow)")
    // A flow that the service does not run may use what it likes.
    #expect(messages(nil) == [])
  }

  @Test("leaves no reason why settings that pass cannot be used")
  func configuration() throws {
    let live = try #require(try Self.project(Self.good, ("", "")).environments[0].live?.configuration)
    #expect(
      live.publicURL.text == "https://flows.example.com" && live.listen == ListeningAddress("127.0.0.1:8080"))
    #expect(
      live.keysKept == 3 * 86_400_000 && live.sessionsKept == 30 * 86_400_000 && live.pendingLimit == 100_000)
    #expect(
      live.ece?.authorizations.map(\.name) == ["ece-main"] && live.messenger?.pages.map(\.id) == ["12345"])
    #expect(live.webhooks.map(\.secrets) == [[.environmentVariable("W")]])
    #expect(live.doubts.starts == .fail && live.doubts.sends == .repeat)
    guard case .kannel(let kannel)? = live.sms?.gateway else {
      Issue.record("no Kannel")
      return
    }
    #expect(
      kannel.user == "u" && kannel.unsigned.allowFrom == [NetworkRange("10.0.0.0/8")].compactMap(\.self))
    for (change, found) in Self.changedSettings where !found.isEmpty || change.1.contains("publicURL") {
      let written = try Self.project(Self.good, change).environments[0].live
      // What is only unsafe can be used; what is missing cannot.
      let isMissing =
        written?.fields["publicUrl"] == nil || change.1.contains("s3cret")
        || change.1.contains("whsec_1") || change.0.contains("callback") && change.1.isEmpty
      if isMissing { #expect(written?.configuration == nil, "\(change)") }
    }
  }

  private static func project(_ live: String, _ change: (String, String)) throws -> Project {
    let settings = change.0.isEmpty ? live : live.replacing(change.0, with: change.1)
    try #require(change.0.isEmpty || settings != live, "nothing is changed by \(change)")
    let source = #"{ "formatVersion": 1, "name": "p", "environments": { "live": { "live": \#(settings) } } }"#
    return try #require(ProjectLoader.load(Array(source.utf8)).project)
  }
}
