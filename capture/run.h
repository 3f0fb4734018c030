// A run, from settled options to an exit status: packets from files, or live ones, or a list that was asked for.
#pragma once

#include <optional>
#include <string>

#include "capture/filter.h"
#include "capture/options.h"
#include "common/base/result.h"

namespace nd::capture {

enum ExitStatus : int { kOk = 0, kFailed = 1, kWriteFailed = 14 };

// Errors come back for the caller to print; what was already said is only a status.
Result<int> run(Options& options);

Result<int> run_files(const Options& options);  // -r, -V
Result<int> run_live(const Options& options);
// -d, -D, -L and -J; nullopt when none was asked for.
std::optional<Result<int>> run_lists(const Options& options);

// A step of a run: nothing, go on; a status, the run is over with it; an error, over as well and still to be said.
using Step = Result<std::optional<int>>;

// ---- shared by the two kinds of run

// With what can be done about a failure that may come from anywhere.
Result<int> with_remedy(Result<int> status);

// ", link-type EN10MB (Ethernet), snapshot length 262144"
std::string describe_source(int dlt, int snapshot);
// "reading from file …", on standard error; for the `first` file of a run with what there is to know of it.
void announce_file(const std::string& path, pcap_t* handle, bool first);
// A line on standard error as it is, without the program's name; escaped.
void complain_plain(std::string_view line);
// All of a small text file, "-" for standard input.
Result<std::string> read_text_file(const std::string& path);
// The filter's text, from the command line or from -F's file.
Result<std::string> filter_text(const Options& options);
// Says why Filter::compile refused a text; the status.
int report_filter_problem(const FilterProblem& problem);
// Says why output could not be written, unless its reader has just gone; the status.
int report_write_error(const Error& error);

}  // namespace nd::capture
