public import FlowInterpreter
import FlowModel
import JSONSyntax

extension FlowHost {
  /// Writes the host down with all its sessions: a line of JSON, as UTF-8, that holds a document for each.
  ///
  /// The time is part of it: a host that is restored goes on where this one is.
  public func snapshot() -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("refrain", "host")
    writer.member("version", SessionDocument.version)
    writer.member("start", Int(start.milliseconds))
    writer.member("now", Int(now.milliseconds))
    writer.member("records", recordCount)
    writer.member("started", startCount)
    writer.list("sessions", sessions) { writer, session in
      let document = SessionDocument(session.state, of: project[session.flow].machine.program)
      writer.beginArray()
      writer.number(session.number)
      writer.string(String(decoding: document.bytes, as: UTF8.self))
      writer.endArray()
    }
    let shared = sharedConversations
    if !shared.isEmpty {
      writer.list("learners", shared) { writer, conversation in
        writer.beginArray()
        writer.string(conversation.id.text)
        for key in conversation.learners { writer.string(key.text) }
        writer.endArray()
      }
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
  /// - Throws: `SessionDocumentError.otherFlow` where a flow is not among them.
  public init(
    restoring snapshot: [UInt8], _ project: FlowProject, keys: SessionKeySource
  ) throws(SessionDocumentError) {
    let reader = try Self.reader(of: snapshot)
    let version = try reader.integer("version")
    guard version == SessionDocument.version else { throw .otherVersion(version) }
    self.init(project, keys: keys, start: try reader.time("start"))
    now = try reader.time("now")
    for session in try reader.list("sessions") {
      guard let number = session[0]?.naturalNumber, let document = session[1]?.string else {
        throw .unreadable("a session is none")
      }
      try restore(SessionDocument(Array(document.utf8)), number: number)
    }
    startCount = try reader.integer("started")
    for conversation in try reader.list("learners") { try restore(learnersOf: conversation) }
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

  /// The sessions of a host that was written down, whatever flows they are of.
  public static func sessionDocuments(
    in snapshot: [UInt8]
  ) throws(SessionDocumentError) -> [SessionDocument] {
    var documents: [SessionDocument] = []
    for session in try reader(of: snapshot).list("sessions") {
      guard let bytes = session[1]?.string?.utf8 else { throw .unreadable("a session is none") }
      documents.append(try SessionDocument(Array(bytes)))
    }
    return documents
  }

  private static func reader(of snapshot: [UInt8]) throws(SessionDocumentError) -> DocumentReader {
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: snapshot, depthLimit: 2 * JSONDocument.depthLimit)
    } catch {
      throw .unreadable(error.message)
    }
    let reader = try DocumentReader(document.root.value)
    guard reader["refrain"] == "host" else { throw .unreadable("it is no snapshot of a host") }
    return reader
  }

  private mutating func restore(_ document: SessionDocument, number: Int) throws(SessionDocumentError) {
    guard let flow = project.flow(defined: document.flow) else {
      throw .otherFlow(hash: document.flow.text)
    }
    let state = try document.session(of: project[flow].machine.program)
    guard table[state.key] == nil else { throw .unreadable("two sessions have one key") }
    insert(HostedSession(state: state, flow: flow, number: number))
  }

  /// The conversations that several sessions learnt, each with them in the order in which they did: at one instant nothing
  /// else tells it.
  private var sharedConversations: [(id: ConversationID, learners: [SessionKey])] {
    var shared: [(id: ConversationID, learners: [SessionKey])] = []
    var found: Set<ConversationID> = []
    for session in sessions {
      for id in session.conversations.map(\.id) {
        let learners = index.learners(of: id)
        guard learners.count > 1, found.insert(id).inserted else { continue }
        shared.append((id, learners.map { table[$0].key }))
      }
    }
    return shared
  }

  private mutating func restore(learnersOf conversation: JSON) throws(SessionDocumentError) {
    guard let id = conversation[0]?.string.map(ConversationID.init),
      let learners = conversation.array?.dropFirst()
    else { throw .unreadable("a conversation is none") }
    for learner in learners {
      guard let slot = learner.string.flatMap({ table.slot(of: SessionKey($0)) }),
        table[slot].hasHad(conversation: id)
      else { throw .unreadable("it names a session that has not learnt the conversation") }
      index.add(slot, learning: id)
    }
  }

  private mutating func restore(_ timer: JSON) throws(SessionDocumentError) {
    guard let time = timer[0]?.naturalNumber.map({ Timestamp(milliseconds: Int64($0)) }) else {
      throw .unreadable("a timer is none")
    }
    if let key = timer[1]?.string.map(SessionKey.init), let number = timer[2]?.naturalNumber {
      guard table[key] != nil else { throw .unreadable("it names a session that there is not") }
      timers.set(.session(key, TimerID(number)), at: time)
    } else if let number = timer[1]?.naturalNumber {
      timers.set(.heldEvent(number), at: time)
    } else {
      throw .unreadable("a timer is none")
    }
  }
}
