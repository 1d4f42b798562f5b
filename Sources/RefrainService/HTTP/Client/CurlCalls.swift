#if Service
import CCurl
import FlowModel
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Calls that share connections, made by libcurl on a thread of their own. This file alone sees libcurl.
final class CurlCalls: Sendable {
  /// What other threads tell the one that calls.
  private struct Mailbox {
    var hasThread = false
    var isClosed = false
    var nextKey = 0
    var begun: [NewCall] = []
    var cancelled: [Int] = []
  }

  /// A call under way, with its header in libcurl's form, which is freed when it ends.
  private struct ActiveCall {
    let call: CurlCall
    let headerList: UnsafeMutablePointer<curl_slist>?
  }

  private let mailbox = Mutex(Mailbox())
  private let allowsPrivate: Bool
  // libcurl allows one of its functions to be called from any thread: the one that wakes. All others the thread calls.
  private nonisolated(unsafe) let multi: UnsafeMutableRawPointer

  /// As many connections as a busy service needs, and far fewer than it may have files.
  private static let connectionLimit = 256
  /// A connection that is idle for longer is not used again, in seconds: many servers close theirs after five, and a request
  /// that is on its way then is in doubt.
  private static let idleLimit = 4
  /// libcurl's own state is made once, before anything else of it is used.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// - Parameter allowsPrivate: Whether the calls may go to private, loopback and link-local addresses.
  init(allowsPrivate: Bool) {
    guard Self.isReady, let multi = curl_multi_init() else {
      preconditionFailure("there is memory for libcurl in a process that has just begun")
    }
    self.multi = multi
    self.allowsPrivate = allowsPrivate
    curl_multi_set_number(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, Self.connectionLimit)
  }

  deinit { curl_multi_cleanup(multi) }

  /// A key for a call, as no other has.
  func nextKey() -> Int {
    mailbox.withLock {
      $0.nextKey += 1
      return $0.nextKey
    }
  }

  /// Begins a call; what comes of it the call itself is told.
  func begin(_ call: NewCall) {
    let needsThread = mailbox.withLock { mailbox in
      mailbox.begun.append(call)
      defer { mailbox.hasThread = true }
      return !mailbox.hasThread
    }
    if needsThread {
      SystemThread.start { self.run() }
    } else {
      curl_multi_wakeup(multi)
    }
  }

  /// Breaks a call off, if it is under way.
  func cancel(_ key: Int) {
    mailbox.withLock { $0.cancelled.append(key) }
    curl_multi_wakeup(multi)
  }

  /// Lets the thread end once no call is under way.
  func close() {
    mailbox.withLock { $0.isClosed = true }
    curl_multi_wakeup(multi)
  }

  /// Makes the calls until it is closed.
  private func run() {
    var calls: [UnsafeMutableRawPointer: ActiveCall] = [:]
    while true {
      let mail = mailbox.withLock { mailbox in
        defer {
          mailbox.begun = []
          mailbox.cancelled = []
        }
        return mailbox
      }
      for new in mail.begun {
        let call = CurlCall(new, allowsPrivate: allowsPrivate)
        if let (handle, started) = start(call) {
          calls[handle] = started
        } else {
          call.end(.failure(OutgoingFailure(kind: .invalid, wasSent: false)))
        }
      }
      for (handle, active) in calls where mail.cancelled.contains(active.call.key) {
        calls[handle] = nil
        end(active, handle, kind: .cancelled)
      }
      var running: Int32 = 0
      curl_multi_perform(multi, &running)
      var left: Int32 = 0
      while let message = curl_multi_info_read(multi, &left) {
        guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle,
          let ended = calls.removeValue(forKey: handle)
        else { continue }
        end(ended, handle, kind: ended.call.failure(of: message.pointee.data.result))
      }
      if mail.isClosed, calls.isEmpty { return }
      curl_multi_poll(multi, nil, 0, 60_000, nil)
    }
  }

  private func start(_ call: CurlCall) -> (UnsafeMutableRawPointer, ActiveCall)? {
    guard let handle = curl_easy_init() else { return nil }
    var list: UnsafeMutablePointer<curl_slist>?
    for line in call.headerLines { list = curl_slist_append(list, line) ?? list }
    guard configure(handle, call, list), curl_multi_add_handle(multi, handle) == CURLM_OK else {
      curl_easy_cleanup(handle)
      curl_slist_free_all(list)
      return nil
    }
    return (handle, ActiveCall(call: call, headerList: list))
  }

  private func configure(
    _ handle: UnsafeMutableRawPointer, _ call: CurlCall, _ headerList: UnsafeMutablePointer<curl_slist>?
  ) -> Bool {
    let request = call.request
    // The dictionary of active calls holds the call for as long as the handle is there.
    let context = Unmanaged.passUnretained(call).toOpaque()
    var results = [
      curl_set_text(handle, CURLOPT_URL, request.url),
      curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https"),
      curl_set_text(handle, CURLOPT_PROXY, ""),
      curl_set_number(handle, CURLOPT_NOSIGNAL, 1),
      curl_set_number(handle, CURLOPT_FOLLOWLOCATION, 0),
      // One request at a time and connection: of what was sent is known whom it reached.
      curl_set_number(handle, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1)),
      curl_set_number(handle, CURLOPT_MAXAGE_CONN, Self.idleLimit),
      curl_set_number(handle, CURLOPT_TIMEOUT_MS, milliseconds(request.timeout)),
      curl_set_number(handle, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(request.connectTimeout)),
      curl_set_number(handle, CURLOPT_HTTP09_ALLOWED, 0),
      curl_set_open_socket(handle, openSocket), curl_set_context(handle, CURLOPT_OPENSOCKETDATA, context),
      curl_set_transfer(handle, CURLOPT_WRITEFUNCTION, takeBody),
      curl_set_context(handle, CURLOPT_WRITEDATA, context),
      curl_set_transfer(handle, CURLOPT_HEADERFUNCTION, takeHeader),
      curl_set_context(handle, CURLOPT_HEADERDATA, context),
    ]
    if let body = request.body {
      // The body is read from us, and cannot be read again: a request that has begun to be sent is not sent once more on
      // another connection, as libcurl would if the first broke.
      results += [
        curl_set_number(handle, CURLOPT_POST, 1),
        curl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)),
        curl_set_transfer(handle, CURLOPT_READFUNCTION, giveBody),
        curl_set_context(handle, CURLOPT_READDATA, context),
      ]
    } else {
      if request.method == "HEAD" { results.append(curl_set_number(handle, CURLOPT_NOBODY, 1)) }
      if !request.isIdempotent {
        // Nothing else keeps a request without a body from being sent again.
        results.append(curl_set_number(handle, CURLOPT_FRESH_CONNECT, 1))
      }
    }
    results.append(curl_set_text(handle, CURLOPT_CUSTOMREQUEST, request.method))
    results.append(curl_set_list(handle, CURLOPT_HTTPHEADER, headerList))
    return results.allSatisfy { $0 == CURLE_OK }
  }

  /// Ends a call: with a failure, or with the answer that it has where there is none.
  private func end(_ ended: ActiveCall, _ handle: UnsafeMutableRawPointer, kind: OutgoingFailure.Kind?) {
    var (status, sent) = (0, 0)
    curl_get_number(handle, CURLINFO_RESPONSE_CODE, &status)
    curl_get_number(handle, CURLINFO_REQUEST_SIZE, &sent)
    curl_multi_remove_handle(multi, handle)
    curl_easy_cleanup(handle)
    curl_slist_free_all(ended.headerList)
    if let kind {
      // What was sent was a request: that the library knows no such protocol is then said of the answer.
      let kind = kind == .invalid && sent > 0 ? .broken : kind
      ended.call.end(.failure(OutgoingFailure(kind: kind, wasSent: sent > 0)))
    } else {
      ended.call.end(.success(ended.call.response(status: status)))
    }
  }
}

extension CurlCall {
  /// What a code of libcurl means; nil where all is well.
  fileprivate func failure(of code: CURLcode) -> OutgoingFailure.Kind? {
    switch code {
    case CURLE_OK: nil
    case CURLE_OPERATION_TIMEDOUT: .timeout
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .unreachable
    case CURLE_COULDNT_CONNECT: refusedAddress ? .forbiddenAddress : .unreachable
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CIPHER,
      CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CERTPROBLEM:
      .insecure
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .invalid
    case CURLE_WRITE_ERROR where isTooLarge: .tooLarge
    default: .broken
    }
  }
}

/// A time in milliseconds, and at least one: libcurl takes none for no limit at all.
private func milliseconds(_ duration: Duration) -> Int {
  let (seconds, attoseconds) = duration.components
  return max(1, Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000))
}

/// The call that libcurl hands back to one of the functions below.
private func call(_ context: UnsafeMutableRawPointer?) -> CurlCall {
  guard let context else { preconditionFailure("a call is given with each of its functions") }
  return Unmanaged<CurlCall>.fromOpaque(context).takeUnretainedValue()
}

private func takeBody(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  let bytes = UnsafeRawBufferPointer(start: bytes, count: size * count)
  return call(context).appendBody(bytes) ? bytes.count : 0
}

private func takeHeader(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  let bytes = UnsafeRawBufferPointer(start: bytes, count: size * count)
  return call(context).appendHeader(String(decoding: bytes, as: UTF8.self)) ? bytes.count : 0
}

private func giveBody(
  _ room: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  let part = call(context).nextPart(atMost: size * count)
  guard let room else { return 0 }
  part.withUnsafeBytes {
    UnsafeMutableRawPointer(room).copyMemory(from: $0.baseAddress ?? .init(room), byteCount: $0.count)
  }
  return part.count
}

/// Opens a socket to an address that a call may reach: the last look at where a connection really goes.
private func openSocket(
  _ context: UnsafeMutableRawPointer?, _ purpose: curlsocktype, _ target: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
  guard let target, let place = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return CURL_SOCKET_BAD }
  let bytes = UnsafeRawPointer(target) + place
  guard let address = InternetAddress(socketAddress: bytes), call(context).mayReach(address) else {
    return CURL_SOCKET_BAD
  }
  let opened = socket(target.pointee.family, target.pointee.socktype, target.pointee.protocol)
  // What the process begins besides has no business with it.
  if opened >= 0 { _ = fcntl(opened, F_SETFD, FD_CLOEXEC) }
  return opened
}
#endif
