// The kinds of descriptor. A kind is one constant in its own file plus its line in the registry; it answers to the
// beginning of the link's text, and says how such a descriptor is described.
#pragma once

#include <span>
#include <string_view>

#include "lsof/fdtypes/descriptor.h"

namespace nd::lsof {

struct FdType {
  std::string_view name;  // OpenFile::kind, "kind" in JSON
  std::string_view link;  // what the link begins with
  // What it is: type, device, inode, name; enough to decide whether it is listed.
  void (*describe)(Descriptor& descriptor, OpenFile& file);
  // What else its row says, where that costs further questions; null: nothing.
  void (*complete)(Descriptor& descriptor, OpenFile& file) = nullptr;
};

// In the order they are asked; the last answers to everything.
std::span<const FdType* const> fd_types();
const FdType& fd_type_of(std::string_view target);

}  // namespace nd::lsof
