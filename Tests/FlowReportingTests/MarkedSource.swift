import Diagnostics
import FlowReporting
import JSONSyntax

/// A source text in which places are marked: `«` begins one and `»` ends it; a `§` alone is an empty one.
struct MarkedSource {
  let file: SourceFile
  /// The marked places in the order of their beginnings.
  let places: [SourcePlace]

  init(_ text: String, path: String = "a.flow.json") {
    self.init(bytes: Array(text.utf8), path: path)
  }

  init(bytes text: [UInt8], path: String = "a.flow.json") {
    var bytes: [UInt8] = []
    var ranges: [Range<Int>] = []
    var open: [Int] = []
    var rest = text[...]
    func skip(_ marker: String) -> Bool {
      guard rest.starts(with: marker.utf8) else { return false }
      rest = rest.dropFirst(marker.utf8.count)
      return true
    }
    while let byte = rest.first {
      if skip("«") {
        open.append(ranges.count)
        ranges.append(bytes.count..<bytes.count)
      } else if skip("»") {
        let index = open.removeLast()
        ranges[index] = ranges[index].lowerBound..<bytes.count
      } else if skip("§") {
        ranges.append(bytes.count..<bytes.count)
      } else {
        bytes.append(byte)
        rest = rest.dropFirst()
      }
    }
    let document = try? JSONDocument(parsing: bytes)
    file = SourceFile(path: path, bytes: bytes, document: document)
    places = ranges.map { range in
      let element = document?.root.subtree.first { document?.node(at: $0).range == range }
      return SourcePlace(range, element: element ?? 0)
    }
  }

  /// A diagnostic at a marked place.
  func diagnostic(
    _ code: RuleCode = .unknownTarget, _ message: String = "no such node", at place: Int = 0,
    path: [String]? = nil, related: [RelatedPlace] = [], steps: [RelatedPlace] = [],
    help: String = "Write one."
  ) -> Diagnostic {
    Diagnostic(
      Finding(code, message, at: places[place], path: path, related: related, steps: steps, help: help),
      in: file)
  }

  /// What the text reporter shows of the first marked place, the line of the message and the help left out.
  var excerpt: String {
    let report = LintReport(fileCount: 1, diagnostics: [diagnostic(help: "")])
    let lines = ReportFormat.text.reporter().text(of: report).split(
      separator: "\n", omittingEmptySubsequences: false)
    return lines.dropFirst().dropLast().joined(separator: "\n")
  }
}
