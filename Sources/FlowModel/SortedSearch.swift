extension RandomAccessCollection where Index == Int {
  /// The index of the first element that belongs to the second part of a collection whose elements of a first part all
  /// stand before those of a second; the end where there is none. A binary search.
  @inlinable
  package func partitioningIndex(where belongsToSecondPart: (Element) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = (low + high) / 2
      if belongsToSecondPart(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
