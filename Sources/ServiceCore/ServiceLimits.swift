/// What a service does not go beyond, with the reasons.
public enum ServiceLimits {
  /// Events that are held for one conversation that nobody knows: a busy agent's first minutes.
  public static let heldEvents = 100
  /// Events that are held in a store: some megabytes.
  public static let allHeldEvents = 10_000
  /// Inputs and timers that one transaction takes: what a commit costs is then a hundredth of it.
  public static let groupSize = 100
  /// Rows of a list that one transaction reads, while others wait.
  public static let listedAtOnce = 500
  /// How often something is tried that ends the process or fails.
  public static let tries = 3
  /// Milliseconds for which a customer's message is tried to be sent to the agent.
  public static let forwardMilliseconds: Int64 = 3_600_000
  /// Milliseconds after a call must have ended at which it is judged to be in doubt, where several processes share a store.
  public static let doubtMilliseconds: Int64 = 10_000
  /// Milliseconds after a start in doubt within which conversations that nobody knows may be that one's.
  public static let orphanMilliseconds: Int64 = 3_600_000
  /// Effects that are begun in one transaction.
  public static let effectsAtOnce = 100
  /// Milliseconds of the first pause between two tries of a call, and of the longest.
  public static let pauses: ClosedRange<Int64> = 500...60_000
  /// Calls to one host that fail one after the other before it is left alone for a while.
  public static let failuresOfHost = 5
}
