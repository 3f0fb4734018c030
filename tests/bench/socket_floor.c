// What the kernel takes for "every TCP socket and who holds it", with nothing around it: one sock_diag dump for each
// family and one fstatat() for each descriptor of each process. scripts/bench netstat compares with it.
#include <dirent.h>
#include <fcntl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static unsigned long dump(int family) {
  static char buffer[1 << 16];
  struct {
    struct nlmsghdr header;
    struct inet_diag_req_v2 body;
  } request;
  memset(&request, 0, sizeof request);
  request.header.nlmsg_len = sizeof request;
  request.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  request.body.sdiag_family = (unsigned char)family;
  request.body.sdiag_protocol = IPPROTO_TCP;
  request.body.idiag_states = 0xfff;
  const int fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  if (fd < 0 || send(fd, &request, sizeof request, 0) < 0) exit(1);
  unsigned long rows = 0;
  for (;;) {
    long left = recv(fd, buffer, sizeof buffer, 0);
    if (left <= 0) exit(1);
    for (const struct nlmsghdr* at = (const void*)buffer; NLMSG_OK(at, left); at = NLMSG_NEXT(at, left)) {
      if (at->nlmsg_type == NLMSG_ERROR) exit(1);
      if (at->nlmsg_type == NLMSG_DONE) {
        close(fd);
        return rows;
      }
      ++rows;
    }
  }
}

static unsigned long walk(void) {
  unsigned long sockets = 0;
  DIR* const proc = opendir("/proc");
  if (proc == NULL) exit(1);
  for (const struct dirent* process; (process = readdir(proc)) != NULL;) {
    if (process->d_name[0] < '1' || process->d_name[0] > '9') continue;
    char path[300];
    snprintf(path, sizeof path, "/proc/%s/fd", process->d_name);
    DIR* const folder = opendir(path);
    if (folder == NULL) continue;
    for (const struct dirent* link; (link = readdir(folder)) != NULL;) {
      struct stat status;
      if (fstatat(dirfd(folder), link->d_name, &status, 0) == 0 && S_ISSOCK(status.st_mode)) ++sockets;
    }
    closedir(folder);
  }
  closedir(proc);
  return sockets;
}

int main(void) {
  const unsigned long rows = dump(AF_INET) + dump(AF_INET6);
  printf("%lu rows, %lu descriptors\n", rows, walk());
  return 0;
}
