// Files with a path: regular ones, directories, devices, named pipes; memfds and message queues too, whose links look
// like paths.
#include "lsof/fdtypes/kinds.h"
#include "lsof/kind_names.h"

namespace nd::lsof {
namespace {

void describe(Descriptor& descriptor, OpenFile& file) {
  file.name = descriptor.target();
  if (file.name.starts_with("/memfd:")) file.kind = kind::kMemfd;
  if (file.name.starts_with("/dmabuf:")) file.kind = kind::kDmaBuf;
  if (descriptor.apply_stat(file) && file.type == FileType::kFifo) file.known |= kOffset;  // no position: 0
}

void complete(Descriptor& descriptor, OpenFile& file) {
  const bool has_position = file.type == FileType::kCharacter || file.type == FileType::kBlock;
  if (has_position || file.type == FileType::kUnknown) descriptor.apply_fdinfo(file);
}

}  // namespace

const FdType kPath{kind::kFile, "/", describe, complete};

}  // namespace nd::lsof
