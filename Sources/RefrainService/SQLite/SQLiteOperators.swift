#if Service
import FlowHosting
public import FlowInterpreter
public import FlowModel
public import ServiceCore

extension SQLiteTransaction: DeadLetterStorage {
  private static let columns = "number, kind, at, session, customer, problem, content"

  public mutating func insert(_ letter: DeadLetter) throws(StoreFailure) -> Int {
    let number = nextNumber()
    send(
      "INSERT INTO dead_letters (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?)", .number(number),
      .text(letter.kind.rawValue), .time(letter.at), .optional(letter.session?.text),
      .customer(letter.customer), .text(letter.problem), .blob(letter.content))
    return number
  }

  public mutating func deadLetter(_ number: Int) throws(StoreFailure) -> DeadLetter? {
    try first(
      "SELECT \(Self.columns) FROM dead_letters WHERE number = ?", .number(number), read: DeadLetter.init)
  }

  public mutating func deadLetters(after number: Int, limit: Int) throws(StoreFailure) -> [DeadLetter] {
    try rows(
      "SELECT \(Self.columns) FROM dead_letters WHERE number > ? ORDER BY number LIMIT ?", .number(number),
      .number(limit), read: DeadLetter.init)
  }

  public mutating func deadLetterCount() throws(StoreFailure) -> Int {
    try number("SELECT count(*) FROM dead_letters") ?? 0
  }

  public mutating func removeDeadLetter(_ number: Int) throws(StoreFailure) {
    send("DELETE FROM dead_letters WHERE number = ?", .number(number))
  }
}

extension SQLiteTransaction: OperatorStorage {
  public mutating func isPaused() throws(StoreFailure) -> Bool {
    try number("SELECT is_paused FROM facts") == 1
  }

  public mutating func setPaused(_ isPaused: Bool) throws(StoreFailure) {
    send("UPDATE facts SET is_paused = ?", .flag(isPaused))
  }

  public mutating func isSuppressed(_ customer: Customer) throws(StoreFailure) -> Bool {
    try number("SELECT 1 FROM suppressed_customers WHERE customer = ?", .customer(customer)) != nil
  }

  public mutating func setSuppressed(_ isSuppressed: Bool, _ customer: Customer) throws(StoreFailure) {
    send(
      isSuppressed
        ? "INSERT INTO suppressed_customers (customer) VALUES (?) ON CONFLICT DO NOTHING"
        : "DELETE FROM suppressed_customers WHERE customer = ?", .customer(customer))
  }

  public mutating func suppressedCustomers(
    after customer: Customer?, limit: Int
  ) throws(StoreFailure) -> [Customer] {
    try rows(
      "SELECT customer FROM suppressed_customers WHERE customer > ? ORDER BY customer LIMIT ?",
      .text(customer?.storedText ?? ""), .number(limit)
    ) { row throws(StoreFailure) in
      guard let customer = try row.customer(0) else { throw .damaged("a customer is none") }
      return customer
    }
  }

  public mutating func forget(
    _ customer: Customer, conversations: [ConversationID]
  ) throws(StoreFailure) -> Forgotten {
    var forgotten = Forgotten(sessions: 0, inputs: 0, heldEvents: 0, deadLetters: 0)
    var queues = [StoreName.customer(customer)] + conversations.map(StoreName.conversation)
    let sessions = try rows(
      "SELECT number, key FROM sessions WHERE customer = ?", .customer(customer)
    ) { ($0.integer(0), SessionKey($0.text(1))) }
    for (number, key) in sessions {
      delete(number, key)
      queues.append(.session(key))
      forgotten.inputs += try run("DELETE FROM inputs WHERE parked_behind = ?", .text(key.text))
      forgotten.deadLetters += try run("DELETE FROM dead_letters WHERE session = ?", .text(key.text))
    }
    forgotten.sessions = sessions.count
    forgotten.deadLetters += try run("DELETE FROM dead_letters WHERE customer = ?", .customer(customer))
    for queue in queues {
      forgotten.inputs += try run(
        "DELETE FROM inputs WHERE queue_kind = ? AND queue_name = ?", .number(queue.kind.rawValue),
        .text(queue.text))
    }
    for conversation in conversations {
      for event in try takeHeldEvents(under: .conversation(conversation)) {
        forgotten.heldEvents += 1
        try removeTimer(.heldEvent(event.number))
      }
    }
    send("DELETE FROM store_records WHERE customer = ?", .customer(customer))
    return forgotten
  }
}
#endif
