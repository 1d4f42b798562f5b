import FlowModel
import JSONSyntax
import Testing

/// Forms of texts, targets and numbers.
@Suite struct TextTests {
  private static let longest = String(repeating: "a", count: 64)

  static let forms: [(form: TextForm, admitted: [String], refused: [String])] = [
    (.any, ["", "a\n"], []),
    (.notEmpty, [" ", "a"], [""]),
    (
      .identifier, ["a", "Z", "_", "a-b_9", longest],
      ["", "1a", "-a", "a b", "a.b", "é", "e\u{301}", "a\u{301}", "\u{212A}", "a\n", "@a", longest + "a"]
    ),
    (
      .referenceName, ["a", "Env", "environment", "secrets", longest],
      ["env", "secret", "", "1", longest + "a"]
    ),
    (
      .resultName, ["a", "Success", "succes", "errors", longest],
      ["success", "error", "incomplete", "", "1", longest + "a"]
    ),
    (
      .businessNumber, ["+1234567", "+123456789012345", "+99999999", "123", "12345678", "000"],
      [
        "", "+", "+123456", "+1234567890123456", "+0234567", "1234567890", "12", "123456789", "+1234 567",
        "12a", "+12345a7",
        "\u{661}\u{662}\u{663}", "+1234567\n", "++1234567", "-1234567",
      ]
    ),
    (
      .keyword, ["*", "a", "é", "a-b!", "\u{200B}", "😀"],
      [
        "", " ", "a b", "a\n", "\t", "\u{85}", "a\u{A0}", "\u{1680}", "\u{2000}", "\u{200A}", "\u{2028}",
        "\u{202F}", "\u{205F}", "\u{3000}",
      ]
    ),
    (.keywordWord, ["a", "**", "*a", "\u{200B}"], ["*", "", "a b", "a\n", "\u{3000}"]),
    (
      .headerName, ["X-Order", "x", "Hosts", "my-host", "!#$%&'*+-.^_`|~09"],
      ["", "Host", "CONTENT-length", "Transfer-Encoding", "connection", "a b", "a:", "é", "a\n", "host\n"]
    ),
    (.timestamp, ["2026-01-15T09:30:00Z"], ["", "2026-01-15", "31-12-2026 23:59:59"]),
    (.branchName, ["a", " ", "None", "Otherwise", "none ", "é"], ["", "none", "otherwise"]),
    (
      .period, ["30d", "1s", "99999h", "7m"],
      ["", "d", "0d", "07d", "100000d", "1w", "1d2h", "-1d", "1d\n", "١d"]
    ),
    (
      .serviceAddress,
      [
        "https://ece.example.com", "http://kannel:13013/", "https://a-b_c.example/v25.0/x~",
        "https://[::1]:65535/a",
        "https://127.0.0.1",
      ],
      [
        "", "ece.example.com", "ftp://a", "https://", "https:///a", "https://a//b", "https://a?b",
        "https://a#b",
        "https://u@a", "https://a:0", "https://a:65536", "https://a:", "https://a..b", "https://a/b%20c",
        "https://é",
        "HTTPS://a", "https://a\\b", "https://a\n", "https://[a]",
      ]
    ),
    (
      .listeningAddress, ["127.0.0.1:8080", "0.0.0.0:0", "[::]:80", "localhost:1", "[fe80::1]:65535"],
      [
        "", "8080", ":8080", "127.0.0.1", "127.0.0.1:65536", "example.com:80", "256.0.0.1:80", "127.1:80",
        "::1:80",
      ]
    ),
    (
      .hostPattern,
      [
        "shop.example.com", "*.crm.example.com", "a:8443", "http://intranet:8080", "https://a",
        "[2001:db8::1]", "10.0.0.1",
      ],
      [
        "", "*", "*a", "a.*.b", "a/b", "a b", "ftp://a", "a:0", "u@a", "https://", "a.", ".a", "*.[::1]",
        "a\n",
      ]
    ),
    (
      .network, ["192.0.2.0/24", "10.0.0.1", "0.0.0.0/0", "2001:db8::/32", "::1", "::/128"],
      [
        "", "a", "192.0.2.0/33", "192.0.2/24", "::/129", "192.0.2.0/", "192.0.2.0/-1", "1.2.3.04",
        "10.0.0.0/8\n",
      ]
    ),
    (.urlPath, ["/", "/system/ws/v19/end"], ["", "a", "/a?b", "/a b", "/a\n", "/%41"]),
    (.countryCode, ["1", "44", "971"], ["", "0", "044", "+44", "1234", "4a", "44\n"]),
  ]

  @Test func aFormAdmitsWhatItSays() {
    for (form, admitted, refused) in Self.forms {
      #expect(admitted.filter { !form.admits($0) } == [], "\(form)")
      #expect(refused.filter { form.admits($0) } == [], "\(form)")
      #expect(!form.wanted.isEmpty)
    }
  }

  @Test func aNumberInternationalOrShort() {
    #expect("+14155550123".isE164 && !"+14155550123".isShortCode)
    #expect(!"12345".isE164 && "12345".isShortCode)
  }

  static let targets: [(text: String, target: WrittenTarget?)] = [
    ("relay", .node("relay")), ("", .node("")), ("a b", .node("a b")), ("end", .node("end")),
    ("é", .node("é")),
    ("@end", .end("success")), ("@end:success", .end("success")), ("@end:error", .end("error")),
    ("@end:a-B_9", .end("a-B_9")), ("@end:\(longest)", .end(longest)), ("@resume", .resume),
    ("@", nil), ("@end:", nil), ("@end:a b", nil), ("@end:1", nil), ("@end:\(longest)a", nil), ("@End", nil),
    ("@end ", nil), (" @end", nil), ("@resume:a", nil), ("@resumes", nil), ("a@", nil), ("@end:\u{301}", nil),
    ("@end\u{301}", nil), ("@end:a\r\n", nil), ("@end\n", nil), ("@@end", nil),
  ]

  @Test func aTargetIsANodeAnEndOrAResumption() {
    for (text, target) in Self.targets {
      #expect(WrittenTarget(text) == target, "\(text)")
    }
  }

  @Test func everyFlowHasThreeResults() {
    #expect(
      FlowResult.builtIn.map { "\($0.name) \($0.code) \($0.status)" } == [
        "success 101 success", "error 102 error", "incomplete 103 incomplete",
      ])
  }

  @Test func aRangeHoldsItsEndsAndNothingBeyond() {
    let positive = NumberRange.positive(upTo: 1e9)
    #expect(["5e-324", "1e-9999", "1", "1e9", "1000000000.0"].map(number).allSatisfy(positive.contains))
    let beyond = "1000000000.000000000000000000001"
    #expect(!["0", "-0.0", "-1e-9999", "-1", beyond, "1e10"].map(number).contains(where: positive.contains))
    let notNegative = NumberRange.notNegative(upTo: 20)
    #expect(["0", "-0.0", "20"].map(number).allSatisfy(notNegative.contains))
    #expect(
      !["-5e-324", "-1e-9999", "20.0000000000000000001"].map(number).contains(where: notNegative.contains))
    #expect(["-1e308", "0", "1e308"].map(number).allSatisfy(NumberRange.any.contains))
  }

  private func number(_ text: String) -> JSONNumber {
    guard let document = try? JSONDocument(parsing: Array(text.utf8)), let number = document.root.value.number
    else { return 0 }
    return number
  }

  @Test func aPublishedSpellingIsAnotherNameOfTheSameOutput() {
    #expect(Output("sms.transId", from: .opaque, setBy: [], "").alias == "sms.transid")
    #expect(Output("sms.timestamp", from: .clock, setBy: [], "").alias == nil)
    #expect(Output("transId", from: .opaque, setBy: [], "").alias == nil)
  }

  @Test func outcomesAreComparedByTheBytesOfTheirNames() {
    let composed = Outcome("\u{E9}", .main, "")
    let decomposed = Outcome("e\u{301}", .main, "")
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed, Outcome("\u{E9}", .main, "b")]).count == 2)
    #expect(composed != Outcome("\u{E9}", .failure, ""))
  }
}
