import FlowInterpreter
import FlowModel
package import JSONSyntax

/// What a scenario expects of the trace, matched with the records as they come, so that no record need be kept.
///
/// An expectation is met by the first record after the last matched one that fits. Which one that is does not depend on
/// when it is asked, so each is looked for as soon as the one before it has been met. What was not to happen is looked for
/// from there on too, until it is asked.
struct ExpectedRecords: Sendable {
  private struct Expectation {
    let type: RecordType
    let members: JSON
    /// Whether no record is to fit.
    let isNegative: Bool
    /// The first record that fits, by its place in the trace, from 0.
    var match: (index: Int, record: JSON)?
    /// Of the records that do not fit the one that has the most of the members, the first of several.
    var nearest: (record: JSON, members: Int)?
  }

  /// What has come of asking.
  enum Answer {
    case holds
    /// A record fits what was not to happen.
    case happened(number: Int, record: JSON)
    /// No record fits; the one that comes nearest, if there is one.
    case missing(nearest: JSON?)
  }

  /// How many of the latest entries of the log are kept, to tell of them where a step fails.
  private static let latestEntries = 100

  private var expectations: [Expectation] = []
  /// How many of them have been asked.
  private var askedCount = 0
  /// The end of those that are looked for.
  private var soughtEnd = 0
  /// Those that are looked for, by the type of the records that they are of.
  private var sought: [RecordType: ArraySlice<Int>] = [:]
  /// How many records there have been.
  private var recordCount = 0
  /// How many of them have been matched or passed over.
  private var passedCount = 0
  private var latestRecords = LatestElements<TraceRecord>(limit: latestEntries)
  /// The latest entries of the log, each with how many records came before it.
  private var latestLog = LatestElements<(entry: LogEntry, recordsBefore: Int)>(limit: latestEntries)
  private let start: Timestamp

  /// What the steps of a scenario expect; nothing has come yet.
  init(of scenario: Scenario) {
    start = scenario.start
    for step in scenario.steps {
      guard case .expect(let expectation) = step.action else { continue }
      switch expectation {
      case .record(let type, let members):
        expectations.append(Expectation(type: type, members: members, isNegative: false))
      case .noRecord(let type, let members):
        expectations.append(Expectation(type: type, members: members, isNegative: true))
      case .variables, .waitingAt, .live: break
      }
    }
    seekOn()
  }

  /// Looks for all up to the next one that a record is to fit.
  private mutating func seekOn() {
    while soughtEnd < expectations.count {
      let expectation = expectations[soughtEnd]
      sought[expectation.type, default: []].append(soughtEnd)
      soughtEnd += 1
      guard expectation.isNegative else { return }
    }
  }

  /// Takes an entry of the log.
  mutating func hear(_ entry: LogEntry) {
    latestLog.append((entry, recordsBefore: recordCount))
    guard case .record(let record) = entry else { return }
    let index = recordCount
    recordCount += 1
    latestRecords.append(record)
    let type = record.happening.type
    guard let candidates = sought[type], !candidates.isEmpty else { return }
    let json = record.json(traceStart: start)
    let met = candidates.filter { meets(json, at: index, expectation: $0) }
    guard !met.isEmpty else { return }
    sought[type] = candidates.filter { !met.contains($0) }[...]
    if met.contains(where: { !expectations[$0].isNegative }) { seekOn() }
  }

  /// Whether a record fits an expectation; that it does, or how near it comes, is kept.
  private mutating func meets(_ record: JSON, at index: Int, expectation: Int) -> Bool {
    let members = expectations[expectation].members
    guard !record.contains(members) else {
      expectations[expectation].match = (index, record)
      expectations[expectation].nearest = nil
      return true
    }
    if !expectations[expectation].isNegative {
      let count = record.count(ofMembersIn: members)
      if expectations[expectation].nearest.map({ count > $0.members }) ?? true {
        expectations[expectation].nearest = (record, count)
      }
    }
    return false
  }

  /// Asks the next expectation of the scenario, now that all before have held.
  mutating func ask() -> Answer {
    let number = askedCount
    askedCount += 1
    let expectation = expectations[number]
    // They are asked in order, so what is asked comes first, unless it has been met.
    if sought[expectation.type]?.first == number { sought[expectation.type]?.removeFirst() }
    switch (expectation.match, expectation.isNegative) {
    case (let match?, true): return .happened(number: match.index + 1, record: match.record)
    case (let match?, false):
      passedCount = match.index + 1
      return .holds
    case (nil, true): return .holds
    case (nil, false): return .missing(nearest: expectation.nearest?.record)
    }
  }

  /// How many records there have been since the last one that was matched.
  var unmatchedCount: Int { recordCount - passedCount }

  /// The latest of the records since the last one that was matched.
  var unmatched: some BidirectionalCollection<TraceRecord> { latestRecords.elements.suffix(unmatchedCount) }

  /// The latest entries of the log since then, and what was said just before them.
  var unmatchedLog: [LogEntry] {
    let passed = passedCount
    return latestLog.elements.filter { $0.recordsBefore >= passed }.map(\.entry)
  }
}

extension JSON {
  /// How many of the members of `expected`, those of objects within it counted one by one, this has too.
  package func count(ofMembersIn expected: JSON) -> Int {
    guard let fields = expected.object else { return contains(expected) ? 1 : 0 }
    return fields.reduce(0) { $0 + (self[$1.key]?.count(ofMembersIn: $1.value) ?? 0) }
  }
}
