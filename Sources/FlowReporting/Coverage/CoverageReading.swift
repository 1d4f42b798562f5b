import FlowInterpreter
import FlowModel
import JSONSyntax

/// What ran, written by an earlier run, cannot be read.
public struct CoverageReadingError: Error, Sendable {
  /// What is wrong, without a full stop at the end.
  public let reason: String
}

extension FlowCoverage {
  /// Counts what a trace has reached, written as JSON Lines. Records of sessions of other flows do not count.
  ///
  /// Linear in the trace's length.
  /// - Parameter name: The name of the flow, by which a trace knows it.
  public mutating func count(traceLines source: [UInt8], ofFlowNamed name: String)
    throws(CoverageReadingError)
  {
    var sessions: Set<String> = []
    for (index, line) in source.split(separator: UInt8(ascii: "\n")).enumerated() {
      let record: JSON
      do {
        record = try JSON(parsing: Array(line))
      } catch {
        throw CoverageReadingError(reason: "record \(index + 1) is no JSON")
      }
      guard let type = record[.type]?.string else {
        throw CoverageReadingError(reason: "record \(index + 1) is none of a trace")
      }
      let session = record[.session]?.string ?? ""
      if RecordType(rawValue: type) == .sessionStarted,
        record[.flow] == .string(name)
      {
        sessions.insert(session)
      }
      guard sessions.contains(session), let node = (record[.node]?.string).map(NodeName.init) else {
        continue
      }
      switch (RecordType(rawValue: type), record[.outcome]?.string) {
      case (.nodeEntered, _): add(1, ofNode: node)
      case (.outcome, let outcome?): add(1, ofOutcome: outcome, ofNode: node)
      default: break
      }
    }
  }

  /// Counts what scenarios have reached of this flow, as their results in JSON tell it.
  ///
  /// Linear in the length of the results.
  public mutating func count(results source: [UInt8]) throws(CoverageReadingError) {
    let results: JSON
    do {
      results = try JSON(parsing: source)
    } catch {
      throw CoverageReadingError(reason: "no JSON: \(error.message)")
    }
    guard let flows = results["coverage"]?["flows"]?.array else {
      throw CoverageReadingError(reason: "no results of scenarios with coverage")
    }
    let named = flows.filter { $0["file"] == .string(file) }
    // Whoever measures one flow alone may have named it otherwise.
    guard let flow = named.first ?? (flows.count == 1 ? flows.first : nil) else {
      throw CoverageReadingError(reason: "no coverage of \(file)")
    }
    for node in flow["byNode"]?.array ?? [] {
      guard let id = (node["node"]?.string).map(NodeName.init) else { continue }
      add(Self.count(node["entered"]), ofNode: id)
      for outcome in node["outcomes"]?.array ?? [] {
        guard let name = outcome["outcome"]?.string else { continue }
        add(Self.count(outcome["taken"]), ofOutcome: name, ofNode: id)
      }
    }
  }

  /// A number of times. Numbers that none can be count as none.
  private static func count(_ value: JSON?) -> Int {
    guard let number = value?.number?.double, number >= 0, number <= 1e15 else { return 0 }
    return Int(number)
  }
}

extension JSON {
  /// The value of a member, if this is a record that has it.
  fileprivate subscript(member: RecordMember) -> JSON? { self[member.rawValue] }
}
