// --deleted: files without a name that processes keep alive, by the space they hold (st_blocks), each counted once
// however many descriptors and mappings of however many processes lead to it; and that space by file system.
#include <algorithm>
#include <map>
#include <tuple>

#include "common/base/field_reader.h"
#include "common/base/sort.h"
#include "common/parse/proc_pid_maps.h"
#include "common/parse/proc_pid_mountinfo.h"
#include "lsof/again.h"
#include "lsof/file_stat.h"
#include "lsof/mounts.h"
#include "lsof/options.h"
#include "lsof/report/overview.h"
#include "lsof/report/values.h"

namespace nd::lsof {
namespace {

constexpr std::uint64_t kBlock = 512;  // st_blocks counts in these, whatever the file system's are

struct DeletedFile {
  std::uint64_t held = 0;  // bytes
  std::uint64_t size = 0;
  Device device;
  std::uint64_t inode = 0;
  std::string file_system, name;  // raw
  std::vector<Holder> holders;
};

struct FileSystemTotal {
  std::uint64_t held = 0;
  std::uint64_t files = 0;
  Device device;
  std::string point, type;
};

constexpr Column<DeletedFile> kFileColumns[] = {
    {"held_bytes", "HELD", Align::kRight, [](const DeletedFile& f) { return Cell{f.held}; }, ""},
    {"size", "SIZE", Align::kRight, [](const DeletedFile& f) { return Cell{f.size}; }, ""},
    {"file_system", "MOUNT", Align::kLeft,
     [](const DeletedFile& f) { return f.file_system.empty() ? Cell{} : Cell{f.file_system}; }, ""},
    {"device", "DEVICE", Align::kLeft, [](const DeletedFile& f) { return Cell{device_text(f.device)}; }, ""},
    {"inode", "NODE", Align::kRight, [](const DeletedFile& f) { return Cell{f.inode}; }, ""},
};
constexpr Column<DeletedFile> kTextColumns[] = {
    kFileColumns[0],
    kFileColumns[1],
    kFileColumns[2],
    kFileColumns[3],
    kFileColumns[4],
    {"holders", "HELD-BY", Align::kLeft, [](const DeletedFile& f) { return Cell{text_of(f.holders)}; }, ""},
    {"name", "NAME", Align::kLeft, [](const DeletedFile& f) { return Cell{f.name}; }, ""},
};
constexpr Column<FileSystemTotal> kTotalColumns[] = {
    {"held_bytes", "HELD", Align::kRight, [](const FileSystemTotal& t) { return Cell{t.held}; }, ""},
    {"files", "FILES", Align::kRight, [](const FileSystemTotal& t) { return Cell{t.files}; }, ""},
    {"device", "DEVICE", Align::kLeft, [](const FileSystemTotal& t) { return Cell{device_text(t.device)}; }, ""},
    {"file_system_type", "TYPE", Align::kLeft,
     [](const FileSystemTotal& t) { return t.type.empty() ? Cell{} : Cell{t.type}; }, ""},
    {"file_system", "MOUNT", Align::kLeft,
     [](const FileSystemTotal& t) { return t.point.empty() ? Cell{} : Cell{t.point}; }, ""},
};

class Deleted final : public Overview {
 public:
  explicit Deleted(const OverviewContext& context) : context_(context), files_(true, context.slow_files) {
    mounts_ = parse_mountinfo(context.proc.read("self/mountinfo").value_or(std::string()));
  }

  void add(Process&& process) override {
    bool maps = false;
    for (const OpenFile& file : process.files) {
      if (file.has(kLinks) && file.links == 0) note(process, file);
      maps = maps || file.fd.kind == FdName::kDeletedMap;
    }
    if (maps) add_maps(process);
  }

  Result<int> print() override {
    std::vector<DeletedFile> files;
    for (auto& [key, file] : found_) files.push_back(std::move(file));
    sort_by(files, [](const auto& a, const auto& b) { return a.held > b.held; });
    if (context_.options.output == Output::kJson) {
      for (const DeletedFile& file : files) put_json(file);
    } else {
      put_rows<DeletedFile>(context_, "", kTextColumns, files, false);
      if (!files.empty()) context_.out.text().put('\n');
    }
    put_rows<FileSystemTotal>(context_, "deleted_total", kTotalColumns, totals(files),
                              context_.options.output == Output::kJson);
    return 0;
  }

 private:
  // Shared memory of System V has its id for an inode (ipc/shm.c, newseg), and each IPC namespace counts from 0.
  using Key = std::tuple<Device, std::uint64_t, std::string>;

  std::string namespace_of(const Process& process, const OpenFile& file) const {
    if (!file.name.starts_with("/SYSV")) return {};
    const auto held = hold_again(context_.proc, process);
    return held ? held->directory().link("ns/ipc").value_or(std::string()) : std::string();
  }

  void note(const Process& process, const OpenFile& file) {
    const auto [place, is_new] = found_.try_emplace({file.device, file.inode, namespace_of(process, file)});
    DeletedFile& into = place->second;
    const Holder holder = holder_of(process, file, context_.options);
    const bool known = std::any_of(into.holders.begin(), into.holders.end(),
                                   [&](const Holder& h) { return h.pid == holder.pid && h.fd == holder.fd; });
    if (!known) into.holders.push_back(holder);
    if (!is_new) return;
    into.held = file.blocks * kBlock;
    into.size = file.size;
    into.device = file.device;
    into.inode = file.inode;
    into.name = file.name;
    if (const Mount* mount = mount_on(file.device, mounts_)) into.file_system = mount->point;
  }

  // Of a mapped file the listing knows what maps tells; its space is known behind the links in map_files, which only
  // the privileged may follow. Without them a file that is mapped and nowhere open is left out.
  void add_maps(const Process& process) {
    const auto held = hold_again(context_.proc, process);
    const auto text = held ? held->directory().read("maps") : Result<std::string>(std::string());
    if (!text) return;
    files_.enter(*held);
    for_each_line(*text, [&](std::string_view line) {
      const auto map = parse_maps_line(line);
      if (!map || !map->device || !map->path.ends_with(" (deleted)")) return;
      TextBuffer link(64);
      link.put("map_files/").hex(map->start).put('-').hex(map->end);
      const auto found = files_.ask(held->directory().fd(), std::string(link.view()).c_str(), map->path).found;
      if (!found || found->st_nlink != 0) return;
      OpenFile file;
      apply(*found, file);
      file.fd.kind = FdName::kDeletedMap;
      file.name = map->path;
      note(process, file);
    });
  }

  std::vector<FileSystemTotal> totals(const std::vector<DeletedFile>& files) const {
    std::map<Device, FileSystemTotal> by_device;
    for (const DeletedFile& file : files) {
      FileSystemTotal& total = by_device[file.device];
      total.device = file.device;
      total.held += file.held;
      ++total.files;
      const Mount* mount = mount_on(file.device, mounts_);
      if (mount != nullptr) total.point = mount->point, total.type = mount->type;
    }
    std::vector<FileSystemTotal> sorted;
    for (auto& [device, total] : by_device) sorted.push_back(std::move(total));
    sort_by(sorted, [](const auto& a, const auto& b) { return a.held > b.held; });
    return sorted;
  }

  void put_json(const DeletedFile& file) {
    JsonWriter& json = context_.json;
    json.begin_line("deleted_file");
    for (const auto& column : kFileColumns) json_cell(json, column.id, column.cell(file));
    put_holders(json, "holders", file.holders);
    json.foreign_field("name", file.name);
    json.end_line();
  }

  OverviewContext context_;
  FileStat files_;
  std::vector<Mount> mounts_;
  std::map<Key, DeletedFile> found_;
};

}  // namespace

std::unique_ptr<Overview> make_deleted(const OverviewContext& context) { return std::make_unique<Deleted>(context); }

}  // namespace nd::lsof
