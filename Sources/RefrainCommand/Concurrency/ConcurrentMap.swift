import Dispatch
import Synchronization

extension Array where Element: Sendable {
  /// What `transform` makes of each element, in the order of the elements, worked out on all cores at once.
  ///
  /// For work that takes far longer than handing it out, some microseconds an element. Returns when all is done.
  func concurrentMap<Result: Sendable>(_ transform: @Sendable (Element) -> Result) -> [Result] {
    // One core is at work already.
    guard count > 1 else { return map(transform) }
    let results = Mutex<[Result?]>([Result?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let result = transform(self[index])
      results.withLock { $0[index] = result }
    }
    return results.withLock { results in
      results.map { result in
        guard let result else { preconditionFailure("the work of every element is done by now") }
        return result
      }
    }
  }
}
