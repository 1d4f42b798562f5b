import Testing

@testable import RefrainCommand

@Suite("FilePath")
struct FilePathTests {
  @Test("Every short path is put together and normalized by its parts")
  func parts() {
    for path in Self.paths {
      let parts = path.split(separator: "/")
      let root = path.hasPrefix("/") ? "/" : ""
      let named = parts.filter { $0 != "." }
      #expect(FilePath(path).normalized.text == root + named.joined(separator: "/"))
      // A folder that is the current one is left out; any other is kept as it is written.
      let folder = named.isEmpty ? [] : parts
      let whole = root + (folder + ["b"]).joined(separator: "/")
      #expect(FilePath(path).appending(Array("b".utf8)).text == whole)
    }
  }

  @Test("Paths are the same where they differ in slashes and points alone")
  func identity() {
    #expect(Set(["a/b", "a//b", "./a/b", "a/./b/", "a/b/."].map { FilePath($0).normalized }).count == 1)
    #expect(Set(["a/b", "/a/b", "a/.b", "a/..b", "a/../b"].map { FilePath($0).normalized }).count == 5)
  }

  /// All paths of up to six bytes of which each is a letter, a point or a slash.
  private static let paths = (0..<6).reduce(into: [""]) { paths, _ in
    paths = [""] + paths.flatMap { path in ["a", ".", "/"].map { path + $0 } }
  }
}
