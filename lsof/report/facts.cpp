#include "lsof/report/facts.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <cstring>

#include "common/base/number.h"
#include "common/parse/proc_pid_fdinfo.h"
#include "lsof/borrow.h"
#include "lsof/file_stat.h"
#include "lsof/kind_names.h"
#include "lsof/report/bpf_names.h"
#include "lsof/report/handles.h"
#include "lsof/report/values.h"

namespace nd::lsof {
namespace {

struct Word {
  std::uint32_t bit;
  std::string_view word;
};

// linux/eventpoll.h
constexpr Word kEpollEvents[] = {{0x1, "in"},       {0x2, "pri"},      {0x4, "out"},     {0x8, "err"},
                                 {0x10, "hup"},     {0x20, "nval"},    {0x40, "rdnorm"}, {0x80, "rdband"},
                                 {0x100, "wrnorm"}, {0x200, "wrband"}, {0x400, "msg"},   {0x2000, "rdhup"}};
constexpr std::uint32_t kExclusive = 1U << 28U;
constexpr std::uint32_t kWakeup = 1U << 29U;
constexpr std::uint32_t kOneShot = 1U << 30U;
constexpr std::uint32_t kEdge = 1U << 31U;

// linux/inotify.h
constexpr Word kInotifyEvents[] = {{0x1, "access"},         {0x2, "modify"},         {0x4, "attrib"},
                                   {0x8, "close_write"},    {0x10, "close_nowrite"}, {0x20, "open"},
                                   {0x40, "moved_from"},    {0x80, "moved_to"},      {0x100, "create"},
                                   {0x200, "delete"},       {0x400, "delete_self"},  {0x800, "move_self"},
                                   {0x01000000, "onlydir"}, {0x80000000U, "oneshot"}};

// linux/fanotify.h; all lie in the low 32 bits.
constexpr Word kFanotifyEvents[] = {{0x1, "access"},
                                    {0x2, "modify"},
                                    {0x4, "attrib"},
                                    {0x8, "close_write"},
                                    {0x10, "close_nowrite"},
                                    {0x20, "open"},
                                    {0x40, "moved_from"},
                                    {0x80, "moved_to"},
                                    {0x100, "create"},
                                    {0x200, "delete"},
                                    {0x400, "delete_self"},
                                    {0x800, "move_self"},
                                    {0x1000, "open_exec"},
                                    {0x8000, "fs_error"},
                                    {0x10000, "open_perm"},
                                    {0x20000, "access_perm"},
                                    {0x40000, "open_exec_perm"},
                                    {0x10000000, "rename"}};

template <std::size_t N>
std::vector<std::string_view> words_of(const Word (&words)[N], std::uint32_t bits) {
  std::vector<std::string_view> found;
  for (const Word& word : words) {
    if ((bits & word.bit) != 0) found.push_back(word.word);
  }
  return found;
}

void put_words(JsonWriter& json, std::string_view name, const std::vector<std::string_view>& words) {
  json.begin_array(name);
  for (const std::string_view word : words) json.value(word);
  json.end_array();
}

void put_eventfd(JsonWriter& json, std::string_view text, bool /*live*/) {
  const auto count = fdinfo_value(text, "eventfd-count");
  const auto id = fdinfo_value(text, "eventfd-id");
  if (const auto number = count ? parse_number<std::uint64_t>(*count, 16) : std::nullopt)
    json.field("counter", *number);
  if (const auto number = id ? parse_number<std::uint64_t>(*id) : std::nullopt) json.field("eventfd_id", *number);
}

void put_epoll(JsonWriter& json, std::string_view text, bool /*live*/) {
  json.begin_array("watches");
  for (const EpollTarget& target : parse_epoll_targets(text)) {
    json.begin_object();
    json.field("fd", target.fd);
    put_words(json, "events", epoll_event_words(target.events));
    json.field("trigger", (target.events & kEdge) != 0 ? "edge" : "level");
    json.field("one_shot", (target.events & kOneShot) != 0);
    json.field("exclusive", (target.events & kExclusive) != 0);
    json.field("wakeup", (target.events & kWakeup) != 0);
    if (target.inode != 0) json.field("inode", target.inode);
    if (target.inode != 0) json.field("device", device_text(target.device));
    json.end_object();
  }
  json.end_array();
}

std::string_view clock_name(std::int32_t clock) {
  static constexpr std::string_view kNames[] = {"realtime",
                                                "monotonic",
                                                "process_cputime",
                                                "thread_cputime",
                                                "monotonic_raw",
                                                "realtime_coarse",
                                                "monotonic_coarse",
                                                "boottime",
                                                "realtime_alarm",
                                                "boottime_alarm",
                                                "",
                                                "tai"};
  const auto index = static_cast<std::size_t>(clock);
  return clock >= 0 && index < std::size(kNames) ? kNames[index] : std::string_view();
}

void put_timer(JsonWriter& json, std::string_view text, bool /*live*/) {
  const auto timer = parse_timerfd(text);
  if (!timer) return;
  const std::string_view clock = clock_name(timer->clock);
  if (!clock.empty()) json.field("clock", clock);
  json.field("clock_id", timer->clock);
  json.field("armed", timer->value_ns != 0);
  json.field("expires_in_ns", timer->value_ns);
  json.field("interval_ns", timer->interval_ns);
  json.field("expiries_unread", timer->ticks);
}

// As kill -l has them, from the nearer end.
std::string real_time_name(int signal) {
  const int first = SIGRTMIN, last = SIGRTMAX;
  if (signal < first) return std::to_string(signal);  // the C library keeps it to itself
  const auto name = [](const char* base, char sign, int distance) {
    return std::string(base) + (distance == 0 ? "" : sign + std::to_string(distance));
  };
  return signal - first <= last - signal ? name("SIGRTMIN", '+', signal - first) : name("SIGRTMAX", '-', last - signal);
}

void put_signals(JsonWriter& json, std::string_view text, bool /*live*/) {
  json.begin_array("signals");
  for (const int signal : parse_signal_set(text)) {
    const char* name = ::sigabbrev_np(signal);
    json.value(name != nullptr ? "SIG" + std::string(name) : real_time_name(signal));
  }
  json.end_array();
}

void put_inotify(JsonWriter& json, std::string_view text, bool live) {
  json.begin_array("inotify_watches");
  for (const InotifyWatch& watch : parse_inotify_watches(text)) {
    json.begin_object();
    json.field("wd", watch.descriptor);
    json.field("inode", watch.inode);
    json.field("device", device_text(watch.device));
    put_words(json, "events", words_of(kInotifyEvents, watch.mask));
    thread_local FileHandles handles;
    const auto path = live ? handles.path(watch.device, watch.handle_type, watch.handle) : std::optional<std::string>();
    if (path) json.foreign_field("path", *path);
    json.end_object();
  }
  json.end_array();
}

void put_fanotify(JsonWriter& json, std::string_view text, bool /*live*/) {
  json.begin_array("fanotify_marks");
  for (const FanotifyMark& mark : parse_fanotify_marks(text)) {
    json.begin_object();
    if (mark.object == FanotifyMark::Object::kMount) {
      json.field("mount_id", mark.mount);
    } else {
      json.field("device", device_text(mark.device));
    }
    if (mark.object == FanotifyMark::Object::kInode) json.field("inode", mark.inode);
    json.field("mask", mark.mask);
    json.end_object();
  }
  json.end_array();
}

void put_pidfd(JsonWriter& json, std::string_view text, bool /*live*/) {
  const auto pid = fdinfo_value(text, "Pid");
  if (const auto number = pid ? parse_number<std::int32_t>(*pid) : std::nullopt) json.field("target_pid", *number);
}

// "7" or "0x7".
std::optional<std::uint64_t> number_of(std::string_view text) {
  if (text.starts_with("0x")) return parse_number<std::uint64_t>(text.substr(2), 16);
  return parse_number<std::uint64_t>(text);
}

// The "key: number" lines of these kinds say it themselves.
void put_numbers(JsonWriter& json, std::string_view text, std::span<const std::pair<const char*, const char*>> keys) {
  for (const auto& [key, name] : keys) {
    const auto value = fdinfo_value(text, key);
    if (const auto number = value ? number_of(*value) : std::nullopt) json.field(name, *number);
  }
}

// include/uapi/linux/fcntl.h, F_SEAL_*
constexpr Word kSeals[] = {{0x1, "seal"},  {0x2, "shrink"},        {0x4, "grow"},
                           {0x8, "write"}, {0x10, "future_write"}, {0x20, "exec"}};

void put_seals(JsonWriter& json, const Process& process, const OpenFile& file) {
  const UniqueFd copy = borrow_descriptor(process.pid, file.fd.number);
  struct stat found;
  if (!copy || ::fstat(copy.get(), &found) != 0 || found.st_ino != file.inode) return;
  if (device_of(found.st_dev) != file.device) return;
  const int seals = ::fcntl(copy.get(), F_GET_SEALS);
  if (seals >= 0) put_words(json, "seals", words_of(kSeals, static_cast<std::uint32_t>(seals)));
}

void put_mount(JsonWriter& json, const Mount& mount) {
  json.begin_object("mount");
  json.field("id", mount.id);
  json.foreign_field("point", mount.point);
  json.foreign_field("file_system_type", mount.type);
  json.end_object();
}

constexpr std::pair<const char*, const char*> kBpfKeys[] = {
    {"map_id", "bpf_map_id"},       {"map_type", "bpf_map_type"},   {"key_size", "key_size"},
    {"value_size", "value_size"},   {"max_entries", "max_entries"}, {"prog_id", "bpf_prog_id"},
    {"prog_type", "bpf_prog_type"}, {"link_id", "bpf_link_id"}};
constexpr std::pair<const char*, const char*> kUserFaultKeys[] = {{"pending", "faults_pending"},
                                                                  {"total", "faults_waiting"}};
constexpr std::pair<const char*, const char*> kRingKeys[] = {
    {"SqMask", "sq_mask"},     {"SqHead", "sq_head"},       {"SqTail", "sq_tail"},
    {"CqMask", "cq_mask"},     {"CqHead", "cq_head"},       {"CqTail", "cq_tail"},
    {"SqThread", "sq_thread"}, {"UserFiles", "user_files"}, {"UserBufs", "user_buffers"}};

void put_bpf(JsonWriter& json, std::string_view text, bool /*live*/) {
  put_numbers(json, text, kBpfKeys);
  const auto name = [&](const char* key, const char* as, std::string_view (*name_of)(std::uint64_t)) {
    const auto value = fdinfo_value(text, key);
    const auto number = value ? number_of(*value) : std::nullopt;
    if (number && !name_of(*number).empty()) json.field(as, name_of(*number));
  };
  name("map_type", "bpf_map_kind", bpf_map_type_name);
  name("prog_type", "bpf_prog_kind", bpf_program_type_name);
  if (const auto tag = fdinfo_value(text, "prog_tag")) json.foreign_field("bpf_prog_tag", *tag);
  if (const auto type = fdinfo_value(text, "link_type")) json.foreign_field("bpf_link_kind", *type);
}

void put_ring(JsonWriter& json, std::string_view text, bool /*live*/) { put_numbers(json, text, kRingKeys); }
void put_user_faults(JsonWriter& json, std::string_view text, bool /*live*/) {
  put_numbers(json, text, kUserFaultKeys);
}

// What is read out of the kernel's text on a descriptor of this kind. `live`: it is no saved copy.
struct FactsOf {
  std::string_view kind;
  void (*put)(JsonWriter& json, std::string_view text, bool live);
};
constexpr FactsOf kFacts[] = {
    {kind::kEventFd, put_eventfd},   {kind::kEpoll, put_epoll},      {kind::kPidFd, put_pidfd},
    {kind::kTimerFd, put_timer},     {kind::kSignalFd, put_signals}, {kind::kInotify, put_inotify},
    {kind::kFanotify, put_fanotify}, {kind::kIoUring, put_ring},     {kind::kUserFaultFd, put_user_faults},
    {kind::kBpfMap, put_bpf},        {kind::kBpfProgram, put_bpf},   {kind::kBpfLink, put_bpf}};

}  // namespace

std::vector<std::string_view> epoll_event_words(std::uint32_t events) { return words_of(kEpollEvents, events); }
bool is_edge_triggered(std::uint32_t events) { return (events & kEdge) != 0; }
bool is_one_shot(std::uint32_t events) { return (events & kOneShot) != 0; }
bool is_exclusive(std::uint32_t events) { return (events & kExclusive) != 0; }

std::vector<std::string_view> inotify_event_words(std::uint32_t mask) { return words_of(kInotifyEvents, mask); }
std::vector<std::string_view> fanotify_event_words(std::uint64_t mask) {
  return words_of(kFanotifyEvents, static_cast<std::uint32_t>(mask));
}

void put_facts(JsonWriter& json, const Process& process, const OpenFile& file) {
  if (file.mount != nullptr) put_mount(json, *file.mount);
  if (file.kind == kind::kNamespace) json.field("namespace", file.name);
  const bool live = file.has(kDevice);  // a saved copy leads to no file
  if (live && file.fd.kind == FdName::kNumber && file.kind == kind::kMemfd) put_seals(json, process, file);
  const std::string_view text = file.fdinfo;
  if (text.empty()) return;
  for (const FactsOf& facts : kFacts) {
    if (facts.kind == file.kind) return facts.put(json, text, live);
  }
}

}  // namespace nd::lsof
