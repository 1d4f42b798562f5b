/// The program.
@main
struct Main {
  static func main() {
    let system = PlatformSystem()
    PlatformSystem.exit(Refrain.run(PlatformSystem.arguments, on: system))
  }
}
