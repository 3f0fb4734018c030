// What the kinds of anonymous inode share.
#pragma once

#include <string_view>

#include "lsof/fdtypes/descriptor.h"

namespace nd::lsof {

// The kind of an object that the kernel calls so, without "anon_inode:".
std::string_view anonymous_kind(std::string_view kernel_name);
// TYPE a_inode, NAME as the link has it behind "anon_inode:".
void describe_anonymous(Descriptor& descriptor, OpenFile& file);
// The same for kinds that all have one inode in common: it is asked for once.
void describe_shared_inode(Descriptor& descriptor, OpenFile& file);
// "[eventfd]" → "[eventfd:17]".
void put_inside_brackets(OpenFile& file, std::string_view what);

}  // namespace nd::lsof
