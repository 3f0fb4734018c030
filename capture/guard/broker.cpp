#include "capture/guard/broker.h"

#include <fcntl.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

#include "capture/capture_file.h"
#include "capture/filter.h"
#include "capture/run.h"
#include "capture/savefile.h"
#include "common/sys/output.h"
#include "common/sys/syscall.h"

namespace nd::capture {
namespace {

using About = Question::About;

void put_text(Answer& answer, std::string_view text) {
  const std::size_t size = text.copy(answer.text.data(), answer.text.size() - 1);
  answer.text[size] = '\0';
}

Answer refusal(const Error& error) {
  Answer answer{.code = error.code};
  if (error.code == 0 || !error.reason.empty()) {
    answer.code = Answer::kReason;
    put_text(answer, error.reason);
  }
  return answer;
}

// A handle as libpcap has it for a savefile with such packets, whose header alone is made here: the filter's
// instructions differ between files and devices.
PcapHandle handle_like_file(int link_type, int snapshot) {
  const PcapHandle dead(pcap_open_dead(link_type, snapshot));
  if (dead == nullptr) return nullptr;
  Result<SavefileFormat> format = savefile_format(dead.get());
  if (!format) return nullptr;
  std::FILE* memory = ::fmemopen(format->header.data(), format->header.size(), "r");
  if (memory == nullptr) return nullptr;
  char error[PCAP_ERRBUF_SIZE] = "";
  PcapHandle handle(pcap_fopen_offline(memory, error));
  if (handle == nullptr) std::fclose(memory);
  return handle;
}

Result<UniqueFd> in_memory(const bpf_program& program) {
  UniqueFd memory(::memfd_create("filter", MFD_CLOEXEC));
  if (!memory) return system_failure("memfd_create", "filter");
  const std::string_view bytes(reinterpret_cast<const char*>(program.bf_insns), program.bf_len * sizeof(bpf_insn));
  if (Status written = write_all(memory.get(), bytes, "filter"); !written) return tl::unexpected(written.error());
  return memory;
}

}  // namespace

Broker::Broker(const Options& options, Sources sources, SharedState& state)
    : options_(options), sources_(std::move(sources)), state_(state), outputs_(options) {
  if (sources_.devices != nullptr) return;
  input_ = open_capture_file(sources_.files.front());
  filter_text_ = filter_text(options);
}

void Broker::prepare() {
  interfaces_.reset(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (sources_.devices == nullptr) return;
  open_first_output();
  opened_ = settled_ = true;
}

// With the rights of before the sandbox: a name may lead anywhere.
void Broker::open_first_output() {
  if (!options_.writes() || first_output_) return;
  first_output_time_ = std::time(nullptr);
  first_output_ = outputs_.open(first_output_time_, 0);
}

Answer Broker::answer(const Question& question, int& descriptor) {
  descriptor = -1;
  switch (question.about) {
    case About::kInput:
      return open_input(question.number, descriptor);
    case About::kFilter:
      return compile(question, descriptor);
    case About::kOutput:
      return open_output(question, descriptor);
    case About::kFinished:
      outputs_.finish();
      return with_totals({});
    case About::kRemoveOldest:
      if (options_.total_size > 0) outputs_.remove_oldest();
      return with_totals({});
    case About::kStatistics:
      return statistics(question.number);
    case About::kInterface:
      return interface_name(question.number);
    case About::kStopTaking:
      if (sources_.devices != nullptr) sources_.devices->take_no_more();
      return {};
    case About::kReady:
      settled_ = settled_ || next_input_ == sources_.files.size();
      return {};
    case About::kEnding:
      return {};
  }
  return {.code = EPROTO};
}

// In their order, each once.
Answer Broker::open_input(std::uint32_t number, int& descriptor) {
  if (number >= sources_.files.size() || number != next_input_) return {.code = EPERM};
  ++next_input_;
  if (number > 0) input_ = open_capture_file(sources_.files[number]);
  if (!input_) return refusal(input_.error());
  Answer answer;
  struct stat status {};
  if (::fstat(input_->get(), &status) == 0 && S_ISREG(status.st_mode)) {
    answer.values[0] = 1;
    answer.values[1] = static_cast<std::uint64_t>(status.st_size);
  }
  descriptor = input_->get();
  return answer;
}

Answer Broker::compile(const Question& question, int& descriptor) {
  if (sources_.devices != nullptr || settled_) return {.code = EPERM};
  settled_ = next_input_ == sources_.files.size();
  opened_ = true;
  if (!filter_text_) {
    complain("mycap", filter_text_.error().message());
    return {.code = Answer::kSaid};
  }
  const int link_type = static_cast<int>(question.number);
  const int snapshot = static_cast<int>(question.value);
  PcapHandle handle = handle_like_file(link_type, snapshot);
  if (handle == nullptr) handle.reset(pcap_open_dead(link_type, snapshot));
  auto filter = Filter::compile(handle.get(), *filter_text_, !options_.no_optimizer, PCAP_NETMASK_UNKNOWN);
  if (!filter) {
    report_filter_problem(filter.error());
    return {.code = Answer::kSaid};
  }
  Result<UniqueFd> memory = in_memory(*filter->program());
  if (!memory) return refusal(memory.error());
  program_ = *std::move(memory);
  open_first_output();
  if (output_header_.empty()) output_header_ = savefile_format(handle.get()).value_or(SavefileFormat{}).header;
  descriptor = program_.get();
  Answer answer;
  answer.values[0] = filter->program()->bf_len;
  return answer;
}

Answer Broker::open_output(const Question& question, int& descriptor) {
  if (!options_.writes()) return {.code = EPERM};
  Status opened;
  std::time_t when = first_output_time_;
  if (first_output_) {
    opened = *std::exchange(first_output_, std::nullopt);
  } else if (options_.file_size == 0 && options_.file_seconds == 0) {
    return {.code = EPERM};
  } else {
    when = question.value;
    if (!is_next_output(when, question.number)) return {.code = EPERM};
    opened = outputs_.open(when, question.number);
  }
  if (!opened) return refusal(opened.error());
  last_output_time_ = when;
  last_output_number_ = question.number;
  state_.whole.store(0, std::memory_order_release);
  descriptor = outputs_.fd();
  Answer answer;
  answer.values = {outputs_.is_regular() ? 1U : 0U, static_cast<std::uint64_t>(when), 0};
  return with_totals(answer);
}

// Counting on or from the start again, and for a time that has come.
bool Broker::is_next_output(std::time_t when, std::uint32_t number) const {
  if (number != 0 && number != last_output_number_ + 1) return false;
  return when == last_output_time_ || (when > last_output_time_ && when <= std::time(nullptr) + 1);
}

Answer Broker::with_totals(Answer answer) const {
  answer.files = outputs_.finished_files();
  answer.bytes = outputs_.finished_bytes();
  return answer;
}

Answer Broker::statistics(std::uint32_t number) const {
  if (sources_.devices == nullptr || number >= sources_.devices->all().size()) return {.code = EPERM};
  const Result<DeviceStatistics> got = sources_.devices->all()[number].device->statistics();
  if (!got) return refusal(got.error());
  Answer answer;
  answer.values = {got->received, got->dropped, got->interface_dropped};
  return answer;
}

Answer Broker::interface_name(std::uint32_t index) const {
  ifreq request{};
  request.ifr_ifindex = static_cast<int>(index);
  if (::ioctl(interfaces_.get(), SIOCGIFNAME, &request) < 0) return {.code = errno};
  Answer answer;
  put_text(answer, std::string_view(request.ifr_name, ::strnlen(request.ifr_name, sizeof request.ifr_name)));
  return answer;
}

bool Broker::mend_output() {
  if (sources_.devices != nullptr && options_.writes()) {
    const Result<SavefileFormat> format = savefile_format(sources_.devices->first().handle());
    if (format) output_header_ = format->header;
  }
  return outputs_.mend(state_.whole.load(std::memory_order_acquire), output_header_);
}

}  // namespace nd::capture
