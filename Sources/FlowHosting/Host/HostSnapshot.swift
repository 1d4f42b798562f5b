public import FlowInterpreter
import FlowModel
import JSONSyntax

extension FlowHost {
  /// Writes the host down with all its sessions: a line of JSON, as UTF-8, that names its flows by their hashes.
  ///
  /// The time is part of it: a host that is restored goes on where this one is.
  public func snapshot() -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("refrain", SnapshotFormat.Kind.host.rawValue)
    writer.member("version", SnapshotFormat.version)
    writer.member("start", Int(start.milliseconds))
    writer.member("now", Int(now.milliseconds))
    writer.member("records", recordCount)
    writer.member("started", startCount)
    writer.list("flows", project.flows) { $0.string($1.machine.program.hash.text) }
    writer.list("sessions", sessions) { writer, session in
      writer.beginObject()
      writer.members(of: session)
      writer.members(of: session.state, in: project[session.flow].machine.program)
      writer.endObject()
    }
    writer.member("heldEvents", heldEvents.count)
    writer.list("held", heldEvents.events) { writer, held in
      writer.beginArray()
      writer.number(held.number)
      writer.value(held.event.wire)
      writer.endArray()
    }
    writer.list("timers", timers.timers.filter { isSet($0.name) }) { writer, timer in
      writer.beginArray()
      writer.number(Int(timer.time.milliseconds))
      switch timer.name {
      case .session(let session, let timer):
        writer.string(session.text)
        writer.number(timer.number)
      case .heldEvent(let number): writer.number(number)
      }
      writer.endArray()
    }
    writer.endObject()
    return writer.bytes
  }

  /// Reads a host that was written down.
  /// - Parameters:
  ///   - project: The flows; those that the snapshot names must be among them, in any order.
  ///   - keys: Where the keys of further sessions come from.
  /// - Throws: `SnapshotError.otherFlow` where a flow is not among them.
  public init(
    restoring snapshot: [UInt8], _ project: FlowProject, keys: SessionKeySource
  ) throws(SnapshotError) {
    let reader = try SnapshotReader(snapshot, kind: .host)
    self.init(project, keys: keys, start: try reader.time("start"))
    now = try reader.time("now")
    let flows = try Self.flows(reader, in: project)
    for value in try reader.list("sessions") {
      try restore(SnapshotReader(value), flows: flows)
    }
    startCount = try reader.integer("started")
    var events: [HeldEvents.Event] = []
    for held in try reader.list("held") {
      guard let number = held[0]?.naturalNumber, let event = held[1].flatMap(WebhookEvent.init(kept:)) else {
        throw .unreadable("it holds what is no event")
      }
      events.append(HeldEvents.Event(number: number, event: event))
    }
    heldEvents = HeldEvents(events, count: try reader.integer("heldEvents"))
    for timer in try reader.list("timers") { try restore(timer) }
    recordCount = try reader.integer("records")
  }

  /// The numbers in the project of the flows that a snapshot names.
  private static func flows(
    _ reader: SnapshotReader, in project: FlowProject
  ) throws(SnapshotError) -> [FlowID] {
    var flows: [FlowID] = []
    for name in try reader.list("flows") {
      let hash = name.string ?? ""
      guard let index = project.flows.firstIndex(where: { $0.machine.program.hash.text == hash }) else {
        throw .otherFlow(hash: hash)
      }
      flows.append(FlowID(index: index))
    }
    return flows
  }

  private mutating func restore(_ reader: SnapshotReader, flows: [FlowID]) throws(SnapshotError) {
    let flow = try reader.integer("flow")
    let key = SessionKey(try reader.text("key"))
    guard flows.indices.contains(flow) else { throw .unreadable("a session is of no flow") }
    guard table[key] == nil else { throw .unreadable("two sessions have one key") }
    let machine = project[flows[flow]].machine
    var session = HostedSession(
      state: try SessionState(reader, of: machine.program), key: key, flow: flows[flow],
      number: try reader.integer("number"), startedAt: try reader.time("startedAt"),
      waitingSince: try reader.time("waitingSince"))
    for conversation in try reader.list("conversations") {
      guard let id = (conversation[0]?.string).map(ConversationID.init),
        let time = conversation[1]?.naturalNumber
      else {
        throw .unreadable("a conversation has no id")
      }
      session.learn(conversation: id, at: Timestamp(milliseconds: Int64(time)))
      index.add(key, learning: id)
    }
    session.requestedConversation = (reader["requested"]?.string).map(ConversationID.init)
    session.awaitedReceipt = machine.awaitedReceipt(in: session.state)
    if !session.state.isLive {
      let time = try reader.time("endedAt")
      session.endedAt = time
      endedSessions.set(key, at: time + Limits.endedMilliseconds)
    }
    let slot = table.insert(session)
    index.update(table[slot: slot], from: SessionIndex.Entry())
    latestKey = key
  }

  private mutating func restore(_ timer: JSON) throws(SnapshotError) {
    guard let time = timer[0]?.naturalNumber.map({ Timestamp(milliseconds: Int64($0)) }) else {
      throw .unreadable("a timer is none")
    }
    if let key = timer[1]?.string.map(SessionKey.init), let number = timer[2]?.naturalNumber,
      number <= TimerID.highest
    {
      guard table[key] != nil else { throw .unreadable("it names a session that there is not") }
      timers.set(.session(key, TimerID(number)), at: time)
    } else if let number = timer[1]?.naturalNumber {
      timers.set(.heldEvent(number), at: time)
    } else {
      throw .unreadable("a timer is none")
    }
  }
}

extension JSONWriter {
  /// Writes what a host knows of a session, besides its state.
  fileprivate mutating func members(of session: HostedSession) {
    member("key", session.key.text)
    member("number", session.number)
    member("flow", session.flow.index)
    member("startedAt", Int(session.startedAt.milliseconds))
    member("waitingSince", Int(session.waitingSince.milliseconds))
    if let ended = session.endedAt { member("endedAt", Int(ended.milliseconds)) }
    if let id = session.requestedConversation { member("requested", id.text) }
    list("conversations", session.conversations) { writer, conversation in
      writer.beginArray()
      writer.string(conversation.id.text)
      writer.number(Int(conversation.time.milliseconds))
      writer.endArray()
    }
  }

  /// Writes a member whose value is an array.
  fileprivate mutating func list<Elements: Sequence>(
    _ name: String, _ elements: Elements, write: (inout JSONWriter, Elements.Element) -> Void
  ) {
    key(name)
    beginArray()
    for element in elements { write(&self, element) }
    endArray()
  }
}
