/*
 * Records what a process writes and syncs below one folder. Build with
 * cc -shared -fPIC -o recordWrites.so recordWrites.c -ldl, load with LD_PRELOAD.
 * RECORD_FOLDER is the folder, RECORD_TO the file that records are appended to.
 * A record: kind (1 byte), length of the path (4), offset (8), length of the data (4), path, data.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name, result, ...) \
  static result (*real)(__VA_ARGS__); \
  if (!real) real = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static int is_recorded(const char *path) {
  const char *folder = getenv("RECORD_FOLDER");
  return folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

static int path_of(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_recorded(path);
}

static void put(FILE *to, uint64_t value, int bytes) {
  for (int byte = 0; byte < bytes; byte++) fputc((value >> (8 * byte)) & 255, to);
}

static void record(char kind, const char *path, uint64_t offset, const void *data, size_t length) {
  static FILE *to;
  pthread_mutex_lock(&lock);
  if (!to) to = fopen(getenv("RECORD_TO"), "ae");
  if (to) {
    fputc(kind, to);
    put(to, strlen(path), 4);
    put(to, offset, 8);
    put(to, length, 4);
    fwrite(path, 1, strlen(path), to);
    fwrite(data, 1, length, to);
    fflush(to);
  }
  pthread_mutex_unlock(&lock);
}

static void record_write(int fd, off_t offset, const void *data, ssize_t written) {
  char path[PATH_MAX];
  if (written > 0 && path_of(fd, path)) record('W', path, offset, data, written);
}

ssize_t write(int fd, const void *data, size_t length) {
  REAL("write", ssize_t, int, const void *, size_t);
  off_t offset = lseek(fd, 0, SEEK_CUR);
  ssize_t written = real(fd, data, length);
  if (offset >= 0) record_write(fd, offset, data, written);
  return written;
}

#define PWRITE(name) \
  ssize_t name(int fd, const void *data, size_t length, off_t offset) { \
    REAL(#name, ssize_t, int, const void *, size_t, off_t); \
    ssize_t written = real(fd, data, length, offset); \
    record_write(fd, offset, data, written); \
    return written; \
  }
PWRITE(pwrite)
PWRITE(pwrite64)

#define FTRUNCATE(name) \
  int name(int fd, off_t length) { \
    REAL(#name, int, int, off_t); \
    int failed = real(fd, length); \
    char path[PATH_MAX]; \
    if (!failed && path_of(fd, path)) record('T', path, length, "", 0); \
    return failed; \
  }
FTRUNCATE(ftruncate)
FTRUNCATE(ftruncate64)

/* On the disk only once the call has returned. */
#define SYNC(name) \
  int name(int fd) { \
    REAL(#name, int, int); \
    int failed = real(fd); \
    char path[PATH_MAX]; \
    if (!failed && path_of(fd, path)) record('S', path, 0, "", 0); \
    return failed; \
  }
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *path) {
  REAL("unlink", int, const char *);
  int failed = real(path);
  if (!failed && is_recorded(path)) record('U', path, 0, "", 0);
  return failed;
}

int rename(const char *from, const char *to) {
  REAL("rename", int, const char *, const char *);
  int failed = real(from, to);
  if (!failed && is_recorded(from)) record('R', from, 0, to, strlen(to));
  return failed;
}

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    REAL(#name, int, const char *, int, ...); \
    va_list more; \
    va_start(more, flags); \
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0; \
    va_end(more); \
    int is_new = (flags & O_CREAT) && is_recorded(path) && access(path, F_OK) != 0; \
    int fd = real(path, flags, mode); \
    if (fd >= 0 && is_new) record('C', path, 0, "", 0); \
    return fd; \
  }
OPEN(open)
OPEN(open64)
