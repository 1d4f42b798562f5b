import RefrainKit
import Testing

@testable import RefrainCommand

@Suite("run, line by line")
struct InteractiveRunTests {
  private func system(_ input: String) -> MemorySystem {
    let system = MemorySystem(Sample.files)
    system.standardInput = Array(input.utf8)
    return system
  }

  /// A terminal on which somebody types.
  private func terminal(_ input: String, _ name: String = "xterm") -> MemorySystem {
    let system = system(input)
    system.isInputTerminal = true
    system.outputIsTerminal = true
    system.variables = ["TERM": name, "NO_COLOR": "1"]
    return system
  }

  /// What a scenario's transcript has below its title.
  private static let transcript = Sample.transcript.replacing(
    "Support: an agent answers and closes", with: "Support")

  private static let lines = """
    my order is late
    /wait 90.5
    /message Hi, Maya here.

    /complete
    /receipt delivered
    """

  @Test(
    "From a pipe, lines give the transcript alone, in whatever pieces they come", arguments: [1, 7, 10_000])
  func pipe(pieceSize: Int) {
    let system = system(Self.lines.replacing("\n", with: "\r\n"))
    system.inputPieceSize = pieceSize
    #expect(system.run("run", "a.flow.json") == .success)
    #expect(system.output == Self.transcript)
    #expect(system.errors.isEmpty && system.keyInput.count == 0)
  }

  @Test("The trace is that of a scenario with the same steps, and knows nothing of what was undone")
  func trace() {
    let scenario = MemorySystem(Sample.files)
    #expect(
      scenario.run("run", "a.flow.json", "--scenario", "a.scenario.json", "--trace", "t.jsonl") == .success)
    let inFile = system(Self.lines + "\nhello\n/undo\n")
    #expect(inFile.run("run", "a.flow.json", "--trace", "t.jsonl") == .success)
    #expect(inFile.text(of: "t.jsonl") == scenario.text(of: "t.jsonl"))
    let onOutput = system(Self.lines)
    #expect(onOutput.run("run", "a.flow.json", "--trace", "-") == .success)
    #expect(onOutput.output == scenario.text(of: "t.jsonl") && onOutput.errors == Self.transcript)
    #expect(system(Self.lines).run("run", "a.flow.json", "--trace", "missing/t.jsonl") == .failure)
  }

  @Test("The status says how the session that began last ended")
  func status() {
    let custom = Sample.flow.replacing("@end:incomplete", with: "@end:lost").replacing(
      #""nodes":"#,
      with: #""settings": { "results": { "lost": { "code": 200, "status": "error" } } }, "nodes":"#)
    let endings: [(String, String, RefrainCommand.ExitStatus)] = [
      (Sample.flow, "", .success), (Sample.flow, "hello", .success),
      (Sample.flow, "/fail 409\nhello", .findings), (Sample.flow, "/fail 409\nhello\nhello", .success),
      (Sample.flow, "/fail 409\nhello\n/undo", .success),
      (Sample.flow, "hello\n/complete\n/receipt failed", .success),
      (custom, "hello\n/complete\n/receipt failed", .findings),
      (Sample.flow, "hello\n/quit\n/complete\n/nonsense", .success),
    ]
    for (flow, input, status) in endings {
      let system = system(input)
      system.items["a.flow.json"] = .file(Array(flow.utf8))
      #expect(system.run("run", "a.flow.json") == status, "\(input)")
      #expect(system.errors.isEmpty, "\(input)")
    }
  }

  @Test("What cannot be done is reported with its line, and the lines go on")
  func problems() {
    let long = String(repeating: "x", count: Limits.chatLineSize)
    let input = system("/mesage hi\n\(long)y\n\(long)\u{1B}[2J\n")
    #expect(input.run("run", "a.flow.json") == .success)
    #expect(
      input.errors == """
        refrain: line 1: unknown command '/mesage'; did you mean '/message'?
        refrain: line 2: the line is longer than 65536 bytes
        refrain: line 3: the line is longer than 65536 bytes

        """)
    let odd = system("/\u{1B}[2J\n\u{1B}[2J\n//x\n")
    odd.standardInput += [0xFF, 0x0A] + Array(long.utf8)
    #expect(odd.run("run", "a.flow.json") == .success)
    #expect(odd.errors.hasPrefix("refrain: line 1: unknown command '/\\u001B[2J'"))
    #expect(odd.output.contains("customer  \\u001B[2J\n") && odd.output.contains("customer  /x\n"))
    #expect(odd.output.contains("customer  \u{FFFD}\n") && odd.output.contains("customer  \(long)\n"))
    let broken = system("")
    broken.inputFailure = SystemError(reason: "Bad file descriptor")
    #expect(broken.run("run", "a.flow.json") == .failure)
    #expect(broken.errors == "refrain: standard input: Bad file descriptor\n")
  }

  @Test("Where nobody reads the transcript any more, no more lines are read")
  func closedPipe() {
    let system = system(String(repeating: "/where\n", count: 100_000))
    system.inputPieceSize = 1000
    system.outputFailure = SystemError(reason: "Broken pipe", isClosedPipe: true)
    #expect(system.run("run", "a.flow.json") == .success)
    #expect(system.errors.isEmpty && system.standardInput.count > 600_000)
  }

  @Test("Standard input cannot be both the flow and what is said")
  func standardInput() {
    let system = system(Sample.flow)
    #expect(system.run("run", "-") == .usage)
    #expect(
      system.errors
        == "refrain: standard input can be FLOW or what is said, not both (see 'refrain help run')\n")
  }

  @Test("A run has as many sessions as can be undone in short time, and no more")
  func sessionLimit() {
    let system = system(String(repeating: "hello\n", count: Limits.chatSessions + 1))
    system.items["a.flow.json"] = .file(
      Array(SampleFlow.clean.replacing("+15550100", with: "+15555550100").utf8))
    #expect(system.run("run", "a.flow.json", "--trace", "-") == .success)
    #expect(
      system.errors.hasSuffix("refrain: line 1001: there are 1000 sessions, as many as a run may have\n"))
  }

  // MARK: At a terminal

  @Test("At a terminal each line is shown once, a hint follows what was done, and the keys are given back")
  func editing() {
    let system = terminal("helo\u{1B}[Dl\r/wa\t90.5\r/frob\r\r/vars\r\u{1A}\u{04}/complete\r")
    #expect(system.run("run", "a.flow.json") == .success)
    let erased = system.output.split(separator: "\n").map { line in
      line.split(separator: "\u{1B}[K", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    }
    #expect(
      erased.suffix(13) == [
        "     0:00  customer  hello", "     0:00            · a session of Support begins for +15555550142",
        "     0:00            · open requests a conversation", "     0:00            · open is answered 200",
        "     0:00            · open: onStartConversationSuccess → @resume",
        "     0:00            ? open waits for events · /message TEXT, /complete", "> /wait 90.5",
        " 1:30.500            ? open waits for events · /message TEXT, /complete", "> /frob",
        "! unknown command '/frob'; did you mean '/from'?", "> /vars", "the flow has no variables", "",
      ])
    #expect(system.stops == 1 && !system.keyInput.isOn && system.keyInput.count == 7)
  }

  @Test("A terminal that cannot be drawn on edits its lines itself, and shows them once all the same")
  func dumbTerminal() {
    let system = terminal("/fail 409\nhello\n/vars", "dumb")
    #expect(system.run("run", "a.flow.json") == .findings)
    #expect(system.keyInput.count == 0 && !system.output.contains("\u{1B}"))
    #expect(!system.output.contains("customer  hello"))
    #expect(system.output.hasSuffix("begins one\n> the flow has no variables\n> \n"))
  }

  // MARK: Saving

  @Test("What was done is saved as a scenario that passes, and a file that is there is left alone")
  func save() throws {
    let system = system(
      Self.lines + "\n/save out/late order.scenario.json\n/save a.flow.json\n/save! b.json\n")
    system.emptyFolders = ["out"]
    #expect(system.run("run", "./a.flow.json") == .failure)
    #expect(
      system.errors == "refrain: line 8: a.flow.json is there already; '/save! a.flow.json' replaces it\n")
    #expect(
      system.text(of: "out/late order.scenario.json") == """
        {
          "formatVersion": 1,
          "name": "late order",
          "flow": "../a.flow.json",
          "steps": [
            { "sms": { "from": "+15555550142", "text": "my order is late" } },
            { "expect": { "conversationRequested": { "node": "open", "input": { "entryPointId": "1001", "phoneNumber": "5555550142", "conversationId": null } } } },
            { "advance": 90.5 },
            { "event": { "type": "Message", "content": "Hi, Maya here." } },
            { "expect": { "messageSent": { "node": "relay", "to": "+15555550142", "text": "Hi, Maya here." } } },
            { "event": { "type": "Complete" } },
            { "expect": { "messageSent": { "node": "goodbye", "to": "+15555550142", "text": "Thank you." } } },
            { "deliveryReport": "delivered" },
            { "expect": { "ended": { "result": "success" } } }
          ]
        }

        """)
    #expect(system.text(of: "b.json")?.contains("\"flow\": \"a.flow.json\"") == true)
    let test = MemorySystem(system.items.keys.reduce(into: [:]) { $0[$1] = system.text(of: $1) })
    #expect(test.run("test", "out", "b.json") == .success)
  }

  @Test(
    "What cannot be saved is reported; from a pipe that is status 3, and at a terminal it can be tried again")
  func failingSave() {
    let pipe = system("/save x.json\nhello\n/save missing/x.json\n")
    #expect(pipe.run("run", "a.flow.json") == .failure)
    #expect(
      pipe.errors == """
        refrain: line 1: nothing has been done yet
        refrain: line 3: missing/x.json: No such file or directory

        """)
    let terminal = terminal("hello\r/save missing/x.json\r/save x.json\r\u{04}")
    #expect(terminal.run("run", "a.flow.json") == .success)
    #expect(
      terminal.output.hasSuffix(
        """
        > /save missing/x.json
        ! missing/x.json: No such file or directory
        \r\u{1B}[K> /save x.json
        saved 3 steps
        \r\u{1B}[K
        """))
  }
}
