public import FlowInterpreter
public import FlowModel

/// All that came to a session, as its journal holds it, and what the machine made of it.
public struct SessionRecording: Sendable {
  /// What came.
  public enum Input: Sendable {
    /// The session began.
    case begun(SessionTrigger)
    /// It went on.
    case resumed(SessionInput)
  }

  /// The definition that the session runs; nil where it is not kept, and then there is nothing but the problem.
  public let program: FlowProgram?
  /// The flow's path in its project.
  public let flow: String
  /// Whose session it is.
  public let customer: Customer
  /// When the session began.
  public let startedAt: Timestamp
  /// What came, and when its turn was taken, in order.
  public let inputs: [(time: Timestamp, input: Input)]
  /// What was said and done.
  public let log: [LogEntry]
  /// Why there is no more of it; nil where it is whole.
  public let problem: String?
}

extension JournalReplay {
  /// What came to a session, and what came of it; nil where there is no such session.
  public func recording(of key: SessionKey) async throws(StoreFailure) -> SessionRecording? {
    guard let told = try await replayTold(key) else { return nil }
    return SessionRecording(
      program: told.program, flow: told.row.flow, customer: told.row.customer, startedAt: told.row.startedAt,
      inputs: told.inputs, log: told.log, problem: told.result.problem)
  }
}
