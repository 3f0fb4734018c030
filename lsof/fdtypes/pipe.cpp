// Unnamed pipes. All live on one kernel-internal file system, so that after the first nothing needs to be asked: the
// link tells the inode. A listing may hold tens of thousands.
#include "common/base/number.h"
#include "lsof/fdtypes/kinds.h"
#include "lsof/kind_names.h"

namespace nd::lsof {
namespace {

void describe(Descriptor& descriptor, OpenFile& file) {
  file.name = "pipe";
  file.type = FileType::kFifo;
  file.known = kOffset;
  std::string_view inode = descriptor.target();
  inode.remove_prefix(kPipe.link.size());
  if (inode.ends_with(']')) inode.remove_suffix(1);
  if (const auto number = parse_number<std::uint64_t>(inode)) {
    file.inode = *number;
    file.known |= kInode;
  }
  thread_local std::optional<Device> pipe_fs;
  if (!pipe_fs) {
    if (const auto found = descriptor.around().files.follow(descriptor.link().directory, descriptor.link().name)) {
      pipe_fs = device_of(found->st_dev);
    }
  }
  if (!pipe_fs) return;
  file.device = *pipe_fs;
  file.device_kind = DeviceKind::kFileSystem;
  file.links = 1;
  file.mode = S_IFIFO | S_IRUSR | S_IWUSR;
  file.known |= kDevice | kLinks | kMode;
}

}  // namespace

const FdType kPipe{kind::kPipe, "pipe:[", describe};

}  // namespace nd::lsof
