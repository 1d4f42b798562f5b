import FlowHosting
import FlowInterpreter
public import FlowModel
import JSONSyntax

/// Writing dead letters, and bringing back what they hold.
enum DeadLetters {
  /// Makes a dead letter of what has been tried too often. Its session is stalled: what comes for it waits until the letter is
  /// retried or dropped.
  static func add<Transaction: StoreTransaction>(
    _ item: WorkItem, _ problem: String, session: SessionKey?, at now: Timestamp,
    in store: inout Transaction, _ report: inout TurnReport
  ) throws(StoreFailure) {
    let row = try session.flatMap { (key) throws(StoreFailure) in
      try store.sessions(under: [], keys: [key]).first
    }
    let kind: DeadLetter.Kind
    let content: JSON
    switch item {
    case .input(let input):
      kind = .input
      content = input.json
      try store.endInput(input.arrival)
    case .timer(let timer):
      kind = .timer
      content = ["timer": HostInput.timer(timer.name).json, "at": .number(timer.time.milliseconds)]
      try store.removeTimer(timer.name)
    }
    let number = try store.insert(
      DeadLetter(
        kind, at: now, session: row?.key, customer: row?.customer ?? item.customer, problem: problem,
        content: content.storedContent))
    if let row { try store.setStalled(true, row.key) }
    report.notices.append(.deadLetter(number, problem))
  }

  /// Has a session go on that a dead letter was in the way of, unless another one is.
  static func release<Transaction: StoreTransaction>(
    _ session: SessionKey, in store: inout Transaction
  ) throws(StoreFailure) {
    // A turn that found the session stalled has it wait for what is done here.
    if let row = try store.sessions(under: [], keys: [session]).first {
      _ = try store.lock([.customer(row.customer)])
    }
    let other = try store.firstDeadLetter {
      $0.session == session && ($0.kind == .input || $0.kind == .timer)
    }
    guard other == nil else { return }
    try store.setStalled(false, session)
    try store.releaseInputs(behind: session)
  }
}

extension ServiceStore {
  /// Tries what a dead letter holds once more: an input in its old place, a timer at its time, a customer's message to the agent
  /// and the end of a conversation for an hour. The session that waited for it goes on.
  /// - Returns: Whether there was such a letter; a conversation that was ended cannot be tried again, nor a message that is being
  ///   sent.
  public func retryDeadLetter(_ number: Int, at now: Timestamp) async throws(StoreFailure) -> Bool {
    try await transaction { (store) throws(StoreFailure) in
      guard let letter = try store.deadLetter(number) else { return .rollBack(false) }
      guard let json = JSON(storedContent: letter.content) else {
        throw .damaged("dead letter \(number) cannot be read")
      }
      switch letter.kind {
      case .input:
        guard let row = InputRow(json: json) else {
          throw .damaged("dead letter \(number) holds no input")
        }
        try store.putBack(row)
      case .timer:
        guard case .timer(let name)? = json["timer"].flatMap(HostInput.init(json:)),
          let time = json["at"]?.naturalNumber
        else { throw .damaged("dead letter \(number) holds no timer") }
        try store.setTimer(name, at: Timestamp(milliseconds: Int64(time)))
      case .forward, .ending:
        guard let effect = EffectRow(letter: json, at: now) else {
          throw .damaged("dead letter \(number) holds no effect")
        }
        switch try store.effect(effect.key)?.state {
        case .waiting, .attempted: return .rollBack(false)
        case .inDoubt, nil: try store.removeEffect(effect.key)
        }
        try store.insert(effect)
      case .orphan: return .rollBack(false)
      }
      try store.removeDeadLetter(number)
      if let session = letter.session { try DeadLetters.release(session, in: &store) }
      return .commit(true)
    }
  }

  /// Drops a dead letter. The session that waited for it goes on without, and a conversation that it brought is ended.
  /// - Returns: Whether there was such a letter.
  public func dropDeadLetter(_ number: Int, at now: Timestamp) async throws(StoreFailure) -> Bool {
    try await transaction { (store) throws(StoreFailure) in
      guard let letter = try store.deadLetter(number) else { return .rollBack(false) }
      try store.removeDeadLetter(number)
      var report = TurnReport()
      try Orphans.endConversation(startedBy: letter.input?.startAnswer, at: now, in: &store, &report)
      if let session = letter.session { try DeadLetters.release(session, in: &store) }
      return .commit(true)
    }
  }
}

extension DeadLetter {
  /// The input that it holds, if it holds one.
  var input: InputRow? { kind == .input ? JSON(storedContent: content).flatMap(InputRow.init(json:)) : nil }
}

extension InputRow {
  /// What it is, where that is the answer to a start that has brought a conversation.
  var startAnswer: StoredInput? {
    guard let stored = StoredInput(content: input.content), case .startAnswered(.started, _, _) = stored
    else { return nil }
    return stored
  }
}

extension DeadLetterStorage {
  /// The dead letters that hold answers to starts of some sessions which have brought a conversation.
  mutating func startAnswers(of sessions: Set<SessionKey>) throws(StoreFailure) -> [(DeadLetter, InputRow)] {
    var found: [(DeadLetter, InputRow)] = []
    // What is looked for is no letter: all are looked at.
    _ = try firstDeadLetter { letter in
      if let session = letter.session, sessions.contains(session), let input = letter.input,
        input.startAnswer != nil
      {
        found.append((letter, input))
      }
      return false
    }
    return found
  }
}

extension WorkItem {
  /// The customer whom the item names itself.
  fileprivate var customer: Customer? {
    guard case .input(let row) = self, row.input.queue?.kind == .customer else { return nil }
    return row.input.queue.flatMap { Customer(storedText: $0.text) }
  }
}

extension InputRow {
  /// The input as a dead letter holds it.
  fileprivate var json: JSON {
    var members: JSONObject = [
      "arrival": .number(arrival), "received": .number(input.received.milliseconds),
      "content": .string(String(decoding: input.content, as: UTF8.self)),
    ]
    if let queue = input.queue { members["queue"] = [.number(queue.kind.rawValue), .string(queue.text)] }
    if let key = input.key {
      members["key"] = .array(key.bytes.map { .number(Int($0)) })
      members["digest"] = .array(input.bodyDigest.map { .number(Int($0)) })
    }
    return .object(members)
  }

  fileprivate init?(json: JSON) {
    guard let arrival = json["arrival"]?.naturalNumber, let received = json["received"]?.naturalNumber,
      let content = json["content"]?.string
    else { return nil }
    func bytes(_ name: String) -> [UInt8]? {
      json[name]?.array?.compactMap { $0.naturalNumber.flatMap(UInt8.init(exactly:)) }
    }
    let queue = json["queue"].flatMap { queue in
      queue[0]?.naturalNumber.flatMap(StoreName.Kind.init).flatMap { kind in
        queue[1]?.string.map { StoreName(kind, $0) }
      }
    }
    self.init(
      arrival: arrival,
      input: NewInput(
        key: bytes("key").map(InputKey.init), bodyDigest: bytes("digest") ?? [],
        received: Timestamp(milliseconds: Int64(received)), queue: queue, content: Array(content.utf8)))
  }
}
