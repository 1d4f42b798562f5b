public import FlowInterpreter
public import FlowModel

/// Moving sessions to another definition of their flow.
extension FlowHost {
  /// Moves the sessions of an earlier definition of a flow to its newest one, those for which that is safe; the others go on
  /// as they are.
  ///
  /// Complexity: linear in the number of sessions, each as `SessionMove` says.
  /// - Parameter renaming: The new names of nodes, by their old ones; others keep theirs.
  /// - Returns: The sessions that are not moved, and why, in the order of their starts.
  /// - Throws: `SessionMove.UnknownNode` where the renaming names no node; then nothing is moved.
  public mutating func moveSessions(
    of earlier: FlowID, renaming: [NodeName: NodeName] = [:]
  ) throws(SessionMove.UnknownNode) -> [(session: SessionKey, refusal: SessionMoveRefusal)] {
    let newest = earlier.newest
    let move = try SessionMove(
      from: project[earlier].machine.program, to: project[newest].machine.program, renaming: renaming)
    var refused: [(session: SessionKey, refusal: SessionMoveRefusal)] = []
    for session in sessions where session.flow == earlier {
      guard let slot = table.slot(of: session.key) else { continue }
      do {
        table.slots[slot] = HostedSession(
          state: try move.session(session.state), flow: newest, number: session.number)
      } catch {
        refused.append((session.key, error))
      }
    }
    return refused
  }
}
