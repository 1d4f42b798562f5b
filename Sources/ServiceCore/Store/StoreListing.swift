extension ServiceStore {
  /// All that the store lists of something, read in parts, since others wait for each transaction.
  /// - Parameters:
  ///   - isWanted: Whether one of the list is kept.
  ///   - part: Reads what follows one of the list, or the beginning, up to a limit.
  public func list<Element: Sendable>(
    where isWanted: (Element) -> Bool = { _ in true },
    _ part:
      @escaping @Sendable (inout Transaction, _ last: Element?, _ limit: Int) throws(StoreFailure) ->
      [Element]
  ) async throws(StoreFailure) -> [Element] {
    var listed: [Element] = []
    var last: Element?
    while true {
      let more = try await transaction { [last] (store) throws(StoreFailure) in
        .rollBack(try part(&store, last, ServiceLimits.listedAtOnce))
      }
      guard !more.isEmpty else { return listed }
      listed += more.filter(isWanted)
      last = more.last
    }
  }
}
