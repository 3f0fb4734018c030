#include "lsof/unseen.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "common/base/shortage.h"

namespace nd::lsof {

bool hides_processes(const ProcRoot& proc) {
  struct stat found;
  return ::fstatat(proc.fd(), "1", &found, 0) != 0 && errno == ENOENT;
}

void put_unseen(JsonWriter& json, const Unseen& unseen) {
  json.begin_line("not_looked_into");
  json.field("processes", unseen.processes.load());
  json.field("hidden", unseen.hidden);
  json.end_line();
}

void tell_unseen(const Unseen& unseen) {
  const std::uint64_t processes = unseen.processes;
  std::string text;
  if (processes > 0) {
    text = std::to_string(processes) + (processes == 1 ? " process" : " processes") + " could not be looked into";
  }
  if (unseen.hidden) text += std::string(text.empty() ? "" : ", ") + "processes of others are hidden";
  complain("mylsof", text + " (" + (::geteuid() == 0 ? "CAP_SYS_PTRACE is missing" : "run as root") + ")");
}

bool tell_shortage() {
  const auto shortage = take_shortage();
  if (!shortage) return false;
  std::string text = "not everything could be looked into: " + std::string(std::strerror(shortage->code));
  if (!shortage->object.empty()) text += ": " + shortage->object;
  if (shortage->times > 1) text += " and " + std::to_string(shortage->times - 1) + " more";
  complain("mylsof", text + " (" + std::string(shortage->remedy()) + ")");
  return true;
}

}  // namespace nd::lsof
