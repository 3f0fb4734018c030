#include "common/names/users.h"

#include <pwd.h>

#include <cerrno>
#include <vector>

#include "common/base/number.h"
#include "common/base/shortage.h"

namespace nd {
namespace {

// Calls a get…_r function with a growing buffer; `use` gets the entry when there is one.
template <typename Lookup, typename Use>
void look_up(Lookup&& lookup, Use&& use) {
  std::vector<char> buffer(1024);
  passwd entry{};
  passwd* found = nullptr;
  int code = lookup(&entry, buffer.data(), buffer.size(), &found);
  while (code == ERANGE && buffer.size() < (1U << 20)) {
    buffer.resize(buffer.size() * 2);
    code = lookup(&entry, buffer.data(), buffer.size(), &found);
  }
  note_shortage(code, "users");
  if (found != nullptr) use(*found);
}

}  // namespace

std::string_view Users::name(std::uint32_t uid) {
  const auto [place, is_new] = names_.try_emplace(uid);
  if (is_new) {
    look_up([&](auto... where) { return ::getpwuid_r(uid, where...); },
            [&name = place->second](const passwd& entry) { name = entry.pw_name; });
  }
  return place->second;
}

std::optional<std::uint32_t> find_uid(const std::string& user) {
  std::optional<std::uint32_t> uid;
  look_up([&](auto... where) { return ::getpwnam_r(user.c_str(), where...); },
          [&](const passwd& entry) { uid = entry.pw_uid; });
  return uid ? uid : parse_number<std::uint32_t>(user);
}

}  // namespace nd
