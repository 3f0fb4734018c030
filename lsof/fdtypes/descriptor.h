// One descriptor while it is being described: its link, and what else can be asked about it, each asked at most once
// and only if its kind needs it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/index/process_walk.h"
#include "common/model/descriptor.h"
#include "lsof/file_stat.h"
#include "lsof/open_file.h"
#include "lsof/sockets.h"

namespace nd::lsof {

// /proc/PID/fdinfo, opened when the first descriptor needs it and held: a name in it is found faster than a path.
class FdInfoDirectory {
 public:
  explicit FdInfoDirectory(const HeldProcess& process) : process_(process) {}
  // The text of fdinfo/NAME; empty when it is gone or not ours to read.
  std::string read(const char* name);

 private:
  const HeldProcess& process_;
  std::optional<Result<ProcRoot>> directory_;
};

// What the descriptors of a run, and of one process, share.
struct Surroundings {
  FileStat& files;
  Sockets& sockets;
  FdInfoDirectory& infos;
};

class Descriptor {
 public:
  Descriptor(const HeldProcess& process, const DescriptorLink& link, Surroundings around)
      : process_(process), link_(link), around_(around) {}
  // The text of fdinfo, which was read already.
  void set_fdinfo(std::string&& text) { fdinfo_ = std::move(text); }

  const HeldProcess& process() const { return process_; }
  const DescriptorLink& link() const { return link_; }
  std::string_view target() const { return link_.target; }
  Surroundings& around() { return around_; }

  // The text of /proc/PID/fdinfo/N; empty when it is gone or not ours to read.
  const std::string& fdinfo();
  // Position and flags, from fdinfo.
  void apply_fdinfo(OpenFile& file);
  // The flags alone.
  void note_flags(OpenFile& file);
  // stat(2) of what the link leads to, into `file`. A failure becomes TYPE unknown and a remark; false then.
  bool apply_stat(OpenFile& file);

 private:
  const HeldProcess& process_;
  const DescriptorLink& link_;
  Surroundings around_;
  std::optional<std::string> fdinfo_;
};

}  // namespace nd::lsof
