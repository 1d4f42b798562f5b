import RefrainKit

/// W3: flow files, from bytes to findings.
enum LoadingWorks {
  static var all: [Work] {
    [
      Work(
        name: "validate-1000", summary: "load and validate, all rules, 1,000 nodes", unit: "µs/node",
        goal: .none,
        measure: { try await validate($0, nodes: 1000) }),
      Work(
        name: "validate-10000", summary: "the same, 10,000 nodes", unit: "µs/node", goal: .none,
        measure: { try await validate($0, nodes: 10_000) }),
      Work(
        name: "parse", summary: "JSON to the positioned tree, a flow of 5 MB", unit: "MB/s",
        goal: .atLeast(250),
        measure: parse),
      Work(
        name: "scan", summary: "limit: a scan of the same bytes", unit: "MB/s", goal: .none, measure: scan),
    ]
  }

  private static func validate(_ plan: Plan, nodes: Int) async throws -> Measurement? {
    let file = LargeFlow.file(nodes: plan.scaled(nodes))
    let linter = Linter()
    guard let count = linter.lint(file, named: "large.flow.json").graph?.nodes.count else {
      throw UnexpectedState()
    }
    let rounds = max(1, 20_000 / nodes)
    let measurement = await Measurement(plan, per: count * rounds) {
      ProcessorTime.measure {
        for _ in 0..<rounds { _ = linter.lint(file, named: "large.flow.json") }
      }
    }
    return measurement.map { $0 / 1000 }
  }

  private static func parse(_ plan: Plan) async throws -> Measurement? {
    let file = LargeFlow.file(nodes: plan.scaled(11_800))
    let measurement = try await Measurement(plan, per: file.count) {
      try ProcessorTime.measure { _ = try JSONDocument(parsing: file) }
    }
    return measurement.map { 1000 / $0 }
  }

  private static func scan(_ plan: Plan) async throws -> Measurement? {
    let file = LargeFlow.file(nodes: plan.scaled(11_800))
    var quotes = 0
    let measurement = await Measurement(plan, per: file.count) {
      ProcessorTime.measure { for byte in file where byte == UInt8(ascii: "\"") { quotes += 1 } }
    }
    precondition(quotes > 0, "the scan's result is used")
    return measurement.map { 1000 / $0 }
  }
}

/// A valid flow of any size: agents' conversations follow one another, each with branches of messages and a question
/// after it.
enum LargeFlow {
  /// The file of a flow with some 425 bytes a node.
  static func file(nodes: Int) -> [UInt8] {
    let conversations = max(1, nodes / 6)
    var text = """
      {
        "formatVersion": 1,
        "name": "Large",
        "variables": { "customer": "Customer" },
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": { "channel": "sms", "number": "+15555550100" },
            "on": { "onBegin": "open0" }
          }
      """
    for number in 0..<conversations {
      text += conversation(number, following: number + 1 < conversations ? "open\(number + 1)" : "@end")
    }
    return Array((text + "\n  }\n}\n").utf8)
  }

  private static func send(_ id: String, _ message: String, _ rest: String) -> String {
    """
    ,
        "\(id)": {
          "type": "SendSMS",
          "description": "Tells the customer, in a sentence or two, what has just happened to their order.",
          "destination": "$(start.sms.senderNumber)",
          "from": "+15555550100",
          "message": "\(message)",
          \(rest)
        }
    """
  }

  private static func conversation(_ number: Int, following: String) -> String {
    let open = "open\(number)"
    return """
      ,
          "\(open)": {
            "type": "StartConversation",
            "method": "sms",
            "authorization": "ece-main",
            "input": {
              "key": "mobile.phone",
              "entryPointId": "1001",
              "lastModifiedDate": "2026-01-15T09:30:00Z",
              "isRichTextSupported": false,
              "transactionId": "$(start.sms.transId)",
              "firstName": "$(customer)",
              "phoneNumber": "5555550142",
              "countryCode": "1",
              "clusterId": "c1"
            },
            "on": {
              "Message": "relay\(number)",
              "Transfer": "moved\(number)",
              "Complete": "ask\(number)",
              "otherwise": "@end:error"
            }
          }
      """
        + send(
          "relay\(number)", "$(\(open).event.content)",
          #""on": { "onSuccess": "@resume", "onError": "again\#(number)" }"#)
        + send("again\(number)", "Again: $(\(open).event.content)", #""on": { "onSuccess": "@resume" }"#)
        + send(
          "moved\(number)", "You are being passed on, $(customer).", #""on": { "onSuccess": "@resume" }"#)
        + send(
          "ask\(number)", "Anything else?",
          #""waitFor": "deliveryReport", "on": { "onDRSuccess": "hear\#(number)" }"#)
          + """
          ,
              "hear\(number)": {
                "type": "Receive",
                "description": "Hears whether the customer wants to go on; whatever they write leads to the next agent.",
                "channels": { "sms": { "number": "+15555550100", "keyword": "*" } },
                "timeoutSeconds": 3600,
                "onLeave": { "set": { "customer": "$(hear\(number).receive.message)" } },
                "on": { "sms.mo": "\(following)", "onTimeout": "@end" }
              }
          """
  }
}
