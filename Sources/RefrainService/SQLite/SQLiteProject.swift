#if Service
public import FlowModel
public import ServiceCore

extension SQLiteTransaction: ProjectStorage {
  public mutating func projectNumber() throws(StoreFailure) -> Int? {
    try number("SELECT number FROM project")
  }

  public mutating func project() throws(StoreFailure) -> ProjectRow? {
    try first("SELECT number, content FROM project") {
      ProjectRow(number: $0.integer(0), content: $0.bytes(1))
    }
  }

  public mutating func put(
    _ content: [UInt8], definitions: [DefinitionRow]
  ) throws(StoreFailure) -> Int {
    let number = (try projectNumber() ?? 0) + 1
    send("DELETE FROM project")
    send("INSERT INTO project (number, content) VALUES (?, ?)", .number(number), .blob(content))
    send("UPDATE definitions SET is_in_force = 0")
    for definition in definitions {
      send(
        """
        INSERT INTO definitions (hash, content, is_in_force) VALUES (?, ?, 1)
        ON CONFLICT (hash) DO UPDATE SET content = excluded.content, is_in_force = 1
        """, .text(definition.hash.text), .blob(definition.content))
    }
    return number
  }

  public mutating func definition(_ hash: DefinitionHash) throws(StoreFailure) -> DefinitionRow? {
    try first("SELECT content FROM definitions WHERE hash = ?", .text(hash.text)) {
      DefinitionRow(hash: hash, content: $0.bytes(0))
    }
  }

  public mutating func deleteUnusedDefinitions() throws(StoreFailure) -> Int {
    try run(
      """
      DELETE FROM definitions WHERE is_in_force = 0
        AND NOT EXISTS (SELECT 1 FROM sessions WHERE sessions.definition = definitions.hash)
      """)
  }
}
#endif
