import Testing

@testable import RefrainCommand

@Suite("Paths that other services read")
struct CheckoutPathTests {
  /// A checkout at `/repo`, in which there is another one.
  private static let files = [
    "/repo/.git/HEAD": "", "/repo/flows/a.flow.json": SampleFlow.wrong,
    "/repo/vendor/lib/.git": "gitdir: elsewhere", "/repo/vendor/lib/a.flow.json": SampleFlow.wrong,
    "/elsewhere/a.flow.json": SampleFlow.wrong,
  ]

  @Test(
    "A path is relative to where CI says the checkout is, else to the nearest folder with a .git, else as it is",
    arguments: [
      ("/repo/flows/a.flow.json", nil, "flows/a.flow.json"),
      ("/repo/flows/../flows/./a.flow.json", nil, "flows/a.flow.json"),
      ("/repo/vendor/lib/a.flow.json", nil, "a.flow.json"),
      ("/repo/vendor/lib/a.flow.json", "/repo", "vendor/lib/a.flow.json"),
      ("/repo/flows/a.flow.json", "/repo/flows/", "a.flow.json"),
      ("/elsewhere/a.flow.json", "/repo", "elsewhere/a.flow.json"),
      ("/elsewhere/a.flow.json", "/else", "elsewhere/a.flow.json"),
    ] as [(String, String?, String)],
    ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"])
  func paths(path: (given: String, workspace: String?, told: String), variable: String) {
    let system = MemorySystem(Self.files)
    system.variables[variable] = path.workspace
    for (format, told) in [
      ("github", "file=\(path.told),"), ("gitlab", "\"path\": \"\(path.told)\""),
      ("sarif", "\"uri\": \"\(path.told)\""), ("junit", "file=\"\(path.told)\""),
      ("concise", "\(path.given):"), ("json", "\"file\": \"\(path.given)\""),
    ] {
      let start = system.output.endIndex
      #expect(
        system.run("lint", "--format", Argument(stringLiteral: format), Argument(stringLiteral: path.given))
          == .findings)
      #expect(system.output[start...].contains(told), "\(format): \(system.output[start...])")
    }
  }

  @Test("The results of scenarios have such paths too")
  func scenarios() {
    let files = Dictionary(uniqueKeysWithValues: Sample.files.map { ("/repo/flows/\($0.key)", $0.value) })
    let system = MemorySystem(files.merging(Self.files) { $1 })
    #expect(system.run("test", "--format", "junit", "/repo/flows/a.scenario.json") == .findings)
    #expect(system.output.contains("file=\"flows/a.scenario.json\""))
    #expect(system.output.contains("<testsuite name=\"flows/a.flow.json\""))
  }
}
