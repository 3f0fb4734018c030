// The command line becomes options, the options a run.
#include <pcap/pcap.h>

#include "capture/long_options.h"
#include "capture/options.h"
#include "capture/run.h"
#include "common/cli/app.h"
#include "common/sys/output.h"
#include "common/sys/sandbox.h"
#include "common/sys/signals.h"
#include "common/sys/standard_streams.h"

int main(int argc, char** argv) {
  nd::hold_standard_streams();
  nd::ignore_sigxfsz();
  nd::capture::Options options;
  nd::cli::CommandLine line{"Show the packets on a network interface or in a capture file.", "mycap"};
  nd::capture::declare(line, options);
  const std::string version = std::string("mycap ") + ND_VERSION + "\n" + pcap_lib_version() +
                              "\nsandbox: " + nd::offered_sandbox().describe() + "\n";
  auto arguments = nd::capture::complete_long_options(line, nd::cli::arguments_of(argc, argv));
  if (!arguments) {
    nd::complain("mycap", arguments.error().message());
    return nd::capture::kFailed;
  }
  const nd::cli::Conventions conventions{
      .usage_status = nd::capture::kFailed, .write_status = nd::capture::kWriteFailed, .version = version};
  if (const auto status = nd::cli::parse(line, *std::move(arguments), conventions)) return *status;
  if (nd::Status settled = nd::capture::settle(options); !settled) {
    nd::complain("mycap", settled.error().message());
    return nd::capture::kFailed;
  }
  return nd::cli::finish("mycap", nd::capture::run(options));
}
