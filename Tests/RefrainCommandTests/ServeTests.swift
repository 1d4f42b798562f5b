#if !Service
import Testing

@testable import RefrainCommand

@Suite("refrain serve, in a build without the service")
struct ServeTests {
  @Test("says in one line how to build it, and fails")
  func howToBuild() {
    let system = MemorySystem()
    #expect(system.run("serve", "project") == .failure)
    #expect(system.output.isEmpty)
    #expect(
      system.errors == """
        refrain: this build is without the live service; 'swift build -c release --traits Service' makes one that has it

        """)
  }
}
#endif
