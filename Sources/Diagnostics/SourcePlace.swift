/// A place in a source file: the bytes that are marked, and the element of the file's tree that they belong to.
///
/// Lines, columns and JSON Pointers are worked out from it only when a diagnostic is printed.
public struct SourcePlace: Sendable, Hashable {
  private let start: UInt32
  private let end: UInt32
  private let elementNumber: UInt32

  /// Creates a place.
  /// - Parameters:
  ///   - range: The marked bytes, as offsets into the file from 0. A file is never larger than 4 GiB.
  ///   - element: The number of the tree's element that a pointer is to name.
  public init(_ range: Range<Int>, element: Int) {
    start = UInt32(range.lowerBound)
    end = UInt32(range.upperBound)
    elementNumber = UInt32(element)
  }

  /// The marked bytes, as offsets into the file from 0.
  public var range: Range<Int> { Int(start)..<Int(end) }

  /// The number of the element in its file's tree.
  public var element: Int { Int(elementNumber) }

  /// The same element with other bytes marked, such as one reference within a string.
  public func marking(_ range: Range<Int>) -> SourcePlace {
    SourcePlace(range, element: element)
  }
}
