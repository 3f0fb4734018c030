// Names of a sweep's targets, resolved as they are needed by a process of its own, since the sweep has shut itself in.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "common/base/result.h"
#include "common/model/address.h"
#include "common/sys/unique_fd.h"

namespace nd::ping {

class TargetResolver {
 public:
  // kNone: the first address of either family. See start_service() for when.
  static Result<TargetResolver> start(Family family);

  // Waits for the answer; nullopt: not known.
  std::optional<IpAddress> resolve(const std::string& name) const;

 private:
  explicit TargetResolver(UniqueFd socket) : socket_(std::make_shared<UniqueFd>(std::move(socket))) {}
  std::shared_ptr<UniqueFd> socket_;  // shared: std::function copies
};

}  // namespace nd::ping
