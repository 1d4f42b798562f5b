public import FlowModel

/// What a store knows of itself.
public protocol LifeStorage {
  /// What the store was made as; nil where nobody has begun to use it.
  mutating func life() throws(StoreFailure) -> StoreLife?

  /// Begins to use a store that is new, or gives one a new incarnation.
  mutating func set(_ life: StoreLife) throws(StoreFailure)

  /// Notes that a process begins to work on the store.
  /// - Returns: The number of the start, from 1, greater than all before.
  mutating func noteStart() throws(StoreFailure) -> Int

  /// Since when messages may be missing that a gateway keeps and does not repeat; nil where none may.
  mutating func missingSince() throws(StoreFailure) -> Timestamp?

  /// Notes since when such messages may be missing, or with nil that none may.
  mutating func setMissingSince(_ time: Timestamp?) throws(StoreFailure)

  /// What time it is by the clock that all processes of the store share; nil where a process goes by its own.
  mutating func sharedTime() throws(StoreFailure) -> Timestamp?
}

extension LifeStorage {
  /// What time it is: by the clock that all processes of the store share, or else by the process's own.
  mutating func time(by clock: () -> Timestamp) throws(StoreFailure) -> Timestamp {
    try sharedTime() ?? clock()
  }
}

/// What a store was made as.
public struct StoreLife: Sendable, Hashable {
  /// What the store serves.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Real customers and agents.
    case live
    /// Emulated ones.
    case emulated
  }

  /// The first part of all effects' keys: another one after a backup has been restored, so that no key is used twice for
  /// different effects. No more than `EffectKey.incarnationLength` characters, none of them a point.
  public var incarnation: String
  /// What the store serves, for ever.
  public var kind: Kind
  /// How many processes have begun to work on it.
  public var starts: Int

  /// Creates what a new store is made as.
  public init(incarnation: String, kind: Kind, starts: Int = 0) {
    self.incarnation = incarnation
    self.kind = kind
    self.starts = starts
  }

  /// Draws an incarnation as no store has had: 63 random bits, as hexadecimal digits.
  public static var newIncarnation: String {
    // The highest bit is set, so that there are always as many digits.
    String(UInt64.random(in: 1 << 63 ... .max), radix: 16)
  }
}
