#if Service
public import ServiceCore

/// What the disk itself takes for a commit: what the store's figures are measured against.
public enum RawCommits {
  /// Commits so many rows, each alone, into a new file.
  public static func make(_ count: Int, in path: String) throws(StoreFailure) {
    let connection = try SQLiteConnection(path, .create)
    try connection.execute(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (id INTEGER PRIMARY KEY, content BLOB)"
    )
    let content = [UInt8](repeating: 7, count: 300)
    for _ in 0..<count { try connection.run("INSERT INTO rows (content) VALUES (?)", [.blob(content)]) }
  }
}
#endif
