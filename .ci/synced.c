// Preloaded, it keeps of each file below REFRAIN_SYNCED what has been synced, beside the file under its name and ".synced", and
// syncs nothing. A machine that fails has that on its disk at least; whoever has acknowledged more has lost it.
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int keep(int file) {
  const char *folder = getenv("REFRAIN_SYNCED");
  char link[64], path[PATH_MAX], part[PATH_MAX + 16], whole[PATH_MAX + 16], bytes[1 << 16];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (folder == NULL || length < 0) return 0;
  path[length] = 0;
  struct stat kind;
  if (strncmp(path, folder, strlen(folder)) != 0 || fstat(file, &kind) != 0 || !S_ISREG(kind.st_mode)) return 0;
  snprintf(part, sizeof part, "%s.part", path);
  snprintf(whole, sizeof whole, "%s.synced", path);
  int copy = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (copy < 0) return -1;
  off_t offset = 0;
  ssize_t count;
  while ((count = pread(file, bytes, sizeof bytes, offset)) > 0) {
    if (write(copy, bytes, count) != count) abort();
    offset += count;
  }
  close(copy);
  return rename(part, whole);
}

int fsync(int file) { return keep(file); }
int fdatasync(int file) { return keep(file); }
