#include "lsof/unseen.h"

#include <unistd.h>

#include <cstring>

#include "common/base/shortage.h"

namespace nd::lsof {

void put_unseen(JsonWriter& json, std::uint64_t processes) {
  json.begin_line("not_looked_into");
  json.field("processes", processes);
  json.end_line();
}

void tell_unseen(std::uint64_t processes) {
  complain("mylsof", std::to_string(processes) + (processes == 1 ? " process" : " processes") +
                         " could not be looked into (" +
                         (::geteuid() == 0 ? "CAP_SYS_PTRACE is missing" : "run as root") + ")");
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
