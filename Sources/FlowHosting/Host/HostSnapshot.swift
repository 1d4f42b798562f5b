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
    writer.list("flows", project.flows) { $0.string($1.machine.program.hash.text) }
    writer.list("sessions", sessions) { writer, session in
      writer.beginObject()
      writer.member("flow", session.flow.index)
      writer.member("waitingSince", session.waitingSince)
      writer.members(of: session.state, in: project[session.flow].machine.program)
      writer.endObject()
    }
    writer.list("conversations", index.conversations) { writer, conversation in
      writer.beginArray()
      writer.string(conversation.id.text)
      for session in conversation.learners { writer.number(session.index) }
      writer.endArray()
    }
    writer.member("heldEvents", heldEventCount)
    writer.list("held", heldEvents) { writer, held in
      writer.beginArray()
      writer.number(held.number)
      writer.value(held.event.wire)
      writer.endArray()
    }
    writer.list("timers", timers.timers.filter { isSet($0.subject) }) { writer, timer in
      writer.beginArray()
      writer.number(Int(timer.time.milliseconds))
      switch timer.subject {
      case .session(let session, let timer):
        writer.number(session.index)
        writer.number(timer.number)
      case .heldEvent(let number): writer.number(number)
      }
      writer.endArray()
    }
    writer.endObject()
    return writer.bytes
  }

  /// Reads a host that was written down.
  /// - Parameter project: The flows; those that the snapshot names must be among them, in any order.
  /// - Throws: `SnapshotError.otherFlow` where one is not.
  public init(restoring snapshot: [UInt8], _ project: FlowProject) throws(SnapshotError) {
    let reader = try SnapshotReader(snapshot, kind: .host)
    self.init(project, start: try reader.time("start"))
    advance(to: try reader.time("now"))
    try restoreSessions(reader, flows: Self.flows(reader, in: project))
    for conversation in try reader.list("conversations") {
      guard let id = conversation[0]?.string else { throw .unreadable("a conversation has no id") }
      for number in conversation.array?.dropFirst() ?? [] {
        index.add(try session(number), learning: ConversationID(id))
      }
    }
    for held in try reader.list("held") {
      guard let number = held[0]?.naturalNumber, let event = held[1].flatMap(WebhookEvent.init(kept:)) else {
        throw .unreadable("it holds what is no event")
      }
      heldEvents.append(HeldEvent(number: number, event: event))
    }
    heldEventCount = try reader.integer("heldEvents")
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

  private mutating func restoreSessions(_ reader: SnapshotReader, flows: [FlowID]) throws(SnapshotError) {
    for value in try reader.list("sessions") {
      let reader = try SnapshotReader(value)
      let number = try reader.integer("flow")
      guard flows.indices.contains(number) else { throw .unreadable("a session is of no flow") }
      let flow = flows[number]
      let state = try SessionState(reader, of: project[flow].machine.program)
      let session = HostedSession(
        state: state, id: SessionID(index: sessions.count), flow: flow,
        waitingSince: try reader.integer("waitingSince"))
      sessions.append(session)
      file(session.id)
    }
  }

  private mutating func restore(_ timer: JSON) throws(SnapshotError) {
    let numbers = timer.array?.compactMap(\.naturalNumber) ?? []
    switch numbers.count {
    case 2: timers.set(.heldEvent(numbers[1]), at: Timestamp(milliseconds: Int64(numbers[0])))
    case 3:
      guard numbers[2] <= TimerID.highest else { throw .unreadable("a timer is none") }
      timers.set(
        .session(try session(.number(numbers[1])), TimerID(numbers[2])),
        at: Timestamp(milliseconds: Int64(numbers[0])))
    default: throw .unreadable("a timer is none")
    }
  }

  private func session(_ number: JSON) throws(SnapshotError) -> SessionID {
    guard let index = number.naturalNumber, sessions.indices.contains(index) else {
      throw .unreadable("it names a session that there is not")
    }
    return sessions[index].id
  }
}

extension JSONWriter {
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
