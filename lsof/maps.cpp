#include "lsof/maps.h"

#include <fcntl.h>

#include <algorithm>
#include <set>

#include "common/base/field_reader.h"
#include "common/base/text_buffer.h"
#include "common/parse/proc_pid_maps.h"
#include "lsof/fdtypes/descriptor.h"
#include "lsof/kind_names.h"

namespace nd::lsof {
namespace {

constexpr std::string_view kDeleted = " (deleted)";

// "map_files/7f1b2c000000-7f1b2c021000"
std::string map_file(const Mapping& map) {
  TextBuffer name(64);
  name.put("map_files/").hex(map.start).put('-').hex(map.end);
  return std::string(name.view());
}

// What stands at the path now is another file than the mapped one: lsof says how they differ.
std::string path_remark(const OpenFile& mapped, const OpenFile& there) {
  std::string text = " (path ";
  const bool other_device = mapped.device != there.device;
  if (other_device) {
    text += "dev=" + std::to_string(there.device.major_number) + "," + std::to_string(there.device.minor_number);
  }
  if (mapped.inode != there.inode) text += (other_device ? ", " : "") + ("inode=" + std::to_string(there.inode));
  return text + ")";
}

}  // namespace

// Of a file with a server, the link in map_files is asked, which leads to the file itself; only for the privileged.
FileFacts MapReader::ask(const HeldProcess& process, const Mapping& map) {
  if (files_.slow_mount_of(map.path) != nullptr) {
    FileFacts facts = files_.ask(process.directory().fd(), map_file(map).c_str(), map.path);
    if (facts.error != EPERM && facts.error != EACCES) return facts;
    return files_.ask(process.directory().fd(), map.path.c_str(), map.path);
  }
  const auto known = asked_.find(map.path);
  if (known != asked_.end()) return known->second;
  return asked_.emplace(map.path, files_.ask(process.directory().fd(), map.path.c_str(), map.path)).first->second;
}

void MapReader::apply_path(const HeldProcess& process, const Mapping& map, OpenFile& file) {
  const FileFacts facts = ask(process, map);
  if (warnings_ || (facts.error != EACCES && facts.error != EPERM)) add_remark(facts, file);
  if (!facts.found) return;  // what maps told must do
  OpenFile there;
  apply(*facts.found, there);
  if (there.device == file.device && there.inode == file.inode) {
    file.type = there.type;
    file.mode = there.mode;
    file.size = there.size;
    file.blocks = there.blocks;
    file.links = there.links;
    file.device_kind = there.device_kind;
    file.special = there.special;
    file.known = there.known;
  } else {
    file.name += path_remark(file, there);
  }
}

OpenFile MapReader::row(const HeldProcess& process, const Mapping& map) {
  OpenFile file;
  file.kind = kind::kFile;
  file.type = FileType::kRegular;
  file.device_kind = DeviceKind::kFileSystem;
  file.device = map.device;
  file.inode = map.inode;
  file.known = kDevice | kInode;
  file.name = map.path;
  file.fd.kind = FdName::kMemory;
  if (file.name.ends_with(kDeleted)) {
    file.fd.kind = FdName::kDeletedMap;
    file.name.resize(file.name.size() - kDeleted.size());
  }
  if (const Exemption* exemption = exemption_of(file.name, exemptions_)) {
    exempt(*exemption, file);
  } else if (file.fd.kind == FdName::kMemory) {
    apply_path(process, map, file);
  }
  return file;
}

void MapReader::read(const HeldProcess& process, const OpenFile* program, std::vector<OpenFile>& into) {
  if (!process.directory().read_into("maps", text_)) return;
  std::set<std::pair<Device, std::uint64_t>> seen;
  if (program != nullptr && program->has(kInode)) seen.emplace(program->device, program->inode);
  for_each_line(text_, [&](std::string_view line) {
    const auto map = parse_maps_line(line);
    if (!map || (map->inode == 0 && !map->device)) return;
    if (seen.emplace(map->device, map->inode).second) into.push_back(row(process, *map));
  });
}

}  // namespace nd::lsof
