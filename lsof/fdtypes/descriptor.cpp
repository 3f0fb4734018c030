#include "lsof/fdtypes/descriptor.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstring>

#include "common/parse/proc_pid_fdinfo.h"

namespace nd::lsof {

std::string remark(std::string_view what, int error) {
  return " (" + std::string(what) + ": " + std::strerror(error) + ")";
}

namespace {

// The kernel writes fdinfo in one piece: a short read is all of it, and no second one is needed to see the end.
Result<std::string> read_record(const ProcRoot& directory, const char* path) {
  const UniqueFd file(::openat(directory.fd(), path, O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file) return system_failure("openat", path);
  char block[2048];
  const ssize_t n = ::read(file.get(), block, sizeof block);
  if (n >= 0 && static_cast<std::size_t>(n) < sizeof block) return std::string(block, static_cast<std::size_t>(n));
  return directory.read(path);  // longer, or interrupted: from its beginning
}

}  // namespace

const std::string& Descriptor::fdinfo() {
  if (!fdinfo_) {
    const std::string path = std::string("fdinfo/") + link_.name;
    fdinfo_ = read_record(process_.directory(), path.c_str()).value_or(std::string());
  }
  return *fdinfo_;
}

void Descriptor::apply_fdinfo(OpenFile& file) {
  const auto info = parse_fdinfo(fdinfo());
  if (!info) return;
  file.offset = info->position;
  file.flags = info->flags;
  file.known = static_cast<std::uint8_t>(file.known | kOffset | kFlags);
  if (!file.has(kInode) && info->inode != 0) {  // a saved copy: nothing else tells it
    file.inode = info->inode;
    file.known |= kInode;
  }
}

void Descriptor::note_flags(OpenFile& file) {
  const auto info = parse_fdinfo(fdinfo());
  if (!info) return;
  file.flags = info->flags;
  file.known |= kFlags;
}

bool Descriptor::apply_stat(OpenFile& file) {
  const auto found = around_.files.follow(link_.directory, link_.name);
  if (found) {
    apply(*found, file);
    return true;
  }
  file.type = FileType::kUnknown;
  if (found.error().code != ENOTSUP) file.name += remark("stat", found.error().code);
  return false;
}

}  // namespace nd::lsof
