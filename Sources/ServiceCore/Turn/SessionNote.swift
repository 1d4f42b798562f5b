import FlowInterpreter
import FlowModel
import JSONSyntax

/// Something that the service tells of a session in its trace, beside what the machine does.
enum SessionNote {
  /// Writes a record behind those that there are, with a row of the session's journal. A session that is no longer there is
  /// told nothing; of what the service wants itself, which is no session's, the store's own trace tells.
  static func write<Transaction: StoreTransaction>(
    _ record: ServiceRecord, of session: SessionKey, at now: Timestamp, in store: inout Transaction
  ) throws(StoreFailure) {
    guard !session.isOfService else {
      return try store.append(StoreRecord(at: now, customer: nil, content: record.storeContent))
    }
    guard var row = try store.sessions(under: [], keys: [session]).first else { return }
    let time = max(now, row.latestTurnAt)
    row.turn += 1
    row.recordCount += 1
    row.latestTurnAt = time
    let line = record.line(
      sequence: row.recordCount, milliseconds: time - row.startedAt, session: session)
    try store.update(row, after: row.turn - 1, under: nil)
    try store.append(
      JournalRow(
        of: row, input: RoutedInput.note.content(of: session), records: line,
        documentDigest: row.document.digest))
  }
}
