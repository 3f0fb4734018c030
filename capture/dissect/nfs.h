// NFS versions 2 and 3 (RFC 1094, RFC 1813) on ONC RPC (RFC 5531): what requests and replies share. The compounds of
// version 4 are printed as the peer does, which takes them for version 2.
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture::nfs {

enum Procedure : std::uint32_t {
  kGetattr = 1,
  kSetattr,
  kLookup,
  kAccess,
  kReadlink,
  kRead,
  kWrite,
  kCreate,
  kMkdir,
  kSymlink,
  kMknod,
  kRemove,
  kRmdir,
  kRename,
  kLink,
  kReaddir,
  kReaddirPlus,
  kStatFs,
  kFsInfo,
  kPathConf,
  kCommit,
  kNothing = 26  // of version 2, without use
};
inline constexpr std::uint32_t kVersion3 = 3;
inline constexpr Token kFileTypes[] = {{0, "NON"}, {1, "REG"}, {2, "DIR"}, {3, "BLK"},
                                       {4, "CHR"}, {5, "LNK"}, {7, "FIFO"}};
inline constexpr Token kWriteModes[] = {{0, "unstable"}, {1, "dsync"}, {2, "filesync"}};

// Is this an RPC message of NFS between these ports?
bool is_message(Slice in, std::uint16_t source_port, std::uint16_t destination_port);
// The number by version 3, whatever the version.
std::uint32_t procedure_of(std::uint32_t version, std::uint32_t procedure);
std::string_view name_of(std::uint32_t procedure);  // empty: unknown
void put_procedure(Printer& p, std::uint32_t procedure);
// Each prints what stands at the front of `in` and moves behind it.
void put_handle(Printer& p, Slice& in, bool version3);
void put_name(Printer& p, Slice& in);
// A reply of `length` bytes, from its xid on, to a request of that procedure.
void print_results(Printer& p, std::uint32_t version, std::uint32_t procedure, Slice in);

}  // namespace nd::capture::nfs
