#include "common/sys/netns.h"

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <cstdlib>

#include "common/base/number.h"
#include "common/sys/syscall.h"

namespace nd {
namespace {

constexpr const char* kNames = "/run/netns/";

std::string path_of(const std::string& where) {
  if (where.find('/') != std::string::npos) return where;
  return names_process(where) ? "/proc/" + where + "/ns/net" : std::string(kNames) + where;
}

}  // namespace

bool names_process(const std::string& where) {
  return parse_number<std::uint32_t>(where) && ::access((std::string(kNames) + where).c_str(), F_OK) != 0;
}

Status enter_network_namespace(const std::string& where) {
  const std::string object = "network namespace " + where;
  const std::string path = path_of(where);
  const UniqueFd file(retry_eintr([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC); }));
  if (!file) return system_failure("open", object);
  if (retry_eintr([&] { return ::setns(file.get(), CLONE_NEWNET); }) < 0) {
    Failure failure = system_failure("setns", object);
    if (failure.value().code == EPERM) failure.value().remedy = "needs CAP_SYS_ADMIN";
    return failure;
  }
  return {};
}

Result<InNamespace> InNamespace::enter(const std::string& where) {
  constexpr const char* kOurs = "/proc/thread-self/ns/net";
  UniqueFd home(retry_eintr([] { return ::open(kOurs, O_RDONLY | O_CLOEXEC); }));
  if (!home) return system_failure("open", kOurs);
  if (Status entered = enter_network_namespace(where); !entered) return tl::unexpected(std::move(entered.error()));
  return InNamespace(std::move(home));
}

// To go on in a namespace that is not ours would be to tell untruths.
InNamespace::~InNamespace() {
  if (home_ && retry_eintr([&] { return ::setns(home_.get(), CLONE_NEWNET); }) < 0) std::abort();
}

}  // namespace nd
