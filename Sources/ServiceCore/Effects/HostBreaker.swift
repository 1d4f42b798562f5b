import FlowModel

/// Leaves hosts alone that are down: the circuit breaker of Nygard's "Release It!", one for each host.
struct HostBreaker: Sendable {
  private struct Host: Sendable {
    /// Calls that have failed one after the other.
    var failures = 0
    /// Until when the breaker is open, and no call is made; then one is, and the others wait for what becomes of it.
    var openUntil: Timestamp?
    /// Until when that one call is on its way.
    var probedUntil: Timestamp?
  }

  private var hosts: [String: Host] = [:]

  /// Whether a call may be made.
  enum Permission: Sendable {
    /// It may; whether it is the one by which the host is tried again.
    case now(isProbe: Bool)
    /// It may not, and is to be asked for again.
    case later(Timestamp)
  }

  /// Asks for a call.
  /// - Parameter until: When the call would have ended.
  mutating func askForCall(to name: String, at now: Timestamp, until: Timestamp) -> Permission {
    guard let host = hosts[name], let openUntil = host.openUntil else { return .now(isProbe: false) }
    guard openUntil <= now else { return .later(openUntil) }
    if let probed = host.probedUntil, now < probed {
      // That call may end long before its time is over.
      return .later(min(probed, now + ServiceLimits.pauses.lowerBound))
    }
    noteProbe(of: name, until: until)
    return .now(isProbe: true)
  }

  /// Notes that a host is tried again by a call that has ended by a time.
  mutating func noteProbe(of name: String, until: Timestamp) { hosts[name]?.probedUntil = until }

  /// Notes that a host has answered, whatever the answer was.
  mutating func noteAnswer(of name: String) { hosts[name] = nil }

  /// Notes that a call has failed.
  /// - Parameter pause: How many milliseconds the host is left alone if it has failed too often.
  mutating func noteFailure(of name: String, at now: Timestamp, pause: (_ failures: Int) -> Int64) {
    var host = hosts[name] ?? Host()
    // Begun before the host was left alone, it tells nothing new: calls that fail together are no reason for a longer pause.
    if let openUntil = host.openUntil, now < openUntil { return }
    host.failures += 1
    host.probedUntil = nil
    if host.failures >= ServiceLimits.failuresOfHost {
      host.openUntil = now + pause(host.failures - ServiceLimits.failuresOfHost + 1)
    }
    hosts[name] = host
  }
}
