import Synchronization

extension Array where Element: Sendable {
  /// What `transform` makes of each element, in the order of the elements, worked out on all cores at once.
  ///
  /// For work that takes far longer than starting a thread for each core, some tens of microseconds. Returns when all
  /// is done.
  func concurrentMap<Result: Sendable>(_ transform: @Sendable (Element) -> Result) -> [Result] {
    let results = Mutex<[Result?]>([Result?](repeating: nil, count: count))
    let next = Atomic(0)
    Threads.run(atMost: count) {
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        let result = transform(self[index])
        results.withLock { $0[index] = result }
      }
    }
    return results.withLock { results in
      results.map { result in
        guard let result else { preconditionFailure("the work of every element is done by now") }
        return result
      }
    }
  }
}
