import FlowInterpreter
import FlowModel
import JSONSyntax

extension FlowMachine.Turn {
  /// The turn's records as lines of the session's own trace.
  /// - Parameter count: How many records the trace has before them.
  func lines(
    of session: SessionKey, after count: Int, startedAt: Timestamp, at time: Timestamp
  ) -> [UInt8] {
    var writer = JSONWriter(expecting: 160 * happenings.count)
    for (index, happening) in happenings.enumerated() {
      TraceRecord(
        sequence: count + index + 1, milliseconds: time - startedAt, session: session.text,
        happening: happening
      ).write(to: &writer, traceStart: startedAt)
    }
    return writer.takeBytes()
  }
}
