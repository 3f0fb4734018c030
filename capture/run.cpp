#include "capture/run.h"

#include <fcntl.h>
#include <pcap/pcap.h>
#include <unistd.h>

#include <cstring>

#include "capture/name_source.h"
#include "common/base/escape.h"
#include "common/sys/netns.h"
#include "common/sys/output.h"
#include "common/sys/syscall.h"
#include "common/sys/unique_fd.h"

namespace nd::capture {

Result<std::string> read_text_file(const std::string& path) {
  const int fd = path == "-" ? ::fcntl(0, F_DUPFD_CLOEXEC, 3)
                             : retry_eintr([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC); });
  if (fd < 0) return system_failure("open", path);
  const UniqueFd held(fd);
  std::string text;
  char piece[4096];
  for (;;) {
    const ssize_t n = retry_eintr([&] { return ::read(fd, piece, sizeof piece); });
    if (n < 0) return system_failure("read", path);
    if (n == 0) return text;
    text.append(piece, static_cast<std::size_t>(n));
  }
}

void complain_plain(std::string_view line) {
  TextBuffer text(256);
  append_escaped(text, line);
  text.put('\n');
  static_cast<void>(write_all(2, text.view(), "standard error"));
}

std::string describe_source(int dlt, int snapshot) {
  const char* name = pcap_datalink_val_to_name(dlt);
  std::string text = ", link-type ";
  if (name == nullptr) {
    text += std::to_string(dlt);
  } else {
    text += std::string(name) + " (" + pcap_datalink_val_to_description(dlt) + ")";
  }
  return text + ", snapshot length " + std::to_string(snapshot);
}

void announce_file(const std::string& path, pcap_t* handle, bool first) {
  const int dlt = pcap_datalink(handle);
  complain_plain("reading from file " + path + describe_source(dlt, pcap_snapshot(handle)));
  // The file holds the numbers that interfaces had where it was written.
  if (first && dlt == DLT_LINUX_SLL2) complain_plain("Warning: interface names might be incorrect");
}

// A file's comments, from # to the end of the line, are blanked out as the peer does.
Result<std::string> filter_text(const Options& options) {
  if (options.filter_file.empty()) return options.filter;
  Result<std::string> text = read_text_file(options.filter_file);
  if (!text) return system_failure(text.error().code, text.error().call, "can't open " + options.filter_file);
  bool comment = false;
  for (char& c : *text) {
    if (c == '#') comment = true;
    if (c == '\n') comment = false;
    if (comment) c = ' ';
  }
  while (!text->empty() && (text->back() == '\n' || text->back() == ' ')) text->pop_back();
  return text;
}

// The place stands under the text only where somebody looks at it; a log gets one line for one error.
int report_filter_problem(const FilterProblem& problem) {
  if (::isatty(STDERR_FILENO) == 1) {
    static_cast<void>(write_all(STDERR_FILENO, problem_with_place(problem), "standard error"));
  } else {
    complain("mycap", problem_in_a_line(problem));
  }
  return kFailed;
}

int report_write_error(const Error& error) {
  if (error.code == EPIPE) return kWriteFailed;
  if (error.object == "standard output") {
    complain("mycap", std::string("Unable to write output: ") + std::strerror(error.code));
  } else {
    complain("mycap", error.message());
  }
  return kWriteFailed;
}

Result<int> with_remedy(Result<int> status) {
  if (!status && status.error().code == EMFILE && status.error().remedy.empty())
    status.error().remedy = "this run needs more descriptors: ulimit -n";
  return status;
}

Result<int> run(Options& options) {
  if (!options.network_namespace.empty() && !options.reads_files()) {
    if (Status entered = enter_network_namespace(options.network_namespace); !entered)
      return tl::unexpected(entered.error());
  }
  if (auto listed = run_lists(options)) return *listed;
  SystemNames names(options.print.strip_domain);
  if (!options.numeric) options.print.names = options.system_names = &names;
  return with_remedy(options.reads_files() ? run_files(options) : run_live(options));
}

}  // namespace nd::capture
