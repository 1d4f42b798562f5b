public import FlowModel

/// What begins a session of a flow: a trigger that the flow admits, with whose session it will be. Only
/// `FlowMachine.beginning(with:)` makes one.
public struct SessionBeginning: Sendable {
  let program: FlowProgram
  let start: NodeID
  /// What triggers the session.
  public let trigger: SessionTrigger
  /// Whose session it will be.
  public let customer: Customer

  /// Begins the session.
  /// - Parameters:
  ///   - key: The session's key, which no other session has.
  ///   - turn: Is given what happens in place of what it holds.
  ///   - handOver: See `FlowMachine.resume`.
  public func begin(
    _ key: SessionKey, at now: Timestamp, in turn: inout FlowMachine.Turn,
    handingOver handOver: (inout FlowMachine.Turn) -> Void = { _ in }
  ) -> SessionState {
    turn.clear()
    let state = SessionState(
      key: key, customer: customer, variables: program.initialVariables, start: start, at: now)
    var execution = Execution(of: program, on: state, in: &turn, at: now)
    execution.begin(with: trigger, at: start, handOver)
    return execution.finish(&turn)
  }
}

/// Two are equal where they begin the same session: one definition, with one trigger.
extension SessionBeginning: Hashable {
  public static func == (one: SessionBeginning, other: SessionBeginning) -> Bool {
    one.program.hash == other.program.hash && one.trigger == other.trigger
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(program.hash)
    hasher.combine(trigger)
  }
}
