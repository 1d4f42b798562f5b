import FlowHosting
public import FlowInterpreter
public import FlowModel

/// What happened in a session, as a store tells it.
public struct SessionTrace: Sendable {
  /// Something that is told of the session.
  public enum Entry: Sendable {
    /// What was said, and what the machine did.
    case machine(LogEntry)
    /// What the service did beside it.
    case service(ServiceRecord, at: Timestamp)
  }

  /// The session as it is stored. Its start is time 0 of its trace.
  public let row: SessionRow
  /// Its trace as it was written, a line of JSON each.
  public let lines: [String]
  /// What was said and done, as far as the machine makes of the journal what it made of it before.
  public let entries: [Entry]
  /// Why there is no more of that; nil where it is whole.
  public let problem: String?
}

extension JournalReplay {
  /// The trace of a session; nil where there is no such session.
  public func trace(of key: SessionKey) async throws(StoreFailure) -> SessionTrace? {
    guard let told = try await replayTold(key) else { return nil }
    return try await store.transaction { (store) throws(StoreFailure) in
      guard let row = try store.sessions(under: [], keys: [key]).first else { return .rollBack(nil) }
      var lines: [String] = []
      var number = 0
      while true {
        let rows = try store.journal(of: key, after: number, limit: ServiceLimits.groupSize)
        guard let last = rows.last else { break }
        for row in rows {
          lines += row.records.split(separator: UInt8(ascii: "\n")).map {
            String(decoding: $0, as: UTF8.self)
          }
        }
        number = last.number
      }
      return .rollBack(
        SessionTrace(row: row, lines: lines, entries: told.entries, problem: told.result.problem))
    }
  }
}

extension RoutedInput {
  /// What the customer or the agent says by it.
  func said(at time: Timestamp) -> [LogEntry] {
    switch self {
    case .begin(.message(let message)), .resume(.messageArrived(let message)):
      [.customerWrote(message, at: time)]
    case .begin(.webhook(let webhook)): [.webhookCame(webhook, at: time)]
    case .resume(.eventArrived(let event)): [.eventPosted(event, at: time)]
    case .resume(.conversationAnswered(_, _, let held)): held.map { .eventPosted($0, at: time) }
    case .resume, .note: []
    }
  }
}
