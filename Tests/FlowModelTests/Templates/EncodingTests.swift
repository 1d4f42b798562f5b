import FlowModel
import Testing

@Suite struct EncodingTests {
  /// An address, `[…]` the text of a reference, `[=…]` that of a variable, and `→` what is asked; nothing where none is.
  static let table = #"""
    https://shop.example/orders/[7] → https://shop.example/orders/7
    https://shop.example/orders/[the "two" lamps#7 & 8/../admin?x=1]?lang=en → https://shop.example/orders/the%20%22two%22%20lamps%237%20%26%208%2F..%2Fadmin%3Fx%3D1?lang=en
    https://shop.example/?q=[é~-._%41+] → https://shop.example/?q=%C3%A9~-._%2541%2B
    [=https://a.example/b?c=d]/[x y] → https://a.example/b?c=d/x%20y
    [https://a.example/]b →
    x[=https://a.example/] →
    [][=https://a.example/] →
    [=https://a.example][=/b] → https://a.example%2Fb
    HTTP://A.example → HTTP://A.example
    http://a.example:8080/b → http://a.example:8080/b
    http://a.example:/ → http://a.example:/
    http://a.example:[8080]/ → http://a.example:8080/
    http://a.example:[x]/ →
    http://[a b].example/ → http://a%20b.example/
    http://[a@b]/ → http://a%40b/
    http://a@b/ →
    http://:80/ →
    http:///a →
    http:a →
    http:/a →
    ftp://a.example/ →
    //a.example/ →
    /a →
     →
    http://é.example/ →
    http://a.example/é →
    http://a.example/a b →
    http://a.example/%4 →
    http://a.example/%4g →
    http://a.example/%41 → http://a.example/%41
    http://a.example/a:@!$&'()*+,;=~ → http://a.example/a:@!$&'()*+,;=~
    http://a.example/{a} →
    http://a.example/a|b →
    http://a.example/?a=/?&b#c/d?e → http://a.example/?a=/?&b#c/d?e
    http://a.example/#a#b →
    http://127.0.0.1/ → http://127.0.0.1/
    http://<::1>/ → http://<::1>/
    http://<2001:db8::7>:80/a → http://<2001:db8::7>:80/a
    http://<1:2:3:4:5:6:7:8>/ → http://<1:2:3:4:5:6:7:8>/
    http://<1:2:3:4:5:6:7::>/ → http://<1:2:3:4:5:6:7::>/
    http://<::ffff:1.2.3.4>/ → http://<::ffff:1.2.3.4>/
    http://<1:2:3:4:5:6:1.2.3.4>/ → http://<1:2:3:4:5:6:1.2.3.4>/
    http://<v7.a:b>/ → http://<v7.a:b>/
    http://<1:2:3:4:5:6:7:8:9>/ →
    http://<1::2:3:4:5:6:7:8>/ →
    http://<1:2:3>/ →
    http://<1::2::3>/ →
    http://<:::>/ →
    http://<12345::>/ →
    http://<1.2.3.4::>/ →
    http://<::1.2.3>/ →
    http://<::1.2.3.256>/ →
    http://<::1.2.3.04>/ →
    http://<v.a>/ →
    http://<v7.>/ →
    http://<fe80::1%25eth0>/ →
    http://<::1/ →
    http://<::1>x/ →
    http://<>/ →
    http://a.example/a/../b/. → http://a.example/a/../b/.
    http://a.example/[..]/b →
    http://a.example/[.]/b →
    http://a.example/[.] →
    http://a.example/.[.]/b →
    http://a.example/.[]./b →
    http://a.example/[]../b →
    http://a.example/..[]/b →
    http://a.example/..[]?c →
    http://a.example/%2e[.]/b →
    http://a.example/%2E%2e[]/b →
    http://a.example/[...]/b → http://a.example/.../b
    http://a.example/[..]x → http://a.example/..x
    http://a.example/[]/../b → http://a.example//../b
    http://a.example/../[]/b → http://a.example/..//b
    http://a.example/?[..] → http://a.example/?..
    http://a.example/?a/[..]/b → http://a.example/?a/../b
    http://a.example/#[..] → http://a.example/#..
    http://a.example/[%2e%2e] → http://a.example/%252e%252e
    [=http://a.example/]../b → http://a.example/../b
    [=http://a.example]/../b → http://a.example/../b
    [=http://a.example/..]/b →
    [=http://a.example/../c]/b →
    """#

  @Test("No text of a reference changes where an address leads", arguments: table.split(separator: "\n"))
  func addresses(line: Substring) throws {
    let parts = line.split(separator: "→", omittingEmptySubsequences: false)
    var address = WebAddress()
    var rest = parts[0].dropLast()
    while !rest.isEmpty {
      let literal = rest.prefix { $0 != "[" }
      if !literal.isEmpty { address.append(literal: brackets(literal)) }
      rest = rest.dropFirst(literal.count)
      guard !rest.isEmpty else { break }
      let inner = rest.dropFirst().prefix { $0 != "]" }
      rest = rest.dropFirst(inner.count + 2)
      let isVariable = inner.first == "="
      address.append(reference: String(isVariable ? inner.dropFirst() : inner), isVariable: isVariable)
    }
    let wanted = parts[1].dropFirst()
    #expect(address.text == (wanted.isEmpty ? nil : brackets(wanted)), "\(line)")
  }

  /// The table has `[` for references.
  private func brackets(_ text: Substring) -> String {
    String(text.map { $0 == "<" ? "[" : $0 == ">" ? "]" : $0 })
  }

  @Test("An address of 262,144 bytes is asked, a longer one is not") func longAddress() {
    for (excess, isAsked) in [(0, true), (1, false)] {
      var address = WebAddress()
      address.append(literal: "http://a.example/")
      address.append(reference: String(repeating: "a", count: 262_144 - 17 + excess), isVariable: false)
      #expect((address.text != nil) == isAsked)
      address.append(literal: "b")
      #expect(address.text == nil)
    }
  }

  @Test("Line breaks in a reference's text are encoded") func controlCharacters() {
    var address = WebAddress()
    address.append(literal: "http://a.example/")
    address.append(reference: "a\r\nHost: b\0", isVariable: false)
    #expect(address.text == "http://a.example/a%0D%0AHost%3A%20b%00")
  }

  @Test("A form is written as browsers write it") func form() {
    var form = FormBody()
    #expect(form.text == "")
    form.append(name: "full name", value: "Ana & Zoë = 1+1 ~ *-._")
    form.append(name: "é", value: "")
    form.append(name: "", value: "a\r\nb")
    #expect(form.text == "full+name=Ana+%26+Zo%C3%AB+%3D+1%2B1+%7E+*-._&%C3%A9=&=a%0D%0Ab")
  }

  @Test("A form of 262,144 bytes is a body, a longer one is not") func longForm() {
    for (excess, isBody) in [(0, true), (1, false)] {
      var form = FormBody()
      form.append(name: "a", value: String(repeating: "b", count: 131_070))
      form.append(name: "c", value: String(repeating: "d", count: 131_069 + excess))
      #expect(form.text?.utf8.count == (isBody ? 262_144 : nil))
      for _ in 0..<3 { form.append(name: "e", value: "") }
      #expect(form.text == nil)
    }
  }

  @Test("Headers have names and values as RFC 9110 and the language reference say") func headers() {
    for name in ["X-Order", "x", "!#$%&'*+-.^_`|~09"] { #expect(HTTPHeader.isName(name)) }
    for name in ["", "X Order", "X:", "é", "a\r\nb", "(a)", "a/b"] { #expect(!HTTPHeader.isName(name)) }
    for name in ["Host", "HOST", "content-length", "Transfer-Encoding", "connection"] {
      #expect(HTTPHeader.isOfConnection(name))
    }
    #expect(!HTTPHeader.isOfConnection("Content-Type"))
    for value in ["", "a b", "~!\""] { #expect(HTTPHeader.isValue(value)) }
    for value in ["a\nb", "a\r", "\t", "\u{7F}", "é", "\0"] { #expect(!HTTPHeader.isValue(value)) }
    for name in ["Authorization", "PROXY-authorization", "Cookie", "X-Api-Key", "api-key", "Key"] {
      #expect(HTTPHeader.isSecret(name))
    }
    #expect(!HTTPHeader.isSecret("X-Key"))
    #expect(HTTPHeader.areSame("Content-Type", "content-TYPE"))
  }
}
