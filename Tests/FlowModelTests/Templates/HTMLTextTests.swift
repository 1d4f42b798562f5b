import FlowModel
import Foundation
import Testing

@Suite struct HTMLTextTests {
  /// HTML, and its text, as JSON.
  static let table = #"""
    ["<p>Hello, <b>Ana</b>!</p><p>Your order is here.</p>", "Hello, Ana!\nYour order is here."]
    ["one<br>two<BR />three</br>four", "one\ntwo\nthree\nfour"]
    ["<ul><li>a</li><li>b</li></ul>c", "a\nb\nc"]
    ["<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "ab\nc"]
    ["<h1>a</h1><h6>b</h6><h7>c</h7>d<div>e</div>f", "a\nb\ncde\nf"]
    ["a<p>b<div>c", "abc"]
    [" a \t\r\n b&nbsp;&#32;c\u00a0 d ", "a b c d"]
    ["a <i> b</i>", "a b"]
    ["x < y && y > z <3", "x < y && y > z <3"]
    ["5 <b", "5"]
    ["<a href=\"?a=1&gt;b>c\">d</a>", "d"]
    ["<a href='>'>d</a><a href=>e</a><a b=\"c\"d='>'>f</a><a b =\n\">\">g</a>", "defg"]
    ["<!-- a > b --><!--><!--->c<!-- d --!>e<!--f", "ce"]
    ["<!DOCTYPE html><?xml a?><![CDATA[b]]>c</ d>e</>f", "cef"]
    ["a<script>if (1 < 2) \"</p>\"</SCRIPT\n>b<style>p {}</style >c", "abc"]
    ["a<script/>b</script>c<style>d", "ac"]
    ["<script></scripts></script>a", "a"]
    ["<script><!--<script>a</script>b--></script>c", "c"]
    ["<script><!--<script>a</script>b</script>c", "c"]
    ["<script><!--<SCRIPT/a</scripts>b</Script >c-->d</script>e", "e"]
    ["<script><!--<script>a-->b</script>c", "c"]
    ["<script><!--<scripts>a</script>b", "b"]
    ["<script><!--<script>a</script>b<script>c</script>d--></script>e", "e"]
    ["<script><!--><script>a</script>b", "b"]
    ["<script><!---><script>a</script>b", "b"]
    ["<script><!-<script>a</script>b", "b"]
    ["<script><!--<script>a</script>b", ""]
    ["<style><!--<style>a</style>b--></style>c", "b-->c"]
    ["&amp;lt; &lt;b&gt; &quot;&apos;&eacute;&Eacute;&euro;&thetasym;", "&lt; <b> \"'éÉ€ϑ"]
    ["&#233;&#xE9;&#XE9;&#128516;&#x1f604;", "ééé😄😄"]
    ["&amp &lt &#65 &x; &; &#; &#x; &#xG; &AMP; &hearts", "&amp &lt &#65 &x; &; &#; &#x; &#xG; &AMP; &hearts"]
    ["&#0;&#xD800;&#x110000;&#99999999999999999999;", "\ufffd\ufffd\ufffd\ufffd"]
    ["&#146;&#x80;&#129;", "’€\u0081"]
    ["&lang;&rang;&ldquo;&hellip;", "\u2329\u232a“…"]
    ["a&#10;b&#9;&#160;c", "a b c"]
    ["<b>&lt;i&gt;</b>", "<i>"]
    ["", ""]
    ["<", "<"]
    ["a</", "a</"]
    ["plain text", "plain text"]
    """#

  @Test("The text of HTML is what WHATWG's tokenizer leaves of it", arguments: table.split(separator: "\n"))
  func texts(line: Substring) throws {
    let row = try JSONDecoder().decode([String].self, from: Data(line.utf8))
    let text = TextFilter.plainText(row[0])
    #expect(Array(text.unicodeScalars) == Array(row[1].unicodeScalars), "\(row)")
  }

  @Test("It agrees with html5lib's tokenizer on random HTML") func peer() throws {
    // Made of random pieces of HTML with html5lib 1.1 in its data state; white space as the language reference says.
    let lines = try fixture("html-text.jsonl").split(separator: "\n")
    #expect(lines.count == 300)
    for line in lines {
      let row = try JSONDecoder().decode([String].self, from: Data(line.utf8))
      #expect(TextFilter.plainText(row[0]) == row[1], "\(row)")
    }
  }

  @Test(
    "Hostile HTML takes time linear in its length",
    arguments: ["<", "<a ", "<!-", "<!--", "&#1", "&a", "</script", "<script>", "<a b='", "\u{A0}", "</p>"])
  func linear(piece: String) {
    let start = ContinuousClock.now
    _ = TextFilter.plainText(String(repeating: piece, count: 200_000))
    // Quadratic, this takes an hour.
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test("A text in HTML means what it is") func escaping() {
    let text = "<b class=\"a\">'&amp;' é</b>"
    #expect(text.escapedForHTML == "&lt;b class=&quot;a&quot;&gt;&#39;&amp;amp;&#39; é&lt;/b&gt;")
    #expect(TextFilter.plainText(text.escapedForHTML) == text)
  }

  private func fixture(_ name: String) throws -> String {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: tests.appendingPathComponent("../Fixtures/\(name)"), encoding: .utf8)
  }
}
