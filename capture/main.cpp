// Reads a capture and prints its packets.
#include <pcap/pcap.h>

#include "capture/dissect/registry.h"
#include "capture/options.h"
#include "common/cli/app.h"
#include "common/sys/output.h"

namespace nd::capture {
namespace {

struct PcapCloser {
  void operator()(pcap_t* p) const { pcap_close(p); }
};

Result<int> run(Options& options) {
  settle(options);
  char error[PCAP_ERRBUF_SIZE] = "";
  const std::unique_ptr<pcap_t, PcapCloser> source(
      pcap_open_offline_with_tstamp_precision(options.read_file.c_str(), PCAP_TSTAMP_PRECISION_NANO, error));
  if (source == nullptr) return input_failure("", error);
  if (!options.filter.empty()) {
    std::string text;
    for (const std::string& word : options.filter) text += (text.empty() ? "" : " ") + word;
    bpf_program program{};
    if (pcap_compile(source.get(), &program, text.c_str(), 1, PCAP_NETMASK_UNKNOWN) < 0)
      return input_failure("", pcap_geterr(source.get()));
    pcap_setfilter(source.get(), &program);
    pcap_freecode(&program);
  }
  const Dissector* link = by_link_type(pcap_datalink(source.get()));
  if (link == nullptr)
    return input_failure("", "unsupported data link type " + std::to_string(pcap_datalink(source.get())));
  OutputBuffer output;
  PacketPrinter printer(output.text(), options.print, options.line);
  printer.set_link(*link);
  pcap_pkthdr* header = nullptr;
  const u_char* data = nullptr;
  std::uint64_t number = 0;
  int status = 0;
  while ((options.count == 0 || number < options.count) && (status = pcap_next_ex(source.get(), &header, &data)) == 1) {
    printer.print({.seconds = header->ts.tv_sec,
                   .nanoseconds = static_cast<std::uint32_t>(header->ts.tv_usec),
                   .captured = header->caplen,
                   .length = header->len,
                   .data = data},
                  ++number);
    if (const Status flushed = output.flush_if_full(); !flushed) return tl::unexpected(flushed.error());
  }
  if (const Status flushed = output.flush(); !flushed) return tl::unexpected(flushed.error());
  if (status == PCAP_ERROR) return input_failure("", pcap_geterr(source.get()));
  return 0;
}

}  // namespace
}  // namespace nd::capture

int main(int argc, char** argv) {
  nd::capture::Options options;
  CLI::App app{"Show the packets on a network interface or in a capture file.", "mycap"};
  nd::capture::declare(app, options);
  if (const auto status = nd::cli::parse(app, argc, argv, {.usage_status = 1, .version = "mycap " ND_VERSION "\n"}))
    return *status;
  return nd::cli::finish("mycap", nd::capture::run(options));
}
