#if Service
import FlowInterpreter
import FlowModel
import FlowSimulation
import JSONSyntax

/// What a program has asked the world for while a scenario is played, and which of it the scenario has expected so far.
///
/// An expectation is met as in a simulation: by the first record after the last matched one that fits. What is expected of the
/// program's inside passes records over in a simulation; here nobody knows which, so that what is not to happen is judged of
/// what has come since alone.
struct OutsideRecords: Sendable {
  /// Something that was asked for.
  private struct Seen: Sendable {
    /// What it may be called: a text to an agent is a customer's, or the program's own.
    let forms: [Happening]
    let record: TraceRecord

    /// The form of a type as a record's members, without those that nobody outside sees.
    func members(of type: RecordType, startingAt start: Timestamp) -> JSON? {
      guard let form = forms.first(where: { $0.type == type }) else { return nil }
      let told = TraceRecord(
        sequence: record.sequence, milliseconds: record.milliseconds, session: nil, happening: form
      ).json(traceStart: start)
      return .object(
        JSONObject((told.object ?? JSONObject()).filter { $0.key != RecordMember.node.rawValue }))
    }
  }

  private var seen: [Seen] = []
  /// The log: what was said to the program and what it asked for, each with how many records came before.
  private var entries: [(entry: LogEntry, recordsBefore: Int)] = []
  /// How many of the records have been matched or passed over.
  private var passed = 0
  /// How many of them what was expected of the inside may have passed over.
  private var perhapsPassed = 0
  /// Whether something of the inside was expected since the last match in this step.
  private var isUncertain = false
  private let start: Timestamp

  /// Nothing has happened.
  /// - Parameter start: The scenario's time 0.
  init(startingAt start: Timestamp) { self.start = start }

  /// Another step begins that does something.
  mutating func beginStep() {
    // Nobody knows how far the program had come at what was expected of its inside: what comes now is behind it.
    if isUncertain { perhapsPassed = seen.count }
    isUncertain = false
  }

  /// Something was said to the program.
  mutating func hear(_ entry: LogEntry) { entries.append((entry, seen.count)) }

  /// The program has asked for something.
  /// - Parameter forms: What it may be called, the likeliest first.
  mutating func see(_ forms: [Happening], after milliseconds: Int64) {
    guard let likeliest = forms.first else { return }
    let record = TraceRecord(
      sequence: seen.count + 1, milliseconds: milliseconds, session: nil, happening: likeliest)
    entries.append((.record(record), seen.count))
    seen.append(Seen(forms: forms, record: record))
  }

  /// The first record behind the last match that fits an expectation, which it then meets.
  mutating func match(_ type: RecordType, _ members: JSON, isCertain: Bool) -> Bool {
    let found = seen.indices[passed...].first { fits($0, type, members) }
    guard let found else { return false }
    passed = found + 1
    isUncertain = !isCertain
    return true
  }

  /// Something of the program's inside is expected.
  mutating func passOver() { isUncertain = true }

  /// Whether it can be said what has not happened since the last match.
  var canJudgeAbsence: Bool { !isUncertain }

  /// The first record since the last match that fits what was not to happen.
  func first(_ type: RecordType, _ members: JSON) -> (number: Int, record: JSON)? {
    seen.indices[max(passed, perhapsPassed)...].first { fits($0, type, members) }.flatMap { index in
      seen[index].members(of: type, startingAt: start).map { (index + 1, $0) }
    }
  }

  private func fits(_ index: Int, _ type: RecordType, _ members: JSON) -> Bool {
    guard let record = seen[index].members(of: type, startingAt: start) else { return false }
    return record.contains(Self.comparable(members, with: record))
  }

  /// The members of an expectation without the inputs of a start of which its request says nothing.
  private static func comparable(_ members: JSON, with record: JSON) -> JSON {
    let input = RecordMember.input.rawValue
    guard var fields = members.object, let wanted = fields[input]?.object else { return members }
    fields[input] = .object(
      JSONObject(wanted.filter { !$0.value.isNull && record[input]?[$0.key] != nil }))
    return .object(fields)
  }

  // MARK: For who reads of a failure

  /// The record of a type since the last match that has the most of some members.
  func nearest(_ type: RecordType, _ members: JSON) -> JSON? {
    let candidates = seen[passed...].compactMap { $0.members(of: type, startingAt: start) }
    return candidates.max { $0.count(ofMembersIn: members) < $1.count(ofMembersIn: members) }
  }

  /// The records since the last match.
  var unmatched: [JSON] {
    seen[passed...].compactMap { $0.members(of: $0.record.happening.type, startingAt: start) }
  }

  /// What was said and asked for since then.
  var unmatchedLog: [LogEntry] { entries.filter { $0.recordsBefore >= passed }.map(\.entry) }
}
#endif
