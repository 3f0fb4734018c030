#include "common/sys/out_of_memory.h"

#include <sys/uio.h>
#include <unistd.h>

#include <cstring>
#include <new>

namespace nd {
namespace {

const char* g_tool = "";

iovec part(const char* text) { return {const_cast<char*>(text), std::strlen(text)}; }

[[noreturn]] void end() {
  const iovec parts[] = {part(g_tool), part(": out of memory (raise ulimit -v)\n")};
  if (::writev(2, parts, 2) < 0) ::_exit(1);
  ::_exit(1);
}

}  // namespace

void end_when_out_of_memory(const char* tool) {
  g_tool = tool;
  std::set_new_handler(end);
}

}  // namespace nd
