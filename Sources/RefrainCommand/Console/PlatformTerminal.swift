#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Musl)
@preconcurrency import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The terminal, by the C library.
extension PlatformSystem {
  var isInputTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  func columns(of stream: StandardStream) -> Int? {
    var size = winsize()
    guard ioctl(Self.descriptor(of: stream), UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }

  func beginKeyInput() throws(SystemError) {
    var settings = termios()
    guard tcgetattr(STDIN_FILENO, &settings) == 0 else { throw .latest }
    settingsToRestore = settings
    restoreSettingsOnSignals()
    settings.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
    settings.c_iflag &= ~tcflag_t(IXON | ICRNL | INLCR | IGNCR | ISTRIP)
    withUnsafeMutableBytes(of: &settings.c_cc) { characters in
      characters[Int(VMIN)] = 1
      characters[Int(VTIME)] = 0
    }
    guard tcsetattr(STDIN_FILENO, TCSANOW, &settings) == 0 else { throw .latest }
  }

  func endKeyInput() {
    restoreSettings()
  }

  func stopUntilContinued() {
    raise(SIGTSTP)
  }
}

/// How the terminal was before keys were read one at a time.
///
/// Not isolated, since the handler of a signal reads it. It is written before the handlers are installed and by the one
/// thread that reads the terminal, and a handler that interrupts that thread ends the process.
nonisolated(unsafe) private var settingsToRestore = termios()

private func restoreSettings() {
  tcsetattr(STDIN_FILENO, TCSANOW, &settingsToRestore)
}

/// Lets the signals that end the process leave the terminal as it was.
private func restoreSettingsOnSignals() {
  for number in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] {
    signal(number) { number in
      restoreSettings()
      signal(number, SIG_DFL)
      raise(number)
    }
  }
}
