#if Service
import Foundation
import Testing

/// The SQL that the store in a database is written in, read from its sources.
@Suite("The SQL of a PostgreSQL store")
struct CommonSubsetTests {
  /// Words that PostgreSQL 14, CockroachDB 24.1 and YugabyteDB 2.20 know alike. Whoever needs another one looks for it in the
  /// documentation of all three first, and says in `Schemas/service.md` what differs.
  private static let keywords: Set<Substring> = [
    "ADD", "ALL", "ALTER", "AND", "ANY", "AS", "ASC", "BEGIN", "BIGINT", "BOOLEAN", "BY", "BYTEA", "CASE",
    "CHECK", "COLUMN", "COMMIT",
    "CONFLICT", "CREATE", "CROSS", "DEFAULT", "DELETE", "DESC", "DISTINCT", "DO", "ELSE", "END", "EXISTS",
    "FALSE",
    "FOR", "FROM", "GROUP", "IF", "IN", "INDEX", "INSERT", "INTO", "IS", "JOIN", "KEY", "LATERAL", "LEFT",
    "LIMIT",
    "LOCKED", "NOT", "NOTHING", "NULL", "OF", "ON", "OR", "ORDER", "PRIMARY", "RETURNING", "ROLLBACK",
    "SELECT",
    "SEQUENCE", "SET", "SHARE", "SKIP", "TABLE", "THEN", "TRUE", "UNION", "UNIQUE", "UPDATE", "USING",
    "VALUES", "WHEN",
    "WHERE", "WITH",
  ]

  /// Functions of which the same holds.
  private static let functions: Set<Substring> = [
    "clock_timestamp", "count", "current_database", "current_schema", "extract", "generate_series",
    "has_schema_privilege", "max",
    "min", "nextval",
    "set_config",
    "setval", "unnest",
  ]

  /// Types that values are given by, of which the same holds.
  private static let types: Set<Substring> = ["bigint", "bytea"]

  /// What only a file may use that does without it where it is not known.
  private static let optional: [String: Set<Substring>] = ["PostgreSQLBell.swift": ["LISTEN", "NOTIFY"]]

  @Test("is what CockroachDB and YugabyteDB understand too, notices aside")
  func words() throws {
    var count = 0
    for file in try Self.files() {
      for statement in Self.statements(in: try String(contentsOf: file, encoding: .utf8)) {
        count += 1
        let words = Words(statement)
        let unknown = words.keywords.subtracting(Self.keywords)
          .subtracting(Self.optional[file.lastPathComponent] ?? [])
          .union(words.functions.subtracting(Self.functions)).union(words.types.subtracting(Self.types))
        #expect(unknown.isEmpty, "\(file.lastPathComponent): \(unknown.sorted()) in \(statement)")
      }
    }
    #expect(count > 80)
  }

  @Test("that only one of them knows is noticed")
  func strangers() {
    let statement = "SELECT pg_advisory_lock(1), now()::timestamptz FROM ONLY sessions LOCK"
    let words = Words(statement)
    #expect(words.keywords.subtracting(Self.keywords) == ["ONLY", "LOCK"])
    #expect(words.functions.subtracting(Self.functions) == ["pg_advisory_lock", "now"])
    #expect(words.types == ["timestamptz"])
  }

  private static func files() throws -> [URL] {
    let sources = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Sources/RefrainService").standardizedFileURL
    let folder = sources.appending(path: "PostgreSQL")
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      + [sources.appending(path: "Copying/PostgreSQLRows.swift")]
  }

  /// The texts in a Swift source that are SQL.
  private static func statements(in source: String) -> [Substring] {
    let verbs: Set<Substring> = [
      "SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "BEGIN", "COMMIT", "ROLLBACK", "LISTEN", "NOTIFY",
      "FROM", "WHERE",
    ]
    let code = source.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")
    // A text of several lines stands between three quotation marks, and one of a line between single ones.
    let blocks = code.split(separator: "\"\"\"", omittingEmptySubsequences: false)
    let texts = blocks.enumerated().flatMap { index, block -> [Substring] in
      if index % 2 == 1 { return [block] }
      return block.split(separator: "\n").flatMap { line in
        line.split(separator: "\"", omittingEmptySubsequences: false).enumerated().filter {
          $0.offset % 2 == 1
        }
        .map(\.element)
      }
    }
    return texts.filter { !Words($0).keywords.isDisjoint(with: verbs) }
  }

  /// The words of a statement that are not its own names.
  private struct Words {
    var keywords: Set<Substring> = []
    var functions: Set<Substring> = []
    var types: Set<Substring> = []

    init(_ statement: some StringProtocol) {
      let text = Self.withoutValues(String(statement))
      var rest = text[...]
      /// What stands before a word with a list behind it that is no function.
      let definers: Set<Substring> = ["INTO", "TABLE", "ON", "AS", "IN", "EXISTS", "KEY", "VALUES"]
      var former: Substring = ""
      while let start = rest.firstIndex(where: { $0.isLetter || $0 == "_" }) {
        let isType = rest[..<start].hasSuffix("::")
        let word = rest[start...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        rest = rest[word.endIndex...]
        let isCall = rest.drop { $0 == " " }.first == "("
        if word.allSatisfy({ $0.isUppercase || $0 == "_" }) {
          keywords.insert(word)
        } else if isType {
          types.insert(word)
        } else if isCall, !definers.contains(former) {
          functions.insert(word)
        }
        former = word
      }
    }

    /// A statement without its literals and what is put into it.
    private static func withoutValues(_ statement: String) -> String {
      var result = ""
      var depth = 0
      var isLiteral = false
      var former: Character = " "
      for character in statement {
        if depth > 0 {
          depth += character == "(" ? 1 : character == ")" ? -1 : 0
        } else if former == "\\", character == "(" {
          depth = 1
          result.removeLast()
          result += "x"
        } else if character == "'" {
          isLiteral.toggle()
        } else if !isLiteral {
          result.append(character)
        }
        former = character
      }
      return result
    }
  }
}
#endif
