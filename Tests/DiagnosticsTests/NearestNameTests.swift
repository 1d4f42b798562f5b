import Diagnostics
import Testing

@Suite struct NearestNameTests {
  /// A name, the known names, and the nearest of them.
  static let cases: [(name: String, known: String, nearest: String?)] = [
    ("relay", "relay", "relay"),
    ("Relay", "delay relay", "relay"),
    ("delayy", "relay delay", "delay"),
    ("rleay", "relay delay", "relay"),
    ("elay", "relay delay", "relay"),
    ("elay", "delay relay", "delay"),
    ("on", "onSuccess of", "of"),
    ("a", "b", "b"),
    ("ab", "xy", nil),
    ("goodby", "goodbye", "goodbye"),
    ("onSucess", "onSuccess onDRSuccess onError", "onSuccess"),
    ("onFailure", "onSuccess onDRSuccess onError", nil),
    // A third of the letters: three of nine, not four; two of eight, not three.
    ("abcdefghi", "xyzdefghi", "xyzdefghi"),
    ("abcdefghi", "wxyzefghi", nil),
    ("abcdefgh", "xycdefgh", "xycdefgh"),
    ("abcdefgh", "xyzdefgh", nil),
    ("abcdefghi", "abcdef abcdefghijkl", "abcdef"),
    ("abcdefghi", "abcde abcdefghijklm", nil),
    // Neighbours that change places are one change, and may stand at either end.
    ("abc", "bac", "bac"), ("abc", "acb", "acb"), ("abc", "cba", nil), ("abcdef", "badcfe", nil),
    ("abcdef", "badcef", "badcef"),
    // Nearer ones win wherever they stand, and equal but for case before all.
    ("message", "massage mesage MESSAGE message2", "MESSAGE"),
    ("abcdef", "abxxef abxdef abcxxf", "abxdef"),
    ("", "a b", nil), ("a", "", nil),
    ("é", "e", nil), ("café", "cafe", nil), ("cafés-noirs", "cafes-noirs", "cafes-noirs"),
  ]

  @Test func theNearestNameIsNoMoreThanAThirdAway() {
    for (name, known, nearest) in Self.cases {
      let found = nearestName(to: name, among: known.split(separator: " ").map(String.init))
      #expect(found == nearest, "\(name) among \(known)")
    }
  }

  @Test func aWholeLineIsNoMistypedName() {
    let longest = String(repeating: "a", count: 200)
    #expect(nearestName(to: longest, among: [longest]) == longest)
    #expect(nearestName(to: longest + "a", among: [longest + "a"]) == nil)
  }

  @Test func theDistanceIsThatOfTheWholeTable() {
    // Against the textbook's table, which works out every cell.
    let sample = (1...90).map { index in
      String(String(index * 7919 % 19_683, radix: 3).suffix(1 + index % 9))
    }
    var wrong: [String] = []
    for name in sample {
      let known = sample.filter { $0 != name }
      let limit = max(name.utf8.count, 3) / 3
      let distances = known.map { wholeDistance(Array(name.utf8), Array($0.utf8)) }
      let least = distances.min() ?? .max
      let expected = least <= limit ? distances.firstIndex(of: least).map { known[$0] } : nil
      if nearestName(to: name, among: known) != expected { wrong.append(name) }
    }
    #expect(wrong == [])
  }

  private func wholeDistance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    var table = [[Int]](repeating: Array(0...second.count), count: first.count + 1)
    for row in 0...first.count { table[row][0] = row }
    for row in 1..<first.count + 1 {
      for column in 1..<second.count + 1 {
        let change = first[row - 1] == second[column - 1] ? 0 : 1
        table[row][column] = min(
          table[row - 1][column - 1] + change, table[row - 1][column] + 1, table[row][column - 1] + 1)
        if row > 1, column > 1, first[row - 1] == second[column - 2], first[row - 2] == second[column - 1] {
          table[row][column] = min(table[row][column], table[row - 2][column - 2] + 1)
        }
      }
    }
    return table[first.count][second.count]
  }

  @Test func suggestionsEndAtTheLimit() {
    var suggester = NameSuggester(limit: 2)
    #expect(suggester.suggestion(for: "relai", among: ["relay"]) == "relay")
    #expect(suggester.suggestion(for: "nothing", among: ["relay"]) == nil)
    #expect(suggester.suggestion(for: "relai", among: ["relay"]) == nil)
  }
}
