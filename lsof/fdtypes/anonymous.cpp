// Kernel objects without a file (fs/anon_inodes.c) that need no words of their own: timerfd, signalfd, inotify …
#include "lsof/fdtypes/anonymous.h"

#include "lsof/fdtypes/kinds.h"

namespace nd::lsof {
namespace {

constexpr std::string_view kPrefix = "anon_inode:";

void describe(Descriptor& descriptor, OpenFile& file) { describe_anonymous(descriptor, file); }

}  // namespace

void describe_anonymous(Descriptor& descriptor, OpenFile& file) {
  file.name = descriptor.target().substr(kPrefix.size());
  if (!descriptor.apply_stat(file) || (file.mode & S_IFMT) == 0) file.type = FileType::kAnonInode;
}

void describe_shared_inode(Descriptor& descriptor, OpenFile& file) {
  thread_local std::optional<struct stat> shared;
  if (!shared) {
    if (const auto found = descriptor.around().files.follow(descriptor.link().directory, descriptor.link().name)) {
      shared = *found;
    }
  }
  if (!shared) return describe_anonymous(descriptor, file);
  file.name = descriptor.target().substr(kPrefix.size());
  apply(*shared, file);
  if ((file.mode & S_IFMT) == 0) file.type = FileType::kAnonInode;
}

void put_inside_brackets(OpenFile& file, std::string_view what) {
  if (!file.name.ends_with(']')) return;
  file.name.back() = ':';
  file.name.append(what).push_back(']');
}

const FdType kAnonymous{"anon_inode", kPrefix, describe};

}  // namespace nd::lsof
