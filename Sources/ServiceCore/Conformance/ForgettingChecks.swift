import FlowHosting
import FlowInterpreter
import FlowModel

extension StoreProbe {
  /// Deleting what is old or of one customer.
  static var forgettingChecks: [NamedCheck] {
    [
      ("Ended sessions leave by age, with all that is theirs", checkDeletion),
      ("A customer is forgotten whole, and nobody else", checkForgetting),
    ]
  }

  private static func checkDeletion(_ probe: StoreProbe) async throws {
    let name = StoreName.conversation("c")
    for (key, end) in [("a", 10), ("b", nil), ("c", 20), ("d", 30)] as [(String, Int64?)] {
      try await probe.commit {
        _ = try $0.insert(.sample(key, endedAt: end), under: [name])
        try $0.append(JournalRow.sample(key, 1))
        try $0.insert(EffectRow.sample(1, of: key))
      }
    }
    let time = Timestamp(milliseconds: 30)
    for count in [1, 1, 0] {
      try expect(
        try await probe.commit { try $0.deleteSessions(endedBefore: time, limit: 1) }, count,
        "sessions deleted"
      )
    }
    try expect(
      try await probe.commit { try $0.sessions(under: [name], keys: []).map(\.key.text) }, ["b", "d"],
      "the sessions left")
    for (key, isLeft) in [("a", false), ("b", true), ("c", false), ("d", true)] {
      try await probe.expectSession(key, isLeft: isLeft)
    }
  }

  private static func checkForgetting(_ probe: StoreProbe) async throws {
    let other = Customer(channel: .sms, address: "+19")
    try await probe.fill(.sample, "a", conversation: "c1")
    try await probe.fill(other, "b", conversation: "c2")
    let forgotten = try await probe.commit { try $0.forget(.sample, conversations: ["c1"]) }
    try expect(
      forgotten, Forgotten(sessions: 1, inputs: 4, heldEvents: 1, deadLetters: 2), "what was deleted")
    try await probe.expectSession("a", isLeft: false)
    try await probe.expectSession("b", isLeft: true)
    try expect(
      try await probe.commit { try $0.timers(dueBy: Timestamp(milliseconds: .max), limit: 9).count }, 2,
      "the timers left")
    try expect(try await probe.commit { try $0.pendingInputs().count }, 4, "the inputs left")
    try expect(
      try await probe.commit { try $0.heldEvents(under: .conversation("c2")).all }, 1, "the events left")
    try expect(try await probe.commit { try $0.deadLetterCount() }, 2, "the dead letters left")
    try expect(
      try await probe.commit { try $0.storeRecords(after: 0, limit: 9).map(\.customer) }, [other],
      "the records left")
    try expect(try await probe.accept([.keyed(.sample)]), [.repeated], "a repetition of what was forgotten")
    try expect(
      try await probe.commit { try $0.isSuppressed(.sample) }, true, "whether the customer is suppressed")
  }

  /// Puts in one of everything that there can be of a customer.
  private func fill(_ customer: Customer, _ key: String, conversation: ConversationID) async throws {
    let session = SessionKey(key)
    try await commit { store in
      _ = try store.insert(.sample(key, of: customer), under: [.customer(customer)])
      try store.append(JournalRow.sample(key, 1))
      try store.insert(EffectRow.sample(1, of: key))
      try store.setTimer(.session(session, TimerID(1)), at: Timestamp(milliseconds: 50))
      let event = HeldEvent(
        name: .conversation(conversation), key: nil, received: Timestamp(milliseconds: 1), content: [])
      try store.setTimer(.heldEvent(try store.hold(event)), at: Timestamp(milliseconds: 60))
      try store.append(StoreRecord(at: Timestamp(milliseconds: 1), customer: customer, content: []))
      try store.setSuppressed(true, customer)
      for (letterSession, letterCustomer) in [(session, nil), (nil, customer)] as [(SessionKey?, Customer?)] {
        _ = try store.insert(
          DeadLetter(
            .input, at: Timestamp(milliseconds: 1), session: letterSession, customer: letterCustomer,
            problem: "", content: []))
      }
    }
    let queues: [StoreName?] = [.conversation(conversation), .session(session), nil]
    let arrivals = try await acceptNew(
      [.keyed(customer)]
        + queues.map {
          NewInput(key: nil, received: Timestamp(milliseconds: 1), queue: $0, content: [])
        })
    try await commit { try $0.parkInput(arrivals[3], behind: session, as: []) }
  }

  private func expectSession(_ key: String, isLeft: Bool) async throws {
    let session = SessionKey(key)
    try expect(
      try await commit { try $0.sessions(under: [], keys: [session]).count }, isLeft ? 1 : 0,
      "whether \(key) is there")
    try expect(
      try await commit { try $0.journal(of: session, after: 0, limit: 9).count }, isLeft ? 1 : 0,
      "rows of \(key)'s journal")
    try expect(
      try await commit { try $0.effect(.sample(1, of: key)) != nil }, isLeft,
      "whether \(key)'s effect is there")
    try expect(
      try await commit { try $0.names(of: session).isEmpty }, !isLeft, "whether \(key) has no names")
  }
}

extension NewInput {
  /// An input of a customer, with a key.
  fileprivate static func keyed(_ customer: Customer) -> NewInput {
    NewInput(
      key: InputKey(Array(customer.storedText.utf8)), bodyDigest: [1],
      received: Timestamp(milliseconds: 1), queue: .customer(customer), content: [])
  }
}
