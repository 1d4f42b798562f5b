import Diagnostics
import FlowLoading
import FlowModel
import Foundation
import JSONSyntax
import Testing

/// What a flow is once it is loaded.
@Suite struct LoadedFlowTests {
  // MARK: Nodes

  @Test(arguments: lines(of: configurationCases))
  func aNodeHasTheOutcomesAndOutputsOfItsConfiguration(_ line: String) throws {
    let parts = line.components(separatedBy: " → ")
    let node = try node(NodeName(String(parts[0].prefix { $0 != "/" && $0 != " " })), after: parts[0])
    #expect(node.outcomes.map { "\($0.name)=\($0.class)" }.joined(separator: ", ") == parts[1])
    #expect(node.outputs.map(\.name).joined(separator: ", ") == parts[2])
    #expect(node.waits == (parts[3] == "waits"))
  }

  @Test func outcomesSetTheirOutputs() throws {
    let graph = try graph()
    var found: [String: [String]] = [:]
    for node in graph.nodes {
      for output in node.outputs where !["goodbye", "until", "page", "post"].contains(node.id) {
        found["\(node.id): \(output.setBy.joined(separator: ", "))", default: []].append(output.name)
      }
    }
    let failures = "Bad Request, Unauthorized, Forbidden, Internal server error"
    let events =
      "Assigned, Message, PagePush, Transfer, AcceptAttachment, RejectAttachment, UploadAttachment, Complete"
    let ask = "sms.mo, messenger.mo"
    let shared = "Unauthorized, Forbidden, Internal server error"
    let own = [
      "stop": "Conversation ID Does Not Exist, \(shared)",
      "say": "Conversation ID Does Not Exist, Conflict, Illegal Unquoted Character, \(shared)",
      "point": "Not Found, \(shared)", "free": "\(shared), GetAgentCapacityFailure",
    ]
    #expect(
      found == [
        "start: onBegin": [
          "sms.keyword", "sms.message", "sms.serviceNumber", "sms.senderNumber", "sms.timestamp",
          "sms.transId", "sms.media",
        ],
        "chat: onStartConversationSuccess": ["caseId", "activityId", "conversationId"],
        "chat: \(failures)": ["code", "developerMessage"],
        "chat: \(failures), onStartConversationSuccess, \(events)": ["response"],
        "chat: \(events)": [
          "event.type", "event.id", "event.content", "event.contentType", "event.sender", "event.timeStamp",
        ],
        "stop: \(own["stop", default: ""])": ["code", "developerMessage"],
        "stop: onEndConversationSuccess, \(own["stop", default: ""])": ["response"],
        "say: \(own["say", default: ""])": ["code", "developerMessage"],
        "say: onSendMessageSuccess, \(own["say", default: ""])": ["response"],
        "point: onEntryPointConfigSuccess": ["entryPointId", "lastModifiedDate", "attachmentPolicies"],
        "point: \(own["point", default: ""])": ["code", "developerMessage"],
        "point: onEntryPointConfigSuccess, \(own["point", default: ""])": ["response"],
        "free: SlotAvailable, MaximumLoad/NoAgent": ["availableSlots"],
        "free: \(own["free", default: ""])": ["code", "developerMessage"],
        "free: SlotAvailable, MaximumLoad/NoAgent, \(own["free", default: ""])": ["response"],
        "relay: onSuccess, onDRSuccess, onDRFail": ["send.gatewayTid", "send.sentDateTime"],
        "relay: onDRSuccess, onDRFail": ["send.deliveryStatusCode", "send.deliveryStatusDescription"],
        "pause: onTimeout": ["delay.waitTime"],
        "ask: \(ask)": ["receive.message", "receive.channel", "receive.payload"],
        "ask: sms.mo": [
          "sms.keyword", "sms.message", "sms.serviceNumber", "sms.senderNumber", "sms.timestamp",
          "sms.transId", "sms.media",
        ],
        "ask: messenger.mo": [
          "messenger.message", "messenger.psId", "messenger.name", "messenger.appId", "messenger.timestamp",
          "messenger.transId", "messenger.media",
        ],
        "call: onSuccess": [
          "http.statusCode", "http.statusText", "http.responseBody", "http.responseHeaders",
        ],
      ])
  }

  @Test func aNodeWithoutAKnownTypeHasNothing() throws {
    for edit in [#"relay/type = "SendSms""#, "relay - type", "relay/type = 5", "relay = 5"] {
      let node = try node("relay", after: edit)
      #expect(
        node.type == nil && !node.waits && node.edges.isEmpty && node.listings.isEmpty
          && node.outcomes.isEmpty)
    }
  }

  @Test func nodesKeepTheOrderOfTheFileAndTheFirstOfTwoCounts() throws {
    let graph = try graph(after: #"/nodes + "relay": { "type": "Delay", "seconds": 1 }"#)
    #expect(
      graph.nodes.map(\.id) == [
        "relay", "start", "choose", "chat", "page", "stop", "say", "point", "free", "goodbye", "pause",
        "until", "ask",
        "call", "post",
      ])
    #expect(graph.nodes.first?.type == .delay)
    #expect(graph.starts == [NodeID(1)])
  }

  // MARK: Targets

  @Test(arguments: lines(of: targetMeanings))
  func aTargetLeadsWhereItSays(_ line: String) throws {
    let parts = line.components(separatedBy: " → ")
    let graph = try graph(after: "relay/on/onSuccess = \"\(parts[0])\"")
    let listing = try #require(graph.nodes.first { $0.id == "relay" }?.listings.first)
    let meaning =
      switch listing.target {
      case .node(let node)?: "node \(graph[node].id)"
      case .end(let result)?: "\(result.name) \(result.code) \(result.status)"
      case .resume?: "resume"
      case nil: "nothing"
      }
    #expect(meaning == parts[1])
    #expect(listing.written == parts[0])
  }

  @Test func otherwiseIsTheTargetOfWhatIsNotListedButNoIntermediateOutcome() throws {
    let chat = try node("chat")
    let edge = try #require(chat.edges.last)
    #expect(edge.name == "otherwise")
    #expect(
      edge.outcomes.map(\.name) == [
        "onInvalidData", "onauthorizationfail", "Bad Request", "Unauthorized", "Forbidden",
        "Internal server error",
        "onError", "onInvalidChoice",
      ])
    #expect(chat.edges.map(\.name) == ["Message", "onTimeout", "Complete", "otherwise"])
    #expect(chat.edges.map(\.isIntermediate) == [true, false, false, false])
  }

  @Test func anOtherwiseForWhichNoOutcomeIsLeftIsNoEdge() throws {
    let relay = try node(
      "relay",
      after:
        #"relay/on = { "otherwise": "@end", "onSuccess": "@end", "onPolicyFail": "@", "onError": "x", "onTimeout": "@end" }"#
    )
    #expect(relay.edges.map(\.name) == ["onSuccess", "onTimeout"])
    #expect(relay.listings.count == 5)
    #expect(relay.outcomesLeft.isEmpty)
    #expect(relay.otherwise?.written == "@end")
  }

  @Test func aKeyThatIsNoOutcomeIsNoEdge() throws {
    let relay = try node("relay", after: #"relay/on = { "onDRSuccess": "@end", "onError": "@end" }"#)
    #expect(relay.edges.map(\.name) == ["onError"])
    #expect(relay.listings.map { relay.outcome(of: $0)?.name } == [nil, "onError"])
  }

  @Test func namesAreComparedByTheirBytes() throws {
    // The first é is one scalar, the second two: branches, nodes and variables of their own.
    let branches = #"[{ "name": "\u00e9", "any": [] }, { "name": "e\u0301", "any": [] }]"#
    let choose = try node(
      "choose",
      after: #"choose/branches = \#(branches) ;; choose/on = { "e\u0301": "ask", "\u00e9": "post" }"#)
    let written = choose.outcomes.prefix(2).map { choose.listing(of: $0)?.written }
    #expect(written == ["post", "ask"])
    let graph = try graph(
      after: #"/nodes + "\u212a": {} ;; relay/on/onSuccess = "K" ;; /variables + "\u212a": 1"#)
    #expect(graph.nodes.first { $0.id == "relay" }?.listings.first?.target == nil)
    #expect(try reference("$(K)", after: #" ;; /variables + "\u212a": 1"#).subject == .undefined)
  }

  @Test func whereTheResultsHaveAnErrorAnyCustomResultMayBeRight() throws {
    for edit in ["/settings = 5", "/settings/results = []"] {
      guard case .end(let result)? = try node("choose", after: edit).listings.last?.target else {
        Issue.record("\(edit)")
        continue
      }
      #expect(result.name == "noAgent")
    }
  }

  // MARK: Templates

  @Test(arguments: lines(of: referenceMeanings))
  func aReferenceIsToWhatItNames(_ line: String) throws {
    let parts = line.components(separatedBy: " → ")
    let edits = parts[0].components(separatedBy: " ;; ")
    let graph = try graph(
      after: #"post/message = "\#(edits[0])""# + edits.dropFirst().map { " ;; \($0)" }.joined())
    let reference = try #require(graph.references.last)
    let meaning =
      switch reference.subject {
      case .variable(let variable): "variable \(graph.variables[variable.index].name)"
      case .output(let output, let node, let path):
        "\(graph[node].id): \(graph[node].outputs[output.index].name)" + path.map { " \($0)" }.joined()
      case .environmentValue(let name): "environment's \(name)"
      case .secret(let name): "secret \(name)"
      case .uncertain: "uncertain"
      case .undefined: "undefined"
      }
    #expect(meaning == parts[1])
  }

  @Test func aTemplateIsALiteralOneReferenceOrBoth() throws {
    let cases = [
      "": "[]", "a": "[a]", "$$(name)": "[$(name)]", "$(name)": "[1]", " $(name)": "[ |1]",
      "$(name)$(name)": "[1|1]", "$(name | trim)": "[1]",
      "$$($(name)$": "[$(|1|$]", "a\\n$(start.sms.message)b": "[a\n|1|b]",
    ]
    for (text, pieces) in cases {
      let message = try node("post", after: "post/message = \"\(text)\"").message
      let template = try #require(message?.text?.template)
      let parts = template.parts.map { part in if case .literal(let text) = part { text } else { "1" } }
      #expect("[\(parts.joined(separator: "|"))]" == pieces, "\(text)")
      if case .lone = template { #expect(text == "$(name)") } else { #expect(text != "$(name)") }
    }
  }

  @Test func aReferencesPlaceIsTheReferenceInTheSource() throws {
    for (message, marked) in [
      (#"x $(name)!"#, "$(name)"), (#"\n😀\u00e9 $(name)"#, "$(name)"), (#"\u0024(name)"#, #"\u0024(name)"#),
      (#"\"$(na\u006de)\""#, #"$(na\u006de)"#), (#"$$(a) $(start.sms.message)"#, "$(start.sms.message)"),
      (#"\ud83d\ude00$\u0028name\u0029"#, #"$\u0028name\u0029"#),
    ] {
      let source = try EditedFlow("post/message = \"\(message)\"").source.bytes
      let loaded = FlowLoader.load(source)
      let place = try #require(loaded.graph?.references.last?.place)
      #expect(String(decoding: source[place.range], as: UTF8.self) == marked)
      #expect(loaded.document?.pointer(to: place.element) == "/nodes/post/message")
    }
  }

  @Test func referencesThatAreWrittenAlikeEachHaveTheirOwnPlace() throws {
    // More texts than are remembered, each of which comes again, and one that differs in its last byte alone.
    let names = (0..<20).map { "name\($0 % 10)" } + ["name0", "name00", "env.a", "env.a", "env.b"]
    let variables = Set(names.filter { !$0.contains(".") }).sorted()
    let nodes = names.enumerated().map { index, name in
      #""send\#(index)": { "type": "SendSMS", "destination": "$(\#(name))", "message": "$(\#(name)) $(\#(name))" }"#
    }
    let source = """
      { "formatVersion": 1, "name": "a",
        "variables": { \(variables.map { "\"\($0)\": \"\"" }.joined(separator: ", ")) },
        "nodes": { \(nodes.joined(separator: ", ")) } }
      """
    let graph = try #require(FlowLoader.load(Array(source.utf8)).graph)
    let written = graph.references.map { String(decoding: Array(source.utf8)[$0.place.range], as: UTF8.self) }
    #expect(written == names.flatMap { Array(repeating: "$(\($0))", count: 3) })
    let subjects = graph.references.map { reference -> String in
      switch reference.subject {
      case .variable(let variable): graph.variables[variable.index].name
      case .environmentValue(let name): "env.\(name)"
      case .output, .secret, .uncertain, .undefined: "?"
      }
    }
    #expect(subjects == names.flatMap { Array(repeating: $0, count: 3) })
    #expect(Set(graph.references.map(\.place.element)).count == 2 * names.count)
  }

  // MARK: The rest

  @Test func settingsHaveDefaults() throws {
    let given = try graph().settings
    #expect(given.nodeExecutionLimit == 500 && given.expiresAfterSeconds == 3600)
    #expect(
      given.results == [
        FlowResult(name: "resolved", code: 201, status: .success),
        FlowResult(name: "noAgent", code: 301, status: .incomplete),
      ])
    for edit in ["/ - settings", "/settings = {}", "/settings = 5"] {
      let settings = try graph(after: edit).settings
      #expect(
        settings.nodeExecutionLimit == 1000 && settings.expiresAfterSeconds == nil && settings.results.isEmpty
      )
    }
    #expect(try graph(after: "/settings/nodeExecutionLimit = 1e3").settings.nodeExecutionLimit == 1000)
  }

  @Test func variablesKeepTheirValuesAndOrder() throws {
    let variables = try graph(after: #"/variables + "text": "$(", "count": 7"#).variables
    #expect(variables.map(\.name) == ["text", "count", "conversationId", "name", "known"])
    #expect(
      variables.map(\.initialValue) == [
        .text("$("), .number(JSONNumber(7)), .null, .text("Customer"), .boolean(false),
      ])
  }

  @Test func assignmentsAreInFileOrder() throws {
    let start = try node("start")
    #expect(start.onLeave.map(\.name) == ["name", "known", "conversationId"])
    #expect(start.onLeave.map(\.variable) == [VariableID(1), VariableID(3), VariableID(0)])
    #expect(start.onEnter.map(\.name) == ["count"])
    #expect(
      try node("relay", after: #"relay + "onEnter": { "set": { "foo": 1 } }"#).onEnter.map(\.variable) == [
        nil
      ])
  }

  @Test func suppressionsHaveTheirReasons() throws {
    let graph = try graph(after: #"/lintIgnore + "RF103": "no", "RF301": """#)
    #expect(graph.suppressions.map { "\($0.code) \($0.reason)" } == ["RF602 it is a fixture"])
    #expect(graph.nodes.first?.suppressions.map { "\($0.code) \($0.reason)" } == ["RF203 it is a fixture"])
  }

  @Test func aGraphKnowsTheCodesOfItsErrors() throws {
    #expect(try graph().loadingErrors == [])
    #expect(
      try graph(after: #"relay/message = "$(" ;; pause + "foo": 1"#).loadingErrors == [
        .invalidValue, .unknownField,
      ])
  }

  @Test func aFlowMayRunOnlyWhereEachNodeHasWhatItsTypeNeeds() throws {
    #expect(ValidatedFlow(validated: try graph(), isForced: false)?.nodes.count == 15)
    let incomplete = [
      "stop - conversationId", "say - message", "point - entryPointId", "free - authorization",
      "start - trigger", "start/trigger - channel", "start/trigger - number", "choose - branches",
      "choose/branches/0/all/0 - operand", "chat - method", "chat - authorization", "chat - input",
      "chat/input/firstName = 7", "relay - destination", "relay - from", "relay - message", "pause - seconds",
      "until - until", "ask - channels", "ask - timeoutSeconds", "ask/channels = {}", "call - method",
      "call - url",
      "post - destination", "post - message", "post - type",
    ]
    for edit in incomplete {
      #expect(ValidatedFlow(validated: try graph(after: edit), isForced: true) == nil, "\(edit)")
    }
  }

  private func graph(after edits: String = "/name = \"a\"") throws -> FlowGraph {
    try #require(FlowLoader.load(try EditedFlow(edits).source.bytes).graph)
  }

  private func node(_ id: NodeName, after edits: String = "/name = \"a\"") throws -> FlowNode {
    try #require(try graph(after: edits).nodes.first { $0.id == id })
  }

  private func reference(_ template: String, after edits: String) throws -> Reference {
    try #require(try graph(after: "post/message = \"\(template)\"\(edits)").references.last)
  }
}
