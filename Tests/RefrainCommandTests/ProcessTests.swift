import Foundation
import Testing

@testable import RefrainCommand

/// A line of shell in a folder of odd things, and what the program makes of it.
struct ProcessCase: CustomTestStringConvertible, Sendable {
  let line: String
  let status: Int32
  /// How the first line of standard output begins.
  var output = ""
  /// The whole of standard error.
  var errors = ""

  var testDescription: String { line }

  /// Makes the folder's contents.
  static let setup = """
    cp clean folder.flow.json/a.flow.json
    ln -s .. folder.flow.json/loop
    ln -s folder.flow.json loop.flow.json
    mkfifo pipe
    cp clean "$(printf 'odd\\377\\n.json')"
    printf '\\377' > bytes
    : > empty
    truncate -s 1000000000 sparse
    ln -s nowhere dangling
    """

  static let all = [
    ProcessCase(line: "refrain lint clean", status: 0, errors: "no findings in 1 file\n"),
    ProcessCase(line: "refrain lint wrong --format concise", status: 1, output: "wrong:3:3: error: "),
    ProcessCase(
      line: "refrain lint --frmat", status: 2,
      errors: "refrain: unknown option '--frmat'; did you mean '--format'? (see 'refrain help lint')\n"),
    ProcessCase(line: "refrain lint .", status: 0, errors: "no findings in 1 file\n"),
    ProcessCase(
      line: "refrain lint folder.flow.json loop.flow.json", status: 0, errors: "no findings in 2 files\n"),
    ProcessCase(
      line: """
        mkdir -p real/deep; ln -s real/deep link; sed 's/@end/@end:error/' clean > sorry; \
        refrain explore sorry --save link/new/er >/dev/null && refrain test real
        """, status: 0, output: "ok    real/deep/new/er/sorry-end-in-error-1.scenario.json: "),
    ProcessCase(
      line: "refrain explore sorry --save clean/new", status: 3,
      output: "info: `onBegin` of `start` ends the session: error [end-in-error]\n  sms \"Hello\"\n\n",
      errors: "refrain: clean/new: Not a directory\n"),
    ProcessCase(line: "refrain lint none", status: 3, errors: "refrain: none: No such file or directory\n"),
    ProcessCase(line: "refrain lint ''", status: 3, errors: "refrain: : No such file or directory\n"),
    ProcessCase(line: "refrain lint clean/", status: 3, errors: "refrain: clean/: Not a directory\n"),
    ProcessCase(
      line: "refrain lint dangling", status: 3, errors: "refrain: dangling: No such file or directory\n"),
    ProcessCase(
      line: "refrain lint pipe", status: 3,
      errors: "refrain: pipe: Neither a file nor a folder; '-' reads standard input\n"),
    ProcessCase(
      line: "refrain lint /dev/null", status: 3,
      errors: "refrain: /dev/null: Neither a file nor a folder; '-' reads standard input\n"),
    ProcessCase(
      line: "refrain lint \"$(printf 'odd\\377\\n.json')\"", status: 0, errors: "no findings in 1 file\n"),
    ProcessCase(
      line: "refrain lint \"$(printf 'no\\377\\nne')\"", status: 3,
      errors: "refrain: no\u{FFFD}\\nne: No such file or directory\n"),
    ProcessCase(line: "refrain \"$(printf 'l\\377')\" 2>/dev/null", status: 2),
    ProcessCase(line: "refrain lint bytes --format concise", status: 1, output: "bytes:1:1: error: "),
    ProcessCase(line: "refrain lint empty --format concise", status: 1, output: "empty:1:1: error: "),
    ProcessCase(
      line: "refrain lint sparse --format concise", status: 1, output: "sparse:1:1: error: the file is larger"
    ),
    ProcessCase(line: "cat clean | refrain lint -", status: 0, errors: "no findings in 1 file\n"),
    ProcessCase(
      line: "head -c 20000000 /dev/zero 2> .x | refrain lint - --format concise", status: 1,
      output: "-:1:1: error: the file is larger"),
    ProcessCase(line: "refrain lint - <&-", status: 3, errors: "refrain: -: Bad file descriptor\n"),
    ProcessCase(line: "refrain lint - < .", status: 3, errors: "refrain: -: Is a directory\n"),
    ProcessCase(
      line: "refrain lint wrong --format json > /dev/full", status: 3,
      errors: "refrain: standard output: No space left on device\n"),
    ProcessCase(
      line: "refrain lint wrong --format json >&-", status: 3,
      errors: "refrain: standard output: Bad file descriptor\n"),
    ProcessCase(
      line: "refrain lint wrong --format concise --output json=/dev/full", status: 3, output: "wrong:3:3",
      errors: "refrain: /dev/full: No space left on device\n"),
    ProcessCase(
      line: "refrain lint wrong --format concise --output json=none/r", status: 3, output: "wrong:3:3",
      errors: "refrain: none/r: No such file or directory\n"),
    ProcessCase(
      line: "(ulimit -f 1; refrain lint many --format concise --output json=large > /dev/null); "
        + "code=$?; test ! -e large && exit $code", status: 3, errors: "refrain: large: File too large\n"),
    ProcessCase(
      line: "mkdir s; cp sample s/a.flow.json; cp played s/a.scenario.json; "
        + "refrain test s --coverage --format json | refrain graph --format mermaid --coverage /dev/stdin sample; "
        + "rm -r s", status: 0, output: "flowchart TD"),
    ProcessCase(
      line: "d=$(printf 'd\\377'); mkdir $d; cp sample $d/a.flow.json; "
        + "refrain explore --save $d $d/a.flow.json > /dev/null; ls $d | grep -c scenario; rm -r $d",
      status: 0,
      output: "8"),
    // The reader of the pipe is gone before the first byte is written.
    ProcessCase(
      line:
        "{ sleep 0.1; refrain lint many --format=json; echo $? > .x; } | true; read code < .x; exit $code",
      status: 1),
    ProcessCase(line: "refrain lint many --format concise | head -n 1", status: 0, output: "many:1:"),
  ]
}

@Suite("The program as a process")
struct ProcessTests {
  @Test(
    "A signal that ends it leaves each file as it was or as it is to be, and no other",
    arguments: ["TERM", "HUP", "INT"])
  func signals(name: String) throws {
    try Executable.withFolder { folder in
      let nodes = (0..<2000).map {
        "\"n\($0)\":{\"type\":\"Delay\",\"seconds\":1,\"on\":{\"onTimeout\":\"@end\"}}"
      }
      let flow = "{\"formatVersion\":1,\"name\":\"x\",\"nodes\":{\(nodes.joined(separator: ","))}}"
      try Data(flow.utf8).write(to: folder.appendingPathComponent("old"))
      let result = try Executable.shell(
        """
        refrain format - < old > new
        for wait in 0.001 0.01 0.02 0.03 0.05 0.08 0.13 0.2; do
          for file in a b c d; do cp old $file.flow.json; done
          timeout -s \(name) $wait "$REFRAIN" format . 2> .x
          for file in a b c d; do
            cmp -s $file.flow.json old || cmp -s $file.flow.json new || echo torn
          done
        done
        ls -A | grep refrain-
        exit 0
        """, in: folder)
      #expect(result.status == 0 && result.output == "", "\(result)")
    }
  }

  @Test("Whatever it is given it ends with its status and a line, never with a signal")
  func cases() throws {
    try Executable.withFolder { folder in
      let many = "{" + (0..<20_000).map { "\"a\($0)\": 1" }.joined(separator: ",") + "}"
      for (name, text) in [("clean", SampleFlow.clean), ("wrong", SampleFlow.wrong), ("many", many)] {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
      }
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent("folder.flow.json"), withIntermediateDirectories: false)
      try #require(try Executable.shell(ProcessCase.setup, in: folder).status == 0)
      try Data(Sample.flow.utf8).write(to: folder.appendingPathComponent("sample"))
      try Data(Sample.scenario.utf8).write(to: folder.appendingPathComponent("played"))
      for example in ProcessCase.all {
        let result = try Executable.shell(example.line, in: folder)
        #expect(result.status == example.status && !result.isCrash, "\(example.line): \(result)")
        #expect(result.output.hasPrefix(example.output), "\(example.line): \(result)")
        #expect(result.errors == example.errors, "\(example.line)")
      }
    }
  }
}
