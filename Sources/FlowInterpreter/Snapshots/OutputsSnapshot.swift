import FlowModel
import JSONSyntax

// What nodes have left behind, as a snapshot holds it: an object whose members tell one kind from another.

extension JSONWriter {
  /// Writes what a node of a session has left behind.
  mutating func value(_ outputs: NodeOutputs, of state: SessionState) {
    beginObject()
    switch outputs {
    case .trigger(let message):
      key("began")
      value(message, to: state.customer)
    case .received(let messages):
      key("took")
      beginArray()
      value(messages.value.latest, to: state.customer)
      if let other = messages.value.other { value(other, to: state.customer) }
      endArray()
    case .conversation(let conversation, let latest):
      members(conversation.value, latest: latest, of: state.conversation)
    case .sent(let submission):
      member("sent", submission.value.transactionID)
      member("at", Int(submission.value.time.milliseconds))
      if let report = submission.value.report { member("report", report.value) }
    case .waited(let seconds): member("waited", seconds)
    case .answered(let response):
      member("status", response.value.status)
      member("words", response.value.statusText)
      member("headers", .object(response.value.headers))
      member("body", response.value.body)
    }
    endObject()
  }

  private mutating func members(
    _ outputs: ConversationOutputs, latest: ConversationResponse, of conversation: Conversation
  ) {
    if latest != outputs.usualLatest { member("latest", latest.rawValue) }
    if let started = outputs.started {
      key("started")
      beginArray()
      string(started.id.text)
      value(JSON(started.caseID))
      value(JSON(started.activityID))
      value(started.body)
      endArray()
    }
    if let refusal = outputs.refusal?.value {
      key("refused")
      beginArray()
      value(refusal.code)
      value(JSON(refusal.developerMessage))
      value(refusal.body)
      endArray()
    }
    if let event = outputs.event {
      key("event")
      value(event, in: conversation)
    }
  }

  /// Writes an event: what it says, where its message on the wire says nothing else, or else that message.
  private mutating func value(_ event: WebhookEvent, in conversation: Conversation) {
    guard event.otherWire == nil, case .outcome = event.kind,
      event.conversationID == conversation.id
    else { return value(event.wire) }
    beginArray()
    string(event.id.text)
    string(event.kind.name)
    value(JSON(event.content))
    value(JSON(event.sender))
    value(event.timeStamp.map { .number($0) } ?? .null)
    endArray()
  }

  /// Writes a message; its sender and channel only where they are not the customer's.
  private mutating func value(_ message: DatedMessage, to customer: Customer) {
    let (message, time) = (message.message, message.time)
    beginObject()
    if message.channel != customer.channel { member("channel", message.channel.rawValue) }
    if message.from != customer.address { member("from", message.from.text) }
    if let to = message.to { member("to", to) }
    member("text", message.text)
    if let name = message.name { member("name", name) }
    member("id", message.transactionID)
    member("at", Int(time.milliseconds))
    endObject()
  }

  private mutating func member(_ name: String, _ report: DeliveryReport) {
    key(name)
    beginObject()
    member("delivered", report.isDelivered)
    member("code", report.statusCode)
    member("words", report.statusDescription)
    endObject()
  }
}

extension NodeOutputs {
  /// Reads what a node has left behind in a session of a customer with a conversation.
  init(_ reader: SnapshotReader, of customer: Customer, _ conversation: Conversation) throws(SnapshotError) {
    if reader["began"] != nil {
      self = .trigger(try DatedMessage(reader.object("began"), of: customer))
    } else if reader["took"] != nil {
      var messages: [DatedMessage] = []
      for message in try reader.list("took") {
        messages.append(try DatedMessage(SnapshotReader(message), of: customer))
      }
      guard let latest = messages.first else { throw .unreadable("a Receive has taken nothing") }
      self = .received(Boxed(ReceivedMessages(latest: latest, other: messages.dropFirst().first)))
    } else if reader["sent"] != nil {
      let report = reader["report"] == nil ? nil : try DeliveryReport(reader.object("report"))
      self = .sent(
        Boxed(
          Submission(
            transactionID: try reader.text("sent"), time: try reader.time("at"),
            report: report.map(Boxed.init))))
    } else if reader["waited"] != nil {
      self = .waited(seconds: try reader.number("waited"))
    } else if reader["status"] != nil {
      self = .answered(
        Boxed(
          HTTPResponse(
            status: try reader.integer("status"), statusText: try reader.text("words"),
            headers: reader["headers"]?.object ?? [:], body: reader["body"] ?? .null)))
    } else {
      let outputs = try ConversationOutputs(reader, of: conversation)
      self = .conversation(
        Boxed(outputs),
        latest: reader["latest"] == nil ? outputs.usualLatest : try reader.choice("latest"))
    }
  }
}

extension ConversationOutputs {
  /// What comes last in most conversations that have come so far.
  fileprivate var usualLatest: ConversationResponse {
    if event != nil { .event } else if started != nil { .started } else { .none }
  }

  fileprivate init(_ reader: SnapshotReader, of conversation: Conversation) throws(SnapshotError) {
    let started = try reader.list("started")
    if let id = started.first {
      guard started.count == 4, let id = id.string else { throw .unreadable("a conversation has no id") }
      self.started = StartedConversation(
        id: ConversationID(id), caseID: started[1].string, activityID: started[2].string, body: started[3])
    }
    let refused = try reader.list("refused")
    if refused.count == 3 {
      refusal = Boxed(Refusal(code: refused[0], developerMessage: refused[1].string, body: refused[2]))
    }
    event = try reader["event"].map { event throws(SnapshotError) in
      guard let event = WebhookEvent(kept: event, in: conversation) else {
        throw .unreadable("the event that came last is none")
      }
      return event
    }
  }
}

extension WebhookEvent {
  fileprivate init?(kept json: JSON, in conversation: Conversation) {
    guard let parts = json.array else {
      self.init(kept: json)
      return
    }
    guard parts.count == 5, let id = parts[0].string, let name = parts[1].string else { return nil }
    self.init(
      id: EventID(id), conversationID: conversation.id, type: name, content: parts[2].string,
      sender: parts[3].string,
      timeStamp: parts[4].number)
  }
}

extension DatedMessage {
  fileprivate init(_ reader: SnapshotReader, of customer: Customer) throws(SnapshotError) {
    self.init(
      message: InboundMessage(
        channel: reader["channel"] == nil ? customer.channel : try reader.choice("channel"),
        from: reader["from"] == nil ? customer.address : CustomerAddress(try reader.text("from")),
        to: reader["to"]?.string,
        text: try reader.text("text"), name: reader["name"]?.string, transactionID: try reader.text("id")),
      time: try reader.time("at"))
  }
}

extension DeliveryReport {
  fileprivate init(_ reader: SnapshotReader) throws(SnapshotError) {
    self.init(
      isDelivered: reader["delivered"]?.boolean ?? false, statusCode: try reader.text("code"),
      statusDescription: try reader.text("words"))
  }
}
