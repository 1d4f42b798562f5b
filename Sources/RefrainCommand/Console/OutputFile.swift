#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Musl)
@preconcurrency import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Replacing a file whole: a new one beside it, and then a rename, so that nobody ever sees half of it.
enum OutputFile {
  /// Makes `bytes` the contents of a file, all of them or, where that fails, none.
  ///
  /// What was there keeps its permissions, and its owner where that may be. Signals that end the process wait until the
  /// new file is there or gone.
  /// - Parameter isInput: Whether the file is one that people write: it must be there, and is on the disk before it takes
  ///   the old one's place, since a power cut must not leave an empty file.
  static func replace(_ path: FilePath, with bytes: [UInt8], isInput: Bool) throws(SystemError) {
    let name = path.nullTerminated
    var status = stat()
    let isThere = stat(name, &status) == 0
    // Whoever may not write to a file may still be allowed to put another one in its place.
    guard isThere || !isInput, !isThere || access(name, W_OK) == 0 else { throw .latest }
    let signals = HeldSignals()
    defer { signals.release() }
    var temporary = path.parent.appending(".refrain-XXXXXX").nullTerminated
    let descriptor = mkstemp(&temporary)
    guard descriptor >= 0 else { throw .latest }
    do throws(SystemError) {
      defer { close(descriptor) }
      try PlatformSystem.write(bytes, to: descriptor)
      // Before the permissions, some of which a new owner takes away; most may give no file to others.
      if isThere { _ = fchown(descriptor, status.st_uid, status.st_gid) }
      guard fchmod(descriptor, isThere ? status.st_mode & 0o7777 : 0o666 & ~currentMask()) == 0,
        !isInput || fsync(descriptor) == 0
      else { throw .latest }
    } catch {
      unlink(temporary)
      throw error
    }
    guard rename(temporary, name) == 0 else {
      let error = SystemError.latest
      unlink(temporary)
      throw error
    }
  }

  /// The permissions that new files do not get.
  private static func currentMask() -> mode_t {
    let mask = umask(0o022)
    umask(mask)
    return mask
  }
}

/// The signals that people and systems end a process with, held back for a while from this thread, and for ever from those that
/// it starts meanwhile.
struct HeldSignals {
  private var before = sigset_t()

  init() {
    var held = sigset_t()
    sigemptyset(&held)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&held, number) }
    pthread_sigmask(SIG_BLOCK, &held, &before)
  }

  /// Lets them come again, those that came meanwhile at once.
  func release() {
    var before = before
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }
}

extension FilePath {
  /// Whether the path is of something that the system makes up, such as `/dev/stdout`, which may lead to a file that
  /// others have open too.
  var isOfTheSystem: Bool { bytes.starts(with: "/dev/".utf8) || bytes.starts(with: "/proc/".utf8) }
}
