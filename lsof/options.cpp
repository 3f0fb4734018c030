#include "lsof/options.h"

#include "common/cli/cli11.h"

namespace nd::lsof {
namespace {

using Words = std::vector<std::string>;

void list(CLI::App& app, const std::string& name, Words& into, const std::string& what, const std::string& help) {
  app.add_option(name, into, help)->type_name(what)->allow_extra_args(false)->take_all();
}

// An option whose value may be left out.
void maybe(CLI::App& app, const std::string& name, Words& into, const std::string& what, const std::string& help) {
  app.add_option(name, into, help)->type_name(what)->expected(0, 1)->take_all();
}

void declare_selection(CLI::App& app, RawOptions& raw) {
  app.add_flag("-a,--and", raw.and_all, "All of the selections must be met, not one of them");
  list(app, "-p,--pid", raw.pids, "LIST", "Processes; ^ leaves one out");
  maybe(app, "-g,--group", raw.groups, "LIST", "Process groups; without a list only shows them");
  list(app, "-u,--user", raw.users, "LIST", "Login names or numbers; ^ leaves one out");
  list(app, "-c,--command", raw.commands, "NAME", "Commands that begin so; ^NAME leaves out, /REGEX/[bix] matches");
  list(app, "-d,--descriptor", raw.descriptors, "LIST", "Descriptors: numbers, ranges, cwd, rtd, txt, mem, DEL, fd");
  maybe(app, "-i,--internet", raw.internet, "ADDRESS", "Internet files: [46][protocol][@host][:ports]");
  app.add_flag("-U,--unix", raw.unix_sockets, "Unix-domain sockets");
  maybe(app, "-K,--tasks", raw.tasks, "i", "Processes with threads, and the threads; i ignores threads");
  maybe(app, "-f,--name-files", raw.name_files, "", "Names are files, not the file systems mounted there");
  maybe(app, "--name-file-systems", raw.name_file_systems, "gG",
        "Names are file systems (+f); g, G show how files were opened");
  app.add_option("names", raw.names, "Files, mount points and devices to look for")->type_name("");
}

void declare_output(CLI::App& app, RawOptions& raw) {
  app.add_flag("-n,--numeric-hosts", raw.numeric_hosts, "Addresses, no host names");
  app.add_flag("-P,--numeric-ports", raw.numeric_ports, "Port numbers, no service names");
  app.add_flag("-l,--user-numbers", raw.user_numbers, "User numbers, no login names");
  app.add_flag("-t,--terse", raw.terse, "Process numbers only");
  maybe(app, "-F,--fields", raw.fields, "LETTERS", "One field a line, for programs; -F ? lists the letters");
  app.add_flag("--json", raw.json, "One JSON object a line");
  app.add_flag("-R,--parent", raw.parent, "Show the parent process");
  maybe(app, "--links", raw.links, "N", "Show link counts (+L)");
  maybe(app, "-L,--no-links", raw.no_links, "N", "Do not show link counts");
  maybe(app, "-o,--offset", raw.offset, "N", "Always show offsets; N: that many digits before 0x");
  maybe(app, "-s,--size", raw.size, "tcp:STATES", "Always show sizes; or: only sockets in these states");
  maybe(app, "-T,--tcp-info", raw.tcp_info, "fqs", "What to show of TCP: s state, q queues; none without letters");
  app.add_option("--command-width", raw.command_width, "Characters of a command (+c); 0: all")->type_name("N");
  app.add_flag("-w,--no-warnings", raw.no_warnings, "Leave out what may not be read");
  app.add_flag("--warnings", raw.warnings, "Show what may not be read (+w, the default)");
  app.add_flag("-V,--verbose", raw.verbose, "Tell what was looked for and not found");
  app.add_flag("-Q,--quiet-search", raw.quiet_search, "What was not found does not make the run fail");
  app.add_option("--proc", raw.proc, "Another /proc: a saved copy")->type_name("DIR");
}

}  // namespace

void declare(CLI::App& app, RawOptions& raw) {
  declare_selection(app, raw);
  declare_output(app, raw);
  app.callback([&app, &raw] {
    const auto given = [&](const char* name) { return app.get_option(name)->count() > 0; };
    raw.has_group = given("--group");
    raw.has_internet = given("--internet");
    raw.has_fields = given("--fields");
    raw.has_tcp_info = given("--tcp-info");
    raw.has_size = given("--size");
    raw.has_offset = given("--offset");
    raw.has_name_files = given("--name-files");
    raw.has_name_file_systems = given("--name-file-systems");
    raw.has_links = given("--links");
    raw.has_tasks = given("--tasks");
  });
}

}  // namespace nd::lsof
