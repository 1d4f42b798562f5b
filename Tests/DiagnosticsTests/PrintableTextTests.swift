import Testing

@testable import Diagnostics

@Test(
  "What a terminal would obey or not show is escaped, and a joiner stays within an emoji alone",
  arguments: [
    ("a\n\r\t\u{1B}\u{7F}\u{85}\u{9B}", #"a\n\r\t\u001B\u007F\u0085\u009B"#),
    ("\u{61C}\u{200E}\u{200F}\u{202E}\u{2066}", #"\u061C\u200E\u200F\u202E\u2066"#),
    ("\u{200B}\u{200C}\u{2060}\u{FEFF}\u{AD}", #"\u200B\u200C\u2060\uFEFF\u00AD"#),
    ("x\u{E0041}", #"x\uDB40\uDC41"#), ("a\u{200D}b", #"a\u200Db"#), ("👩\u{200D}", #"👩\u200D"#),
    ("👩\u{200D}🚀 🏳\u{FE0F}\u{200D}🌈", "👩\u{200D}🚀 🏳\u{FE0F}\u{200D}🌈"), ("1\u{200D}2", #"1\u200D2"#),
    ("👩🏽\u{200D}🦰é日本", "👩🏽\u{200D}🦰é日本"),
  ])
func printable(text: String, shown: String) {
  #expect(text.printable.utf8.elementsEqual(shown.utf8))
}
