#include "lsof/report/handles.h"

#include <fcntl.h>

#include <algorithm>
#include <cstring>

#include "common/parse/proc_pid_mountinfo.h"
#include "common/sys/proc_root.h"
#include "lsof/slow_mounts.h"

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

std::optional<std::string> FileHandles::path(std::uint32_t device, std::int32_t type, std::string_view handle) {
  if (handle.empty() || handle.size() > MAX_HANDLE_SZ) return std::nullopt;
  if (!mounts_) {
    const auto self = ProcRoot::open("/proc/self");
    const auto text = self ? self->read("mountinfo") : Result<std::string>(std::string());
    mounts_ = parse_mountinfo(text.value_or(std::string()));
  }
  const Device wanted{device >> 20U, device & 0xfffffU};
  const auto mount = std::find_if(mounts_->begin(), mounts_->end(),
                                  [&](const Mount& m) { return m.device == wanted && !can_block(m.type); });
  if (mount == mounts_->end()) return std::nullopt;
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
