import FlowInterpreter
import FlowModel
import FlowReporting
public import ServiceCore

extension SessionTrace {
  /// What happened in the session as people read it: who said what, what the flow did, and what the service did beside it.
  ///
  /// Times are since the session's start.
  public var transcript: [String] {
    let transcript = Transcript(startingAt: row.startedAt)
    return entries.compactMap { entry in
      switch entry {
      case .machine(let entry): transcript.line(of: entry)
      case .service(let record, let time): transcript.note(record.words, at: time)
      }
    }
  }

  /// Which session it is, what it runs, and what has become of it.
  public var heading: String {
    let fate: String =
      if let end = row.endedAt {
        "ended \(end.rfc3339)"
      } else if let parking = row.parking {
        "waits at \(parking.node.text) (\(parking.reason.rawValue)) since \(parking.since.rfc3339)"
      } else {
        "live"
      }
    return "\(row.key.text)  \(row.customer.storedText)  \(row.flow)  begun \(row.startedAt.rfc3339), \(fate)"
      + (row.isStalled ? ", stalled" : "")
  }
}
