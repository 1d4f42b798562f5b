import FlowHosting
import FlowInterpreter
import FlowModel

extension StoreProbe {
  /// Sessions, and by what they are found.
  static var sessionChecks: [NamedCheck] {
    [
      ("A session is kept whole", checkSessionContents),
      ("Sessions are found under their names, in the order of their starts", checkNames),
      ("Names differ by their bytes and kinds", checkNamesByBytes),
      ("A session that another turn has changed is not written", checkVersions),
      ("Sessions are listed by customer and place", checkListing),
      ("Live sessions are counted by flow and node", checkCounts),
      ("Locks of names that nobody has used can be taken", checkLocks),
    ]
  }

  private static func checkSessionContents(_ probe: StoreProbe) async throws {
    var session = SessionRow.sample("s1")
    session.parking = SessionRow.Parking(
      node: "ask", reason: .message, since: Timestamp(milliseconds: 1_767_225_600_001))
    session.document = [0, 255, 39, 34, 10]
    let written = session
    let inserted = try await probe.commit { try $0.insert(written, under: []) }
    session.number = inserted.number
    try expect(inserted, session, "the session as it was inserted")
    session.turn = 2
    session.recordCount = 17
    session.latestTurnAt = Timestamp(milliseconds: 1_767_225_700_000)
    session.endedAt = session.latestTurnAt
    session.parking = nil
    let ended = session
    try await probe.commit {
      try $0.update(ended, after: 1, under: [])
      try $0.setStalled(true, ended.key)
    }
    session.isStalled = true
    try expect(
      try await probe.commit { try $0.sessions(under: [], keys: [ended.key]) }, [session], "the session")
    try await probe.commit { try $0.update(ended, after: 2, under: []) }
    try expect(
      try await probe.commit { try $0.sessions(under: [], keys: [ended.key]) }, [session],
      "the session, written by a turn that does not know that it is stalled")
    var other = session
    other.flow = "other.flow.json"
    other.definition = DefinitionHash(text: "00000000000000ff")
    other.customer = Customer(channel: .messenger, address: "77")
    other.startedAt = session.latestTurnAt
    let beginsOtherwise = other
    try await probe.commit { try $0.update(beginsOtherwise, after: 2, under: []) }
    try expect(
      try await probe.commit { try $0.sessions(under: [], keys: [ended.key]) }, [session],
      "the session, written with another beginning")
    other.endedAt = nil
    let livesAgain = other
    try await probe.expectFailure(.conflict, "an ended session that is to be live") {
      try $0.update(livesAgain, after: 2, under: [])
    }
    try await probe.expectFailure(.damaged("two sessions have one key"), "a second session of a key") {
      do {
        _ = try $0.insert(written, under: [])
      } catch StoreFailure.damaged {
        throw StoreFailure.damaged("two sessions have one key")
      }
    }
  }

  private static func checkNames(_ probe: StoreProbe) async throws {
    let alice = StoreName.customer(Customer(channel: .sms, address: "+1"))
    let call = StoreName.conversation("c-1")
    for (key, names) in [("s2", [alice]), ("s1", [call, alice]), ("s3", [call])] {
      try await probe.commit { _ = try $0.insert(.sample(key), under: names) }
    }
    func keys(_ names: [StoreName], _ sessions: [String] = []) async throws -> [String] {
      try await probe.commit {
        try $0.sessions(under: names, keys: sessions.map(SessionKey.init)).map(\.key.text)
      }
    }
    try expect(try await keys([alice]), ["s2", "s1"], "the customer's sessions")
    try expect(
      try await keys([call, alice], ["s3", "nobody"]), ["s2", "s1", "s3"], "all sessions, each once")
    try expect(try await keys([]), [], "sessions under no name")
    try expect(
      try await probe.commit { try $0.names(of: SessionKey("s1")) }, [alice, call],
      "a session's names, in order"
    )
    try await probe.commit {
      var session = SessionRow.sample("s1")
      session.turn = 2
      try $0.update(session, after: 1, under: [.receipt("gw-1"), call])
    }
    try expect(try await keys([alice]), ["s2"], "the customer's sessions after one has another name")
    try expect(try await keys([.receipt("gw-1")]), ["s1"], "the sessions under the new name")
    try expect(try await keys([call]), ["s1", "s3"], "the sessions under the name that stayed")
    try await probe.commit {
      var session = SessionRow.sample("s1")
      session.turn = 3
      try $0.update(session, after: 2, under: nil)
    }
    try expect(
      try await probe.commit { try $0.names(of: SessionKey("s1")) }, [call, .receipt("gw-1")],
      "a session's names after a turn that leaves them")
  }

  private static func checkNamesByBytes(_ probe: StoreProbe) async throws {
    let names = [
      StoreName(.conversation, "\u{E9}"), StoreName(.conversation, "e\u{301}"), StoreName(.receipt, "\u{E9}"),
      StoreName(.conversation, "a'; --"), StoreName(.conversation, "A"), StoreName(.conversation, "a"),
    ]
    for (index, name) in names.enumerated() {
      try await probe.commit { _ = try $0.insert(.sample("s\(index)"), under: [name]) }
    }
    for (index, name) in names.enumerated() {
      try expect(
        try await probe.commit { try $0.sessions(under: [name], keys: []).map(\.key.text) }, ["s\(index)"],
        "what is found under \(name)")
    }
  }

  private static func checkVersions(_ probe: StoreProbe) async throws {
    let name = StoreName.conversation("c")
    try await probe.commit { _ = try $0.insert(.sample("s"), under: [name]) }
    var session = SessionRow.sample("s")
    session.turn = 2
    session.document = [2]
    let second = session
    try await probe.commit { try $0.update(second, after: 1, under: [name]) }
    try await probe.expectFailure(.conflict, "a second turn after the first") {
      try $0.update(second, after: 1, under: [])
    }
    try await probe.expectFailure(.conflict, "a turn of a session that is not there") {
      try $0.update(.sample("nobody"), after: 1, under: [])
    }
    let rows = try await probe.commit { try $0.sessions(under: [name], keys: []) }
    try expect(rows.map(\.document), [[2]], "the document after the refused turn")
  }

  private static func checkListing(_ probe: StoreProbe) async throws {
    let bob = Customer(channel: .messenger, address: "77")
    for key in ["s1", "s2", "s3", "s4"] {
      try await probe.commit {
        _ = try $0.insert(.sample(key, of: key == "s2" || key == "s4" ? bob : .sample), under: [])
      }
    }
    let all = try await probe.commit { try $0.sessions(of: nil, after: 0, limit: 3) }
    try expect(all.map(\.key.text), ["s1", "s2", "s3"], "the first three sessions")
    try expect(
      try await probe.commit { try $0.sessions(of: nil, after: all[2].number, limit: 3).map(\.key.text) },
      ["s4"],
      "the sessions after these")
    try expect(
      try await probe.commit { try $0.sessions(of: bob, after: 0, limit: 9).map(\.key.text) }, ["s2", "s4"],
      "a customer's sessions")
  }

  private static func checkLocks(_ probe: StoreProbe) async throws {
    let names = [StoreName.customer(.sample), .conversation("c"), .receiver(.sample), .receipt("r")]
    try await probe.commit { _ = try $0.lock(names.sorted()) }
    try await probe.commit { _ = try $0.lock([]) }
    try expect(
      try await probe.commit { try $0.sessions(under: names, keys: []).count }, 0,
      "sessions under locked names")
  }
}

extension StoreProbe {
  /// Timers.
  static var timerChecks: [NamedCheck] {
    [
      ("Timers fire by time, and at one time as they were set", checkTimerOrder),
      ("A timer that is removed or set anew does not fire at its old time", checkTimerChanges),
      ("Tries of timers are counted", checkTimerTries),
    ]
  }

  private static func checkCounts(_ probe: StoreProbe) async throws {
    for (key, node, end) in [("s1", "ask", nil), ("s2", "ask", nil), ("s3", nil, nil), ("s4", "ask", 3000)]
      as [(String, String?, Int64?)]
    {
      var session = SessionRow.sample(key, endedAt: end)
      session.parking = node.map { .init(node: NodeName($0), reason: .message, since: session.startedAt) }
      let row = session
      try await probe.commit { _ = try $0.insert(row, under: []) }
    }
    let flow = SessionRow.sample("s").flow
    try expect(
      Set(try await probe.commit { try $0.liveSessionCounts() }),
      [.init(flow: flow, node: "ask", count: 2), .init(flow: flow, node: nil, count: 1)],
      "live sessions by place")
    func live(_ flow: String?, _ node: NodeName?, after number: Int = 0, limit: Int = 9) async throws
      -> [SessionRow]
    {
      try await probe.commit { try $0.liveSessions(of: flow, at: node, after: number, limit: limit) }
    }
    let all = try await live(nil, nil)
    try expect(all.map(\.key.text), ["s1", "s2", "s3"], "all live sessions")
    try expect(try await live(flow, "ask").map(\.key.text), ["s1", "s2"], "live sessions at a node")
    try expect(
      try await live(flow, nil, after: all[0].number, limit: 1).map(\.key.text), ["s2"],
      "the next live session of a flow")
    try expect(try await live("another", nil).count, 0, "live sessions of another flow")
  }

  private static func checkTimerOrder(_ probe: StoreProbe) async throws {
    let set: [(TimerName, Int64)] = [
      (.session(SessionKey("b"), TimerID(1)), 20), (.session(SessionKey("a"), TimerID(2)), 20),
      (.heldEvent(7), 10), (.session(SessionKey("a"), TimerID(1)), 30), (.heldEvent(1), 20),
    ]
    for (name, time) in set {
      try await probe.commit { try $0.setTimer(name, at: Timestamp(milliseconds: time)) }
    }
    let order = [set[2].0, set[0].0, set[1].0, set[4].0, set[3].0]
    func due(_ time: Int64, _ limit: Int = 9) async throws -> [TimerName] {
      try await probe.commit {
        try $0.timers(dueBy: Timestamp(milliseconds: time), limit: limit).map(\.name)
      }
    }
    try expect(try await due(9), [], "timers before the first")
    try expect(try await due(10), [order[0]], "timers at the time of the first")
    try expect(try await due(30), order, "all timers")
    try expect(try await due(30, 2), Array(order[..<2]), "two timers")
    try expect(
      try await probe.commit { try $0.nextTimer() }, Timestamp(milliseconds: 10), "the next timer's time")
  }

  private static func checkTimerChanges(_ probe: StoreProbe) async throws {
    let first = TimerName.session(SessionKey("a"), TimerID(1))
    let second = TimerName.session(SessionKey("a"), TimerID(2))
    try await probe.commit {
      try $0.setTimer(first, at: Timestamp(milliseconds: 10))
      try $0.setTimer(second, at: Timestamp(milliseconds: 20))
      try $0.setTimer(first, at: Timestamp(milliseconds: 20))
    }
    let due = try await probe.commit { try $0.timers(dueBy: Timestamp(milliseconds: 99), limit: 9) }
    try expect(due.map(\.name), [second, first], "timers once one is set anew")
    try await probe.commit {
      try $0.removeTimer(second)
      try $0.removeTimer(.heldEvent(3))
    }
    try expect(try await probe.commit { try $0.timer(second) }, nil, "a removed timer")
    try expect(
      try await probe.commit { try $0.timer(first)?.time }, Timestamp(milliseconds: 20), "the other timer")
    try await probe.commit { try $0.removeTimer(first) }
    try expect(try await probe.commit { try $0.nextTimer() }, nil, "the next of no timers")
  }

  private static func checkTimerTries(_ probe: StoreProbe) async throws {
    let timer = TimerName.session(SessionKey("a"), TimerID(1))
    try await probe.commit { try $0.setTimer(timer, at: Timestamp(milliseconds: 10)) }
    try await probe.commit { try $0.markTimers([timer], by: 3) }
    try await probe.commit { try $0.markTimers([timer], by: 4) }
    try expect(
      try await probe.commit { try $0.timer(timer)?.tries }, Tries(count: 2, start: 4), "the tries")
    try await probe.commit { try $0.unmarkTimers([timer]) }
    try expect(
      try await probe.commit { try $0.timer(timer)?.tries }, Tries(count: 1),
      "the tries once the mark is off")
  }
}

extension Customer {
  /// A customer.
  static let sample = Customer(channel: .sms, address: "+15555550142")
}

extension SessionRow {
  /// A session after its first turn.
  static func sample(
    _ key: String, of customer: Customer = .sample, endedAt: Int64? = nil, definition: String = "d0"
  ) -> SessionRow {
    SessionRow(
      key: SessionKey(key), flow: "support.flow.json", definition: DefinitionHash(text: definition),
      customer: customer, turn: 1, recordCount: 3, startedAt: Timestamp(milliseconds: 1000),
      latestTurnAt: Timestamp(milliseconds: 2000), endedAt: endedAt.map(Timestamp.init), parking: nil,
      document: Array("{}".utf8))
  }
}
