import FlowHosting
import FlowInterpreter
import FlowModel

extension StoreProbe {
  /// The journal, the records of no session, and events that are held.
  static var journalChecks: [NamedCheck] {
    [
      ("A journal's rows come in their order", checkJournal),
      ("A turn is journalled once", checkJournalOnce),
      ("Records of no session come in their order, and leave by age", checkStoreRecords),
      ("Events are held by name and counted", checkHeldEvents),
    ]
  }

  private static func checkJournal(_ probe: StoreProbe) async throws {
    let rows = [
      JournalRow.sample("a", 1), .sample("b", 1), .sample("a", 2), .sample("a", 3), .sample("a", 10),
    ]
    for row in rows { try await probe.commit { try $0.append(row) } }
    let a = rows.filter { $0.session == SessionKey("a") }
    func journal(_ number: Int, _ limit: Int) async throws -> [JournalRow] {
      try await probe.commit { try $0.journal(of: SessionKey("a"), after: number, limit: limit) }
    }
    try expect(try await journal(0, 99), a, "a session's journal")
    try expect(try await journal(1, 2), Array(a[1...2]), "two rows after the first")
    try expect(try await journal(10, 2), [], "the rows after the last")
  }

  private static func checkJournalOnce(_ probe: StoreProbe) async throws {
    try await probe.commit { try $0.append(JournalRow.sample("a", 1)) }
    try await probe.expectFailure(.conflict, "a second row with one number") {
      try $0.append(JournalRow.sample("a", 1))
    }
  }

  private static func checkStoreRecords(_ probe: StoreProbe) async throws {
    for time in 1...4 {
      try await probe.commit {
        try $0.append(
          StoreRecord(
            at: Timestamp(milliseconds: Int64(time)), customer: time == 2 ? .sample : nil,
            content: [UInt8(time)]))
      }
    }
    let records = try await probe.commit { try $0.storeRecords(after: 0, limit: 9) }
    try expect(records.map(\.content), [[1], [2], [3], [4]], "the records")
    try expect(records.map(\.customer), [nil, .sample, nil, nil], "whom they name")
    try expect(records.map(\.at.milliseconds), [1, 2, 3, 4], "when they happened")
    try expect(
      try await probe.commit { try $0.storeRecords(after: records[1].number, limit: 1).map(\.content) },
      [[3]],
      "the record after the second")
    let time = Timestamp(milliseconds: 4)
    for count in [2, 1, 0] {
      try expect(
        try await probe.commit { try $0.deleteStoreRecords(before: time, limit: 2) }, count, "records deleted"
      )
    }
    try expect(
      try await probe.commit { try $0.storeRecords(after: 0, limit: 9) }, [records[3]], "the record left")
  }

  private static func checkHeldEvents(_ probe: StoreProbe) async throws {
    var numbers: [Int] = []
    for (index, conversation) in ["c1", "c2", "c1", "c1"].enumerated() {
      numbers.append(
        try await probe.commit {
          try $0.hold(
            HeldEvent(
              name: StoreName(index == 3 ? .receipt : .conversation, conversation),
              key: InputKey([UInt8(index)]),
              received: Timestamp(milliseconds: 5), content: [UInt8(index)]))
        })
    }
    try expect(numbers, numbers.sorted(), "ascending numbers")
    func counts() async throws -> [Int] {
      let counts = try await probe.commit { try $0.heldEvents(under: .conversation("c1")) }
      return [counts.here, counts.all]
    }
    try expect(try await counts(), [2, 4], "the events held for a conversation, and all")
    let second = try await probe.commit { [number = numbers[1]] in try $0.takeHeldEvent(number) }
    try expect(second?.content, [1], "the event with a number")
    try expect(second?.key, InputKey([1]), "its key")
    try expect(
      try await probe.commit { [number = numbers[1]] in try $0.takeHeldEvent(number) }, nil,
      "an event that was taken")
    let taken = try await probe.commit { try $0.takeHeldEvents(under: .conversation("c1")) }
    try expect(taken.map(\.content), [[0], [2]], "the events of a conversation")
    try expect(taken.map(\.number), [numbers[0], numbers[2]], "their numbers")
    try expect(try await counts(), [0, 1], "the events held then")
  }
}

extension StoreProbe {
  /// The project, dead letters, pausing and suppression.
  static var operatorChecks: [NamedCheck] {
    [
      ("Projects are numbered, the last is in force", checkProject),
      ("Definitions are kept while something needs them", checkDefinitions),
      ("Dead letters are kept until they are removed", checkDeadLetters),
      ("Effects are held when paused", checkPause),
      ("Suppressed customers are known and listed", checkSuppression),
    ]
  }

  private static func checkProject(_ probe: StoreProbe) async throws {
    try expect(try await probe.commit { try $0.projectNumber() }, nil, "the project of a new store")
    try expect(try await probe.commit { try $0.project() }, nil, "the project of a new store")
    try expect(try await probe.commit { try $0.put([1], definitions: []) }, 1, "the first project's number")
    try expect(try await probe.commit { try $0.put([2], definitions: []) }, 2, "the second project's number")
    try expect(try await probe.commit { try $0.projectNumber() }, 2, "the number in force")
    try expect(
      try await probe.commit { try $0.project() }, ProjectRow(number: 2, content: [2]), "the project in force"
    )
  }

  private static func checkDefinitions(_ probe: StoreProbe) async throws {
    let rows = ["d1", "d2", "d3"].map {
      DefinitionRow(hash: DefinitionHash(text: $0), content: Array($0.utf8))
    }
    _ = try await probe.commit { try $0.put([1], definitions: rows) }
    _ = try await probe.commit { try $0.insert(.sample("s", definition: "d1"), under: []) }
    _ = try await probe.commit { try $0.put([2], definitions: [rows[2]]) }
    try expect(try await probe.commit { try $0.definition(rows[1].hash) }, rows[1], "a definition")
    try expect(try await probe.commit { try $0.deleteUnusedDefinitions() }, 1, "unused definitions")
    let kept = try await probe.commit { store in
      var kept: [DefinitionRow?] = []
      for row in rows { kept.append(try store.definition(row.hash)) }
      return kept
    }
    try expect(kept, [rows[0], nil, rows[2]], "the definitions that are kept")
  }

  private static func checkDeadLetters(_ probe: StoreProbe) async throws {
    try expect(try await probe.commit { try $0.deadLetterCount() }, 0, "dead letters of a new store")
    var letters = [
      DeadLetter(
        .forward, at: Timestamp(milliseconds: 5), session: SessionKey("s"), customer: .sample,
        problem: "it's refused", content: [1]),
      DeadLetter(
        .orphan, at: Timestamp(milliseconds: 6), session: nil, customer: nil, problem: "", content: []),
      DeadLetter(
        .input, at: Timestamp(milliseconds: 7), session: nil, customer: nil, problem: "x", content: [0]),
    ]
    for index in letters.indices {
      let letter = letters[index]
      letters[index].number = try await probe.commit { try $0.insert(letter) }
    }
    let written = letters
    try expect(
      try await probe.commit { try $0.deadLetters(after: 0, limit: 2) }, Array(written[..<2]), "two letters")
    try expect(
      try await probe.commit { try $0.deadLetters(after: written[1].number, limit: 2) }, [written[2]],
      "the letters after these")
    try expect(try await probe.commit { try $0.deadLetter(written[1].number) }, written[1], "a letter")
    try await probe.commit { try $0.removeDeadLetter(written[1].number) }
    try expect(try await probe.commit { try $0.deadLetter(written[1].number) }, nil, "a removed letter")
    try expect(try await probe.commit { try $0.deadLetterCount() }, 2, "the letters left")
  }

  private static func checkPause(_ probe: StoreProbe) async throws {
    try expect(try await probe.commit { try $0.isPaused() }, false, "a new store's pause")
    try await probe.commit { try $0.setPaused(true) }
    try expect(try await probe.commit { try $0.isPaused() }, true, "the pause")
    try await probe.commit { try $0.setPaused(false) }
    try expect(try await probe.commit { try $0.isPaused() }, false, "the pause's end")
  }

  private static func checkSuppression(_ probe: StoreProbe) async throws {
    let numbers = ["+2", "+1", "+10"].map { Customer(channel: .sms, address: CustomerAddress($0)) }
    for customer in numbers + [numbers[0]] { try await probe.commit { try $0.setSuppressed(true, customer) } }
    try expect(
      try await probe.commit { try $0.isSuppressed(Customer(channel: .messenger, address: "+1")) }, false,
      "whether another channel's customer is suppressed")
    try expect(try await probe.commit { try $0.isSuppressed(numbers[1]) }, true, "whether one is suppressed")
    try expect(
      try await probe.commit { try $0.suppressedCustomers(after: nil, limit: 2) }, [numbers[1], numbers[2]],
      "the first two in the order of bytes")
    try expect(
      try await probe.commit { try $0.suppressedCustomers(after: numbers[2], limit: 2) }, [numbers[0]],
      "those after these")
    try await probe.commit { try $0.setSuppressed(false, numbers[1]) }
    try expect(try await probe.commit { try $0.isSuppressed(numbers[1]) }, false, "one that is no longer")
  }
}

extension JournalRow {
  /// A row whose numbers use all their bits.
  static func sample(_ session: String, _ number: Int) -> JournalRow {
    JournalRow(
      session: SessionKey(session), number: number, now: Timestamp(milliseconds: 1_767_225_600_000),
      machineVersion: 3, input: [0, 39], records: [10, UInt8(number)], recordsDigest: .max,
      documentDigest: UInt64(1) << 63 + UInt64(number))
  }
}
