import Diagnostics
import FlowReporting
import Testing

@Suite("The canonical layout")
struct FormattingTests {
  @Test("A file is laid out in one way, and then no more", arguments: FormattingCase.all)
  func layout(example: FormattingCase) throws {
    let formatted = try FileFormatter.format(Array(example.source.utf8))
    #expect(String(decoding: formatted, as: UTF8.self) == example.formatted)
    #expect(try FileFormatter.format(formatted) == formatted)
  }

  @Test("What could come to mean something else is refused")
  func refusals() {
    let cases: [(String, FormattingRefusal)] = [
      ("", .invalidJSON), ("{", .invalidJSON), ("// {}", .invalidJSON), ("\"\u{FEFF}\" 1", .invalidJSON),
      (#"{"a":1,"\u0061":2}"#, .duplicateKey), (#"{"x-a":[{"b":{"c":1,"c":1}}]}"#, .duplicateKey),
      (#"{"formatVersion":2}"#, .unsupportedFormatVersion),
      (#"{"formatVersion":"1","a":1,"a":1}"#, .unsupportedFormatVersion),
      (String(repeating: " ", count: 10 * 1024 * 1024 + 1), .fileTooLarge),
      // Every element on a line of its own, behind a thousand spaces.
      (
        String(repeating: "[", count: 500) + String(repeating: "0,", count: 20_000) + "0"
          + String(repeating: "]", count: 500), .layoutTooLarge
      ),
    ]
    for (source, refusal) in cases {
      #expect(throws: refusal) { try FileFormatter.format(Array(source.utf8)) }
    }
    #expect(FormattingRefusal.layoutTooLarge.code == .fileTooLarge)
  }

  @Test("A version that is written otherwise is the same version")
  func version() throws {
    #expect(
      try FileFormatter.format(Array(#"{"formatVersion":1.0}"#.utf8))
        == Array("{\n  \"formatVersion\": 1.0\n}\n".utf8))
  }

  @Test("Nesting as deep as a text may have it, in an x- key and anywhere else")
  func depth() throws {
    let deep = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    let long = { (depth: Int) in
      String(repeating: #"{"on":["#, count: depth / 2) + String(repeating: "]}", count: depth / 2)
    }
    for value in [deep(511), long(510)] {
      let source = #"{"x-a":\#(value),"nodes":{}}"#
      let formatted = try FileFormatter.format(Array(source.utf8))
      #expect(try FileFormatter.format(formatted) == formatted)
      #expect(formatted.filter { !" \n".utf8.contains($0) } == Array(#"{"nodes":{},"x-a":\#(value)}"#.utf8))
    }
  }

  @Test("A wide object is laid out in time that grows with its size")
  func width() throws {
    let members = (0..<50_000).map { #""k\#($0)": \#($0)"# }
    for key in ["variables", "nodes", "unknown"] {
      let source = #"{"x-a":1,"\#(key)":{\#(members.joined(separator: ","))},"name":"n"}"#
      let formatted = try FileFormatter.format(Array(source.utf8))
      #expect(String(decoding: formatted, as: UTF8.self).hasPrefix("{\n  \"name\": \"n\",\n  \""))
      #expect(formatted.count { $0 == UInt8(ascii: "\n") } == 50_006)
    }
  }
}
