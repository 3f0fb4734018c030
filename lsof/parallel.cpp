#include "lsof/parallel.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <system_error>
#include <thread>

#include "common/sys/unique_fd.h"
#include "lsof/report/json.h"
#include "lsof/report/lsof_json.h"
#include "lsof/report/table.h"
#include "lsof/text.h"

namespace nd::lsof {
namespace {

constexpr std::size_t kChunk = 16;     // processes: small, so that a large process at the end keeps nobody waiting
constexpr std::size_t kWorthIt = 100;  // processes: below that a thread costs more than it saves
constexpr std::size_t kMostWorkers = 8;

constexpr std::size_t kDescriptorsEach = 8;  // of a worker: the process, its folders, a file, a question about sockets
constexpr std::size_t kDescriptorsShared = 8;  // the helpers, names

// How many descriptors may still be opened, as RLIMIT_NOFILE stands.
std::size_t descriptors_left() {
  rlimit limit{};
  const UniqueFd next(::fcntl(2, F_DUPFD_CLOEXEC, 0));
  if (!next || ::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  const auto taken = static_cast<rlim_t>(next.get());
  return limit.rlim_cur > taken ? static_cast<std::size_t>(limit.rlim_cur - taken) : 0;
}

std::size_t workers() {
  const std::size_t left = descriptors_left();
  const std::size_t held = left > kDescriptorsShared ? (left - kDescriptorsShared) / kDescriptorsEach : 0;
  return std::clamp<std::size_t>(std::min<std::size_t>(std::thread::hardware_concurrency(), held), 1, kMostWorkers);
}

struct Part {
  explicit Part(const Style& style) : table(style) {}
  Table table;
  TextBuffer text;
  bool listed = false;
  std::atomic<bool> done = false;
};

class Listing {
 public:
  Listing(const ProcRoot& proc, const std::vector<std::int32_t>& pids, const Options& options, const ScanOptions& scan,
          Shared shared, OutputBuffer& out)
      : proc_(proc), pids_(pids), options_(options), scan_(scan), shared_(shared), out_(out) {
    for (std::size_t at = 0; at < pids.size(); at += kChunk) parts_.emplace_back(options.style);
  }

  Result<bool> run(Selection& selection, NamedFiles& named) {
    const std::size_t count = workers();
    std::vector<Selection> selections(count, selection);
    std::vector<NamedFiles> names(count, named);
    if (options_.output == Output::kTable || options_.output == Output::kFields) {
      static_cast<void>(terminal_shows_utf8());  // it sets the locale, which is no work for a thread beside others
    }
    std::vector<std::thread> threads;
    threads.reserve(count);
    try {
      for (std::size_t i = 1; i < count; ++i) {
        threads.emplace_back([&, i] { work(selections[i], names[i], i); });
      }
    } catch (const std::system_error&) {
      // RLIMIT_NPROC or pids.max: those there are do all of it
    }
    work(selections[0], names[0], 0);
    for (std::thread& thread : threads) thread.join();
    for (std::size_t i = 0; i < count; ++i) selection.merge(selections[i]), named.merge(names[i]);
    if (options_.output != Output::kTable) {
      print_finished();
    } else {
      print_whole_table();
    }
    if (!written_) return tl::unexpected(written_.error());
    return std::any_of(parts_.begin(), parts_.end(), [](const Part& part) { return part.listed; });
  }

 private:
  void work(Selection& selection, NamedFiles& named, std::size_t worker) {
    const bool prints = worker == 0;
    if (worker < 2) read_ahead(selection, worker == 0 ? Sockets::Table::kTcp : Sockets::Table::kUnix);
    Scanner scanner(proc_, selection, named, shared_, scan_);
    Names names(options_.style);
    for (std::size_t i = next_++; i < parts_.size() && !failed_; i = next_++) {
      Part& part = parts_[i];
      JsonWriter json(part.text);
      const auto first = pids_.begin() + static_cast<std::ptrdiff_t>(i * kChunk);
      const auto size = std::min(kChunk, pids_.size() - i * kChunk);
      scanner.scan_pids({first, size}, [&](Process&& process) {
        part.listed = true;
        if (options_.output == Output::kTable) {
          part.table.add(process, names);
        } else {
          static_cast<void>(print_process(part.text, json, process, names, options_));
        }
        return true;
      });
      part.done = true;
      if (prints && options_.output != Output::kTable) print_finished();
    }
  }

  // Most processes have sockets: two threads read the two large tables side by side (10 and 25 ms of 20000 sockets
  // each) before all wait for one of them.
  void read_ahead(const Selection& selection, Sockets::Table table) {
    constexpr std::uint32_t kSockets = kByInternet | kByUnix;
    const std::uint32_t wanted = selection.wanted();
    const bool may_list_none = selection.criteria().all_of && (wanted & kProcessCriteria) != 0;
    if (may_list_none || (wanted != 0 && (wanted & kSockets) == 0)) return;
    if (table == Sockets::Table::kTcp && shared_.sockets.leaves_out_internet()) return;
    const auto ourselves = HeldProcess::open(proc_, ::getpid());
    if (ourselves && is_live(proc_)) shared_.sockets.read_ahead(table, *ourselves);
  }

  // The parts whose turn it is; by one thread only.
  void print_finished() {
    for (; printed_ < parts_.size() && parts_[printed_].done && written_; ++printed_) {
      out_.text().put(parts_[printed_].text.view());
      parts_[printed_].text = TextBuffer(1);
      written_ = out_.flush_if_full();
    }
    failed_ = !written_;
  }

  void print_whole_table() {
    if (scan_.progress != nullptr) scan_.progress->clear();
    std::vector<Table> tables;
    for (Part& part : parts_) tables.push_back(std::move(part.table));
    written_ = print_tables(out_, tables);
  }

  const ProcRoot& proc_;
  const std::vector<std::int32_t>& pids_;
  const Options& options_;
  const ScanOptions& scan_;
  Shared shared_;
  OutputBuffer& out_;
  std::deque<Part> parts_;
  std::size_t printed_ = 0;
  Status written_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> failed_ = false;
};

}  // namespace

bool is_parallel(std::size_t processes) { return processes >= kWorthIt && workers() > 1; }

Result<bool> list_in_parallel(const ProcRoot& proc, const std::vector<std::int32_t>& pids, const Options& options,
                              const ScanOptions& scan, Selection& selection, NamedFiles& named, Shared shared,
                              OutputBuffer& out) {
  return Listing(proc, pids, options, scan, shared, out).run(selection, named);
}

Status print_process(const RowSink& out, JsonWriter& json, const Process& process, Names& names,
                     const Options& options) {
  switch (options.output) {
    case Output::kPids:
      if (process.tid != 0) return {};
      out.text().dec(process.pid).put('\n');
      return out.row_done();
    case Output::kFields:
      return print_fields(out, process, names, options.style, options.fields);
    case Output::kJson:
      return print_json(out, json, process, names);
    case Output::kLsofJson:
      put_lsof_json(json, process, names, options.style, options.fields);
      return out.row_done();
    case Output::kLsofJsonLines: {
      JsonWriter line(out.text());  // nothing joins it to the one before
      put_lsof_json(line, process, names, options.style, options.fields);
      out.text().put('\n');
      return out.row_done();
    }
    case Output::kTable:
      break;
  }
  return {};
}

}  // namespace nd::lsof
