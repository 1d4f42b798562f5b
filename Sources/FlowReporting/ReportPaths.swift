import FlowModel

/// How a report tells its files' paths.
public struct ReportPaths: Sendable {
  private let written: [ExactText: String]

  /// Paths as they were given or found.
  public static let asGiven = ReportPaths([:])

  /// Paths for whoever reads a report elsewhere, such as relative to the root of a checkout.
  /// - Parameter written: Such a path for each one that was given or found; one that is not here stays.
  public init(_ written: [(given: String, told: String)]) {
    self.written = Dictionary(written.map { (ExactText($0.given), $0.told) }) { first, _ in first }
  }

  private init(_ written: [ExactText: String]) { self.written = written }

  /// The path of a file as a program outside wants it.
  func path(of given: String) -> String { (written[ExactText(given)] ?? given).normalizedPath }

  /// The path of a file as a program outside wants it.
  func path(of file: SourceFile) -> String { path(of: file.path) }

  /// The path of a file as a URI (RFC 3986): a relative reference, or for a path from the root a `file` URI.
  ///
  /// Everything but unreserved characters and the slashes is percent-encoded, the colon too: in the first part of a
  /// relative reference it would end a scheme.
  func uri(of file: SourceFile) -> String {
    let path = path(of: file)
    let encoded = path.split(separator: "/", omittingEmptySubsequences: false).map {
      String($0).percentEncoded
    }
    return (path.utf8.first == UInt8(ascii: "/") ? "file://" : "") + encoded.joined(separator: "/")
  }
}

extension SourceFile {
  /// The path as baselines know it: the same for every way to write it that differs in slashes and `.` alone.
  public var normalizedPath: String { path.normalizedPath }
}

extension String {
  /// A path without what could be left out of it: `./a//b.flow.json` is `a/b.flow.json`.
  fileprivate var normalizedPath: String {
    let slash = UInt8(ascii: "/")
    let parts = utf8.split(separator: slash).filter { !$0.elementsEqual(".".utf8) }
    let joined = parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
    return utf8.first == slash ? "/" + joined : joined
  }
}
