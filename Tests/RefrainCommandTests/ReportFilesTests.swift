import Foundation
import RefrainKit
import Testing

@testable import RefrainCommand

/// Which files a report reads and writes.
@Suite("report's files")
struct ReportFilesTests {
  @Test("A file that no report has written is left alone, and a page that is needed no more goes")
  func otherFiles() {
    var files = Sample.files
    for name in ["notes.html", "a-flow.svg"] { files["site/\(name)"] = "mine" }
    let system = MemorySystem(files)
    #expect(system.report().keys.sorted() == ["a-flow.html", "a-scenario.html", "index.html", "notes.html"])
    system.items["a.scenario.json"] = nil
    #expect(system.report().keys.sorted() == ["a-flow.html", "index.html", "notes.html"])
    system.items["site/a-flow.html"] = .file(Array("mine".utf8))
    #expect(system.run("report", ".", "--output", "site") == .failure)
    #expect(
      system.errors.hasSuffix(
        "refrain: site/a-flow.html: There is a file of this name that no report has written\n"))
    for name in ["notes.html", "a-flow.svg", "a-flow.html"] {
      #expect(system.text(of: "site/\(name)") == "mine")
    }
  }

  @Test("The same files give the same pages in the places of those of before; other files are left alone")
  func again() throws {
    let system = MemorySystem(Sample.files)
    system.items["site/notes.txt"] = .file(Array("mine".utf8))
    let first = system.report()
    #expect(first["index.html"]?.hasPrefix("<!DOCTYPE html>") == true)
    #expect(system.report() == first)
    #expect(system.text(of: "site/notes.txt") == "mine")
  }

  @Test("What cannot be read does not keep the rest from being written")
  func unreadable() throws {
    let system = MemorySystem(Sample.files)
    system.items["b.flow.json"] = .unreadable
    system.items["b.scenario.json"] = .file(Array(Sample.scenario.replacing("a.flow", with: "b.flow").utf8))
    system.items["c.scenario.json"] = .unreadable
    #expect(system.run("report", ".", "--output", "site") == .failure)
    #expect(
      system.errors == """
        refrain: c.scenario.json: Permission denied
        refrain: b.flow.json: Permission denied
        site/index.html: 1 flow, 3 scenarios

        """)
    let pages = system.pages(in: "site")
    #expect(pages["b-flow.html"] == nil)
    #expect(pages["b-scenario.html"]?.contains("cannot be run: Permission denied") == true)
    #expect(pages["a-scenario.html"] != nil)
  }

  @Test("Without a place to write to, or something to read, nothing is written")
  func refusals() throws {
    struct Case {
      let arguments: [Argument]
      let status: RefrainCommand.ExitStatus
      let errors: String
    }
    let cases = [
      Case(
        arguments: ["report", "."], status: .usage,
        errors: "refrain: 'report' needs the folder to write to, --output DIR (see 'refrain help report')\n"),
      Case(
        arguments: ["report", "-", "--output", "site"], status: .usage,
        errors: "refrain: 'report' reads files: standard input has no page (see 'refrain help report')\n"),
      Case(
        arguments: ["report", "--output", "site"], status: .usage,
        errors: "refrain: 'report' needs a PATH (see 'refrain help report')\n"),
      Case(
        arguments: ["report", "nowhere", "--output", "site"], status: .failure,
        errors: "refrain: nowhere: No such file or directory\n"),
      Case(
        arguments: ["report", "empty", "--output", "site"], status: .failure,
        errors: "refrain: empty: No flows or scenarios (*.flow.json, *.scenario.json) in this folder\n"),
      Case(
        arguments: ["report", ".", "--output", "locked/site"], status: .failure,
        errors: "refrain: locked/site: Permission denied\n"),
      Case(
        arguments: ["report", ".", "--output", "full"], status: .failure,
        errors: "refrain: full/a-scenario.html: Permission denied\n"),
    ]
    for refusal in cases {
      let system = MemorySystem(Sample.files)
      system.emptyFolders = ["empty"]
      system.unwritableFolders = ["locked/site"]
      system.readOnlyFiles = ["full/a-scenario.html"]
      #expect(Refrain.run(refusal.arguments, on: system) == refusal.status, "\(refusal.errors)")
      #expect(system.errors == refusal.errors)
      #expect(system.items.keys.sorted() == ["a.flow.json", "a.scenario.json"])
    }
  }

  @Test("One file is reported with what it needs")
  func oneFile() throws {
    let system = MemorySystem(["in/a.flow.json": Sample.flow, "in/a.scenario.json": Sample.scenario])
    #expect(system.run("report", "in/a.scenario.json", "--output", "site") == .success)
    #expect(system.pages(in: "site").keys.sorted() == ["a-flow.html", "a-scenario.html", "index.html"])
    #expect(system.run("report", "in/a.flow.json", "--output", "other") == .success)
    #expect(system.pages(in: "other").keys.sorted() == ["a-flow.html", "index.html"])
  }

  @Test("The folder is made on a real disk, with those that it lies in")
  func realFolder() throws {
    try Executable.withFolder { folder in
      try Sample.flow.write(
        to: folder.appendingPathComponent("a.flow.json"), atomically: true, encoding: .utf8)
      let line = """
        refrain report . --output new/site && refrain report a.flow.json --output ./new/site/ && ls new/site
        refrain report . --output a.flow.json/site || echo $?
        """
      let result = try Executable.shell(line, in: folder)
      #expect(result.output == "a-flow.html\nindex.html\n3\n")
      #expect(
        result.errors == """
          new/site/index.html: 1 flow, 0 scenarios
          ./new/site/index.html: 1 flow, 0 scenarios
          refrain: a.flow.json/site: Not a directory

          """)
    }
  }
}
