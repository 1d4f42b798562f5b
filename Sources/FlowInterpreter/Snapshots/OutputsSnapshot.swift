import FlowModel
import JSONSyntax

// What nodes have left behind, as a snapshot holds it: an object whose members tell one kind from another.

extension NodeOutputs {
  /// The outputs as a snapshot holds them.
  var json: JSON {
    switch self {
    case .trigger(let message): ["began": message.json]
    case .received(let latest, let other): ["took": .array([latest.json] + (other.map { [$0.json] } ?? []))]
    case .conversation(let conversation): .object(conversation.value.members)
    case .sent(let transactionID, let time, let report):
      .object(
        JSONObject(
          [
            JSONField(key: "sent", value: .string(transactionID)), JSONField(key: "at", value: time.json),
          ] + (report.map { [JSONField(key: "report", value: $0.value.json)] } ?? [])))
    case .waited(let seconds): ["waited": .number(seconds)]
    case .answered(let response):
      [
        "status": .number(Double(response.value.status)), "words": .string(response.value.statusText),
        "headers": .object(response.value.headers), "body": response.value.body,
      ]
    }
  }

  /// Reads outputs.
  init(_ reader: SnapshotReader) throws(SnapshotError) {
    if reader["began"] != nil {
      self = .trigger(try DatedMessage(reader.object("began")))
    } else if reader["took"] != nil {
      var messages: [DatedMessage] = []
      for message in try reader.list("took") { messages.append(try DatedMessage(SnapshotReader(message))) }
      guard let latest = messages.first else { throw .unreadable("a Receive has taken nothing") }
      self = .received(latest, other: messages.dropFirst().first)
    } else if reader["sent"] != nil {
      let report = reader["report"] == nil ? nil : try DeliveryReport(reader.object("report"))
      self = .sent(
        transactionID: try reader.text("sent"), at: try reader.time("at"), report: report.map(Boxed.init))
    } else if reader["waited"] != nil {
      self = .waited(seconds: try reader.number("waited"))
    } else if reader["status"] != nil {
      self = .answered(
        Boxed(
          HTTPResponse(
            status: try reader.integer("status"), statusText: try reader.text("words"),
            headers: reader["headers"]?.object ?? [:], body: reader["body"] ?? .null)))
    } else {
      self = .conversation(Boxed(try ConversationOutputs(reader)))
    }
  }
}

extension ConversationOutputs {
  fileprivate var members: JSONObject {
    var members = JSONObject()
    members["latest"] = .string(latest.rawValue)
    members["started"] = started.map { started in
      .array([
        .string(started.value.id), JSON(started.value.caseID), JSON(started.value.activityID),
        started.value.body,
      ])
    }
    members["refused"] = refusal.map { refusal in
      .array([refusal.value.code, JSON(refusal.value.developerMessage), refusal.value.body])
    }
    members["event"] = event?.wire
    return members
  }

  fileprivate init(_ reader: SnapshotReader) throws(SnapshotError) {
    latest = try reader.choice("latest")
    let started = try reader.list("started")
    if let id = started.first {
      guard started.count == 4, let id = id.string else { throw .unreadable("a conversation has no id") }
      self.started = Boxed(
        StartedConversation(
          id: id, caseID: started[1].string, activityID: started[2].string, body: started[3]))
    }
    let refused = try reader.list("refused")
    if refused.count == 3 {
      refusal = Boxed(Refusal(code: refused[0], developerMessage: refused[1].string, body: refused[2]))
    }
    event = reader["event"].flatMap(WebhookEvent.init(kept:))
  }
}

extension DatedMessage {
  fileprivate var json: JSON {
    var members = JSONObject()
    members["channel"] = .string(message.channel.rawValue)
    members["from"] = .string(message.from)
    members["to"] = message.to.map { .string($0) }
    members["text"] = .string(message.text)
    members["name"] = message.name.map { .string($0) }
    members["id"] = .string(message.transactionID)
    members["at"] = time.json
    return .object(members)
  }

  fileprivate init(_ reader: SnapshotReader) throws(SnapshotError) {
    self.init(
      message: InboundMessage(
        channel: try reader.choice("channel"), from: try reader.text("from"), to: reader["to"]?.string,
        text: try reader.text("text"), name: reader["name"]?.string, transactionID: try reader.text("id")),
      time: try reader.time("at"))
  }
}

extension DeliveryReport {
  fileprivate var json: JSON {
    [
      "delivered": .boolean(isDelivered), "code": .string(statusCode), "words": .string(statusDescription),
    ]
  }

  fileprivate init(_ reader: SnapshotReader) throws(SnapshotError) {
    self.init(
      isDelivered: reader["delivered"]?.boolean ?? false, statusCode: try reader.text("code"),
      statusDescription: try reader.text("words"))
  }
}

extension Timestamp {
  fileprivate var json: JSON { .number(Double(milliseconds)) }
}
