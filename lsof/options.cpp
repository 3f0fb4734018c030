#include "lsof/options.h"

namespace nd::lsof {
namespace {

void declare_selection(cli::CommandLine& line, RawOptions& raw) {
  line.flag("-a,--and", raw.and_all, "All of the selections must be met, not one of them");
  line.values("-p,--pid", raw.pids, "LIST", "Processes; ^ leaves one out");
  line.optional_value("-g,--group", raw.groups, "LIST", "Process groups; without a list only shows them");
  line.values("-u,--user", raw.users, "LIST", "Login names or numbers; ^ leaves one out");
  line.values("-c,--command", raw.commands, "NAME", "Commands that begin so; ^NAME leaves out, /REGEX/[bix] matches");
  line.values("-d,--descriptor", raw.descriptors, "LIST", "Descriptors: numbers, ranges, cwd, rtd, txt, mem, DEL, fd");
  line.optional_value("-i,--internet", raw.internet, "ADDRESS", "Internet files: [46][protocol][@host][:ports]");
  line.flag("-U,--unix", raw.unix_sockets, "Unix-domain sockets");
  line.optional_value("-K,--tasks", raw.tasks, "i", "Processes with threads, and the threads; i ignores threads");
  line.optional_value("-f,--name-files", raw.name_files, "", "Names are files, not the file systems mounted there");
  line.optional_value("--name-file-systems", raw.name_file_systems, "gG",
                      "Names are file systems (+f); g, G show how files were opened");
  line.values("--directory", raw.directories, "DIR", "A directory and the files at its top level (+d)");
  line.values("--tree", raw.trees, "DIR", "A directory and the files in it, however deep (+D)");
  line.optional_value("-x,--cross", raw.cross, "fl", "Directories: across mount points (f), links (l), or both");
  line.flag("-N,--nfs", raw.nfs, "NFS files");
  line.flag("-E,--endpoints", raw.endpoints, "Show who is at the other end of pipes, sockets and terminals");
  line.flag("--with-endpoints", raw.with_endpoints, "The same, and list the files at the other ends too (+E)");
  line.values("-e,--exempt", raw.exempt, "PATH", "Ask nothing of the file system mounted there");
  line.values("--exempt-links", raw.exempt_links, "PATH", "The same, by lsof's other name (+e)");
  line.operands("names", raw.names, "", "Files, mount points and devices to look for");
}

void declare_output(cli::CommandLine& line, RawOptions& raw) {
  line.flag("-n,--numeric-hosts", raw.numeric_hosts, "Addresses, no host names");
  line.flag("-P,--numeric-ports", raw.numeric_ports, "Port numbers, no service names");
  line.flag("-l,--user-numbers", raw.user_numbers, "User numbers, no login names");
  line.flag("-t,--terse", raw.terse, "Process numbers only");
  line.optional_value("-F,--fields", raw.fields, "LETTERS", "One field a line, for programs; -F ? lists the letters");
  line.flag("--json", raw.json, "One JSON object a line");
  line.flag("-J,--lsof-json", raw.lsof_json, "One JSON document, as lsof's development version writes it");
  line.flag("-j,--lsof-json-lines", raw.lsof_json_lines, "The same with one process a line");
  line.flag("-R,--parent", raw.parent, "Show the parent process");
  line.optional_value("--links", raw.links, "N", "Show link counts (+L)");
  line.optional_value("-L,--no-links", raw.no_links, "N", "Do not show link counts");
  line.optional_value("-o,--offset", raw.offset, "N", "Always show offsets; N: that many digits before 0x");
  line.optional_value("-s,--size", raw.size, "tcp:STATES", "Always show sizes; or: only sockets in these states");
  line.optional_value("-T,--tcp-info", raw.tcp_info, "fqs",
                      "What to show of TCP: s state, q queues; none without letters");
  line.value("--command-width", raw.command_width, "N", "Characters of a command (+c); 0: all");
  line.flag("-w,--no-warnings", raw.no_warnings, "Leave out what may not be read");
  line.flag("--warnings", raw.warnings, "Show what may not be read (+w, the default)");
  line.flag("-V,--verbose", raw.verbose, "Tell what was looked for and not found");
  line.flag("-Q,--quiet-search", raw.quiet_search, "What was not found does not make the run fail");
  line.optional_value("-r,--repeat", raw.repeat, "T[cN][mFORMAT]", "List again every T seconds, N times");
  line.optional_value("--repeat-while-found", raw.repeat_while_found, "T[cN][mFORMAT]",
                      "The same, until nothing is found (+r)");
  line.flag("-b,--no-blocking", raw.no_blocking, "Ask no file system for names given as arguments");
  line.flag("-O,--no-helper", raw.no_helper, "Accepted; nothing that can block is asked directly");
  line.optional_value("-S,--timeout", raw.timeout, "SECONDS", "How long a file system may take to answer (default 1)");
  line.flag("-X,--no-inet-tables", raw.no_inet_tables, "Do not look TCP and UDP sockets up");
  line.flag("-M,--no-portmapper", raw.no_portmapper, "Do not ask the portmapper; it never is");
  line.value("--proc", raw.proc, "DIR", "Another /proc: a saved copy");
}

void declare_reports(cli::CommandLine& line, RawOptions& raw) {
  line.group("Reports");
  line.flag("--deleted", raw.deleted, "Deleted files by the space they hold, and who holds them");
  line.flag("--graph", raw.graph, "Processes and what connects them, for Graphviz's dot");
  line.flag("--ipc", raw.ipc, "Shared memory, semaphores and message queues, who has them, limits and sums");
  line.value("--leaks", raw.leaks, "SECONDS", "Processes whose descriptors grow in number, by kind");
  line.flag("--top", raw.top, "Processes by how much of their limit on open files they use");
  line.value("--watchers", raw.watched, "PID:FD|FILE",
             "Who waits on this descriptor or file by epoll, inotify, fanotify");
  line.value("--filter", raw.filter, "EXPR", "Only files for which this is true: file_type == REG and size > 1M");
  line.list("--columns", raw.columns, "LIST", "These columns of files, with commas between them");
  line.value("--sort", raw.sort, "COLUMN", "Sort files by this column, descending after a '-'");
  line.value("--watch", raw.watch, "SECONDS", "Again and again, with marks at what was opened and closed");
  line.flag("--netns", raw.netns, "Show the network namespace of sockets");
}

}  // namespace

void declare(cli::CommandLine& line, RawOptions& raw) {
  declare_selection(line, raw);
  declare_output(line, raw);
  declare_reports(line, raw);
  line.refuse_empty_values({"--pid", "--user", "--command"});  // the peer takes these
}

void note_given(const cli::CommandLine& line, RawOptions& raw) {
  raw.has_group = line.given("--group");
  raw.has_internet = line.given("--internet");
  raw.has_fields = line.given("--fields");
  raw.has_tcp_info = line.given("--tcp-info");
  raw.has_size = line.given("--size");
  raw.has_offset = line.given("--offset");
  raw.has_name_files = line.given("--name-files");
  raw.has_name_file_systems = line.given("--name-file-systems");
  raw.has_cross = line.given("--cross");
  raw.has_repeat = line.given("--repeat");
  raw.has_repeat_while_found = line.given("--repeat-while-found");
  raw.has_no_links = line.given("--no-links");
  raw.has_links = line.given("--links");
  raw.has_tasks = line.given("--tasks");
}

}  // namespace nd::lsof
