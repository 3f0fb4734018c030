// Files with a path: regular ones, directories, devices, named pipes; memfds and message queues too, whose links look
// like paths.
#include "lsof/fdtypes/kinds.h"

namespace nd::lsof {
namespace {

void describe(Descriptor& descriptor, OpenFile& file) {
  file.name = descriptor.target();
  if (!descriptor.apply_stat(file)) {
    descriptor.apply_fdinfo(file);
    return;
  }
  if (file.type == FileType::kCharacter || file.type == FileType::kBlock) {
    descriptor.apply_fdinfo(file);
  } else if (file.type == FileType::kFifo) {
    file.known |= kOffset;  // a pipe has no position: 0
  }
}

}  // namespace

const FdType kPath{"file", "/", describe};

}  // namespace nd::lsof
