// Names and file handles of NFS. A handle is the server's own; the shapes here are those that the peer knows to tell.
#include "capture/dissect/nfs.h"

namespace nd::capture::nfs {
namespace {

constexpr std::string_view kNames[] = {"null",   "getattr", "setattr",  "lookup", "access",  "readlink",
                                       "read",   "write",   "create",   "mkdir",  "symlink", "mknod",
                                       "remove", "rmdir",   "rename",   "link",   "readdir", "readdirplus",
                                       "fsstat", "fsinfo",  "pathconf", "commit"};
// Version 2's numbers.
constexpr std::uint32_t kVersion2[] = {0,     kGetattr, kSetattr, kNothing, kLookup,  kReadlink,
                                       kRead, kNothing, kWrite,   kCreate,  kRemove,  kRename,
                                       kLink, kSymlink, kMkdir,   kRmdir,   kReaddir, kStatFs};
constexpr std::uint32_t kHandle2 = 32;
constexpr std::uint32_t kMostShown = 32;

void put_numbers(Printer& p, std::uint32_t major, std::uint32_t minor, std::uint32_t inode) {
  p.put(major, ',', minor, '/', inode);
}

void put_opaque(Printer& p, Slice handle) {
  constexpr std::string_view kUnknown = "Unknown";
  constexpr char kDigits[] = "0123456789ABCDEF";
  p.put(kUnknown.substr(0, handle.length() / 4), '/');
  const std::uint32_t shown = std::min(handle.length() / 4 * 4, kMostShown);
  for (std::uint32_t i = 0; i < shown; ++i) p.put(kDigits[handle.u8(i) >> 4], kDigits[handle.u8(i) & 0xf]);
}

// VMS: the name of the device in text, and the file's number. False: no such handle.
bool put_device_name(Printer& p, Slice h) {
  constexpr std::uint32_t kFirst = 1, kEnd = 14, kShortest = 28;
  if (h.length() < kShortest) return false;
  bool ended = false;
  for (std::uint32_t i = kFirst; i < kEnd; ++i) {
    const bool printable = h.u8(i) >= 0x20 && h.u8(i) < 0x7f;
    if (printable ? ended : h.u8(i) != 0) return false;
    ended = !printable;
  }
  for (std::uint32_t i = kFirst; i < kEnd + 1 && i <= h.length() / 4 && h.u8(i) > 0x20; ++i)
    p.put(static_cast<char>(h.u8(i)));
  p.put('/', std::uint32_t{h.u8(26)} << 24 | std::uint32_t{h.u8(27)} << 16 | std::uint32_t{h.u8(23)} << 8 | h.u8(22));
  return true;
}

// The device and the inode that a handle is made of, by how its first words look.
void put_decoded(Printer& p, Slice h) {
  constexpr std::uint16_t kIrixLength = 10;
  if (h.length() < 16) return put_opaque(p, h);
  if (h.b32() == 0) return put_numbers(p, h.u8(6), h.u8(7), h.b32(12));
  if (h.b16() == 0) return put_numbers(p, h.u8(2), h.u8(3), h.b32(12));
  if (h.b16(2) == 0 && h.b16(6) == 0) return put_numbers(p, h.u8(1), h.u8(0), h.l32(12));
  if (h.b16(8) == kIrixLength) return put_numbers(p, h.b32() >> 18, h.b32() & 0x3ffff, h.b32(12));
  if (!put_device_name(p, h)) put_opaque(p, h);
}

}  // namespace

std::uint32_t procedure_of(std::uint32_t version, std::uint32_t procedure) {
  if (version == kVersion3 || procedure >= kNothing) return procedure;
  return procedure < std::size(kVersion2) ? kVersion2[procedure] : std::uint32_t{kNothing};
}

std::string_view name_of(std::uint32_t procedure) {
  if (procedure == kNothing) return "nop";
  return procedure < std::size(kNames) ? kNames[procedure] : std::string_view();
}

void put_procedure(Printer& p, std::uint32_t procedure) {
  if (const std::string_view name = name_of(procedure); !name.empty()) {
    p.put(' ', name);
  } else {
    p.put(" proc-", procedure);
  }
}

void put_handle(Printer& p, Slice& in, bool version3) {
  std::uint32_t length = kHandle2;
  if (version3) {
    length = in.b32();
    in.advance(4);
  }
  in.want(0, length);
  p.put(" fh ");
  put_decoded(p, in.with_length(length));
  in = Slice(in.data(), in.captured(), in.captured()).after(length / 4 * 4);
}

void put_name(Printer& p, Slice& in) {
  const std::uint32_t length = in.b32();
  in.advance(4);
  if (length > ~std::uint32_t{3}) {
    p.put("[cannot pad to 32-bit boundaries]");
    p.invalid();
    throw_layer_cut();
  }
  in.want(0, (length + 3) / 4 * 4);
  p.put('"');
  for (const std::uint8_t byte : in.with_length(length).bytes()) p.put_safe(byte);
  p.put('"');
  in.advance((length + 3) / 4 * 4);
}

}  // namespace nd::capture::nfs
