// mynetstat: netstat's reports, from the same files and to the same bytes, and what it lacks beside them.
#include "common/cli/app.h"
#include "common/sys/signals.h"
#include "common/sys/standard_streams.h"
#include "netstat/options.h"
#include "netstat/run.h"

int main(int argc, char** argv) {
  nd::hold_standard_streams();
  nd::ignore_sigpipe();
  nd::ignore_sigxfsz();
  const auto parsed = nd::netstat::parse_options(argc, argv);
  if (parsed.status) return *parsed.status;
  return nd::cli::finish("mynetstat", nd::netstat::run(parsed.options));
}
