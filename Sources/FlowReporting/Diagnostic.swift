public import Diagnostics
import FlowModel

/// A finding together with the file that it was found in: all that a reporter needs.
///
/// Lines, columns and pointers are worked out when they are asked for.
public struct Diagnostic: Sendable {
  /// The file.
  public let file: SourceFile
  /// What was found in it.
  public let finding: Finding

  /// Creates a diagnostic.
  public init(_ finding: Finding, in file: SourceFile) {
    self.file = file
    self.finding = finding
  }

  /// The first marked byte's line and column.
  public var start: LineTable.Position { file.lines.position(at: finding.place.range.lowerBound) }

  /// The line and column of what comes after the last marked byte.
  public var end: LineTable.Position { file.lines.position(at: finding.place.range.upperBound) }

  /// The JSON Pointer (RFC 6901) of what is marked.
  public var pointer: String { file.pointer(to: finding.place) }

  /// Bytes that a report takes to tell it, more or less: most of them names.
  var size: Int {
    let places = finding.related + finding.steps.prefix(Limits.reportedPlaces)
    return finding.message.utf8.count + finding.help.utf8.count + pointer.utf8.count
      + places.reduce(0) { $0 + $1.message.utf8.count + file.pointer(to: $1.place).utf8.count }
      + (finding.path?.reduce(0) { $0 + $1.utf8.count } ?? 0)
  }
}

extension Diagnostic {
  /// Whether `left` is reported before `right`: by file, then by the order of findings in a file.
  static func areInReportOrder(_ left: Diagnostic, _ right: Diagnostic) -> Bool {
    // Most pairs are of one file; its path need not be looked at.
    if left.file !== right.file, ExactText(left.file.path) != ExactText(right.file.path) {
      return left.file.path.utf8.lexicographicallyPrecedes(right.file.path.utf8)
    }
    return Finding.areInReportOrder(left.finding, right.finding)
  }
}
