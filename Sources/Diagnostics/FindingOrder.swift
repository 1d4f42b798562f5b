extension Finding {
  /// Whether a finding is reported before another one of the same file: by offset, code, path, message.
  ///
  /// Text is compared by its bytes. A finding without a path comes before one with a path.
  public static func areInReportOrder(_ left: Finding, _ right: Finding) -> Bool {
    let offsets = (left.place.range.lowerBound, right.place.range.lowerBound)
    if offsets.0 != offsets.1 { return offsets.0 < offsets.1 }
    if left.code != right.code { return left.code < right.code }
    for (ours, theirs) in zip(left.path ?? [], right.path ?? []) {
      if let isBefore = areInByteOrder(ours, theirs) { return isBefore }
    }
    let lengths = (left.path?.count ?? 0, right.path?.count ?? 0)
    if lengths.0 != lengths.1 { return lengths.0 < lengths.1 }
    return areInByteOrder(left.message, right.message) ?? false
  }

  /// Whether one text comes before another, or nil where they are the same bytes.
  private static func areInByteOrder(_ left: String, _ right: String) -> Bool? {
    if left.utf8.elementsEqual(right.utf8) { return nil }
    return left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}
