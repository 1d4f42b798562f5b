import FlowInterpreter
import FlowModel

extension StoreProbe {
  /// What a store knows of itself, and that transactions are whole.
  static var lifeChecks: [NamedCheck] {
    [
      ("A new store has not begun to be used", checkNewStore),
      ("Starts are counted", checkStarts),
      ("It is kept since when messages may be missing", checkMissingSince),
      ("What is rolled back or fails has not happened", checkRollback),
      ("Transactions at the same time are as if one came after the other", checkConcurrency),
    ]
  }

  private static func checkNewStore(_ probe: StoreProbe) async throws {
    try expect(try await probe.commit { try $0.life() }, nil, "a new store's life")
    let life = StoreLife(incarnation: "a1b2c3d4", kind: .emulated)
    try await probe.commit { try $0.set(life) }
    try expect(try await probe.commit { try $0.life() }, life, "its life")
  }

  private static func checkStarts(_ probe: StoreProbe) async throws {
    try await probe.commit { try $0.set(StoreLife(incarnation: "a", kind: .live)) }
    try expect(try await probe.commit { try $0.noteStart() }, 1, "the first start")
    try expect(try await probe.commit { try $0.noteStart() }, 2, "the second start")
    try expect(
      try await probe.commit { try $0.life() }, StoreLife(incarnation: "a", kind: .live, starts: 2),
      "the store's life")
  }

  private static func checkMissingSince(_ probe: StoreProbe) async throws {
    try expect(try await probe.commit { try $0.missingSince() }, nil, "since when, in a new store")
    for time in [Timestamp(milliseconds: 7), nil] {
      try await probe.commit { try $0.setMissingSince(time) }
      try expect(try await probe.commit { try $0.missingSince() }, time, "since when messages may be missing")
    }
  }

  private static func checkRollback(_ probe: StoreProbe) async throws {
    let kept = try await probe.acceptNew([.sample("1")])
    try await probe.rollBack {
      _ = try $0.accept([.sample("2")])
      try $0.endInput(kept[0])
      try $0.setPaused(true)
    }
    try await probe.expectFailure(.conflict, "a body that throws") {
      _ = try $0.accept([.sample("3")])
      try $0.endInput(kept[0])
      throw StoreFailure.conflict
    }
    try expect(try await probe.commit { try $0.inputs(limit: 9).map(\.arrival) }, kept, "the inputs")
    try expect(try await probe.commit { try $0.isPaused() }, false, "whether effects are held")
    try expect(
      try await probe.accept([.sample("2")]).count { $0 == .repeated }, 0,
      "repetitions of what was rolled back")
  }

  private static func checkConcurrency(_ probe: StoreProbe) async throws {
    try await probe.commit { try $0.set(StoreLife(incarnation: "a", kind: .live)) }
    let store = await probe.current
    let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<20 {
        group.addTask {
          try await store.repeatingConflicts { (store) throws(StoreFailure) in .commit(try store.noteStart())
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    try expect(numbers.sorted(), Array(1...20), "the numbers of starts at the same time")
  }
}

extension StoreProbe {
  /// Inputs and their keys.
  static var inputChecks: [NamedCheck] {
    [
      ("Inputs are given in the order of arrival", checkOrder),
      ("A repetition changes nothing, also after the input's end", checkRepetition),
      ("What an input is made of is kept", checkInputContents),
      ("Tries are counted, and the last start of them known", checkTries),
      ("Parked inputs wait until they are released", checkParking),
      ("A dead letter's input comes back in its old place", checkPuttingBack),
      ("The first input of some queues is found", checkEarliest),
      ("Keys are forgotten by age", checkKeysByAge),
      ("Waiting inputs are counted", checkPending),
    ]
  }

  private static func checkOrder(_ probe: StoreProbe) async throws {
    let first = try await probe.acceptNew([.sample("9"), .sample("1"), .sample("5")])
    let second = try await probe.acceptNew([.sample("0"), NewInput.within(3), NewInput.within(4)])
    let arrivals = first + second
    try expect(arrivals, Array(Set(arrivals)).sorted(), "arrival numbers, ascending and each once")
    try expect(
      try await probe.commit { try $0.inputs(limit: 9).map(\.arrival) }, arrivals, "the inputs in order")
    try expect(
      try await probe.commit { try $0.inputs(limit: 2).map(\.arrival) }, Array(arrivals.prefix(2)),
      "two inputs")
    try await probe.commit { try $0.endInput(arrivals[0]) }
    try expect(
      try await probe.commit { try $0.inputs(limit: 2).map(\.arrival) }, Array(arrivals[1...2]),
      "two inputs after the first has been ended")
    try expect(try await probe.commit { try $0.input(arrivals[0]) }, nil, "an ended input")
    let later = try await probe.acceptNew([.sample("7")])
    try expect(later[0] > arrivals[5], true, "a number is never given again")
  }

  private static func checkRepetition(_ probe: StoreProbe) async throws {
    let arrivals = try await probe.acceptNew([.sample("1"), .sample("2")])
    try await probe.commit { try $0.endInput(arrivals[0]) }
    var otherwise = NewInput.sample("2")
    otherwise.bodyDigest = [9]
    let acceptances = try await probe.accept([.sample("1"), otherwise, .sample("3"), .sample("3")])
    try expect(
      [acceptances[0], acceptances[1], acceptances[3]], [.repeated, .repeatedOtherwise, .repeated],
      "what became of repetitions")
    try expect(try await probe.commit { try $0.inputs(limit: 9).count }, 2, "the inputs that wait")
    try await probe.commit { try $0.freeKey(NewInput.sample("1").key ?? InputKey([])) }
    _ = try await probe.acceptNew([.sample("1")])
  }

  private static func checkInputContents(_ probe: StoreProbe) async throws {
    let inputs = [
      NewInput(
        key: InputKey([0, 255, 39]), bodyDigest: [0, 1], received: Timestamp(milliseconds: 1_767_225_600_123),
        queue: .customer(Customer(channel: .sms, address: "+1'5")), content: Array("{\"a\":\"é\0\"}".utf8)),
      NewInput(key: nil, received: Timestamp(milliseconds: 0), queue: nil, content: []),
    ]
    let arrivals = try await probe.acceptNew(inputs)
    let rows = try await probe.commit { try $0.inputs(limit: 9) }
    try expect(rows, zip(arrivals, inputs).map { InputRow(arrival: $0, input: $1) }, "the rows")
    try expect(try await probe.commit { try $0.input(arrivals[1]) }, rows[1], "the row of a number")
  }

  private static func checkTries(_ probe: StoreProbe) async throws {
    let arrivals = try await probe.acceptNew([.sample("1"), .sample("2"), .sample("3")])
    try await probe.commit { try $0.markInputs([arrivals[0], arrivals[1]], by: 4) }
    try await probe.commit { try $0.markInputs([arrivals[1]], by: 5) }
    try expect(
      try await probe.commit { try $0.inputs(limit: 9).map(\.tries) },
      [Tries(count: 1, start: 4), Tries(count: 2, start: 5), Tries()], "the tries")
    try await probe.commit { try $0.noteTarget(SessionKey("s"), ofInput: arrivals[1]) }
    try expect(
      try await probe.commit { try $0.inputs(limit: 9).map(\.target) }, [nil, SessionKey("s"), nil],
      "the targets")
    try await probe.commit { try $0.noteTarget(nil, ofInput: arrivals[1]) }
    try expect(
      try await probe.commit { try $0.inputs(limit: 9).compactMap(\.target) }, [], "a target taken back")
    try await probe.commit { try $0.unmarkInputs([arrivals[0], arrivals[1]]) }
    try expect(
      try await probe.commit { try $0.inputs(limit: 9).map(\.tries) }, [Tries(), Tries(count: 1), Tries()],
      "the tries once marks are taken off")
  }

  private static func checkParking(_ probe: StoreProbe) async throws {
    let arrivals = try await probe.acceptNew([.sample("1"), .sample("2"), .sample("3")])
    let session = SessionKey("s")
    try await probe.commit {
      try $0.markInputs([arrivals[0]], by: 1)
      try $0.noteTarget(session, ofInput: arrivals[0])
      try $0.parkInput(arrivals[0], behind: session, as: [7])
      try $0.parkInput(arrivals[1], behind: SessionKey("other"), as: [8])
    }
    try expect(
      try await probe.commit { try $0.inputs(limit: 9).map(\.arrival) }, [arrivals[2]], "what can be taken")
    try await probe.commit { try $0.releaseInputs(behind: session) }
    var input = NewInput.sample("1")
    input.content = [7]
    try expect(
      try await probe.commit { try $0.inputs(limit: 9) },
      [InputRow(arrival: arrivals[0], input: input), InputRow(arrival: arrivals[2], input: .sample("3"))],
      "what can be taken once it is released")
    try expect(
      try await probe.commit { try $0.input(arrivals[1])?.parkedBehind }, SessionKey("other"),
      "behind what another waits")
  }

  private static func checkPuttingBack(_ probe: StoreProbe) async throws {
    let arrivals = try await probe.acceptNew([.sample("1"), .sample("2")])
    let row = try await probe.commit { store in
      try store.markInputs([arrivals[0]], by: 1)
      let row = try store.input(arrivals[0])
      try store.endInput(arrivals[0])
      return row
    }
    guard let row else { throw ConformanceFailure("an input is not there before its end") }
    try await probe.commit { try $0.putBack(row) }
    try expect(
      try await probe.commit { try $0.inputs(limit: 1) },
      [InputRow(arrival: arrivals[0], input: .sample("1"))],
      "the first input")
    let later = try await probe.acceptNew([.sample("3")])
    try expect(later[0] > arrivals[1], true, "a later input has a greater number")
  }

  private static func checkEarliest(_ probe: StoreProbe) async throws {
    let queues: [StoreName?] = [
      StoreName(.conversation, "a"), nil, StoreName(.customer, "a"), StoreName(.session, "a"),
      StoreName(.customer, "b"),
    ]
    let inputs = queues.map { NewInput(key: nil, received: .init(milliseconds: 1), queue: $0, content: [1]) }
    let arrivals = try await probe.acceptNew(inputs)
    let names = [StoreName(.customer, "a"), StoreName(.session, "a")]
    try expect(
      try await probe.commit { try $0.earliestInput(queuedUnder: names, before: arrivals[4]) }, arrivals[2],
      "the earliest input")
    try expect(
      try await probe.commit { try $0.earliestInput(queuedUnder: names, before: arrivals[2]) }, nil,
      "an earlier one than the earliest")
    try await probe.commit { try $0.parkInput(arrivals[2], behind: SessionKey("x"), as: []) }
    try expect(
      try await probe.commit { try $0.earliestInput(queuedUnder: names, before: arrivals[4]) }, arrivals[3],
      "the earliest input that is not parked")
    let later = try await probe.acceptNew([inputs[2]])
    try expect(
      try await probe.commit { try $0.inputs(queuedUnder: names[0]).map(\.arrival) },
      [arrivals[2], later[0]], "all inputs of a queue")
  }

  private static func checkKeysByAge(_ probe: StoreProbe) async throws {
    try expect(try await probe.commit { try $0.latestKey() }, nil, "the latest key of a new store")
    try await probe.accept((1...4).map { .sample("\($0)", at: Int64($0)) })
    try expect(
      try await probe.commit { try $0.latestKey() }, Timestamp(milliseconds: 4), "the latest key")
    let time = Timestamp(milliseconds: 4)
    try expect(
      try await probe.commit { try $0.deleteKeys(receivedBefore: time, limit: 2) }, 2, "keys forgotten")
    try expect(
      try await probe.commit { try $0.deleteKeys(receivedBefore: time, limit: 2) }, 1, "keys forgotten then")
    try expect(
      try await probe.accept([.sample("4")]), [.repeated], "a repetition of what came at that time")
    _ = try await probe.acceptNew([.sample("1"), .sample("2"), .sample("3")])
  }

  private static func checkPending(_ probe: StoreProbe) async throws {
    try expect(
      try await probe.commit { try $0.pendingInputs() }, PendingInputs(count: 0, oldest: nil),
      "inputs of a new store")
    let arrivals = try await probe.acceptNew([
      .sample("1", at: 10), .sample("2", at: 20), .sample("3", at: 30),
    ])
    try await probe.commit {
      try $0.endInput(arrivals[0])
      try $0.parkInput(arrivals[1], behind: SessionKey("s"), as: [])
    }
    try expect(
      try await probe.commit { try $0.pendingInputs() },
      PendingInputs(count: 2, oldest: Timestamp(milliseconds: 30)),
      "the inputs that wait")
  }
}

extension NewInput {
  /// An input with a key of its own.
  fileprivate static func sample(_ key: String, at milliseconds: Int64 = 1000) -> NewInput {
    NewInput(
      key: InputKey(Array(key.utf8)), bodyDigest: [1, 2], received: Timestamp(milliseconds: milliseconds),
      queue: StoreName(.customer, "sms:+\(key)"), content: Array("{\"\(key)\":1}".utf8))
  }

  /// An input without a key.
  fileprivate static func within(_ number: UInt8) -> NewInput {
    NewInput(key: nil, received: Timestamp(milliseconds: 1000), queue: nil, content: [number])
  }
}
