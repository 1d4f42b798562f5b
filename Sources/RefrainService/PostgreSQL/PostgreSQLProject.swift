#if Service
public import FlowModel
public import ServiceCore

extension PostgreSQLTransaction: ProjectStorage {
  static let numberOfProject = "SELECT number FROM project WHERE id = 1"

  public mutating func projectNumber() throws(StoreFailure) -> Int? {
    try number(Self.numberOfProject)
  }

  public mutating func project() throws(StoreFailure) -> ProjectRow? {
    try first("SELECT number, content FROM project WHERE id = 1") {
      ProjectRow(number: $0.integer(0), content: $0.bytes(1))
    }
  }

  public mutating func put(
    _ content: [UInt8], definitions: [DefinitionRow]
  ) throws(StoreFailure) -> Int {
    // The row keeps two processes from giving one number.
    let number = try number(
      """
      INSERT INTO project (id, number, content) VALUES (1, 1, $1)
      ON CONFLICT (id) DO UPDATE SET number = project.number + 1, content = excluded.content RETURNING number
      """, .bytes(content))
    guard let number else { throw .damaged("a project has no number") }
    try run("UPDATE definitions SET is_in_force = FALSE WHERE is_in_force")
    try run(
      """
      INSERT INTO definitions (hash, content, is_in_force)
      SELECT new.*, TRUE FROM unnest($1::bytea[], $2::bytea[]) AS new (hash, content) ORDER BY hash
      ON CONFLICT (hash) DO UPDATE SET content = excluded.content, is_in_force = TRUE
      """, .texts(definitions.map(\.hash.text)), .byteArrays(definitions.map(\.content)))
    return number
  }

  public mutating func definition(_ hash: DefinitionHash) throws(StoreFailure) -> DefinitionRow? {
    try first("SELECT content FROM definitions WHERE hash = $1", .text(hash.text)) {
      DefinitionRow(hash: hash, content: $0.bytes(0))
    }
  }

  public mutating func deleteUnusedDefinitions() throws(StoreFailure) -> Int {
    // Sessions that begin meanwhile hold theirs: what they began with is seen once these rows are held.
    let candidates = try rows("SELECT hash FROM definitions WHERE NOT is_in_force ORDER BY hash FOR UPDATE") {
      $0.bytes(0)
    }
    return try run(
      """
      DELETE FROM definitions WHERE hash = ANY($1::bytea[])
        AND (SELECT definition FROM sessions WHERE definition >= hash ORDER BY definition LIMIT 1) IS DISTINCT FROM hash
      """, .byteArrays(candidates))
  }
}
#endif
