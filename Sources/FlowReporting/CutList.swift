import FlowModel

/// Of a long list, such as the steps of a way through a flow, the beginning and the end.
struct CutList<Element> {
  /// The first elements; all where there are not many.
  let beginning: ArraySlice<Element>
  /// The last ones.
  let end: ArraySlice<Element>

  init(_ list: [Element], limit: Int = Limits.reportedPlaces) {
    beginning = list.count <= limit ? list[...] : list.prefix(limit / 2)
    end = list.count <= limit ? [] : list.suffix(limit / 2)
    omitted = list.count - beginning.count - end.count
  }

  /// How many are left out between the two.
  let omitted: Int
}
