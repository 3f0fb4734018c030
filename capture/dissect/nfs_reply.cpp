// What NFS replies hold, by the procedure that was asked for.
#include "capture/dissect/nfs.h"

namespace nd::capture::nfs {
namespace {

constexpr Token kStatuses[] = {
    {1, "Operation not permitted"},
    {2, "No such file or directory"},
    {5, "Input/output error"},
    {6, "Device not configured"},
    {11, "Resource deadlock avoided"},
    {12, "Cannot allocate memory"},
    {13, "Permission denied"},
    {17, "File exists"},
    {18, "Cross-device link"},
    {19, "Operation not supported by device"},
    {20, "Not a directory"},
    {21, "Is a directory"},
    {22, "Invalid argument"},
    {26, "Text file busy"},
    {27, "File too large"},
    {28, "No space left on device"},
    {30, "Read-only file system"},
    {31, "Too many links"},
    {45, "Operation not supported"},
    {62, "Too many levels of symbolic links"},
    {63, "File name too long"},
    {66, "Directory not empty"},
    {69, "Disc quota exceeded"},
    {70, "Stale NFS file handle"},
    {71, "Too many levels of remote in path"},
    {10001, "Illegal NFS file handle"},
    {10002, "Update synchronization mismatch"},
    {10003, "READDIR/READDIRPLUS cookie is stale"},
    {10004, "Operation not supported"},
    {10005, "Buffer or request is too small"},
    {10006, "Unspecified error on server"},
    {10007, "Object of that type not supported"},
    {10008, "Request couldn't be completed in time"},
};
constexpr Token kRefusals[] = {
    {1, "PROG_UNAVAIL"}, {2, "PROG_MISMATCH"}, {3, "PROC_UNAVAIL"}, {4, "GARBAGE_ARGS"}, {5, "SYSTEM_ERR"}};
constexpr std::uint32_t kVerifier = 12;  // offset in a reply
constexpr std::uint32_t kAttributes2 = 68, kAttributes3 = 84;

// The results, read from the front.
class Results {
 public:
  Results(Printer& p, Slice in, bool version3) : p_(p), in_(in), version3_(version3) {}

  std::uint32_t take() {
    want(4);
    const std::uint32_t value = in_.b32();
    in_.advance(4);
    return value;
  }
  std::uint64_t take64() {
    want(8);
    const std::uint64_t value = in_.b64();
    in_.advance(8);
    return value;
  }
  void want(std::uint32_t n) const { in_.want(0, n); }
  void need(std::uint32_t n) const { in_.need(0, n); }
  // A cut in what follows goes without a word.
  bool ends_quietly() const { return failed_ || partial_; }
  void may_be_partial() { partial_ = true; }
  // True: it went well.
  bool status() {
    in_.need(0, 4);
    const std::uint32_t status = take();
    failed_ = status != 0;
    if (failed_) p_.put(" ERROR: ", Named{kStatuses, status, "unk "});
    return !failed_;
  }
  void attributes(int detail) {
    if (detail > 0 || !version3_) want(20);
    if (detail > 0) put_attributes();
    if (detail > 1) version3_ ? put_more3() : put_more2();
    in_.advance(version3_ ? kAttributes3 : kAttributes2);
  }
  // A post_op_attr: attributes that may be missing.
  void attributes_after(int detail) {
    if (take() != 0) attributes(detail);
  }
  // A wcc_data: what changed.
  void change(int detail) {
    if (detail > 1) p_.put(" PRE:");
    if (take() != 0) {
      if (detail > 1) {
        p_.put(" sz ", in_.b64(), " mtime ");
        put_time(8);
        p_.put(" ctime ");
        put_time(16);
      }
      in_.advance(24);
    }
    if (detail > 0) p_.put(" POST:");
    attributes_after(detail);
  }
  void handle() { put_handle(p_, in_, version3_); }
  void name() { put_name(p_, in_); }

 private:
  void put_time(std::uint32_t at) { p_.put(in_.b32(at), '.', Dec{in_.b32(at + 4), 6, '0'}); }

  void put_attributes() {
    p_.put(' ', Named{kFileTypes, in_.b32(), "unk-ft ", " "}, ' ', Oct{in_.b32(4)}, " ids ",
           static_cast<std::int32_t>(in_.b32(12)), '/', static_cast<std::int32_t>(in_.b32(16)));
    if (version3_) {
      p_.put(" sz ", in_.b64(20));
    } else {
      p_.put(" sz ", in_.b32(20));
    }
  }
  void put_more3() {
    want(60);
    p_.put(" nlink ", in_.b32(8), " rdev ", in_.b32(36), '/', in_.b32(40), " fsid ", Hex{in_.b64(44)}, " fileid ",
           Hex{in_.b64(52)}, " a/m/ctime ");
    put_times(60);
  }
  void put_more2() {
    want(44);
    p_.put(" nlink ", in_.b32(8), " rdev 0x", Hex{in_.b32(28)}, " fsid 0x", Hex{in_.b32(36)}, " nodeid 0x",
           Hex{in_.b32(40)}, " a/m/ctime ");
    put_times(44);
  }
  void put_times(std::uint32_t at) {
    for (std::uint32_t i = 0; i < 3; ++i) {
      if (i > 0) p_.put(' ');
      put_time(at + 8 * i);
    }
  }

  Printer& p_;
  Slice in_;
  bool version3_;
  bool failed_ = false;
  bool partial_ = false;
};

void print_lookup(Printer& p, Results& results, bool version3) {
  const int detail = p.verbose();
  const bool well = results.status();
  if (!version3) {
    if (!well) return;
    results.handle();
    return results.attributes(detail);
  }
  if (well) {
    results.handle();
    results.attributes_after(detail);
    if (detail < 2) return;
  }
  if (detail > 1) p.put(" post dattr:");
  results.attributes_after(detail);
}

void print_access(Printer& p, Results& results) {
  const bool well = results.status();
  if (p.verbose() > 0) p.put(" attr:");
  results.attributes_after(p.verbose());
  if (well) p.put(" c ", Hex{results.take(), 4});
}

void print_link_text(Printer& p, Results& results, bool version3) {
  if (!results.status()) return;
  if (version3) results.attributes_after(p.verbose());
  p.put(' ');
  results.name();
}

void print_read(Printer& p, Results& results) {
  const bool well = results.status();
  results.attributes_after(p.verbose());
  if (!well || p.verbose() == 0) return;
  p.put(' ', results.take(), " bytes");
  if (results.take() != 0) p.put(" EOF");
}

void print_write(Printer& p, Results& results) {
  const bool well = results.status();
  results.change(p.verbose());
  if (!well || p.verbose() == 0) return;
  p.put(' ', results.take(), " bytes");
  if (p.verbose() < 2) return;
  p.put(" <", Named{kWriteModes, results.take(), "#"}, '>');
  p.put(" verf ", Hex{results.take64()});
}

void print_created(Printer& p, Results& results, bool version3) {
  const int detail = p.verbose();
  const bool well = results.status();
  if (!version3) {
    if (!well) return;
    results.handle();
    return results.attributes(detail);
  }
  if (!well) return results.change(detail);
  if (results.take() == 0) return;
  results.handle();
  results.may_be_partial();
  results.attributes_after(detail);
  if (detail < 2) return;
  p.put(" dir attr:");
  results.change(detail);
}

void print_renamed(Printer& p, Results& results) {
  results.status();
  results.may_be_partial();
  if (p.verbose() > 0) p.put(" from:");
  results.change(p.verbose());
  if (p.verbose() > 0) p.put(" to:");
  results.change(p.verbose());
}

void print_linked(Printer& p, Results& results) {
  results.status();
  results.may_be_partial();
  if (p.verbose() > 0) p.put(" file POST:");
  results.attributes_after(p.verbose());
  if (p.verbose() > 0) p.put(" dir:");
  results.change(p.verbose());
}

// The attributes that most results on a file system begin with; false where the status tells that nothing follows.
bool print_post(Printer& p, Results& results) {
  const bool well = results.status();
  if (p.verbose() > 0) p.put(" POST:");
  results.attributes_after(p.verbose());
  return well;
}

void print_entries(Printer& p, Results& results, bool version3) {
  if (!version3) {
    if (!results.status()) return;
    const std::uint32_t offset = results.take();
    p.put(" offset 0x", Hex{offset}, " size ", results.take(), ' ');
    results.need(4);
    if (results.take() != 0) p.put(" eof");
    return;
  }
  if (!print_post(p, results) || p.verbose() == 0) return;
  p.put(" verf ", Hex{results.take64(), 16});
}

void print_space(Printer& p, Results& results, bool version3) {
  if (!version3) {
    if (!results.status()) return;
    results.want(20);
    for (const std::string_view name : {" tsize ", " bsize ", " blocks ", " bfree ", " bavail "})
      p.put(name, results.take());
    return;
  }
  print_post(p, results);
  results.want(52);
  for (const std::string_view name : {" tbytes ", " fbytes ", " abytes "}) p.put(name, results.take64());
  if (p.verbose() == 0) return;
  for (const std::string_view name : {" tfiles ", " ffiles ", " afiles "}) p.put(name, results.take64());
  p.put(" invar ", results.take());
}

void print_limits(Printer& p, Results& results) {
  if (!print_post(p, results)) return;
  results.want(48);
  const std::uint32_t read = results.take(), read_preferred = results.take(), read_multiple = results.take();
  const std::uint32_t write = results.take(), write_preferred = results.take(), write_multiple = results.take();
  p.put(" rtmax ", read, " rtpref ", read_preferred, " wtmax ", write, " wtpref ", write_preferred, " dtpref ",
        results.take());
  if (p.verbose() == 0) return;
  p.put(" rtmult ", read_multiple, " wtmult ", write_multiple, " maxfsz ", results.take64());
  const std::uint32_t seconds = results.take();
  p.put(" delta ", seconds, '.', Dec{results.take(), 6, '0'}, ' ');
}

void print_path_limits(Printer& p, Results& results) {
  if (!print_post(p, results)) return;
  results.want(24);
  const std::uint32_t links = results.take();
  p.put(" linkmax ", links, " namemax ", results.take());
  for (const std::string_view name : {"notrunc", "chownres", "igncase", "keepcase"})
    p.put(' ', results.take() != 0 ? name : std::string_view());
}

void print_committed(Printer& p, Results& results) {
  results.status();
  results.change(p.verbose());
  if (p.verbose() > 1) p.put(" verf ", Hex{results.take64()});
}

void print_by_procedure(Printer& p, std::uint32_t procedure, bool version3, Results& results) {
  switch (procedure) {
    case kGetattr:
      if (results.status()) results.attributes(1);
      return;
    case kSetattr:
      if (!version3) return print_by_procedure(p, kGetattr, version3, results);
      results.status();
      return results.change(p.verbose());
    case kLookup:
      return print_lookup(p, results, version3);
    case kAccess:
      return print_access(p, results);
    case kReadlink:
      return print_link_text(p, results, version3);
    case kRead:
    case kWrite:
      if (version3) return procedure == kRead ? print_read(p, results) : print_write(p, results);
      if (results.status()) results.attributes(p.verbose());
      return;
    case kCreate:
    case kMkdir:
      return print_created(p, results, version3);
    case kSymlink:
      if (version3) return print_created(p, results, version3);
      results.status();
      return;
    case kMknod:
      return print_created(p, results, true);
    case kRemove:
    case kRmdir:
    case kRename:
    case kLink:
      if (version3 && procedure == kRename) return print_renamed(p, results);
      if (version3 && procedure == kLink) return print_linked(p, results);
      results.status();
      if (version3) results.change(p.verbose());
      return;
    case kReaddir:
      return print_entries(p, results, version3);
    case kReaddirPlus:
      return print_entries(p, results, true);
    case kStatFs:
      return print_space(p, results, version3);
    case kFsInfo:
      return print_limits(p, results);
    case kPathConf:
      return print_path_limits(p, results);
    case kCommit:
      return print_committed(p, results);
    default:
      return;
  }
}

}  // namespace

void print_results(Printer& p, std::uint32_t version, std::uint32_t procedure, Slice in) {
  put_procedure(p, procedure);
  if (procedure == 0 || procedure > kCommit) return;
  const std::uint32_t verifier = in.b32(kVerifier + 4);
  if (verifier >= in.length()) throw_layer_cut();
  Slice rest = in.after(kVerifier + 8 + verifier / 4 * 4);
  const std::uint32_t state = rest.b32();
  if (state != 0) {
    p.put(' ', Named{kRefusals, state, "ar_stat "});
    return;
  }
  rest.advance(4);
  Results results(p, rest.with_length(rest.captured()), version == kVersion3);
  try {
    print_by_procedure(p, procedure, version == kVersion3, results);
  } catch (const LayerCut&) {
    if (!results.ends_quietly()) throw;  // a failure may come alone
  }
}

}  // namespace nd::capture::nfs
