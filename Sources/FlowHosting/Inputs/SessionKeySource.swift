public import FlowInterpreter

/// Where a host takes the keys of the sessions that begin in it.
public struct SessionKeySource: Sendable {
  /// The key of a host's session, by its number in the order of the starts, from 1.
  let key: @Sendable (_ number: Int) -> SessionKey

  /// A source of keys that a driver makes.
  /// - Parameter key: The key of a host's session, by its number in the order of the starts, from 1.
  public init(_ key: @escaping @Sendable (_ number: Int) -> SessionKey) { self.key = key }

  /// Keys for simulations: `session-1`, `session-2`, and so on.
  public static let numbered = SessionKeySource(SessionKey.init(simulated:))

  /// Keys of 128 random bits each.
  /// - Parameter bits: Draws 64 random bits.
  public static func random(_ bits: @escaping @Sendable () -> UInt64) -> SessionKeySource {
    SessionKeySource { _ in SessionKey(bits: (high: bits(), low: bits())) }
  }
}
