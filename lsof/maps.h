// The mem and DEL rows of a process: each file it has mapped, once.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "common/index/process_walk.h"
#include "common/model/mapping.h"
#include "lsof/exemptions.h"
#include "lsof/file_stat.h"
#include "lsof/open_file.h"

namespace nd::lsof {

class MapReader {
 public:
  // Without `warnings` nothing is said of a file that may not be asked for.
  MapReader(FileStat& files, const std::vector<Exemption>& exemptions, bool warnings)
      : files_(files), exemptions_(exemptions), warnings_(warnings) {}
  // Appends a row for each mapped file to `into`, in the order of their addresses, leaving out the program itself
  // (its own row is `txt`).
  void read(const HeldProcess& process, const OpenFile* program, std::vector<OpenFile>& into);

 private:
  OpenFile row(const HeldProcess& process, const Mapping& map);
  FileFacts ask(const HeldProcess& process, const Mapping& map);
  void apply_path(const HeldProcess& process, const Mapping& map, OpenFile& file);

  FileStat& files_;
  const std::vector<Exemption>& exemptions_;
  bool warnings_;
  std::unordered_map<std::string, FileFacts> asked_;  // by path: a library is mapped by every process
  std::string text_;                                  // kept from process to process
};

}  // namespace nd::lsof
