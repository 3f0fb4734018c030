#include "lsof/report/handles.h"

#include <fcntl.h>

#include <algorithm>
#include <cstring>

#include "common/sys/proc_root.h"

namespace nd::lsof {
namespace {

constexpr std::string_view kGone = " (deleted)";

// The path at which the kernel knows an open file.
std::optional<std::string> path_behind(const UniqueFd& file) {
  const auto self = ProcRoot::open("/proc/self/fd");
  const auto path = self ? self->link(std::to_string(file.get()).c_str()) : Result<std::string>(std::string());
  if (!path || !path->starts_with('/') || path->ends_with(kGone)) return std::nullopt;
  return *path;
}

}  // namespace

std::optional<std::string> FileHandles::path(const Device& device, std::int32_t type, std::string_view handle) {
  if (handle.empty() || handle.size() > MAX_HANDLE_SZ) return std::nullopt;
  if (!mounts_) mounts_ = MountTable::own();
  // Neither the mount nor the way to it may block.
  const auto all = mounts_->all();
  const auto mount = std::find_if(all.begin(), all.end(), [&](const Mount& m) {
    return m.device == device && !mounts_->is_slow(m) && !mounts_->has_slow_above(m);
  });
  if (mount == all.end()) return std::nullopt;
  const UniqueFd point(::open(mount->point.c_str(), O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC));
  if (!point) return std::nullopt;
  alignas(file_handle) char block[sizeof(file_handle) + MAX_HANDLE_SZ] = {};
  auto* asked = reinterpret_cast<file_handle*>(block);
  asked->handle_bytes = static_cast<unsigned>(handle.size());
  asked->handle_type = type;
  std::memcpy(asked->f_handle, handle.data(), handle.size());
  const UniqueFd file(::open_by_handle_at(point.get(), asked, O_PATH | O_CLOEXEC));
  return file ? path_behind(file) : std::nullopt;
}

}  // namespace nd::lsof
