#if Service
/// What a group of turns without an effect asks a database for, in order: for whoever measures what the database bears by itself.
package enum PostgreSQLGroup {
  /// The transaction that claims the group.
  package static let claiming = [
    PostgreSQLTransaction.clockReadingStatement, PostgreSQLTransaction.dueTimers,
    PostgreSQLTransaction.inputsToTake, PostgreSQLTransaction.markingOfInputs,
  ]

  /// What the transaction that takes it asks before the first turn, each answered before the next is asked.
  package static let reading = [
    PostgreSQLTransaction.numberOfProject, PostgreSQLTransaction.ownersOfSessions,
    PostgreSQLTransaction.makingOfNames, PostgreSQLTransaction.lockingOfNames,
    PostgreSQLTransaction.claimedInputs, PostgreSQLTransaction.earlierInputs,
    PostgreSQLTransaction.filedSessions, PostgreSQLTransaction.namedSessions,
    PostgreSQLTransaction.clockReadingStatement,
  ]

  /// What it sends for every `writtenTurns` turns, without waiting for an answer.
  package static let writing = [
    PostgreSQLTransaction.sessionChange.sql, PostgreSQLTransaction.journalInsertion.sql,
    PostgreSQLTransaction.endOfInputs.sql,
  ]

  /// How many turns are written at once.
  package static let writtenTurns = PostgreSQLSet.rowLimit
}
#endif
