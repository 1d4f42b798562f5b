import RefrainKit
import Testing

@testable import RefrainCommand

@Suite("run")
struct RunTests {
  @Test("A blank that was sent is seen in the transcript")
  func blank() {
    var files = Sample.files
    files["a.flow.json"] = Sample.flow.replacing(
      "Thank you.", with: "Thanks $(goodbye.send.gatewayTid), é$(goodbye.send.gatewayTid)!")
    let system = MemorySystem(files)
    #expect(system.run("run", "a.flow.json", "--scenario", "a.scenario.json") == .success)
    let blank = "⟨goodbye.send.gatewayTid is empty⟩"
    #expect(system.output.contains("flow      Thanks \(blank), é\(blank)!\n"))
  }

  @Test("The transcript tells who said what, which branch ran and how it ended")
  func transcript() {
    let system = MemorySystem(Sample.files)
    #expect(system.run("run", "a.flow.json", "--scenario", "a.scenario.json") == .success)
    #expect(system.output == Sample.transcript)
    #expect(system.errors.isEmpty)
  }

  @Test("With --trace - the trace goes to standard output and the transcript to standard error")
  func traceOnStandardOutput() throws {
    let system = MemorySystem(Sample.files)
    #expect(system.run("run", "a.flow.json", "--scenario", "a.scenario.json", "--trace", "-") == .success)
    #expect(system.errors == Sample.transcript)
    let records = try system.output.split(separator: "\n").map { try JSON(parsing: String($0)) }
    #expect(records.map { $0["seq"]?.number?.integer } == Array(1...records.count))
    #expect(records.last?["type"] == "ended")
  }

  @Test("With --trace FILE the trace goes to a file, and to nowhere if the file cannot be written")
  func traceInFile() {
    let system = MemorySystem(Sample.files)
    #expect(
      system.run("run", "a.flow.json", "--scenario", "a.scenario.json", "--trace", "t.jsonl") == .success)
    #expect(system.text(of: "t.jsonl")?.hasPrefix(#"{"seq":1,"at":0,"type":"sessionStarted""#) == true)
    let failing = MemorySystem(Sample.files)
    #expect(
      failing.run("run", "a.flow.json", "--scenario", "a.scenario.json", "--trace", "missing/t.jsonl")
        == .failure)
    #expect(failing.errors == "refrain: missing/t.jsonl: No such file or directory\n")
  }

  @Test("A scenario's own flow is not read: the one that is named counts")
  func flowArgumentCounts() {
    var files = Sample.files
    files["a.scenario.json"] = Sample.scenario.replacing("a.flow.json", with: "no-such.flow.json")
    #expect(MemorySystem(files).run("run", "a.flow.json", "--scenario", "a.scenario.json") == .success)
  }

  @Test("A step that fails ends the run with what was expected and what came, and status 1")
  func failingStep() {
    var files = Sample.files
    files["a.scenario.json"] = Sample.scenario.replacing(
      "\"text\": \"Hi, Maya here.", with: "\"text\": \"Hi!")
    let system = MemorySystem(files)
    #expect(system.run("run", "a.flow.json", "--scenario", "a.scenario.json") == .findings)
    // The transcript stands above it.
    #expect(system.output.hasSuffix("  ≠ text       \"Hi!\"    | \"Hi, Maya here.\"\n"))
    let verbose = MemorySystem(files)
    #expect(verbose.run("run", "a.flow.json", "--scenario", "a.scenario.json", "--verbose") == .findings)
    #expect(verbose.output.contains(Sample.failure))
  }

  @Test("A flow with an error is not run: its findings are printed, and the status is 1")
  func rejectedFlow() {
    var files = Sample.files
    files["a.flow.json"] = Sample.flow.replacing("\"relay\",", with: "\"rely\",")
    let system = MemorySystem(files)
    #expect(system.run("run", "a.flow.json", "--scenario", "a.scenario.json") == .findings)
    #expect(system.output.contains("[RF202 unknown-target]"))
    #expect(!system.output.contains("customer"))
  }

  @Test("--force lets errors of the conversation pass, and no others", arguments: [true, false])
  func force(isForced: Bool) {
    var files = Sample.files
    files["a.flow.json"] = Sample.flow.replacing(
      "\"onSuccess\": \"@resume\"", with: "\"onSuccess\": \"goodbye\"")
    let system = MemorySystem(files)
    let arguments: [Argument] = ["run", "a.flow.json", "--scenario", "a.scenario.json"]
    let status = Refrain.run(arguments + (isForced ? ["--force"] : []), on: system)
    #expect(status == (isForced ? .success : .findings))
    #expect(system.output.contains("[RF301 waiting-node-on-intermediate-branch]") == !isForced)
    #expect(
      system.output.contains("goodbye waits, so it is NOT processed on the branch Message of open")
        == isForced)
  }

  @Test("What cannot be read comes before what is wrong")
  func unreadableScenario() {
    var files = Sample.files
    files["a.flow.json"] = "{"
    let system = MemorySystem(files)
    #expect(system.run("run", "a.flow.json", "--scenario", "no.scenario.json") == .failure)
    #expect(system.errors == "refrain: no.scenario.json: No such file or directory\n")
  }

  @Test("Standard input is read for one of the two files, not for both")
  func standardInput() {
    let system = MemorySystem(Sample.files)
    system.standardInput = Array(Sample.scenario.utf8)
    #expect(system.run("run", "a.flow.json", "--scenario", "-") == .success)
    #expect(system.run("run", "-", "--scenario", "-") == .usage)
  }
}
