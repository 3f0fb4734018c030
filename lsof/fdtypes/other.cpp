// Links of the form "what:[inode]" that no other kind answers to: namespaces, dma-bufs, and what a newer kernel brings.
#include "lsof/fdtypes/kinds.h"

namespace nd::lsof {
namespace {

void describe(Descriptor& descriptor, OpenFile& file) {
  file.name = descriptor.target().substr(0, descriptor.target().find(':'));
  descriptor.apply_stat(file);
}

}  // namespace

const FdType kOther{"other", "", describe};

}  // namespace nd::lsof
