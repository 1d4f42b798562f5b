import Foundation
import Testing

@testable import RefrainCommand

@Suite("Outputs")
struct OutputTests {
  @Test(
    "An output that is one of the inputs is wrong usage, whatever names it, and nothing is written",
    arguments: [
      ["graph", "a.flow.json", "--output", "./a.flow.json"],
      ["graph", "--diff", "a.flow.json", "b.flow.json", "--output", "b.flow.json"],
      ["run", "a.flow.json", "--scenario", "a.scenario.json", "--trace", "x//../a.scenario.json"],
      ["run", "a.flow.json", "--scenario", "a.scenario.json", "--trace", "a.flow.json"],
      ["lint", ".", "--output", "json=a.flow.json"], ["lint", "--write-baseline", "a.scenario.json"],
      ["lint", "--baseline", "known", "--output", "sarif=known"],
      ["explore", "a.flow.json", "--save", "a.flow.json"],
      ["explore", "a.flow.json", "--scenarios", "a.scenario.json", "--save", "./a.scenario.json"],
      ["explore", "a.flow.json", "--scenarios", "a-end-in-error-1.scenario.json", "--save", "."],
    ] as [[Argument]])
  func outputIsInput(arguments: [Argument]) {
    var files = Sample.files
    files["b.flow.json"] = SampleFlow.clean
    files["a-end-in-error-1.scenario.json"] = Sample.scenario
    files["known"] = #"{"version":1,"findings":[]}"#
    let system = MemorySystem(files)
    #expect(Refrain.run(arguments, on: system) == .usage)
    #expect(system.errors.contains("' is read as '"))
    for (name, text) in files { #expect(system.text(of: name) == text) }
  }

  @Test("What is read may be written beside, and a baseline anew")
  func others() {
    let system = MemorySystem(Sample.files)
    #expect(system.run("lint", "--write-baseline", "known") == .success)
    #expect(system.run("lint", "--baseline", "known", "--write-baseline", "known") == .success)
    #expect(system.run("graph", "a.flow.json", "--output", "a.svg") == .success)
    #expect(system.run("graph", "a.flow.json", "--output", "a.svg") == .success)
  }

  @Test(
    "A name that is none, or whose ending is of no format, is wrong usage",
    arguments: [["--output", ""], ["--output", "x.pdf"], ["--output", "x.png"]] as [[Argument]])
  func names(arguments: [Argument]) {
    let system = MemorySystem(Sample.files)
    #expect(Refrain.run(["graph", "a.flow.json"] + arguments, on: system) == .usage)
    #expect(system.text(of: "x.pdf") == nil)
  }

  @Test("A file is replaced whole, through links, and keeps its permissions; a device is written to")
  func replacing() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("refrain-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (file, link) = (folder.appendingPathComponent("file"), folder.appendingPathComponent("link"))
    let hard = folder.appendingPathComponent("hard")
    try Data("before".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
    try FileManager.default.linkItem(at: file, to: hard)
    let system = PlatformSystem()
    #expect(system.isSameFile(FilePath(link.path), FilePath(file.path)))
    #expect(system.isSameFile(FilePath(hard.path), FilePath(file.path)))
    try system.write(Array("after".utf8), toFileAt: FilePath(link.path))
    #expect(try Data(contentsOf: file) == Data("after".utf8))
    // Not written over in place: another name of the old file still has what it had.
    #expect(try Data(contentsOf: hard) == Data("before".utf8))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == file.path)
    let permissions = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
    #expect(permissions == 0o640)
    #expect(!system.isSameFile(FilePath(hard.path), FilePath(file.path)))
    try system.write([1], toFileAt: FilePath("/dev/null"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["file", "hard", "link"])
  }

  @Test("A line feed in an attribute of a picture is escaped")
  func lineFeed() {
    let flow = SampleFlow.clean.replacing(
      #""name": ""#, with: #""name": "\n::error::""#.dropLast().description)
    let system = MemorySystem(["a.flow.json": flow])
    #expect(system.run("graph", "a.flow.json") == .success)
    #expect(!system.output.split(separator: "\n").contains { $0.hasPrefix("::error::") })
  }
}
