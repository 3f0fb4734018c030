#include "capture/savefile.h"

#include <poll.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "common/sys/syscall.h"

namespace nd::capture {
namespace {

constexpr std::size_t kBlock = 256 * 1024;
constexpr std::size_t kFileHeader = 24;
constexpr std::size_t kRecordHeader = 16;

struct RecordHeader {
  std::uint32_t seconds, fraction, captured, length;
};
static_assert(sizeof(RecordHeader) == kRecordHeader);

template <typename T>
void append(TextBuffer& block, const T& value) {
  block.put(std::string_view(reinterpret_cast<const char*>(&value), sizeof value));
}

// How many bytes of whole records, the file's header first where it is there, stand in the first `n` bytes.
std::size_t whole_records(std::string_view block, std::size_t n, bool file_header, std::uint64_t& packets) {
  std::size_t at = file_header ? kFileHeader : 0;
  if (at > n) return 0;
  for (packets = 0; at + kRecordHeader <= n; ++packets) {
    RecordHeader header;
    std::memcpy(&header, block.data() + at, sizeof header);
    if (at + kRecordHeader + header.captured > n) break;
    at += kRecordHeader + header.captured;
  }
  return at;
}

}  // namespace

Result<SavefileFormat> savefile_format(pcap_t* handle) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* memory = ::open_memstream(&text, &size);
  if (memory == nullptr) return system_failure("open_memstream", "savefile header");
  pcap_dumper_t* dumper = pcap_dump_fopen(handle, memory);
  if (dumper == nullptr) {
    std::fclose(memory);
    std::free(text);
    return input_failure({}, pcap_geterr(handle));
  }
  pcap_dump_close(dumper);
  SavefileFormat format{.header = std::string(text, size),
                        .nanoseconds = pcap_get_tstamp_precision(handle) == PCAP_TSTAMP_PRECISION_NANO};
  std::free(text);
  return format;
}

Savefile::Savefile(UniqueFd fd, std::string path, bool regular, const SavefileFormat& format)
    : fd_(std::move(fd)),
      path_(std::move(path)),
      nanoseconds_(format.nanoseconds),
      regular_(regular),
      block_(kBlock + 4096) {
  block_.put(format.header);
}

void Savefile::add(const Packet& packet) {
  append(block_, RecordHeader{.seconds = static_cast<std::uint32_t>(packet.seconds),
                              .fraction = static_cast<std::uint32_t>(nanoseconds_ ? packet.nanoseconds
                                                                                  : packet.nanoseconds / 1000),
                              .captured = packet.captured,
                              .length = packet.length});
  block_.put(std::string_view(reinterpret_cast<const char*>(packet.data), packet.captured));
  ++packets_in_block_;
}

bool Savefile::is_full() const { return block_.size() >= kBlock; }

Status Savefile::flush() {
  std::string_view rest = block_.view();
  while (!rest.empty()) {
    const ssize_t n = retry_eintr([&] { return ::write(fd_.get(), rest.data(), rest.size()); });
    if (n < 0 && errno == EAGAIN) {
      pollfd writable{.fd = fd_.get(), .events = POLLOUT, .revents = 0};
      retry_eintr([&] { return ::poll(&writable, 1, -1); });
      continue;
    }
    if (n < 0) return cut_back(errno, block_.size() - rest.size());
    rest.remove_prefix(static_cast<std::size_t>(n));
  }
  written_ += block_.size();
  packets_ += packets_in_block_;
  packets_in_block_ = 0;
  header_in_block_ = false;
  block_.clear();
  return {};
}

Status Savefile::cut_back(int code, std::size_t written_of_block) {
  std::uint64_t kept = 0;
  const std::size_t whole = whole_records(block_.view(), written_of_block, header_in_block_, kept);
  const std::uint64_t lost = packets_in_block_ - kept;
  packets_ += kept;
  packets_in_block_ = 0;
  written_ += whole;
  block_.clear();
  if (code == EPIPE) return system_failure(code, "write", path_);
  std::string remedy = std::to_string(lost) + (lost == 1 ? " packet" : " packets") + " lost";
  if (regular_ && ::ftruncate(fd_.get(), static_cast<off_t>(written_)) == 0)
    remedy += "; the file ends with its last whole packet, number " + std::to_string(packets_);
  return tl::unexpected(
      Error{.code = code, .call = "write", .object = path_, .reason = {}, .remedy = std::move(remedy)});
}

Status Savefile::close(bool to_disk) {
  if (!fd_) return {};
  if (Status flushed = flush(); !flushed) {
    fd_.reset();
    return flushed;
  }
  if (to_disk && regular_ && retry_eintr([&] { return ::fsync(fd_.get()); }) != 0)
    return tl::unexpected(Error{.code = errno,
                                .call = "fsync",
                                .object = path_,
                                .reason = {},
                                .remedy = "what the disk has of the file is not known"});
  if (::close(fd_.release()) != 0) return system_failure("close", path_);
  return {};
}

}  // namespace nd::capture
