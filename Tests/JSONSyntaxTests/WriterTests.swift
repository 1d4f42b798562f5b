import JSONSyntax
import Testing

@Suite struct WriterTests {
  @Test func aCompactTextHasNoWhiteSpace() {
    var writer = JSONWriter()
    write(into: &writer)
    #expect(
      writer.text
        == #"{"seq":1,"big":9223372036854775807,"half":0.5,"on":true,"name":"a b","none":null,"path":["open",[],{}],"value":{"x":[1]}}"#
    )
  }

  @Test func aPrettyTextHasALineForEachMemberAndElement() {
    var writer = JSONWriter(.pretty)
    write(into: &writer)
    #expect(
      writer.text == """
        {
          "seq": 1,
          "big": 9223372036854775807,
          "half": 0.5,
          "on": true,
          "name": "a b",
          "none": null,
          "path": [
            "open",
            [],
            {}
          ],
          "value": {
            "x": [
              1
            ]
          }
        }
        """)
  }

  private func write(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("seq", 1)
    writer.member("big", Int.max)
    writer.member("half", 0.5)
    writer.member("on", true)
    writer.member("name", "a b")
    writer.key("none")
    writer.null()
    writer.key("path")
    writer.beginArray()
    writer.string("open")
    writer.beginArray()
    writer.endArray()
    writer.beginObject()
    writer.endObject()
    writer.endArray()
    writer.member("value", ["x": [1]] as JSON)
    writer.endObject()
  }

  @Test func aPlainValueIsWrittenInBothLayouts() {
    let value: JSON = ["a": [1, ["b": []]], "c": [:]]
    #expect(value.compact == #"{"a":[1,{"b":[]}],"c":{}}"#)
    #expect(
      value.pretty == """
        {
          "a": [
            1,
            {
              "b": []
            }
          ],
          "c": {}
        }
        """)
    #expect((nil as JSON).pretty == "null")
  }

  @Test func onlyQuotesBackslashesAndControlsAreEscaped() {
    let value = JSON.string("\"\\/\u{0}\u{8}\t\n\u{B}\u{C}\r\u{1F} \u{7F}é\u{2028}😀e\u{301}")
    #expect(value.compact == #""\"\\/\u0000\b\t\n\u000b\f\r\u001f "# + "\u{7F}é\u{2028}😀e\u{301}\"")
    #expect((["\n": "plain"] as JSON).compact == #"{"\n":"plain"}"#)
  }

  /// The writer looks at several bytes at a time, how many the text's length says.
  @Test func whatIsEscapedIsFoundWhereverItStands() {
    for length in 0...20 {
      for place in 0..<max(length, 1) {
        for (character, escape) in [
          ("\"", "\\\""), ("\\", "\\\\"), ("\u{1F}", "\\u001f"), ("!", "!"), ("ÿ", "ÿ"),
        ] {
          let (before, after) = (
            String(repeating: "#", count: place), String(repeating: "[", count: length - place)
          )
          #expect(JSON.string(before + character + after).compact == "\"\(before)\(escape)\(after)\"")
        }
      }
    }
  }

  @Test func integersHaveAllTheirDigits() {
    let numbers = [0, 7, -7, 10, 99, -100, 1_000_000_007, Int.max, Int.min]
    for number in numbers {
      var writer = JSONWriter()
      writer.number(number)
      #expect(writer.text == String(number))
    }
  }

  @Test func valuesOfJSONLinesAreTakenAsTheyCome() {
    var writer = JSONWriter()
    writer.value(["seq": 1])
    writer.endLine()
    #expect(writer.takeBytes() == Array("{\"seq\":1}\n".utf8))
    writer.number(2)
    writer.endLine()
    writer.boolean(false)
    #expect(writer.text == "2\nfalse")
  }

  @Test func aCallOutOfPlaceStopsTheProgram() async {
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.beginObject()
      writer.number(1)
    }
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.null()
      writer.null()
    }
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.beginObject()
      writer.key("a")
      writer.endObject()
    }
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.beginArray()
      writer.endObject()
    }
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.number(Double.infinity)
    }
  }
}
