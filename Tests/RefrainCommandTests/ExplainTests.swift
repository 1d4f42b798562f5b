import RefrainKit
import Testing

@testable import RefrainCommand

@Suite("refrain explain")
struct ExplainTests {
  @Test("Every rule has a page, and only one")
  func pages() {
    #expect(RulePages.all.map(\.code) == RuleCode.allCases.sorted())
  }

  @Test("Without a code all rules are listed, each with its severity and name")
  func list() {
    let system = MemorySystem()
    #expect(system.run("explain") == .success)
    let lines = system.output.split(separator: "\n")
    #expect(lines.first == "RF001  warning  unused-suppression")
    #expect(lines.count == RuleCode.allCases.count)
  }

  @Test(
    "A rule is explained by its code or its name, in capitals or not",
    arguments: ["RF103", "rf103", "unknown-field"])
  func page(name: String) {
    let system = MemorySystem()
    #expect(system.run("explain", Argument(bytes: Array(name.utf8))) == .success)
    #expect(system.output.hasPrefix("RF103 unknown-field (error)\n\nAn object has a field that it"))
    #expect(system.output.contains("\nWhy\n"))
    #expect(system.output.contains("\nBad\n  {\n"))
    #expect(system.output.contains("\nGood\n  {\n"))
    #expect(system.output.contains("\nSuppress\nThe rule judges the file itself"))
  }

  @Test(
    "What explore finds is explained by its name, with the rule that is like it",
    arguments: ExplorationFinding.Name.allCases)
  func exploration(name: ExplorationFinding.Name) {
    let system = MemorySystem()
    #expect(system.run("explain", Argument(stringLiteral: name.rawValue)) == .success)
    #expect(system.output.hasPrefix("\(name.rawValue) (a finding of 'refrain explore')\n\n"))
    #expect(system.output.contains("'refrain explain RF301'") == (name == .waitingNodeSkipped))
    #expect(RulePages.all.allSatisfy { $0.code.name != name.rawValue })
  }

  @Test("A name that is near to one of explore's suggests it")
  func misspeltExploration() {
    let system = MemorySystem()
    #expect(system.run("explain", "end-in-eror") == .usage)
    #expect(system.errors.contains("end-in-error"))
  }

  @Test("The page says how a finding is suppressed, if it can be")
  func suppression() {
    let system = MemorySystem()
    #expect(system.run("explain", "RF301") == .success)
    #expect(system.output.contains(#"write `"lintIgnore": { "RF301": "the reason" }`"#))
  }

  @Test("A rule finds something in its bad example, and nothing else does; in the good one nothing is found")
  func examples() {
    for page in RulePages.all where !page.code.judgesProjects {
      let ending = page.flow == nil ? "flow" : "scenario"
      let system = MemorySystem(["bad.\(ending).json": page.bad.text, "good.\(ending).json": page.good.text])
      if let flow = page.flow { system.items[RulePage.flowName] = .file(Array(flow.text.utf8)) }
      // A flow of a conversation is asked to be simple before all, and has the entry point's date in it.
      let date = page.code == .literalEntryPointDate ? "RF309=info" : "RF309=off"
      _ = system.run("lint", "--format", "concise", "--rule", Argument(stringLiteral: date))
      let found = system.output.split(separator: "\n")
      #expect(!found.isEmpty, "the bad example of \(page.code)")
      for line in found {
        #expect(line.hasPrefix("bad.\(ending).json:") && line.contains("[\(page.code) "), "\(page.code)")
      }
    }
  }

  @Test(
    "A rule of projects finds something in its bad example, and nothing else does; in the good one nothing is found"
  )
  func projectExamples() throws {
    for page in RulePages.all where page.code.judgesProjects {
      let flow = try #require(page.flow?.text, "\(page.code)")
      for (example, isBad) in [(page.bad, true), (page.good, false)] {
        let system = MemorySystem([
          "refrain.json": example.text, RulePage.flowName: flow, "copy.flow.json": flow,
        ])
        _ = system.run("lint", "--format", "concise", "--rule", "RF309=off")
        let found = system.output.split(separator: "\n")
        #expect(found.isEmpty != isBad, "\(page.code)")
        for line in found { #expect(line.contains("[\(page.code) "), "\(page.code): \(line)") }
      }
    }
  }
}
