import FlowHosting
import FlowInterpreter
import FlowModel

extension StoreProbe {
  /// Reading at once what is locked.
  static var readingAheadChecks: [NamedCheck] {
    [
      ("What was read ahead is what would be read", checkReading),
      ("What was read ahead changes as what it was read from", checkChanges),
      ("What was read ahead is no more than what is there", checkOthers),
    ]
  }

  private static var call: StoreName { .conversation("c") }
  private static var customer: StoreName { .customer(.sample) }

  /// Two inputs of a conversation, and the sessions that have had it, the second of which may be of another customer.
  private static func prepare(_ probe: StoreProbe, second: Customer = .sample) async throws -> [Int] {
    try await probe.commit {
      _ = try $0.insert(.sample("s1"), under: [call, customer])
      _ = try $0.insert(.sample("s2", of: second), under: [call])
    }
    let inputs = [UInt8(1), 2].map {
      NewInput(key: nil, received: Timestamp(milliseconds: 1000), queue: call, content: [$0])
    }
    return try await probe.acceptNew(inputs)
  }

  private static func readAhead<Transaction: StoreTransaction>(
    _ arrivals: [Int], in store: inout Transaction
  ) throws(StoreFailure) {
    _ = try store.lock([customer, call].sorted())
    try store.readAhead(
      inputs: arrivals, under: [call], keys: [SessionKey("nobody")],
      queues: [call, customer, .session(SessionKey("s1"))])
  }

  private static func checkReading(_ probe: StoreProbe) async throws {
    let arrivals = try await prepare(probe, second: Customer(channel: .sms, address: "+2"))
    let (inputs, earliest, keys) = try await probe.commit { store in
      try readAhead(arrivals, in: &store)
      return (
        [try store.input(arrivals[0]), try store.input(arrivals[1])].map { $0?.input.content },
        [
          try store.earliestInput(queuedUnder: [call], before: arrivals[0]),
          try store.earliestInput(queuedUnder: [customer, call], before: arrivals[1]),
          try store.earliestInput(queuedUnder: [customer, .receipt("r")], before: arrivals[1]),
        ],
        [
          try store.sessions(under: [call], keys: [SessionKey("nobody")]),
          try store.sessions(under: [], keys: [SessionKey("s1")]),
          try store.sessions(under: [customer], keys: [SessionKey("s2")]),
        ].map { $0.map(\.key.text) }
      )
    }
    try expect(inputs, [[1], [2]], "the inputs")
    try expect(earliest, [nil, arrivals[0], nil], "what came before them")
    try expect(keys, [["s1", "s2"], ["s1"], ["s1", "s2"]], "the sessions")
  }

  private static func checkChanges(_ probe: StoreProbe) async throws {
    let arrivals = try await prepare(probe)
    try await probe.commit { store in
      try readAhead(arrivals, in: &store)
      try store.endInput(arrivals[0])
      var session = SessionRow.sample("s1")
      session.turn = 2
      session.document = [2]
      try store.update(session, after: 1, under: nil)
    }
    let (ended, earliest, documents) = try await probe.commit { store in
      try readAhead(arrivals, in: &store)
      let earliest = try store.earliestInput(queuedUnder: [call], before: arrivals[1])
      var session = SessionRow.sample("s1")
      session.turn = 3
      session.document = [3]
      try store.update(session, after: 2, under: [customer, .receipt("r")])
      _ = try store.insert(.sample("s3"), under: [call])
      return (
        try store.input(arrivals[0]), earliest,
        [
          try store.sessions(under: [call], keys: []), try store.sessions(under: [.receipt("r")], keys: []),
          try store.sessions(under: [], keys: [SessionKey("s1"), SessionKey("s3")]),
        ].map { $0.map { "\($0.key.text) \($0.turn) \($0.document.count)" } }
      )
    }
    try expect(ended, nil, "an input that was ended")
    try expect(earliest, nil, "what came before the other one")
    try expect(documents, [["s2 1 2", "s3 1 2"], ["s1 3 1"], ["s1 3 1", "s3 1 2"]], "the sessions")
    let (isStalled, other) = try await probe.commit { store in
      try readAhead(arrivals, in: &store)
      try store.endInput(arrivals[1])
      let other = try store.input(arrivals[1])
      try store.setStalled(true, SessionKey("s1"))
      return (try store.sessions(under: [], keys: [SessionKey("s1")]).map(\.isStalled), other)
    }
    try expect(isStalled, [true], "a session that was stalled")
    try expect(other, nil, "the other input once it was ended")
  }

  private static func checkOthers(_ probe: StoreProbe) async throws {
    let arrivals = try await prepare(probe)
    try await probe.commit { _ = try $0.insert(.sample("s3"), under: [customer]) }
    let (ended, forgotten) = try await probe.commit { store in
      try readAhead(arrivals, in: &store)
      var session = SessionRow.sample("s3")
      session.turn = 2
      session.endedAt = Timestamp(milliseconds: 9)
      try store.update(session, after: 1, under: [call])
      let ended = try store.sessions(under: [call], keys: []).map {
        "\($0.key.text) \($0.endedAt?.milliseconds ?? 0)"
      }
      try readAhead(arrivals, in: &store)
      _ = try store.forget(.sample, conversations: [])
      return (ended, try store.sessions(under: [call], keys: [SessionKey("s1")]).map(\.key.text))
    }
    try expect(
      ended, ["s1 0", "s2 0", "s3 9"], "a session that was not read, and has ended under a name that was")
    try expect(forgotten, [], "the sessions of somebody forgotten")
  }
}
