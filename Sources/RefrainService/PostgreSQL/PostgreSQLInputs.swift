#if Service
public import FlowInterpreter
public import FlowModel
public import ServiceCore

extension PostgreSQLTransaction: InputStorage {
  private static let columns = """
    arrival, key, body_digest, received, queue_kind, queue_name, content, tries, start, parked_behind, target
    """

  public mutating func accept(_ inputs: [NewInput]) throws(StoreFailure) -> [Acceptance] {
    guard !inputs.isEmpty else { return [] }
    let known = try note(inputs)
    let accepted = inputs.indices.filter { known[$0] == nil }
    let arrivals = try nextNumbers(accepted.count)
    try write(zip(arrivals, accepted).map { InputRow(arrival: $0, input: inputs[$1]) })
    var acceptances = known
    for (arrival, index) in zip(arrivals, accepted) { acceptances[index] = .accepted(arrival: arrival) }
    return acceptances.compactMap { $0 }
  }

  /// Makes the keys of inputs known, in their order: two who do so at the same time wait in no circle for one another.
  /// - Returns: What becomes of each input whose key was known before, or is that of an input before it.
  private func note(_ inputs: [NewInput]) throws(StoreFailure) -> [Acceptance?] {
    var known = [Acceptance?](repeating: nil, count: inputs.count)
    var digests: [InputKey: [UInt8]] = [:]
    var firsts: [(key: InputKey, index: Int)] = []
    for (index, input) in inputs.enumerated() {
      guard let key = input.key else { continue }
      if let digest = digests[key] {
        known[index] = digest == input.bodyDigest ? .repeated : .repeatedOtherwise
      } else {
        digests[key] = input.bodyDigest
        firsts.append((key, index))
      }
    }
    guard !firsts.isEmpty else { return known }
    firsts.sort { $0.key < $1.key }
    let keys = PostgreSQLValue.byteArrays(firsts.map(\.key.bytes))
    let added = try rows(
      """
      INSERT INTO input_keys (key, body_digest, received)
      SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bigint[]) AS new (key, body_digest, received) ORDER BY key
      ON CONFLICT (key) DO NOTHING RETURNING key
      """, keys, .byteArrays(firsts.map { inputs[$0.index].bodyDigest }),
      .integers(firsts.map { inputs[$0.index].received.milliseconds })
    ) { InputKey($0.bytes(0)) }
    guard added.count < firsts.count else { return known }
    let former = try rows("SELECT key, body_digest FROM input_keys WHERE key = ANY($1::bytea[])", keys) {
      (InputKey($0.bytes(0)), $0.bytes(1))
    }
    let formerDigests = Dictionary(former) { first, _ in first }
    for (key, digest) in formerDigests { digests[key] = digest }
    let new = Set(added)
    for (index, input) in inputs.enumerated() {
      guard let key = input.key, !new.contains(key) else { continue }
      known[index] = digests[key] == input.bodyDigest ? .repeated : .repeatedOtherwise
    }
    return known
  }

  private func write(_ rows: [InputRow]) throws(StoreFailure) {
    guard !rows.isEmpty else { return }
    let inputs = rows.map(\.input)
    try send(
      """
      INSERT INTO inputs (arrival, key, body_digest, received, queue_kind, queue_name, content, tries)
      SELECT new.*, 0 FROM unnest(
        $1::bigint[], $2::bytea[], $3::bytea[], $4::bigint[], $5::bigint[], $6::bytea[], $7::bytea[]
      ) AS new (arrival, key, body_digest, received, queue_kind, queue_name, content)
      """, .numbers(rows.map(\.arrival)), .byteArrays(inputs.map(\.key?.bytes)),
      .byteArrays(inputs.map(\.bodyDigest)), .integers(inputs.map(\.received.milliseconds)),
      .numbers(inputs.map(\.queue?.kind.rawValue)), .texts(inputs.map(\.queue?.text)),
      .byteArrays(inputs.map(\.content)))
  }

  static let inputsToTake = """
    SELECT \(columns) FROM inputs
    WHERE parked_behind IS NULL
      AND (marked IS NULL OR $2::bigint IS NULL OR start = $2 OR marked <= \(clock) - \(markMilliseconds))
    ORDER BY arrival LIMIT $1 FOR UPDATE SKIP LOCKED
    """

  public mutating func inputs(limit: Int) throws(StoreFailure) -> [InputRow] {
    try rows(Self.inputsToTake, .number(limit), .number(start), read: InputRow.init)
  }

  public mutating func input(_ arrival: Int) throws(StoreFailure) -> InputRow? {
    if let known = ahead?.input(arrival) { return known }
    return try inputs([arrival]).first
  }

  static let claimedInputs =
    "SELECT \(columns) FROM inputs WHERE arrival = ANY($1::bigint[]) FOR UPDATE SKIP LOCKED"

  /// The inputs with some arrival numbers, without those that are ended or that another process has in hand.
  func inputs(_ arrivals: [Int]) throws(StoreFailure) -> [InputRow] {
    try rows(Self.claimedInputs, .numbers(arrivals), read: InputRow.init)
  }

  public mutating func inputs(queuedUnder name: StoreName) throws(StoreFailure) -> [InputRow] {
    try rows(
      """
      SELECT \(Self.columns) FROM inputs WHERE queue_kind = $1 AND queue_name = $2 ORDER BY arrival FOR UPDATE
      """, .number(name.kind.rawValue), .text(name.text), read: InputRow.init)
  }

  public mutating func earliestInput(
    queuedUnder names: [StoreName], before arrival: Int
  ) throws(StoreFailure) -> Int? {
    if let known = ahead?.earliestInput(queuedUnder: names, before: arrival) { return known }
    return try number(
      """
      SELECT min(earliest.arrival) FROM unnest($1::bigint[], $2::bytea[]) AS queue (kind, name) CROSS JOIN LATERAL (
        SELECT arrival FROM inputs
        WHERE queue_kind = queue.kind AND queue_name = queue.name AND arrival < $3 AND parked_behind IS NULL
        ORDER BY arrival LIMIT 1
      ) AS earliest
      """, .kinds(names), .texts(names), .number(arrival))
  }

  static let markingOfInputs =
    "UPDATE inputs SET tries = tries + 1, start = $2, marked = \(clock) WHERE arrival = ANY($1::bigint[])"

  public mutating func markInputs(_ arrivals: [Int], by start: Int) throws(StoreFailure) {
    ahead = nil
    try send(Self.markingOfInputs, .numbers(arrivals), .number(start))
  }

  public mutating func unmarkInputs(_ arrivals: [Int]) throws(StoreFailure) {
    ahead = nil
    try send(
      "UPDATE inputs SET tries = tries - 1, start = NULL, marked = NULL WHERE arrival = ANY($1::bigint[])",
      .numbers(arrivals))
  }

  public mutating func noteTarget(_ session: SessionKey?, ofInput arrival: Int) throws(StoreFailure) {
    ahead = nil
    try send("UPDATE inputs SET target = $1 WHERE arrival = $2", .text(session?.text), .number(arrival))
  }

  static let endOfInputs = PostgreSQLSetStatement(
    "DELETE FROM inputs WHERE arrival = ANY($1::bigint[])", [.integer])

  public mutating func endInput(_ arrival: Int) throws(StoreFailure) {
    if ahead?.remove(input: arrival) == false { ahead = nil }
    try connection.gather([.number(arrival)], for: Self.endOfInputs)
  }

  public mutating func parkInput(
    _ arrival: Int, behind session: SessionKey, as content: [UInt8]
  ) throws(StoreFailure) {
    ahead = nil
    try send(
      """
      UPDATE inputs SET parked_behind = $1, content = $2, tries = 0, start = NULL, marked = NULL, target = NULL
      WHERE arrival = $3
      """, .text(session.text), .bytes(content), .number(arrival))
  }

  public mutating func releaseInputs(behind session: SessionKey) throws(StoreFailure) {
    ahead = nil
    try send("UPDATE inputs SET parked_behind = NULL WHERE parked_behind = $1", .text(session.text))
  }

  public mutating func putBack(_ input: InputRow) throws(StoreFailure) {
    ahead = nil
    try endInput(input.arrival)
    try write([input])
  }

  public mutating func freeKey(_ key: InputKey) throws(StoreFailure) {
    try send("DELETE FROM input_keys WHERE key = $1", .bytes(key.bytes))
  }

  public mutating func deleteKeys(
    receivedBefore time: Timestamp, limit: Int
  ) throws(StoreFailure) -> Int {
    let old = try rows(
      """
      SELECT key FROM input_keys WHERE received < $1 ORDER BY received LIMIT $2 FOR UPDATE SKIP LOCKED
      """, .time(time), .number(limit)
    ) { $0.bytes(0) }
    return try run("DELETE FROM input_keys WHERE key = ANY($1::bytea[])", .byteArrays(old))
  }

  public mutating func latestKey() throws(StoreFailure) -> Timestamp? {
    try number("SELECT received FROM input_keys ORDER BY received DESC LIMIT 1").map {
      Timestamp(milliseconds: Int64($0))
    }
  }

  public mutating func pendingInputs() throws(StoreFailure) -> PendingInputs {
    let oldest = try number(
      "SELECT received FROM inputs WHERE parked_behind IS NULL ORDER BY arrival LIMIT 1")
    return PendingInputs(
      count: try number("SELECT count(*) FROM inputs") ?? 0,
      oldest: oldest.map { Timestamp(milliseconds: Int64($0)) })
  }
}
#endif
