// NFS: requests, and the replies that are told apart by the requests that were seen. See nfs.h.
#include "capture/dissect/nfs.h"

#include "capture/dissect/dissectors_services.h"
#include "capture/dissect/memory.h"
#include "common/render/json.h"

namespace nd::capture {
namespace nfs {
namespace {

enum Direction : std::uint32_t { kCall = 0, kReply = 1 };
constexpr std::uint16_t kPort = 2049;
constexpr std::uint32_t kCredentials = 24;  // offset in a call
constexpr std::uint32_t kAllAccess = 0x3f;
constexpr Token kAccessNames[] = {{0x01, "NFS_ACCESS_READ"},   {0x02, "NFS_ACCESS_LOOKUP"},
                                  {0x04, "NFS_ACCESS_MODIFY"}, {0x08, "NFS_ACCESS_EXTEND"},
                                  {0x10, "NFS_ACCESS_DELETE"}, {0x20, "NFS_ACCESS_EXECUTE"}};
constexpr std::string_view kAuthenticationFaults[] = {"OK",
                                                      "Bogus Credentials (seal broken)",
                                                      "Rejected Credentials (client should begin new session)",
                                                      "Bogus Verifier (seal broken)",
                                                      "Verifier expired or was replayed",
                                                      "Credentials are too weak",
                                                      "Bogus response verifier",
                                                      "Unknown failure"};

// What a call asks, behind its credentials and verifier.
Slice arguments(Slice call) {
  Slice in = call.after(kCredentials);
  for (int i = 0; i < 2; ++i) in.advance(8 + (std::min(in.b32(4), in.captured()) + 3) / 4 * 4);
  return in.with_length(in.captured());
}

void put_access(Printer& p, std::uint32_t access) {
  if ((access & ~kAllAccess) != 0) {
    p.put(' ', Hex{access, 4});
  } else if (access == kAllAccess) {
    p.put(" NFS_ACCESS_FULL");
  } else if (access != 0) {
    p.put(' ', Bits{kAccessNames, access, "", "|"});
  }
}

// A setattr3: which attributes a new file gets.
struct Attributes {
  std::uint32_t value[4] = {};  // mode, uid, gid, size
  bool is_set[4] = {};
  std::uint32_t seconds[2] = {}, fraction[2] = {};  // accessed, modified
  bool has_time[2] = {};
};

Attributes take_attributes(Slice& in) {
  constexpr std::uint32_t kClientTime = 2;
  Attributes found;
  for (int i = 0; i < 4; ++i) {
    found.is_set[i] = in.b32() != 0;
    in.advance(4);
    if (!found.is_set[i]) continue;
    found.value[i] = in.b32();
    in.advance(4);
  }
  for (int i = 0; i < 2; ++i) {
    found.has_time[i] = in.b32() == kClientTime;
    in.advance(4);
    if (!found.has_time[i]) continue;
    found.seconds[i] = in.b32();
    found.fraction[i] = in.b32(4);
    in.advance(8);
  }
  return found;
}

void put_attributes(Printer& p, const Attributes& attributes) {
  if (attributes.is_set[0]) p.put(" mode ", Oct{attributes.value[0]});
  if (attributes.is_set[1]) p.put(" uid ", attributes.value[1]);
  if (attributes.is_set[2]) p.put(" gid ", attributes.value[2]);
  if (p.verbose() < 2) return;
  for (int i = 0; i < 2; ++i) {
    if (attributes.has_time[i])
      p.put(i == 0 ? " atime " : " mtime ", attributes.seconds[i], '.', Dec{attributes.fraction[i], 6, '0'});
  }
}

void put_handle_and_name(Printer& p, Slice& in, bool version3) {
  put_handle(p, in, version3);
  p.put(' ');
  put_name(p, in);
}

void print_transfer(Printer& p, std::uint32_t procedure, bool version3, Slice in) {
  put_handle(p, in, version3);
  if (procedure == kRead) {
    if (version3) {
      p.put(' ', in.b32(8), " bytes @ ", in.b64());
    } else {
      p.put(' ', in.b32(4), " bytes @ ", in.b32());
    }
  } else if (version3) {
    p.put(' ', in.b32(16), " (", in.b32(8), ") bytes @ ", in.b64());
    if (p.verbose() > 0) p.put(" <", Named{kWriteModes, in.b32(12), "#"}, '>');
  } else {
    p.put(' ', in.b32(12), " (", in.b32(8), ") bytes @ ", in.b32(4), " (", in.b32(), ')');
  }
}

void print_directory(Printer& p, std::uint32_t procedure, bool version3, Slice in) {
  put_handle(p, in, version3);
  if (procedure == kReaddirPlus) {
    p.put(' ', in.b32(16), " bytes @ ", static_cast<std::int64_t>(in.b64()));
    if (p.verbose() > 0) p.put(" max ", in.b32(20), " verf ", Hex{in.b32(8), 8}, Hex{in.b32(12), 8});
  } else if (version3) {
    p.put(' ', in.b32(16), " bytes @ ", static_cast<std::int64_t>(in.b64()));
    if (p.verbose() > 0) p.put(" verf ", Hex{in.b32(8), 8}, Hex{in.b32(12), 8});
  } else {
    p.put(' ', in.b32(4), " bytes @ ", static_cast<std::int32_t>(in.b32()));
  }
}

void print_creation(Printer& p, std::uint32_t procedure, bool version3, Slice in) {
  constexpr std::uint32_t kBlock = 3, kCharacter = 4;
  put_handle_and_name(p, in, version3);
  if (procedure == kSymlink) {
    p.put(" ->");
    const Attributes attributes = version3 ? take_attributes(in) : Attributes{};
    put_name(p, in);
    if (version3 && p.verbose() > 0) put_attributes(p, attributes);
    return;
  }
  const std::uint32_t type = in.b32();
  in.advance(4);
  const Attributes attributes = take_attributes(in);
  p.put(' ', Named{kFileTypes, type, "unk-ft "});
  if (p.verbose() == 0) return;
  if (type == kBlock || type == kCharacter) p.put(' ', in.b32(), '/', in.b32(4));
  put_attributes(p, attributes);
}

void print_arguments(Printer& p, std::uint32_t procedure, bool version3, Slice in) {
  switch (procedure) {
    case kGetattr:
    case kSetattr:
    case kReadlink:
    case kStatFs:
    case kFsInfo:
    case kPathConf:
      return put_handle(p, in, version3);
    case kLookup:
    case kCreate:
    case kMkdir:
    case kRemove:
    case kRmdir:
      return put_handle_and_name(p, in, version3);
    case kAccess:
      put_handle(p, in, version3);
      return put_access(p, in.b32());
    case kRead:
    case kWrite:
      return print_transfer(p, procedure, version3, in);
    case kSymlink:
    case kMknod:
      return print_creation(p, procedure, version3, in);
    case kRename:
      put_handle_and_name(p, in, version3);
      p.put(" ->");
      return put_handle_and_name(p, in, version3);
    case kLink:
      put_handle(p, in, version3);
      p.put(" ->");
      return put_handle_and_name(p, in, version3);
    case kReaddir:
    case kReaddirPlus:
      return print_directory(p, procedure, version3, in);
    case kCommit:
      put_handle(p, in, version3);
      p.put(' ', in.b32(8), " bytes @ ", in.b64());
      return;
    default:
      return;
  }
}

void print_call(Printer& p, Slice in) {
  p.put("NFS request xid ", in.b32(), ' ', in.length());
  in.want(20, 4);
  if (p.ip.version != 0) p.memory->nfs_calls.add({in.b32(), addresses_of(p.ip), in.b32(16), in.b32(20)});
  const std::uint32_t version = in.b32(16);
  const std::uint32_t procedure = procedure_of(version, in.b32(20));
  put_procedure(p, procedure);
  if (procedure != 0 && procedure <= kCommit) print_arguments(p, procedure, version == kVersion3, arguments(in));
}

void print_refusal(Printer& p, Slice in) {
  p.put("reply ERR ", in.length(), ": ");
  switch (in.b32(12)) {
    case 0:
      p.put("RPC Version mismatch (", in.b32(16), '-', in.b32(20), ')');
      return;
    case 1: {
      const std::uint32_t why = in.b32(16);
      p.put("Auth ");
      if (why < std::size(kAuthenticationFaults)) {
        p.put(kAuthenticationFaults[why]);
      } else {
        p.put("Invalid failure code ", why);
      }
      return;
    }
    default:
      p.put("Unknown reason for rejecting rpc message ", in.b32(12));
  }
}

void print_reply(Printer& p, Slice in) {
  p.put("NFS reply xid ", in.b32(), ' ');
  in.want(8, 4);
  switch (in.b32(8)) {
    case 0: {
      p.put("reply ok ", in.length());
      const AddressPair addresses = addresses_of(p.ip).reversed();
      const Memory::NfsCall* call = p.memory->nfs_calls.find(
          [&](const Memory::NfsCall& seen) { return seen.xid == in.b32() && seen.addresses == addresses; });
      if (call != nullptr) print_results(p, call->version, procedure_of(call->version, call->procedure), in);
      return;
    }
    case 1:
      return print_refusal(p, in);
    default:
      p.put("reply Unknown rpc response code=", in.b32(8), ' ', in.length());
  }
}

void print(Printer& p, Slice in) {
  if (in.b32(4) == kCall) return print_call(p, in);
  print_reply(p, in);
}

}  // namespace

bool is_message(Slice in, std::uint16_t source_port, std::uint16_t destination_port) {
  if (!in.has(4, 4)) return false;
  return (destination_port == kPort && in.b32(4) == kCall) || (source_port == kPort && in.b32(4) == kReply);
}

namespace {

void print_over_tcp(Printer& p, Slice in) {
  if (!in.has(4)) return;
  const std::uint32_t record = in.b32() & 0x7fffffff;
  const Slice message = in.after(4).with_length(std::min(record, in.length() - std::min(in.length(), 4U)));
  if (!is_message(message, p.source_port, p.destination_port)) return;
  p.put(": ");
  print(p, message);
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.field("xid", in.b32());
  json.field("reply", in.b32(4) == kReply);
  if (in.b32(4) != kCall) {
    json.field("accepted", in.b32(8) == 0);
    return {nullptr, in.after(12)};
  }
  json.field("program", in.b32(12));
  json.field("version", in.b32(16));
  json.field("procedure", in.b32(20));
  const std::string_view name = name_of(procedure_of(in.b32(16), in.b32(20)));
  if (in.b32(16) <= kVersion3 && !name.empty()) json.field("procedure_name", name);
  return {nullptr, arguments(in)};
}

Next json_over_tcp(JsonWriter& json_writer, Context& context, Slice in) {
  return json(json_writer, context, in.after(4));
}

}  // namespace

}  // namespace nfs

const Dissector kNfs{"nfs", nfs::print, nfs::json};
const Dissector kNfsOverTcp{"nfs", nfs::print_over_tcp, nfs::json_over_tcp};

}  // namespace nd::capture
