import Foundation
import RefrainKit
import Testing

/// What README.md shows of the simulated ECE, done with the flow that it speaks of.
@Suite struct SeededSimulationTests {
  @Test func aFlowIsSimulatedWithCustomersAgentsAndFaults() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let bytes = Array(try Data(contentsOf: root.appendingPathComponent("Flows/sms-support.flow.json")))
    let program = try FlowProgram(file: bytes, named: "sms-support.flow.json")
    var directory = ServiceDirectory()
    directory.add(EntryPoint(id: "1001", lastModified: Timestamp(milliseconds: 1_768_469_400_000)))
    directory.add(ClientApplication(id: "flows", secret: "s3cret", entryPoints: ["1001"]))
    directory.add(NodeAuthorization(name: "ece-main", clientID: "flows", clientSecret: "s3cret"))
    let opening = CustomerBehavior.Opening(
      channel: .sms, to: "+15555550100", texts: ["my order is late"])
    let customers = CustomerBehavior(openings: [opening], texts: ["thanks", "hello?"], population: 50)

    var settings = SeededSimulation.Settings(sessions: 100, customers: customers, directory: directory)
    settings.faults = .all
    settings.faults[.answerMissing] = 0.5
    let host = FlowHost(FlowMachine(program), keys: .numbered, start: Simulation.defaultStart)
    var simulation = SeededSimulation(host, settings, seed: 7)
    simulation.run()
    try Audit.check(simulation.history)
    #expect(simulation.violation == nil)
    #expect(simulation.tally.sessions >= 100)
    #expect(simulation.tally.ended["success"] ?? 0 > 10)
    #expect(simulation.tally.faults[.answerMissing] > 20)
  }
}
