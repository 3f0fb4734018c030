#include "lsof/run.h"

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <set>

#include "common/parse/proc_pid_mountinfo.h"
#include "common/sys/output.h"
#include "common/sys/proc_root.h"
#include "lsof/endpoints.h"
#include "lsof/parallel.h"
#include "lsof/report/file_columns.h"
#include "lsof/report/json.h"
#include "lsof/report/names.h"
#include "lsof/report/network_names.h"
#include "lsof/report/overview.h"
#include "lsof/report/table.h"
#include "lsof/scanner.h"
#include "lsof/text.h"

namespace nd::lsof {
namespace {

bool has_processes(const ProcRoot& proc) {
  const auto pids = list_pids(proc).value_or(std::vector<std::int32_t>());
  return std::any_of(pids.begin(), pids.end(),
                     [&](std::int32_t pid) { return proc.read((std::to_string(pid) + "/stat").c_str()).has_value(); });
}

class Run {
 public:
  Run(Options options, Rounds& rounds)
      : options_(std::move(options)),
        selection_(std::move(options_.criteria)),
        slow_files_(options_.warnings, options_.patience, rounds.dead),
        names_(options_.style),
        json_(out_.text()),
        rounds_(rounds) {
    tables_.emplace_back(options_.style);
  }

  Result<Outcome> go() {
    if (options_.proc != "/proc") {
      const auto asked = ask_path(options_.proc, MountTable::own(), slow_files_);
      if (asked && asked->error == ETIMEDOUT) return system_failure(ETIMEDOUT, "statx", options_.proc);
    }
    const auto proc = ProcRoot::open(options_.proc);
    if (!proc) return tl::unexpected(proc.error());
    if (!is_live(*proc) && !has_processes(*proc)) {
      return input_failure("--proc " + options_.proc, "neither a /proc nor a copy of one", "it has no PID/stat");
    }
    proc_ = &*proc;
    unseen_.hidden = is_live(*proc) && hides_processes(*proc);
    show_progress();
    if (Status prepared = read_mounts(*proc); !prepared) return tl::unexpected(prepared.error());
    if (Status added = add_directories(); !added) return tl::unexpected(added.error());
    if (!add_names() && !names_added_) return Outcome{options_.quiet_search ? 0 : 1, false};  // nothing to look for
    sockets_.emplace(Sockets::Options{.live = is_live(*proc),
                                      .internet = !options_.no_inet_tables,
                                      .few = selection_.only_pids() && !options_.endpoints,
                                      .queues = shows_queues(),
                                      .unix = options_.endpoints || !selection_.lists_internet_alone()});
    locks_.emplace(*proc);
    auto overview = make_overview({options_, *proc, names_, out_, json_, rounds_, slow_files_});
    if (!overview) return tl::unexpected(overview.error());
    overview_ = std::move(*overview);
    begin_document();
    Status status = list(*proc);
    end_document();
    const bool missing = tell_missing();
    tell_unseen_in_json();
    if (status) status = out_.flush();
    if (!status) return tl::unexpected(status.error());
    tell_unseen_in_words();
    const bool lacks = tell_shortage();
    return Outcome{lacks || ((missing || missing_ || names_failed_) && !options_.quiet_search) ? 1 : 0, listed_};
  }

 private:
  // Only where something needs them.
  Status read_mounts(const ProcRoot& proc) {
    const bool needed = !options_.names.empty() || !options_.directories.empty() || !options_.trees.empty() ||
                        !options_.exemptions.empty() || selection_.criteria().nfs;
    if (!needed) return {};
    // Names are those of this machine, whatever --proc is; which mounts are NFS, a copy tells of its own.
    mounts_ = MountTable::own();
    const auto copied =
        is_live(proc) ? std::vector<Mount>() : parse_mountinfo(proc.read("self/mountinfo").value_or(std::string()));
    const std::span<const Mount> all = is_live(proc) ? mounts_.all() : copied;
    std::set<Device> nfs;
    for (const Mount& mount : all) {
      if (mount.type == "nfs" || mount.type == "nfs4") nfs.insert(mount.device);
    }
    selection_.set_nfs(std::move(nfs));
    for (Exemption& exemption : options_.exemptions) {
      while (exemption.point.size() > 1 && exemption.point.ends_with('/')) exemption.point.pop_back();
      const bool is_mounted =
          std::any_of(all.begin(), all.end(), [&](const Mount& mount) { return mount.point == exemption.point; });
      if (!is_mounted) {
        return input_failure("", "\"-e " + exemption.point + "\" is not a mounted file system.", "try --help");
      }
    }
    return {};
  }

  // +d and +D; what cannot be listed ends the run.
  Status add_directories() {
    Status done;
    for (const auto* list : {&options_.directories, &options_.trees}) {
      for (const std::string& path : *list) {
        selection_.want(kByName);
        if (done && options_.no_blocking) {
          done = input_failure("", "WARNING: can't stat(" + path + "): " + std::strerror(EAGAIN), "try --help");
        }
        if (done) done = named_.add_directory(path, list == &options_.trees, options_.crossing, mounts_);
      }
    }
    return done;
  }

  // The files named as arguments; false when one of them cannot be looked for.
  bool add_names() {
    if (options_.names.empty()) return true;
    selection_.want(kByName);
    for (const std::string& name : options_.names) {
      Status added = options_.no_blocking ? input_failure("", "status error on " + name + ": " + std::strerror(EAGAIN))
                                          : named_.add(name, options_.name_meaning, mounts_, slow_files_);
      names_added_ = names_added_ || added;
      if (added) continue;
      if (!options_.quiet_search) complain("mylsof", added.error().message());
      names_failed_ = true;
    }
    return !names_failed_;
  }

  // Rows that are printed meanwhile would have it between them.
  void show_progress() {
    const bool prints_meanwhile =
        !gathers() && options_.output != Output::kTable && options_.report == Report::kListing;
    if (::isatty(2) != 1 || (prints_meanwhile && ::isatty(1) == 1) || options_.watch) return;
    progress_ = std::make_unique<Progress>(2, monotonic_now(), [this] {
      const auto pids = list_pids(*proc_);
      return pids ? pids->size() : 0;
    });
  }

  // -J: one object around all processes.
  void begin_document() {
    if (options_.output != Output::kLsofJson) return;
    json_.begin_object();
    json_.field("lsof_version", "mylsof " ND_VERSION);
    json_.begin_array("processes");
  }
  void end_document() {
    if (options_.output != Output::kLsofJson) return;
    json_.end_array();
    json_.end_object();
    out_.text().put('\n');
  }

  Status list(const ProcRoot& proc) {
    if (Result<bool> done = list_beside(proc); !done || *done) {
      return done ? Status{} : Status{tl::unexpected(done.error())};
    }
    Scanner scanner(proc, selection_, named_, {*sockets_, slow_files_, unseen_, *locks_}, scan_options());
    Status status = scanner.scan([this](Process&& process) { return take(std::move(process)); });
    if (status) status = written_;
    progress_.reset();
    return status ? report_gathered() : status;
  }

  // With all cores, where that can be: whether it was.
  Result<bool> list_beside(const ProcRoot& proc) {
    const bool every_process = !options_.endpoints && !selection_.only_pids() && !overview_ && !options_.filter &&
                               options_.output != Output::kLsofJson && !options_.style.netns;
    const bool asks_for_names = !options_.style.numeric_hosts && options_.output != Output::kPids;
    if (!every_process || asks_for_names) return false;
    const auto pids = list_pids(proc);
    if (!pids) return tl::unexpected(pids.error());
    if (!is_parallel(pids->size())) return false;
    if (selection_.wanted() == 0 && options_.output != Output::kPids) locks_->read_ahead();
    const auto listed = list_in_parallel(proc, *pids, options_, scan_options(), selection_, named_,
                                         {*sockets_, slow_files_, unseen_, *locks_}, out_);
    if (!listed) return tl::unexpected(listed.error());
    listed_ = *listed;
    return true;
  }

  bool shows_queues() const {
    return options_.style.tcp.queues || options_.output == Output::kFields || options_.output == Output::kJson;
  }

  ScanOptions scan_options() const {
    const bool fields_want_it =
        options_.output == Output::kFields && (options_.fields.has('G') || options_.fields.has('o'));
    return {.warnings = options_.warnings,
            .tasks = options_.shows_tasks,
            .position_and_flags = fields_want_it || options_.output == Output::kJson ||
                                  options_.output == Output::kLsofJson || options_.output == Output::kLsofJsonLines ||
                                  options_.style.flags != FlagColumn::kNone ||
                                  options_.style.size == SizeColumn::kOffset,
            .facts = options_.output == Output::kJson || options_.report == Report::kWatchers ||
                     options_.report == Report::kGraph,
            .endpoints = options_.endpoints,
            .exemptions = options_.exemptions,
            .progress = progress_.get()};
  }

  // A table needs every row before it prints the first; so does a listing that still has to ask for host names.
  bool gathers() const {
    return options_.endpoints || (options_.output != Output::kPids && !options_.style.numeric_hosts);
  }

  bool take(Process&& process) {
    if (options_.style.netns) {
      for (OpenFile& file : process.files) {
        if (is_socket(file)) file.network_name = network_names_.of(*proc_, process, file);
      }
    }
    if (options_.filter) {
      std::erase_if(process.files, [&](const OpenFile& file) { return !file.hidden && !passes(process, file); });
      if (process.files.empty()) return true;
    }
    listed_ = true;
    if (overview_ && !options_.endpoints) {
      if (options_.report == Report::kFiles) want_hosts(process);
      overview_->add(std::move(process));
      return true;
    }
    if (gathers()) {
      want_hosts(process);
      gathered_.push_back(std::move(process));
      return true;
    }
    written_ = report(process);
    return written_.has_value();
  }

  void want_hosts(const Process& process) {
    for (const OpenFile& file : process.files) names_.want_hosts(file);
  }

  bool passes(const Process& process, const OpenFile& file) {
    const FileRow row{process, file, names_};
    return options_.filter->matches([&](std::size_t column) { return file_columns()[column].cell(row); });
  }

  Status report(const Process& process) {
    if (options_.output != Output::kTable) return print_process(out_, json_, process, names_, options_);
    tables_[0].add(process, names_);
    return {};
  }

  Status report_gathered() {
    if (options_.endpoints) {
      find_endpoints(gathered_, {.show_others = options_.with_endpoints,
                                 .names = options_.output != Output::kPids,
                                 .command_limit = options_.style.command_limit,
                                 .live = options_.proc == "/proc"});
      listed_ = !gathered_.empty();
    }
    if (Status found = names_.find_hosts(); !found) return found;
    if (overview_) {
      for (Process& process : gathered_) overview_->add(std::move(process));
      const auto status = overview_->print();
      if (!status) return tl::unexpected(status.error());
      missing_ = *status != 0;
      return {};
    }
    for (const Process& process : gathered_) {
      if (Status done = report(process); !done) return done;
    }
    return print_tables(out_, tables_);
  }

  void tell_unseen_in_json() {
    const bool is_told = options_.output == Output::kJson && (options_.report != Report::kLeaks || rounds_.last);
    if (is_told && unseen_.any()) put_unseen(json_, unseen_);
  }

  // lsof tells by rows, or not at all where none is asked for: to that only a terminal gets a line more. Reports of our
  // own have no such rows.
  void tell_unseen_in_words() {
    rounds_.line_below = unseen_.any() && options_.warnings;
    if (!rounds_.line_below) return;
    const bool ours = overview_ || options_.output == Output::kJson || options_.style.netns || options_.filter;
    const bool said_before = options_.watch && rounds_.screen == nullptr && !rounds_.watch->is_first();
    if (said_before || (options_.report == Report::kLeaks && !rounds_.last)) return;
    const bool no_row_tells = unseen_.hidden || unseen_.listed < unseen_.processes;
    if (ours || (no_row_tells && ::isatty(2) == 1)) tell_unseen(unseen_);
  }

  bool tell_missing() {
    std::vector<std::string> sentences = selection_.missing_commands();
    for (auto& sentence : named_.missing()) sentences.push_back(std::move(sentence));
    for (auto& sentence : selection_.missing_internet_and_processes()) sentences.push_back(std::move(sentence));
    if (options_.verbose_search) {
      for (const std::string& sentence : sentences) {
        append_name(out_.text().put("mylsof: "), sentence);
        out_.text().put('\n');
      }
    }
    return !sentences.empty();
  }

  Options options_;
  Selection selection_;
  NamedFiles named_;
  SlowFiles slow_files_;
  Unseen unseen_;
  std::optional<Sockets> sockets_;  // what rows view stands here
  std::optional<LockTable> locks_;
  Names names_;
  OutputBuffer out_;
  JsonWriter json_;
  Rounds& rounds_;
  NetworkNames network_names_;
  std::unique_ptr<Progress> progress_;
  const ProcRoot* proc_ = nullptr;
  MountTable mounts_;
  std::vector<Process> gathered_;
  std::vector<Table> tables_;
  std::unique_ptr<Overview> overview_;
  bool listed_ = false;
  bool missing_ = false;  // something that the overview was asked for by name
  Status written_;
  bool names_failed_ = false;
  bool names_added_ = false;
};

}  // namespace

Result<Outcome> run(Options options, Rounds& rounds) { return Run(std::move(options), rounds).go(); }

}  // namespace nd::lsof
