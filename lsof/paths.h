// Paths that the user gave, asked for without ever blocking: links are followed one by one, and what lies on a file
// system that may not answer is asked for by a helper with a deadline.
#pragma once

#include <sys/stat.h>

#include <optional>
#include <string>

#include "common/base/result.h"
#include "lsof/slow_files.h"
#include "lsof/slow_mounts.h"

namespace nd::lsof {

// From the working directory, which asks no file system.
std::string absolute_path(const std::string& path);
std::string without_trailing_slashes(std::string path);

struct ResolvedPath {
  std::string path;
  const Mount* slow = nullptr;  // a mount on the way that may not answer: what lies behind it was not asked for
};
// `path` with its symbolic links replaced, component by component; "." and ".." stay as they are.
Result<ResolvedPath> resolve_links(const std::string& path, const MountTable& mounts);

struct AskedPath {
  ResolvedPath resolved;  // without slashes behind it
  std::optional<struct statx> found;
  int error = 0;  // ETIMEDOUT: its file system does not answer
};
// Asks for the file that `path` leads to; an error where its links lead nowhere.
Result<AskedPath> ask_path(const std::string& path, const MountTable& mounts, SlowFiles& slow_files);
Device device_of(const struct statx& file);

}  // namespace nd::lsof
