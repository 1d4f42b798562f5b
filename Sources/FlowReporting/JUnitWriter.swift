import Diagnostics

/// Writes JUnit XML as it is known to those who show the results of tests: suites of test cases, piece by piece.
///
/// Names may hold anything: control characters are shown as escapes, and what XML 1.0 cannot hold is replaced.
struct JUnitWriter {
  /// How many test cases there are, and how many of them fail.
  struct Counts {
    var tests = 0
    /// Test cases in which what was looked at is wrong.
    var failures = 0
    /// Test cases that could not be carried out.
    var errors = 0

    fileprivate var attributes: [Attribute] {
      [("tests", "\(tests)"), ("failures", "\(failures)"), ("errors", "\(errors)"), ("skipped", "0")]
    }

    static func += (total: inout Counts, part: Counts) {
      total.tests += part.tests
      total.failures += part.failures
      total.errors += part.errors
    }
  }

  /// What a test case has to say.
  enum Content {
    /// It passes, and says nothing.
    case nothing
    /// It passes.
    case output(String)
    case failure(type: String, message: String, text: String)
    case error(type: String, message: String, text: String)
  }

  typealias Attribute = (name: String, value: String)

  private var bytes: [UInt8] = []

  /// Gives the bytes written so far away, so that what follows is written into an empty buffer.
  mutating func takeBytes() -> [UInt8] {
    defer { bytes.removeAll() }
    return bytes
  }

  /// Begins the document: suites, then `endDocument`.
  mutating func beginDocument(_ name: String, _ counts: Counts) {
    line(#"<?xml version="1.0" encoding="UTF-8"?>"#)
    line("<testsuites\(text(of: [("name", name)] + counts.attributes))>")
  }

  /// Ends the document.
  mutating func endDocument() { line("</testsuites>") }

  /// Begins a suite: test cases, then `endSuite`.
  mutating func beginSuite(_ name: String, _ counts: Counts) {
    line("  <testsuite\(text(of: [("name", name)] + counts.attributes))>")
  }

  /// Ends a suite.
  mutating func endSuite() { line("  </testsuite>") }

  /// Writes a test case that belongs to a file.
  mutating func testCase(_ name: String, file: String, _ content: Content, with attributes: [Attribute] = [])
  {
    let opening = text(of: [("name", name), ("classname", file), ("file", file)] + attributes)
    guard let element = element(content) else { return line("    <testcase\(opening)/>") }
    line("    <testcase\(opening)>\n      \(element)\n    </testcase>")
  }

  private func element(_ content: Content) -> String? {
    switch content {
    case .nothing: nil
    case .output(let said): "<system-out>\(said.xml)</system-out>"
    case .failure(let type, let message, let said):
      "<failure\(text(of: [("type", type), ("message", message)]))>\(said.xml)</failure>"
    case .error(let type, let message, let said):
      "<error\(text(of: [("type", type), ("message", message)]))>\(said.xml)</error>"
    }
  }

  private mutating func line(_ line: String) { bytes += Array((line + "\n").utf8) }

  private func text(of attributes: [Attribute]) -> String {
    attributes.map { " \($0.name)=\"\($0.value.printable.xml)\"" }.joined()
  }
}
