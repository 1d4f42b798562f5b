extension Array {
  /// As many times the same element as there are nodes, or edges.
  ///
  /// `init(repeating:count:)` asks the runtime each time for the type of its storage, which takes longer than filling it for
  /// the few nodes of most flows; an analysis has a dozen arrays.
  init(filledWith element: Element, count: Int) {
    self.init(repeatElement(element, count: count))
  }
}
