import Testing

@testable import RefrainCommand

@Suite("A folder or a project where a command takes one flow")
struct OnlyFlowTests {
  static let project = #"{ "formatVersion": 1, "name": "p", "flows": ["deep/a.flow.json"] }"#

  @Test(
    "It means the only flow that is there", arguments: ["explore", "sheet"], [".", "deep", "refrain.json"])
  func one(command: String, path: String) {
    let system = MemorySystem([
      "refrain.json": Self.project, "deep/a.flow.json": SampleFlow.clean, "other.flow.json": SampleFlow.wrong,
    ])
    #expect(
      system.run(Argument(stringLiteral: command), Argument(stringLiteral: path)) == .success,
      "\(system.output)\(system.errors)")
    #expect(system.output.contains("Thanks"))
  }

  @Test("Of several it is said which there are", arguments: ["explore", "sheet"])
  func several(command: String) {
    let system = MemorySystem(["a.flow.json": SampleFlow.clean, "deep/b.flow.json": SampleFlow.clean])
    #expect(system.run(Argument(stringLiteral: command), ".") == .usage)
    #expect(
      system.errors
        == "refrain: . has 2 flows, and '\(command)' takes one: a.flow.json, deep/b.flow.json\n")
    #expect(system.output.isEmpty)
  }

  @Test("Where there is none it is an input that cannot be read")
  func none() {
    let system = MemorySystem(["deep/a.scenario.json": "{}"])
    #expect(system.run("explore", ".") == .failure)
    #expect(system.errors == "refrain: .: No flows (*.flow.json) in this folder\n")
  }

  @Test("Scenarios that are saved say where the flow is that was found")
  func saved() {
    let flow = SampleFlow.clean.replacing("\"@end\"", with: "\"@end:error\"")
    let system = MemorySystem(["deep/a.flow.json": flow])
    #expect(system.run("explore", "deep", "--save", "found") == .success, "\(system.errors)")
    #expect(system.text(of: "found/a-end-in-error-1.scenario.json")?.contains("../deep/a.flow.json") == true)
  }
}
