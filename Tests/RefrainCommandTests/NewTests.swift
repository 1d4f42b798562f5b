import Foundation
import RefrainKit
import Testing

@testable import RefrainCommand

@Suite("new, sheet and test --watch")
struct NewTests {
  @Test("A new project lints clean with --strict, is laid out, passes its scenario and has a sheet")
  func new() throws {
    let system = MemorySystem()
    #expect(system.run("new", "desks/care desk") == .success)
    #expect(system.output.contains("  cd 'desks/care desk'\n") && system.output.contains("  refrain test "))
    #expect(
      system.items.keys.sorted()
        == [
          ".github/workflows/flows.yml", "refrain.json", "support.flow.json", "support.scenario.json",
        ].map { "desks/care desk/\($0)" })
    #expect(try JSON(parsing: system.text(of: "desks/care desk/refrain.json") ?? "")["name"] == "care desk")
    #expect(system.run("lint", "--strict", "desks") == .success)
    #expect(system.run("format", "--check", "desks") == .success)
    #expect(system.run("test", "desks") == .success)
    #expect(system.output.hasSuffix("1 passed, 0 failed\n"))
    #expect(!system.output.contains("info:"))
    #expect(system.run("sheet", "desks/care desk/support.flow.json") == .success)
  }

  @Test("A flow that is put into a new project is one of it")
  func anotherFlow() {
    let system = MemorySystem()
    #expect(system.run("new", "shop") == .success)
    let flow = system.text(of: "shop/support.flow.json") ?? ""
    system.items["shop/buy.flow.json"] = .file(Array(flow.replacing("\"*\"", with: "\"BUY\"").utf8))
    #expect(system.run("graph", "shop", "--format", "mermaid") == .success)
    #expect(system.output.contains("BUY"))
  }

  @Test("An empty folder is filled; what is there already is left alone")
  func refusals() {
    let cases: [(name: Argument, status: RefrainCommand.ExitStatus, errors: String)] = [
      ("empty", .success, ""), ("full", .failure, "refrain: full: The folder is not empty\n"),
      ("full/a.txt", .failure, "refrain: full/a.txt: There is a file of this name\n"),
      ("locked", .failure, "refrain: locked: Permission denied\n"),
      (".", .usage, "refrain: 'new' needs the name of a folder to make (see 'refrain help new')\n"),
      ("", .usage, "refrain: 'new' needs the name of a folder to make (see 'refrain help new')\n"),
    ]
    for (name, status, errors) in cases {
      let system = MemorySystem(["full/a.txt": "mine"])
      system.emptyFolders = ["empty"]
      system.unwritableFolders = ["locked"]
      #expect(system.run("new", name) == status, "\(name.text)")
      #expect(system.errors == errors)
      #expect(system.items.count == (status == .success ? 5 : 1))
    }
  }

  @Test("A sheet is Markdown, a page or JSON; a flow with an error has none")
  func sheet() throws {
    let system = MemorySystem(Sample.files)
    #expect(system.run("sheet", "a.flow.json") == .success)
    #expect(system.output.hasPrefix("# Building “Support”\n"))
    let other = MemorySystem(Sample.files)
    #expect(other.run("sheet", "a.flow.json", "--format", "json") == .success)
    #expect(try JSON(parsing: other.output)["steps"]?[1]?["canvas"] == "Start Conversation")
    let payload = "</pre><script>alert(1)</script>"
    let hostile = MemorySystem([
      "a.flow.json": Sample.flow.replacing("Thank you.", with: payload).replacing(
        "\"Support\"", with: "\"\(payload)\"")
    ])
    #expect(hostile.run("sheet", "a.flow.json", "--format", "html") == .success)
    #expect(hostile.output.hasPrefix("<!DOCTYPE html>") && !hostile.output.contains("<script"))
    #expect(hostile.output.contains("&lt;/pre&gt;&lt;script&gt;"))
    let wrong = MemorySystem(["a.flow.json": SampleFlow.wrong])
    #expect(wrong.run("sheet", "a.flow.json") == .findings)
    #expect(wrong.output.contains("RF103") && !wrong.output.contains("# Building"))
    #expect(MemorySystem().run("sheet", "a.flow.json") == .failure)
  }

  @Test("Scenarios are run again when a file of theirs changes, comes or goes, and not for others")
  func watch() {
    let system = MemorySystem(Sample.files)
    system.outputIsTerminal = true
    system.variables["TERM"] = "dumb"
    system.items["in/b.scenario.json"] = .file(
      Array(Sample.scenario.replacing("a.flow", with: "../a.flow").utf8))
    let edit: (String, String) -> () -> Void = { path, text in
      { system.items[path] = .file(Array(text.utf8)) }
    }
    system.happenings = [
      {}, edit("in/notes.txt", "1"), edit("in/.hidden/a.flow.json", "1"),
      // The flow lies elsewhere, and is watched since the scenario plays it.
      edit("a.flow.json", Sample.flow.replacing("Thank you.", with: "Thanks.")),
      edit(
        "in/c.scenario.json",
        Sample.scenario.replacing("a.flow", with: "../a.flow").replacing(
          "Hi, Maya here.\" } } }", with: "Hi!\" } } }")),
      {}, { system.items["in/c.scenario.json"] = nil },
    ]
    #expect(system.run("test", "in", "--watch") == .success)
    let sums = system.output.split(separator: "\n").filter { $0.contains(" passed, ") }
    #expect(sums == ["1 passed, 0 failed", "1 passed, 0 failed", "1 passed, 1 failed", "1 passed, 0 failed"])
    #expect(system.output.hasSuffix("\n2 files watched; Ctrl-C ends it\n"))
  }

  @Test("Nothing is watched without a terminal, nor standard input")
  func watchRefusals() {
    let system = MemorySystem(Sample.files)
    #expect(system.run("test", "--watch") == .usage)
    #expect(system.output.isEmpty && system.errors.contains("'--watch' shows its results on a terminal"))
    #expect(MemorySystem().run("test", "-", "--watch") == .usage)
  }

  @Test("On a real disk each change of a file changes its stamp")
  func stamps() throws {
    try Executable.withFolder { folder in
      let system = PlatformSystem()
      let path = FilePath(folder.path + "/a")
      try system.write([1], toFileAt: path)
      let first = try system.stamp(of: path)
      #expect(try system.stamp(of: path) == first)
      try system.write([1, 2], toFileAt: path)
      #expect(try system.stamp(of: path) != first)
      #expect(system.wait(milliseconds: 1))
    }
  }
}
