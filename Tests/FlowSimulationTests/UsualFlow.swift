import JSONSyntax

/// The flow file of a transcript: what its cases say, and around it what is usual.
enum UsualFlow {
  /// The customer's number.
  static let customer = "+14155550123"
  /// The customer's page-scoped id.
  static let psid = "psid-1"

  /// The file with `nodes`, and with `settings`, `variables` and `trigger` where they are given.
  ///
  /// A node is given what its type requires and it does not say. A `start` that leads to the first node is put before
  /// the others, where none of them is a Start.
  static func file(_ parts: [String: JSON]) -> JSON {
    let trigger = parts["trigger"] ?? ["channel": "sms", "number": "+15550100"]
    let source = trigger["channel"]?.string ?? "sms"
    let channel = trigger["customer"]?["channel"]?.string ?? source
    var nodes = JSONObject()
    let given = parts["nodes"]?.object ?? JSONObject()
    if !given.contains(where: { $0.value["type"] == "Start" }) {
      nodes["start"] = [
        "type": "Start", "trigger": trigger, "on": ["onBegin": .string(given.first?.key ?? "")],
      ]
    }
    for field in given { nodes[field.key] = complete(field.value, channel: channel, source: source) }
    var file: JSONObject = ["formatVersion": 1, "name": "Test", "nodes": .object(nodes)]
    for name in ["settings", "variables"] { file[name] = parts[name] }
    return .object(file)
  }

  /// - Parameter source: What begins a session: the channel, or a webhook.
  private static func complete(_ node: JSON, channel: String, source: String) -> JSON {
    guard var fields = node.object else { return node }
    let usual: JSONObject =
      switch fields["type"]?.string {
      case "StartConversation":
        ["method": .string(channel), "authorization": "ece", "input": .object(input(channel, source))]
      case "EndConversation": ["authorization": "ece", "conversationId": "$(open.conversationId)"]
      case "SendMessage":
        ["authorization": "ece", "conversationId": "$(open.conversationId)", "message": "Hi"]
      case "EntrypointConfiguration", "AgentAvailability": ["authorization": "ece", "entryPointId": "1001"]
      case "SendSMS": ["destination": .string(customer), "from": "+15550100", "message": "Hi"]
      case "SendMessenger": ["destination": .string(psid), "message": "Hi"]
      case "Receive": ["timeoutSeconds": 60, "channels": [channel == "sms" ? "sms" : "messenger": [:]]]
      default: [:]
      }
    for field in usual where fields[field.key] == nil { fields[field.key] = field.value }
    if let own = fields["input"]?.object {
      // A case says only what is special; null takes an input away.
      var merged = input(channel, source)
      for field in own {
        merged[field.key] = field.value.isNull && field.key != "conversationId" ? nil : field.value
      }
      fields["input"] = .object(merged)
    }
    return .object(fields)
  }

  private static func input(_ channel: String, _ source: String) -> JSONObject {
    let isSMS = channel == "sms"
    var input: JSONObject = [
      "key": isSMS ? "mobile.phone" : "custom.facebookpsid", "entryPointId": "1001",
      "lastModifiedDate": "2026-01-15T09:30:00Z", "isRichTextSupported": false,
      "transactionId": "$(start.\(source).transId)", "firstName": "Ana", "clusterId": "c1",
    ]
    if isSMS {
      input["phoneNumber"] = "4155550123"
      input["countryCode"] = "1"
    } else {
      input["facebookPsid"] = "$(start.messenger.psId)"
    }
    return input
  }
}
