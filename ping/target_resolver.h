// Names of a sweep's targets, resolved while it goes on by processes of their own, since the sweep has shut itself in.
// Each has one name at a time, so that a slow name server holds up the names that it is asked for and nothing else.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "common/base/result.h"
#include "common/model/address.h"
#include "common/sys/event_loop.h"
#include "common/sys/unique_fd.h"

namespace nd::ping {

class TargetResolver {
 public:
  static constexpr std::size_t kLongestName = 1024;  // of any that can resolve (NI_MAXHOST)

  // An address, or why there is none.
  using OnAnswer = std::function<void(const std::string& name, tl::expected<IpAddress, std::string> address)>;

  // For `names` names. kNone: the first address of either family. See start_service() for when.
  static Result<std::unique_ptr<TargetResolver>> start(Family family, std::size_t names);

  // `on_answer` may ask for the next name.
  Status watch(EventLoop& loop, OnAnswer on_answer);
  // Of 1 to kLongestName bytes. False: all are busy.
  bool ask(const std::string& name);

 private:
  struct Worker {
    UniqueFd socket;
    std::optional<std::string> name;  // that it looks up
    bool ended = false;
  };

  TargetResolver() = default;
  void receive(Worker& worker);

  std::vector<Worker> workers_;
  OnAnswer on_answer_;
};

}  // namespace nd::ping
