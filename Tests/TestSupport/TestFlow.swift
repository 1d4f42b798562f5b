import Diagnostics
package import FlowInterpreter
import FlowLoading
package import FlowModel
package import JSONSyntax

/// Flows of tests: a trigger on SMS, and nodes.
package enum TestFlow {
  package static let number = "+15550100"
  package static let customer: CustomerAddress = "+14155550123"
  package static let start = Timestamp(milliseconds: 1_767_225_600_000)

  /// A machine that runs a flow with those nodes, of which the session enters the first after the Start.
  package static func machine(
    _ nodes: JSONObject, named name: String = "Test", settings: JSON = [:], keyword: String = "*",
    variables: JSON = [:], onlyWithoutLiveSession: Bool = true, trigger: JSON? = nil
  ) throws -> FlowMachine {
    var all: JSONObject = [
      "start": [
        "type": "Start",
        "trigger": trigger ?? [
          "channel": "sms", "number": .string(number), "keyword": .string(keyword),
          "onlyWithoutLiveSession": .boolean(onlyWithoutLiveSession),
        ],
        "on": ["onBegin": .string(nodes.first?.key ?? "")],
      ]
    ]
    for node in nodes { all[node.key] = node.value }
    let file: JSON = [
      "formatVersion": 1, "name": .string(name), "settings": settings, "variables": variables,
      "nodes": .object(all),
    ]
    let loaded = FlowLoader.load(Array(file.compact.utf8))
    guard loaded.findings.isEmpty, let graph = loaded.graph,
      let flow = ValidatedFlow(validated: graph, isForced: false)
    else {
      throw InvalidFlow(messages: loaded.findings.map(\.message))
    }
    return FlowMachine(FlowProgram(flow))
  }

  package struct InvalidFlow: Error {
    package let messages: [String]
  }

  /// A StartConversation with those ways on.
  package static func conversation(_ on: JSON) -> JSON {
    [
      "type": "StartConversation", "method": "sms", "authorization": "ece", "forwardCustomerMessages": true,
      "input": [
        "key": "mobile.phone", "entryPointId": "1001", "lastModifiedDate": "2026-01-15T09:30:00Z",
        "isRichTextSupported": false, "transactionId": "$(start.sms.transId)", "firstName": "Ana",
        "clusterId": "c1",
        "phoneNumber": "4155550123", "countryCode": "1",
      ],
      "on": on,
    ]
  }

  /// A SendSMS with those ways on.
  package static func sms(_ text: String, _ on: JSON, waitFor: String = "gatewaySubmit") -> JSON {
    [
      "type": "SendSMS", "destination": .string(customer.text), "from": .string(number),
      "message": .string(text),
      "waitFor": .string(waitFor), "on": on,
    ]
  }

  /// A conversation whose messages go to the customer.
  package static let chat: JSONObject = [
    "open": conversation(["Message": "relay", "Complete": "@end"]),
    "relay": sms("$(open.event.content)", ["onSuccess": "@resume"]),
  ]

  /// What the customer writes.
  package static func message(
    _ text: String = "hi", from: CustomerAddress = customer, number transaction: Int = 1, media: Int = 0
  ) -> InboundMessage {
    InboundMessage(
      channel: .sms, from: from, to: BusinessAddress(number), text: text,
      transactionID: "transaction-\(transaction)", media: media)
  }

  /// A successful answer.
  package static func started(_ id: ConversationID) -> ConversationAnswer {
    .started(
      status: 200, StartedConversation(id: id, caseID: "k", activityID: "a", body: ["id": .string(id.text)]))
  }

  /// A session of `chat` whose conversation `c` is open, and which relays the agent's first message.
  package static func onBranch(_ machine: FlowMachine) throws -> SessionState {
    var (state, _) = machine.start(with: message(), at: start)
    guard case .conversationAnswer(let request, _)? = state.wait else {
      throw InvalidFlow(messages: ["no answer is awaited"])
    }
    _ = machine.resume(&state, with: .conversationAnswered(started("c"), to: request, held: []), at: start)
    _ = machine.resume(&state, with: .eventArrived(event("Message", "m0", in: "c")), at: start)
    return state
  }

  /// An event of a conversation.
  package static func event(_ type: String, _ id: EventID, in conversation: ConversationID? = nil)
    -> WebhookEvent
  {
    WebhookEvent(id: id, conversationID: conversation, type: type, content: "text of \(id)", sender: "user")
  }
}

extension FlowMachine {
  /// Begins the only session, with a turn of its own. The message is one that begins it.
  package func start(with message: InboundMessage, at now: Timestamp) -> (state: SessionState, turn: Turn) {
    guard let beginning = beginning(with: .message(message)) else {
      preconditionFailure("the test's message begins no session")
    }
    var turn = Turn()
    return (beginning.begin(SessionKey("session-1"), at: now, in: &turn), turn)
  }

  /// Resumes a session, with a turn of its own.
  package func resume(_ state: inout SessionState, with input: SessionInput, at now: Timestamp) -> Turn {
    var turn = Turn()
    resume(&state, with: input, at: now, in: &turn)
    return turn
  }
}

extension TraceRecord {
  /// The record in short: its type, and the event or node that it tells of.
  package var short: String {
    let json = json(traceStart: TestFlow.start)
    let subject = json["id"] ?? json["node"] ?? json["result"]
    return [json["type"]?.string, subject?.string].compactMap { $0 }.joined(separator: " ")
  }
}
