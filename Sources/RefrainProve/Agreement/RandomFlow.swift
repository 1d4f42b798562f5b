import RefrainKit

/// A random flow of a few nodes that loads without an error but, on purpose in about half of them, those of the
/// conversation.
///
/// In a careful flow the nodes are of two kinds: those of the branches, none of which waits, and the others. A branch
/// leads to the former alone. In the other half a target is anything now and then.
struct RandomFlow {
  /// What a node is.
  private enum Kind: CaseIterable {
    case sms, messenger, report, delay, receive, http, conversation, branch, end, say, point, free

    var waits: Bool {
      switch self {
      case .sms, .messenger, .branch, .end, .say, .point, .free: false
      case .report, .delay, .receive, .http, .conversation: true
      }
    }
  }

  private var random: SeededGenerator
  private let isCareful: Bool
  private let hasBranches: Bool
  private var main: [String] = []
  private var branch: [String] = []

  /// The flow of a seed.
  /// - Parameter size: How many nodes there are besides the Start.
  static func json(seed: UInt64, size: ClosedRange<Int> = usualSize) -> JSON {
    var flow = RandomFlow(seed)
    return flow.file(size)
  }

  private init(_ seed: UInt64) {
    random = SeededGenerator(seed: seed)
    isCareful = random.happens(onceIn: 3)
    hasBranches = random.happens(onceIn: 3)
  }

  /// With the Start 3 to 12 nodes.
  static let usualSize = 2...11

  private mutating func file(_ size: ClosedRange<Int>) -> JSON {
    var kinds: [(id: String, kind: Kind)] = [("open", .conversation)]
    main.append("open")
    for index in 1..<Int(random.integer(in: Int64(size.lowerBound)...Int64(size.upperBound))) {
      var kind = random.pick(Kind.allCases + [.sms, .sms, .messenger])
      if kind == .branch, !hasBranches { kind = .sms }
      let isOfBranch = !kind.waits && !random.happens(onceIn: 4)
      let id = "n\(index)"
      if isOfBranch { branch.append(id) } else { main.append(id) }
      kinds.append((id, kind))
    }
    var nodes: JSONObject = [
      "start": [
        "type": "Start", "trigger": ["channel": "sms", "number": "+15555550100"],
        "on": ["onBegin": .string(random.happens(onceIn: 2) ? "open" : random.pick(main))],
      ]
    ]
    for (id, kind) in kinds { nodes[id] = node(kind, isOfBranch: branch.contains(id)) }
    return [
      "formatVersion": 1, "name": "Random", "settings": ["nodeExecutionLimit": 60],
      "variables": ["greeting": "Hi", "nothing": nil],
      "lintIgnore": ["RF206": "the limit ends a loop"], "nodes": .object(nodes),
    ]
  }

  private mutating func node(_ kind: Kind, isOfBranch: Bool) -> JSON {
    var node = fields(of: kind)
    var on = JSONObject()
    for outcome in outcomes(of: kind) {
      on[outcome.name] = .string(target(ofBranch: isOfBranch || outcome.isIntermediate))
    }
    if kind == .free { on["NoAgentAvailable"] = .string(target(ofBranch: isOfBranch)) }
    if random.happens(onceIn: 3), on["none"] == nil {
      on["otherwise"] = .string(target(ofBranch: isOfBranch))
      // What is main or closing need not be listed then.
      if let main = outcomes(of: kind).first?.name, random.happens(onceIn: 4) { on[main] = nil }
    }
    node["on"] = .object(on)
    return .object(node)
  }

  private mutating func target(ofBranch: Bool) -> String {
    if !isCareful, random.happens(onceIn: 3) { return random.pick(main + branch) }
    switch (random.index(below: 8), ofBranch) {
    case (0...2, true): return "@resume"
    case (0, false): return random.pick(["@end", "@end:incomplete"])
    case (3, true): return random.happens(onceIn: 3) ? "@end:error" : "@resume"
    case (_, true): return branch.isEmpty ? "@resume" : random.pick(branch)
    case (_, false): return random.pick(main)
    }
  }
}

/// What the nodes are made of.
extension RandomFlow {
  /// Outcomes to list: the first is main or closing and always listed, of the others some.
  private mutating func outcomes(of kind: Kind) -> [(name: String, isIntermediate: Bool)] {
    let (first, failures, events): (String, [String], [String]) =
      switch kind {
      case .sms, .messenger: ("onSuccess", ["onPolicyFail", "onError", "onTimeout"], [])
      case .report: ("onDRSuccess", ["onDRFail", "onPolicyFail", "onError", "onTimeout"], [])
      case .end:
        (
          "onEndConversationSuccess",
          ["Conversation ID Does Not Exist", "onInvalidData", "onTimeout", "onInvalidChoice"], []
        )
      case .say:
        (
          "onSendMessageSuccess",
          ["Conflict", "Illegal Unquoted Character", "onInvalidData", "onTimeout", "onInvalidChoice"], []
        )
      case .point: ("onEntryPointConfigSuccess", ["Not Found", "onError", "onInvalidChoice"], [])
      case .free:
        ("AgentAvailable", ["GetAgentAvailabilityFailure", "onauthorizationfail", "onInvalidChoice"], [])
      case .delay: ("onTimeout", ["onError"], [])
      case .receive: ("sms.mo", ["onTimeout", "onError"], [])
      case .http: ("onSuccess", ["onError", "onTimeout"], [])
      case .conversation:
        (
          "Complete",
          ["onInvalidData", "onauthorizationfail", "Bad Request", "onTimeout", "onError", "onInvalidChoice"],
          ["onStartConversationSuccess", "Message", "Transfer"]
        )
      case .branch: ("none", ["yes"], [])
      }
    let listed = failures.filter { _ in kind == .branch || random.happens(onceIn: 3) }
    let branches = events.filter { _ in !random.happens(onceIn: 3) }
    return [(first, false)] + listed.map { ($0, false) } + branches.map { ($0, true) }
  }

  private mutating func fields(of kind: Kind) -> JSONObject {
    switch kind {
    case .sms:
      ["type": "SendSMS", "destination": "+15555550142", "from": "+15555550100", "message": message()]
    case .messenger: ["type": "SendMessenger", "destination": "5555550142", "message": message()]
    case .report:
      [
        "type": "SendSMS", "destination": "+15555550142", "from": "+15555550100", "message": message(),
        "waitFor": "deliveryReport",
      ]
    case .delay:
      random.happens(onceIn: 4)
        ? ["type": "Delay", "until": random.pick(["2025-01-01T00:00:00Z", "$(greeting)"])]
        : ["type": "Delay", "seconds": random.pick([30, 0, "$(greeting)", "60"])]
    case .receive: ["type": "Receive", "channels": ["sms": [:]], "timeoutSeconds": 60]
    case .end: ["type": "EndConversation", "authorization": "ece", "conversationId": filled("c-1")]
    case .say:
      [
        "type": "SendMessage", "authorization": "ece", "conversationId": "c-1", "message": filled("Hi"),
        "format": random.pick(["plain", "html"]),
      ]
    case .point: ["type": "EntrypointConfiguration", "authorization": "ece", "entryPointId": filled("1001")]
    case .free: ["type": "AgentAvailability", "authorization": "ece", "entryPointId": "1001"]
    case .http: ["type": "HTTPRequest", "method": "GET", "url": "https://example.com"]
    case .conversation: conversation()
    case .branch:
      [
        "type": "Branch",
        "branches": [
          [
            "name": "yes",
            "any": [["value": "$(open.event.content)", "operator": "equals", "operand": "yes"]],
          ]
        ],
      ]
    }
  }

  /// A text, or now and then one that is empty.
  private mutating func filled(_ text: JSON) -> JSON { random.happens(onceIn: 6) ? "$(nothing)" : text }

  private mutating func message() -> JSON {
    random.pick([
      "Hi", "Hi", "$(greeting)", "$(start.sms.message)", "$(nothing)", "$(nothing)", "$(nothing)!",
    ])
  }

  private mutating func conversation() -> JSONObject {
    [
      "type": "StartConversation", "method": "sms", "authorization": "ece",
      "forwardCustomerMessages": .boolean(random.happens(onceIn: 2)),
      "input": [
        "key": "mobile.phone", "entryPointId": "1001", "lastModifiedDate": "2026-01-15T09:30:00Z",
        "isRichTextSupported": false, "transactionId": "$(start.sms.transId)",
        "firstName": random.happens(onceIn: 8) ? "$(nothing)" : "Ana", "clusterId": "c1",
        "phoneNumber": "5555550142", "countryCode": "1",
      ],
    ]
  }
}

extension SeededGenerator {
  /// One of several things.
  fileprivate mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[index(below: elements.count)]
  }

  /// Whether something happens that does once in so many times.
  fileprivate mutating func happens(onceIn times: Int) -> Bool { index(below: times) == 0 }
}
