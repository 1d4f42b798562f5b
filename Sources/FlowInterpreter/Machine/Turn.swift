extension FlowMachine {
  /// What happened in a turn, besides the next state.
  public struct Turn: Sendable {
    /// What the world is to do, in order.
    public internal(set) var effects: [Effect] = []
    /// What there is to tell, in order; nothing where the turn is not traced.
    public internal(set) var happenings: [Happening] = []
    /// Whether what happens is told.
    package let isTraced: Bool
    /// How many records there are to tell, traced or not.
    package var recordCount = 0

    /// Creates a turn in which nothing has happened.
    /// - Parameter isTraced: Whether what happens is told. Records are numbered all the same.
    public init(isTraced: Bool = true) { self.isTraced = isTraced }

    /// Forgets what there is to tell, for whoever has taken it within a long turn.
    package mutating func forgetHappenings() { happenings.removeAll(keepingCapacity: true) }

    /// Forgets what has happened, and keeps the memory for the next turn.
    mutating func clear() {
      // There are one or two: to remove all that there are costs more than to take these.
      while effects.popLast() != nil {}
      if !happenings.isEmpty { happenings.removeAll(keepingCapacity: true) }
      recordCount = 0
    }
  }
}
