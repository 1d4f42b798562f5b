#if Service
import FlowInterpreter
import FlowModel
import FlowSimulation
import RefrainService

/// How a scenario waits, and how its time passes.
extension Emulators {
  /// How long a program must have been silent to have come to rest, where nothing else is known of it.
  private static let silence = Duration.milliseconds(300)
  /// The same where it says itself whether it has work.
  private static let knownSilence = Duration.milliseconds(30)

  /// Milliseconds since the scenario's time 0 by its own time.
  var virtualTime: Int64 {
    guard let played else { return 0 }
    return stage == nil ? played.passed : now - played.start
  }

  /// What time it is in what is told of the scenario.
  var logTime: Timestamp { (played?.performance.scenario.start ?? now) + sinceStart }

  /// Milliseconds since the scenario began.
  private var sinceStart: Int64 { played.map { now - $0.start } ?? 0 }

  /// Something was said to the program.
  func hear(_ entry: LogEntry) { played?.seen.hear(entry) }

  /// The program has asked for something.
  func see(_ forms: [Happening]) {
    let milliseconds = sinceStart
    played?.seen.see(forms, after: milliseconds)
  }

  /// Waits until something holds, as long as the scenario has patience.
  func wait(for condition: (PlayedScenario) -> Bool) async -> Bool {
    let end = ContinuousClock.now + (played?.performance.patience ?? .zero)
    while let played, !condition(played) {
      guard ContinuousClock.now < end else { return false }
      try? await Task.sleep(for: .milliseconds(10))
    }
    return played != nil
  }

  /// Waits until the program has come to rest.
  func rest() async {
    let end = ContinuousClock.now + (played?.performance.patience ?? .zero)
    while ContinuousClock.now < end {
      let silence = stage == nil ? Self.silence : Self.knownSilence
      if latestNote.duration(to: .now) >= silence, await hasNothingToDo() { return }
      try? await Task.sleep(for: .milliseconds(10))
    }
  }

  /// Whether nothing is under way but calls that the scenario keeps waiting, as far as that is known.
  private func hasNothingToDo() async -> Bool {
    guard let stage else { return true }
    let work = await stage.work()
    guard let calls = played?.calls else { return true }
    return work.inputs == 0 && work.calls <= calls.waitingCount + calls.unansweredCount
      && work.nextTimer.map { $0 > now } ?? true
  }

  /// Lets time pass: for real, or at the clock of a program that is the emulators' to put forward.
  func letPass(_ milliseconds: Int64) async {
    played?.passed += milliseconds
    guard let stage else {
      try? await Task.sleep(for: .milliseconds(milliseconds))
      played?.calls.endSilence()
      return
    }
    // Timers fire each at its own time, as they do where time passes by itself.
    let end = now + milliseconds
    while let next = await stage.work().nextTimer, next > now, next < end {
      await stage.letPass(next - now)
      await rest()
    }
    await stage.letPass(max(0, end - now))
    await rest()
    played?.calls.endSilence()
  }

  /// Somebody is not answered: their time passes, where it is the emulators' to let pass.
  func letTimerFire() async {
    await rest()
    guard let stage, let next = await stage.work().nextTimer else { return }
    await stage.letPass(max(0, next - now))
    await rest()
    played?.calls.endSilence()
  }

  /// Waits until the program is there.
  func awaitProgram() async throws(Impossible) {
    guard stage == nil, let url = settings.smsURL ?? settings.callbackURL ?? settings.messengerURL else {
      return
    }
    let end = ContinuousClock.now + (played?.performance.patience ?? .zero)
    while case .failure = await sender.send(OutgoingRequest("HEAD", url, allowsPrivate: true)) {
      guard ContinuousClock.now < end else { throw Impossible(reason: "nobody answers at \(url)") }
      try? await Task.sleep(for: .milliseconds(100))
    }
  }
}
#endif
