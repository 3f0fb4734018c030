// --ipc: System V shared memory, semaphores and message queues, POSIX message queues and the objects of /dev/shm, with
// the processes that have them open or mapped; the kernel's limits; and the sums.
#include <map>

#include "lsof/again.h"
#include "lsof/options.h"
#include "lsof/report/ipc_objects.h"
#include "lsof/report/overview.h"

namespace nd::lsof {
namespace {

constexpr std::uint64_t kBlock = 512;

// An object and who has it.
template <typename Object>
struct Shown {
  Object object;
  std::string owner;  // raw
  std::vector<Holder> holders;
};
using ShownMemory = Shown<SharedMemory>;
using ShownSemaphores = Shown<SemaphoreArray>;
using ShownQueue = Shown<MessageQueue>;
using ShownPosixQueue = Shown<PosixQueue>;
using ShownFile = Shown<IpcFile>;

std::string octal(std::uint32_t mode) {
  std::string text;
  for (const unsigned shift : {6U, 3U, 0U}) text.push_back(static_cast<char>('0' + ((mode >> shift) & 7U)));
  return text;
}

std::string hex(std::int32_t key) {
  TextBuffer text(16);
  text.put("0x").hex(static_cast<std::uint32_t>(key), 8);
  return std::string(text.view());
}

Cell number(std::int64_t value) { return value; }
Cell number_or_null(const std::optional<std::int64_t>& value) { return value ? Cell{*value} : Cell{}; }

// The columns that the objects of System V share.
template <typename Object>
constexpr Column<Shown<Object>> kKey = {"key", "KEY", Align::kLeft,
                                        [](const Shown<Object>& s) { return Cell{hex(s.object.permissions.key)}; }, ""};
template <typename Object>
constexpr Column<Shown<Object>> kId = {"id", "ID", Align::kRight,
                                       [](const Shown<Object>& s) { return number(s.object.permissions.id); }, ""};
template <typename Object>
constexpr Column<Shown<Object>> kMode = {"permissions", "PERMS", Align::kLeft,
                                         [](const Shown<Object>& s) { return Cell{octal(s.object.permissions.mode)}; },
                                         ""};
template <typename Object>
constexpr Column<Shown<Object>> kOwner = {"owner", "OWNER", Align::kLeft,
                                          [](const Shown<Object>& s) { return Cell{s.owner}; }, ""};

constexpr Column<ShownMemory> kMemoryColumns[] = {
    kKey<SharedMemory>,
    kId<SharedMemory>,
    kOwner<SharedMemory>,
    kMode<SharedMemory>,
    {"size", "BYTES", Align::kRight, [](const ShownMemory& s) { return Cell{s.object.size}; }, ""},
    {"resident_bytes", "RESIDENT", Align::kRight, [](const ShownMemory& s) { return Cell{s.object.resident}; }, ""},
    {"swapped_bytes", "SWAPPED", Align::kRight, [](const ShownMemory& s) { return Cell{s.object.swapped}; }, ""},
    {"attached", "NATTCH", Align::kRight, [](const ShownMemory& s) { return Cell{s.object.attached}; }, ""},
    {"creator_pid", "CPID", Align::kRight, [](const ShownMemory& s) { return number(s.object.creator); }, ""},
    {"last_pid", "LPID", Align::kRight, [](const ShownMemory& s) { return number(s.object.last); }, ""},
    {"to_be_removed", "DEST", Align::kLeft,
     [](const ShownMemory& s) { return Cell{(s.object.permissions.mode & SharedMemory::kToBeRemoved) != 0}; }, ""},
    {"locked", "LOCKED", Align::kLeft,
     [](const ShownMemory& s) { return Cell{(s.object.permissions.mode & SharedMemory::kLocked) != 0}; }, ""},
};
constexpr Column<ShownSemaphores> kSemaphoreColumns[] = {
    kKey<SemaphoreArray>,
    kId<SemaphoreArray>,
    kOwner<SemaphoreArray>,
    kMode<SemaphoreArray>,
    {"semaphores", "NSEMS", Align::kRight, [](const ShownSemaphores& s) { return Cell{s.object.count}; }, ""},
};
constexpr Column<ShownQueue> kQueueColumns[] = {
    kKey<MessageQueue>,
    kId<MessageQueue>,
    kOwner<MessageQueue>,
    kMode<MessageQueue>,
    {"bytes", "BYTES", Align::kRight, [](const ShownQueue& s) { return Cell{s.object.bytes}; }, ""},
    {"messages", "MESSAGES", Align::kRight, [](const ShownQueue& s) { return Cell{s.object.messages}; }, ""},
    {"last_sender_pid", "LSPID", Align::kRight, [](const ShownQueue& s) { return number(s.object.last_sender); }, ""},
    {"last_receiver_pid", "LRPID", Align::kRight, [](const ShownQueue& s) { return number(s.object.last_receiver); },
     ""},
};
constexpr Column<ShownPosixQueue> kPosixQueueColumns[] = {
    {"name", "NAME", Align::kLeft, [](const ShownPosixQueue& s) { return Cell{"/" + s.object.file.name}; }, ""},
    kOwner<PosixQueue>,
    {"permissions", "PERMS", Align::kLeft, [](const ShownPosixQueue& s) { return Cell{octal(s.object.file.mode)}; },
     ""},
    {"bytes", "BYTES", Align::kRight,
     [](const ShownPosixQueue& s) { return s.object.bytes ? Cell{*s.object.bytes} : Cell{}; }, ""},
    {"messages", "MESSAGES", Align::kRight, [](const ShownPosixQueue& s) { return number_or_null(s.object.messages); },
     ""},
    {"messages_max", "MAX", Align::kRight,
     [](const ShownPosixQueue& s) { return number_or_null(s.object.most_messages); }, ""},
    {"message_bytes_max", "MSGSIZE", Align::kRight,
     [](const ShownPosixQueue& s) { return number_or_null(s.object.message_size); }, ""},
    {"notify", "NOTIFY", Align::kLeft,
     [](const ShownPosixQueue& s) { return s.object.notify.empty() ? Cell{} : Cell{s.object.notify}; }, ""},
    {"notify_pid", "BY", Align::kRight,
     [](const ShownPosixQueue& s) { return s.object.notify.empty() ? Cell{} : number(s.object.notify_pid); }, ""},
};
constexpr Column<ShownFile> kFileColumns[] = {
    {"name", "NAME", Align::kLeft, [](const ShownFile& s) { return Cell{"/" + s.object.name}; }, ""},
    kOwner<IpcFile>,
    {"permissions", "PERMS", Align::kLeft, [](const ShownFile& s) { return Cell{octal(s.object.mode)}; }, ""},
    {"size", "BYTES", Align::kRight, [](const ShownFile& s) { return Cell{s.object.size}; }, ""},
    {"held_bytes", "HELD", Align::kRight, [](const ShownFile& s) { return Cell{s.object.blocks * kBlock}; }, ""},
    {"semaphore", "SEM", Align::kLeft, [](const ShownFile& s) { return Cell{s.object.name.starts_with("sem.")}; }, ""},
};

class Ipc final : public Overview {
 public:
  explicit Ipc(const OverviewContext& context)
      : context_(context),
        objects_(read_ipc_objects(context.proc)),
        namespace_(context.proc.link("self/ns/ipc").value_or(std::string())),
        json_(context.options.output == Output::kJson) {
    for (const PosixQueue& queue : objects_.posix_queues) holders_[{queue.file.device, queue.file.inode}];
    for (const IpcFile& file : objects_.posix_memory) holders_[{file.device, file.inode}];
  }

  void add(Process&& process) override {
    for (const OpenFile& file : process.files) {
      // Mappings of shared memory have its id for an inode (ipc/shm.c, newseg). Each namespace counts from 0.
      const bool is_memory = file.fd.kind == FdName::kDeletedMap && file.name.starts_with("/SYSV");
      if (is_memory && is_of_our_namespace(process)) {
        attached_[file.inode].push_back(holder_of(process, file, context_.options));
      }
      const auto known = holders_.find({file.device, file.inode});
      if (file.has(kInode) && known != holders_.end())
        known->second.push_back(holder_of(process, file, context_.options));
    }
  }

  Result<int> print() override {
    const auto none = [](const auto&) { return std::vector<Holder>(); };
    const auto file_holders = [&](const IpcFile& file) { return holders_[{file.device, file.inode}]; };
    list<SharedMemory>("Shared memory", "shared_memory", kMemoryColumns, objects_.memory, [&](const auto& memory) {
      return attached_[static_cast<std::uint64_t>(memory.permissions.id)];
    });
    list<SemaphoreArray>("Semaphores", "semaphore_array", kSemaphoreColumns, objects_.semaphores, none);
    list<MessageQueue>("Message queues", "message_queue", kQueueColumns, objects_.queues, none);
    list<PosixQueue>("POSIX message queues", "posix_message_queue", kPosixQueueColumns, objects_.posix_queues,
                     [&](const PosixQueue& queue) { return file_holders(queue.file); });
    list<IpcFile>("POSIX shared memory and semaphores", "posix_shared_memory", kFileColumns, objects_.posix_memory,
                  file_holders);
    list_numbers("Limits", "ipc_limits", read_ipc_limits(context_.proc));
    list_numbers("In use", "ipc_usage", sum_ipc(objects_));
    return 0;
  }

 private:
  bool is_of_our_namespace(const Process& process) const {
    const auto held = hold_again(context_.proc, process);
    if (!held) return false;
    const auto link = held->directory().link("ns/ipc");
    return !link || namespace_.empty() || *link == namespace_;
  }

  static std::uint32_t uid_of(const IpcFile& file) { return file.uid; }
  static std::uint32_t uid_of(const PosixQueue& queue) { return queue.file.uid; }
  template <typename Object>
  static std::uint32_t uid_of(const Object& object) {
    return object.permissions.uid;
  }

  void heading(std::string_view title) {
    if (!context_.out.text().empty()) context_.out.text().put('\n');
    context_.out.text().put(title).put('\n');
  }

  template <typename Object, typename Columns, typename HoldersOf>
  void list(std::string_view title, std::string_view type, const Columns& columns, const std::vector<Object>& objects,
            HoldersOf&& holders_of) {
    std::vector<Shown<Object>> shown;
    for (const Object& object : objects) {
      shown.push_back({object, context_.names.user(uid_of(object)), holders_of(object)});
    }
    if (json_) return list_json(type, std::span<const Column<Shown<Object>>>(columns), shown);
    if (shown.empty()) return;
    std::vector<Column<Shown<Object>>> all(std::begin(columns), std::end(columns));
    all.push_back({"holders", "HELD-BY", Align::kLeft,
                   [](const Shown<Object>& s) { return s.holders.empty() ? Cell{} : Cell{text_of(s.holders)}; }, ""});
    heading(title);
    put_rows<Shown<Object>>(context_, type, all, shown, false);
  }

  template <typename Row>
  void list_json(std::string_view type, std::span<const Column<Row>> columns, const std::vector<Row>& rows) {
    JsonWriter& json = context_.json;
    for (const Row& row : rows) {
      json.begin_line(type);
      for (const auto& column : columns) json_cell(json, column.id, column.cell(row));
      put_holders(json, "holders", row.holders);
      json.end_line();
    }
  }

  void list_numbers(std::string_view title, std::string_view type, const std::vector<IpcNumber>& numbers) {
    if (json_) {
      context_.json.begin_line(type);
      for (const IpcNumber& item : numbers) {
        json_cell(context_.json, item.id, item.value ? Cell{*item.value} : Cell{});
      }
      context_.json.end_line();
      return;
    }
    heading(title);
    TextTable table({{"", Align::kRight}, {"", Align::kLeft}});
    for (const IpcNumber& item : numbers) {
      table.add({item.value ? std::to_string(*item.value) : "-", std::string(item.title)});
    }
    TextBuffer text;
    table.print(text);
    context_.out.text().put(text.view().substr(text.view().find('\n') + 1));  // it has no headings
  }

  OverviewContext context_;
  IpcObjects objects_;
  std::string namespace_;  // whose objects those are: the text of the link; empty: not known
  bool json_;
  std::map<std::uint64_t, std::vector<Holder>> attached_;  // by the id of shared memory
  std::map<std::pair<Device, std::uint64_t>, std::vector<Holder>> holders_;
};

}  // namespace

std::unique_ptr<Overview> make_ipc(const OverviewContext& context) { return std::make_unique<Ipc>(context); }

}  // namespace nd::lsof
