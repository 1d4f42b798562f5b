#if Service
import FlowHosting
public import FlowInterpreter
public import FlowModel
public import ServiceCore

extension PostgreSQLTransaction: DeadLetterStorage {
  private static let columns = "number, kind, at, session, customer, problem, content"

  public mutating func insert(_ letter: DeadLetter) throws(StoreFailure) -> Int {
    let number = try number(
      """
      INSERT INTO dead_letters (\(Self.columns)) VALUES (nextval('numbers'), $1, $2, $3, $4, $5, $6)
      RETURNING number
      """, .text(letter.kind.rawValue), .time(letter.at), .text(letter.session?.text),
      .customer(letter.customer), .text(letter.problem), .bytes(letter.content))
    guard let number else { throw .damaged("a dead letter has no number") }
    return number
  }

  public mutating func deadLetter(_ number: Int) throws(StoreFailure) -> DeadLetter? {
    try first(
      "SELECT \(Self.columns) FROM dead_letters WHERE number = $1 FOR UPDATE", .number(number),
      read: DeadLetter.init)
  }

  public mutating func deadLetters(after number: Int, limit: Int) throws(StoreFailure) -> [DeadLetter] {
    try rows(
      "SELECT \(Self.columns) FROM dead_letters WHERE number > $1 ORDER BY number LIMIT $2", .number(number),
      .number(limit), read: DeadLetter.init)
  }

  public mutating func deadLetterCount() throws(StoreFailure) -> Int {
    try number("SELECT count(*) FROM dead_letters") ?? 0
  }

  public mutating func removeDeadLetter(_ number: Int) throws(StoreFailure) {
    try run("DELETE FROM dead_letters WHERE number = $1", .number(number))
  }
}

extension PostgreSQLTransaction: OperatorStorage {
  public mutating func isPaused() throws(StoreFailure) -> Bool {
    try first("SELECT is_paused FROM facts WHERE id = 1") { $0.flag(0) } ?? false
  }

  public mutating func setPaused(_ isPaused: Bool) throws(StoreFailure) {
    try run("UPDATE facts SET is_paused = $1 WHERE id = 1", .flag(isPaused))
  }

  public mutating func isSuppressed(_ customer: Customer) throws(StoreFailure) -> Bool {
    try number("SELECT 1 FROM suppressed_customers WHERE customer = $1", .customer(customer)) != nil
  }

  public mutating func setSuppressed(_ isSuppressed: Bool, _ customer: Customer) throws(StoreFailure) {
    try run(
      isSuppressed
        ? "INSERT INTO suppressed_customers (customer) VALUES ($1) ON CONFLICT DO NOTHING"
        : "DELETE FROM suppressed_customers WHERE customer = $1", .customer(customer))
  }

  public mutating func suppressedCustomers(
    after customer: Customer?, limit: Int
  ) throws(StoreFailure) -> [Customer] {
    try rows(
      "SELECT customer FROM suppressed_customers WHERE customer > $1 ORDER BY customer LIMIT $2",
      .text(customer?.storedText ?? ""), .number(limit)
    ) { row throws(StoreFailure) in
      guard let customer = try row.customer(0) else { throw .damaged("a customer is none") }
      return customer
    }
  }

  public mutating func forget(
    _ customer: Customer, conversations: [ConversationID]
  ) throws(StoreFailure) -> Forgotten {
    let sessions = try rows("SELECT number, key FROM sessions WHERE customer = $1", .customer(customer)) {
      ($0.integer(0), $0.text(1))
    }
    let keys = sessions.map(\.1)
    try deleteSessions(
      numbers: sessions.map(\.0), keys: keys, customers: [customer.storedText])
    let queues =
      [StoreName.customer(customer)] + conversations.map(StoreName.conversation)
      + keys.map { StoreName(.session, $0) }
    let events = try rows(
      """
      DELETE FROM held_events WHERE kind = $1 AND name = ANY($2::bytea[]) RETURNING number
      """, .number(StoreName.Kind.conversation.rawValue), .texts(conversations.map(\.text))
    ) { $0.integer(0) }
    for number in events { try removeTimer(.heldEvent(number)) }
    let parked = try run("DELETE FROM inputs WHERE parked_behind = ANY($1::bytea[])", .texts(keys))
    let queued = try run(
      "DELETE FROM inputs WHERE (queue_kind, queue_name) IN (SELECT * FROM unnest($1::bigint[], $2::bytea[]))",
      .kinds(queues), .texts(queues))
    let letters = try run(
      "DELETE FROM dead_letters WHERE session = ANY($1::bytea[]) OR customer = $2", .texts(keys),
      .customer(customer))
    try run("DELETE FROM store_records WHERE customer = $1", .customer(customer))
    return Forgotten(
      sessions: sessions.count, inputs: parked + queued, heldEvents: events.count, deadLetters: letters)
  }
}
#endif
