public import FlowInterpreter
import FlowModel

extension FlowHost {
  /// Takes a session that was stored, or ran elsewhere, to go on with it here. Its timers are set; those that are due by now
  /// fire when time is told to pass.
  /// - Parameters:
  ///   - state: The session, of whose key no other is here.
  ///   - flow: The flow whose definition it runs.
  /// - Returns: What it has asked the world for and has no answer to: it is to be asked again, under the same keys.
  public mutating func restore(_ state: SessionState, of flow: FlowID) -> [HostOutput.KeyedEffect] {
    startCount += 1
    insert(HostedSession(state: state, flow: flow, number: startCount))
    now = max(now, state.waitingSince)
    recordCount = max(recordCount, state.recordCount)
    let alarms = [state.expiry, state.wait?.alarm].compactMap { $0 }
    for alarm in alarms.sorted(by: { $0.timer.number < $1.timer.number }) {
      timers.set(.session(state.key, alarm.timer), at: alarm.time)
    }
    return state.pendingEffects.compactMap { effect in
      effect.id.map {
        HostOutput.KeyedEffect(key: IdempotencyKey(session: state.key, effect: $0), effect: effect)
      }
    }
  }

  /// Adds a session that has begun before, and notes what it is found by.
  mutating func insert(_ session: HostedSession) {
    let slot = table.insert(session)
    for conversation in session.conversations { index.add(slot, learning: conversation.id) }
    if case .ended(let ending) = session.stage {
      endedSessions.set(session.key, at: ending.at + Limits.endedMilliseconds)
    }
    var state = session.state
    index.update(slot, of: session.customer, from: SessionIndex.Entry(), to: SessionIndex.Entry(&state))
    latestKey = session.key
  }
}
