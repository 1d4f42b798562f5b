#pragma once
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

// Functions with a variable number of arguments are not seen by Swift.

struct mhd_listening {
  // An address of IPv6, or of IPv4 as IPv6 maps it, in network order.
  unsigned char address[16];
  int is_version4;
  unsigned short port;
  unsigned int connection_limit;
  unsigned int silence_limit;
  size_t memory_limit;
};

// Starts a daemon on one thread of its own. Where there is none, the system's error number is why.
static inline struct MHD_Daemon *mhd_start(
    const struct mhd_listening *listening, void *context, MHD_AccessHandlerCallback handle,
    void *(*begin)(void *context, const char *target, struct MHD_Connection *connection),
    MHD_RequestCompletedCallback complete, MHD_NotifyConnectionCallback notify, int *error) {
  struct sockaddr_in version4 = {0};
  struct sockaddr_in6 version6 = {0};
  version4.sin_family = AF_INET;
  version4.sin_port = htons(listening->port);
  memcpy(&version4.sin_addr, listening->address + 12, 4);
  version6.sin6_family = AF_INET6;
  version6.sin6_port = htons(listening->port);
  memcpy(&version6.sin6_addr, listening->address, 16);
  unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
  if (!listening->is_version4) flags |= MHD_USE_IPv6;
  const struct sockaddr *address =
      listening->is_version4 ? (const struct sockaddr *)&version4 : (const struct sockaddr *)&version6;
  errno = 0;
  struct MHD_Daemon *daemon = MHD_start_daemon(
      flags, listening->port, NULL, NULL, handle, context,
      MHD_OPTION_SOCK_ADDR, address,
      MHD_OPTION_URI_LOG_CALLBACK, begin, context,
      MHD_OPTION_NOTIFY_COMPLETED, complete, context,
      MHD_OPTION_NOTIFY_CONNECTION, notify, context,
      MHD_OPTION_CONNECTION_LIMIT, listening->connection_limit,
      MHD_OPTION_CONNECTION_TIMEOUT, listening->silence_limit,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, listening->memory_limit,
      MHD_OPTION_STRICT_FOR_CLIENT, 1,
      MHD_OPTION_END);
  *error = errno;
  return daemon;
}

// Has the library find no parameters in the target that it has just read, and is about to look for some in: each takes some of
// the connection's memory, and a request of which many small ones take all of it is never answered.
static inline void mhd_hide_query(const char *target) {
  char *mark = strchr((char *)target, '?');
  if (mark) mark[1] = '\0';
}

static inline int mhd_socket(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info ? info->connect_fd : -1;
}

static inline const struct sockaddr *mhd_peer(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  return info ? info->client_addr : NULL;
}

static inline unsigned short mhd_port(struct MHD_Daemon *daemon) {
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
  return info ? info->port : 0;
}

// Whether a connection has been opened, not closed: the names of the codes are cut beyond use in Swift.
static inline _Bool mhd_is_opened(enum MHD_ConnectionNotificationCode code) {
  return code == MHD_CONNECTION_NOTIFY_STARTED;
}

// How many bytes a socket has received that nobody has read yet.
static inline int mhd_unread(int socket) {
  int count = 0;
  return ioctl(socket, FIONREAD, &count) == 0 ? count : 0;
}

// Whether a socket's other side is there (0), has ended what it sends, all of which has been read (1), or is gone (2).
static inline int mhd_departure(int socket) {
  char byte;
  ssize_t count = recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  if (count > 0) return 0;
  if (count == 0) return 1;
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? 0 : 2;
}

// How many bytes a socket has received; 0 where the system does not tell.
static inline unsigned long long mhd_received(int socket) {
  unsigned long long count = 0;
#ifdef __linux__
  // The C library's own structure ends before tcpi_bytes_received, and the kernel's header does not go with its.
  enum { tcp_info_option = 11, received_offset = 128 };
  char info[256];
  socklen_t size = sizeof info;
  if (getsockopt(socket, IPPROTO_TCP, tcp_info_option, info, &size) == 0 &&
      size >= received_offset + sizeof count)
    memcpy(&count, info + received_offset, sizeof count);
#endif
  return count;
}
