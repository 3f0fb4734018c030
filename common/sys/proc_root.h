// An open directory: /proc, /proc/PID held so that a reused pid is never mistaken, or a fixture tree. Everything is
// relative to it (openat), nothing is opened that could block, and a process that vanishes is an ordinary Error.
#pragma once

#include <dirent.h>

#include <functional>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/sys/unique_fd.h"

namespace nd {

// A file of /proc that is held open, to be read again and again.
class ProcFile {
 public:
  ProcFile(UniqueFd fd, std::string object) : fd_(std::move(fd)), object_(std::move(object)) {}
  // What it holds now.
  Result<std::string> read() const;

 private:
  UniqueFd fd_;
  std::string object_;
};

class ProcRoot {
 public:
  static Result<ProcRoot> open(const std::string& path = "/proc");
  Result<ProcRoot> subdirectory(const char* path) const;

  int fd() const { return fd_.get(); }
  // What this directory is called in messages.
  const std::string& path() const { return path_; }

  Result<std::string> read(const char* path) const;
  Result<ProcFile> hold(const char* path) const;
  // The same as read() into `into`, whose capacity is kept from call to call; after an error it holds anything.
  Status read_into(const char* path, std::string& into) const;
  // A file that the kernel writes in one piece (stat, status, fdinfo): where it fits into a page, one read is all.
  Result<std::string> read_record(const char* path) const;
  // Where a symbolic link points, raw bytes.
  Result<std::string> link(const char* path) const;
  // Calls `f` with each name, "." and ".." left out, until it returns false.
  Status list(const char* path, const std::function<bool(const char* name)>& f) const;

 private:
  ProcRoot(UniqueFd fd, std::string path) : fd_(std::move(fd)), path_(std::move(path)) {}
  std::string object(const char* path) const { return path_ + "/" + path; }

  UniqueFd fd_;
  std::string path_;
};

}  // namespace nd
