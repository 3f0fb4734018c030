#include "lsof/fdtypes/descriptor.h"

#include "common/parse/proc_pid_fdinfo.h"

namespace nd::lsof {

std::string FdInfoDirectory::read(const char* name) {
  if (!directory_) directory_ = process_.directory().subdirectory("fdinfo");
  if (!*directory_) return {};
  return (*directory_)->read_record(name).value_or(std::string());
}

const std::string& Descriptor::fdinfo() {
  if (!fdinfo_) fdinfo_ = around_.infos.read(link_.name);
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
  return apply(around_.files.ask(link_.directory, link_.name, link_.target), file);
}

}  // namespace nd::lsof
