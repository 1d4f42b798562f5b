import FlowModel
import Foundation
import Testing

@Suite struct TemplateTests {
  /// A text → its pieces: literals as they are, references as `{text|name|steps}`.
  static let valid = #"""
     →
    a b → a b
    $(env.a) → {env.a|env|.a}
    $(secret.a)b → {secret.a|secret|.a} b
    $ → $
    $$ → $$
    a$b$ → a$b$
    $$( → $(
    $$$( → $$(
    $$$$( → $$$(
    $$() → $()
    $$(a b → $(a b
    $$($$( → $($(
    $(a) → {a|a|}
    $(a)$(b) → {a|a|} {b|b|}
    x$(a)y → x {a|a|} y
    $$(a)$(b)$ → $(a) {b|b|} $
    $ (a) → $ (a)
    $$$(a) → $$(a)
    $$$$$(a) → $$$$(a)
    😀$(a)é → 😀 {a|a|} é
    $(_a-B9) → {_a-B9|_a-B9|}
    $(a.b) → {a.b|a|.b}
    $(a.b.c) → {a.b.c|a|.b.c}
    $(a.b[0]) → {a.b[0]|a|.b[0]}
    $(a.b[12][3].c-_9[0]) → {a.b[12][3].c-_9[0]|a|.b[12][3].c-_9[0]}
    $(a.1.-) → {a.1.-|a|.1.-}
    $(a.b[007]) → {a.b[007]|a|.b[7]}
    $(a.b[9223372036854775808]) → {a.b[9223372036854775808]|a|.b[9223372036854775807]}
    $(a|trim) → {a|a||trim}
    $(a.b[0] | trim|digits  |  firstWord) → {a.b[0]|a|.b[0]|trim|digits|firstWord}
    x$(a|trim)$(b) → x {a|a||trim} {b|b|}
    $(a|default:b) → {a|a||default:b}
    $(a | default:  b  c  | trim) → {a|a||default:b  c|trim}
    $(a|default:$ $b {:} "é" [0]) → {a|a||default:$ $b {:} "é" [0]}
    $(a|default:x$) → {a|a||default:x$}
    $(default|default:trim|default:y) → {default|default||default:trim|default:y}
    """#

  /// A text, with `@` before the `$(` that begins no reference.
  static let invalid = #"""
    @$(env)
    @$(env | trim)
    @$(env.a.b)
    @$(env.1)
    @$(secret.a | trim)
    @$(
    @$()
    ab@$(
    é@$(é)
    $(a)@$(
    $$(@$(
    $$$$(@$(b
    @$( a)
    @$(a )
    @$(1)
    @$(-a)
    @$(a
    @$(a.
    @$(a.)
    @$(.a)
    @$(a..b)
    @$(a.b.)
    @$(a[0])
    @$(a.[0])
    @$(a.b[)
    @$(a.b[])
    @$(a.b[0)
    @$(a.b[0
    @$(a.b[ 0])
    @$(a.b[-1])
    @$(a.b[0]c)
    @$(a.b c)
    @$(a$(b))
    @$(a.é)
    @$(é)
    @$(a|)
    @$(a||trim)
    @$(a|trim|)
    @$(a|trim )
    @$(a |trim x)
    @$(a| trim:x)
    @$(a|Trim)
    @$(a|trims)
    @$(a|trim
    @$(a|
    @$(a |
    @$(a b|trim)
    @$( a|trim)
    @$(|trim)
    @$(a|default)
    @$(a|default:)
    @$(a|default:  )
    @$(a|default:|trim)
    @$(a|default :x)
    @$(a|default:x
    @$(a|default:$(b))
    @$(a|default:x$$(y)
    b@$(a|reverse)
    """#

  @Test func aTextIsLiteralsAndReferencesInTurn() throws {
    for line in Self.valid.components(separatedBy: "\n") {
      let parts = line.components(separatedBy: " →")
      let pieces = try TemplateParser.parse(parts[0])
      let expected = parts[1].hasPrefix(" ") ? String(parts[1].dropFirst()) : parts[1]
      #expect(pieces.map(description).joined(separator: " ") == expected, "\(line)")
      #expect(pieces.map { source(of: $0, in: parts[0]) }.allSatisfy { $0 }, "\(line)")
    }
  }

  @Test func aDollarAndParenthesisThatBeginNoReferenceAreFoundFromTheLeft() {
    for line in Self.invalid.components(separatedBy: "\n") {
      let parts = line.components(separatedBy: "@")
      #expect(malformedReference(in: parts.joined()) == parts[0].utf8.count, "\(line)")
    }
  }

  @Test func aNameHas64LettersAtMostAndAKeyAnyNumber() throws {
    let name = String(repeating: "a", count: 64)
    #expect(try TemplateParser.parse("$(\(name).\(name)\(name))").count == 1)
    #expect(malformedReference(in: "$(a\(name))") == 0)
    #expect(malformedReference(in: "$(a\(name).b)") == 0)
  }

  @Test func whatIsWrongWithAFilterIsTold() {
    let reasons: [(String, MalformedReference.Reason)] = [
      ("$(a|trimm)", .unknownFilter("trimm")), ("$(a | trim | TRIM)", .unknownFilter("TRIM")),
      ("$(a|default)", .noDefaultText), ("$(a|default: )", .noDefaultText), ("$(a|trim )", .noReference),
      ("$(a|(", .noReference),
    ]
    for (text, reason) in reasons {
      #expect(malformed(text)?.reason == reason, "\(text)")
    }
  }

  @Test func aReferenceStandsAloneWithItsFiltersAndNothingElse() {
    func isLone(_ text: String) -> Bool {
      TemplateParser.parseLone(Array(text.utf8), in: 0..<text.utf8.count) != nil
    }
    #expect(isLone("$(a.b)") && isLone("$(a.b|trim)") && !isLone("$(a) ") && !isLone("$(a") && !isLone("$"))
  }

  /// Where the `$(` stands that begins no reference, if there is one.
  private func malformedReference(in text: String) -> Int? { malformed(text)?.offset }

  private func malformed(_ text: String) -> MalformedReference? {
    do {
      _ = try TemplateParser.parse(text)
      return nil
    } catch {
      return error
    }
  }

  private func description(of piece: TemplatePiece) -> String {
    switch piece {
    case .literal(let text): return text
    case .reference(let reference):
      let steps = reference.steps.map { step in
        switch step {
        case .key(let key): ".\(key)"
        case .index(let index): "[\(index)]"
        }
      }
      let filters = reference.filters.map { "|\($0.written)" }
      return "{\(reference.text)|\(reference.name)|\(steps.joined())\(filters.joined())}"
    }
  }

  /// Whether a reference's range is its text with `$(` and `)`.
  private func source(of piece: TemplatePiece, in text: String) -> Bool {
    guard case .reference(let reference) = piece else { return true }
    let written = String(decoding: Array(text.utf8)[reference.range], as: UTF8.self)
    return written.hasPrefix("$(\(reference.text)") && written.hasSuffix(")")
      && written.contains("|") != reference.filters.isEmpty
  }
}
