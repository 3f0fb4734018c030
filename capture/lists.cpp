// What is shown instead of a capture: the filter's program (-d), interfaces (-D), link types (-L), time stamp types
// (-J).
#include <pcap/pcap.h>

#include <algorithm>

#include "capture/capture_file.h"
#include "capture/device_list.h"
#include "capture/filter_text.h"
#include "capture/live_device.h"
#include "capture/run.h"
#include "common/sys/output.h"

namespace nd::capture {
namespace {

Result<int> finish(TextBuffer& text) {
  if (Status written = write_all(1, text.view(), "standard output"); !written)
    return report_write_error(written.error());
  return kOk;
}

// -d as libpcap words it, -dd as a C array, -ddd as numbers.
void append_program(TextBuffer& out, const bpf_program& program, int form) {
  if (form == 3) out.dec(program.bf_len).put('\n');
  for (unsigned i = 0; i < program.bf_len; ++i) {
    const bpf_insn& insn = program.bf_insns[i];
    if (form == 1) {
      out.put(std::string_view(bpf_image(&insn, static_cast<int>(i)))).put('\n');
    } else if (form == 2) {
      out.put("{ 0x").hex(insn.code).put(", ").dec(insn.jt).put(", ").dec(insn.jf).put(", 0x").hex(insn.k, 8).put(
          " },\n");
    } else {
      out.dec(insn.code).put(' ').dec(insn.jt).put(' ').dec(insn.jf).put(' ').dec(insn.k).put('\n');
    }
  }
}

Result<int> dump_program(const Options& options, const std::string& text, pcap_t* handle, bpf_u_int32 netmask) {
  const auto filter = Filter::compile(handle, text, !options.no_optimizer, netmask);
  if (!filter) return report_filter_problem(filter.error());
  TextBuffer out;
  append_program(out, *filter->program(), options.dump_program);
  return finish(out);
}

Result<int> dump_for_file(const Options& options, const std::string& text) {
  Result<UniqueFd> fd = open_capture_file(options.read_file);
  if (!fd) return tl::unexpected(fd.error());
  Interrupts none;
  const auto file = CaptureFile::open({.fd = *std::move(fd)}, options.read_file, false, none);
  if (!file) return tl::unexpected(file.error());
  announce_file(options.read_file, (*file)->handle(), true);
  return dump_program(options, text, (*file)->handle(), PCAP_NETMASK_UNKNOWN);
}

// These are asked of the socket of a live capture, with other instructions than of a packet's bytes.
bool asks_the_socket(const std::string& text) {
  const std::vector<FilterToken> tokens = tokenize_filter(text);
  return std::any_of(tokens.begin(), tokens.end(), [](const FilterToken& token) {
    return token.text == "vlan" || token.text == "inbound" || token.text == "outbound" || token.text == "ifindex";
  });
}

// Opening and closing a capture costs the kernel 40 ms, and all that is wanted of the device is its link type.
Result<int> dump_for_device(const Options& options, const std::string& text) {
  const Result<std::string> name = device_name(options.interface());
  if (!name) return tl::unexpected(name.error());
  if (is_plain_ethernet(*name) && options.link_type.empty() && !options.monitor_mode && !asks_the_socket(text)) {
    const PcapHandle dead(pcap_open_dead(DLT_EN10MB, options.snapshot));
    return dump_program(options, text, dead.get(), kNoNetmask);
  }
  const auto device = LiveDevice::open(*name, options, false);
  if (!device) return tl::unexpected(device.error());
  return dump_program(options, text, (*device)->handle(), kNoNetmask);
}

Result<int> dump_program(const Options& options) {
  const Result<std::string> text = filter_text(options);
  if (!text) return tl::unexpected(text.error());
  if (!options.read_file.empty()) return dump_for_file(options, *text);
  if (!options.interfaces.empty()) return dump_for_device(options, *text);
  int type = DLT_EN10MB;
  if (options.link_type.empty()) {
    complain_plain("Warning: assuming Ethernet");
  } else {
    type = pcap_datalink_name_to_val(options.link_type.c_str());
  }
  const PcapHandle dead(pcap_open_dead(type, options.snapshot));
  return dump_program(options, *text, dead.get(), PCAP_NETMASK_UNKNOWN);
}

Result<int> list_interfaces() {
  const Result<DeviceList> devices = find_devices();
  if (!devices) return tl::unexpected(devices.error());
  TextBuffer out;
  append_devices(out, devices->get());
  return finish(out);
}

Result<int> list_capabilities(const Options& options) {
  const Result<std::string> name = device_name(options.interface());
  if (!name) return tl::unexpected(name.error());
  TextBuffer out;
  if (options.list_timestamp_types) {
    const Result<PcapHandle> handle = LiveDevice::create_handle(*name);
    if (!handle) return tl::unexpected(handle.error());
    if (Status listed = append_timestamp_types(out, handle->get(), *name); !listed)
      return tl::unexpected(listed.error());
    return finish(out);
  }
  const auto device = LiveDevice::open(*name, options, false);
  if (!device) return tl::unexpected(device.error());
  if (Status listed = append_link_types(out, (*device)->handle(), *name, options.monitor_mode); !listed)
    return tl::unexpected(listed.error());
  return finish(out);
}

}  // namespace

std::optional<Result<int>> run_lists(const Options& options) {
  if (options.list_interfaces) return list_interfaces();
  if (options.dump_program > 0) return dump_program(options);
  if (options.reads_files()) return std::nullopt;
  if (options.list_link_types || options.list_timestamp_types) return list_capabilities(options);
  return std::nullopt;
}

}  // namespace nd::capture
