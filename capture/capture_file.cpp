#include "capture/capture_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstring>

#include "common/sys/syscall.h"

namespace nd::capture {
namespace {

constexpr std::size_t kFileHeader = 24;
constexpr std::size_t kRecordHeader = 16;
constexpr std::uint32_t kMicroMagic = 0xa1b2c3d4;
constexpr std::uint32_t kNanoMagic = 0xa1b23c4d;
constexpr std::uint32_t kMaxCaptured = 262144;  // libpcap's, for the link types read here

template <typename T>
T native(const std::uint8_t* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

}  // namespace

Result<UniqueFd> open_capture_file(const std::string& path) {
  const int fd = path == "-" ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                             : retry_eintr([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC); });
  if (fd < 0) return system_failure("open", path);
  return UniqueFd(fd);
}

ssize_t CaptureFile::read_cookie(void* self, char* into, std::size_t size) {
  InputStream& stream = static_cast<CaptureFile*>(self)->stream_;
  if (stream.buffered().empty() && !stream.fill(1)) {
    errno = stream.error();
    return stream.error() != 0 ? -1 : 0;
  }
  const Bytes there = stream.buffered();
  const std::size_t n = std::min(size, there.size());
  std::memcpy(into, there.data(), n);
  stream.consume(n);
  return static_cast<ssize_t>(n);
}

// Ours to read: native byte order and format 2.4. Everything else stays with libpcap.
void CaptureFile::detect_plain(Bytes header) {
  if (header.size() < kFileHeader) return;
  const auto magic = native<std::uint32_t>(header.data());
  if (magic != kMicroMagic && magic != kNanoMagic) return;
  if (native<std::uint16_t>(&header[4]) != 2 || native<std::uint16_t>(&header[6]) != 4) return;
  fraction_unit_ = magic == kNanoMagic ? 1 : 1000;
  plain_ = true;
}

Result<std::unique_ptr<CaptureFile>> CaptureFile::open(OpenedInput input, const std::string& path, bool nanoseconds,
                                                       Interrupts& interrupts) {
  std::unique_ptr<CaptureFile> file(new CaptureFile(std::move(input), interrupts));
  file->nanoseconds_ = nanoseconds;
  static_cast<void>(file->stream_.fill(kFileHeader));
  file->detect_plain(file->stream_.buffered());
  std::FILE* stdio = ::fopencookie(file.get(), "r", {.read = read_cookie, .write = {}, .seek = {}, .close = {}});
  if (stdio == nullptr) return system_failure("fopencookie", path);
  std::setvbuf(stdio, nullptr, _IONBF, 0);  // libpcap takes no byte more than it asked for
  char error[PCAP_ERRBUF_SIZE] = "";
  file->handle_ = pcap_fopen_offline_with_tstamp_precision(
      stdio, nanoseconds ? PCAP_TSTAMP_PRECISION_NANO : PCAP_TSTAMP_PRECISION_MICRO, error);
  if (file->handle_ == nullptr) {
    std::fclose(stdio);
    return input_failure(path, error);
  }
  file->snapshot_ = static_cast<std::uint32_t>(pcap_snapshot(file->handle_));
  const int dlt = pcap_datalink(file->handle_);
  if (dlt == DLT_DBUS || dlt == DLT_USBPCAP || dlt == DLT_USB_DARWIN) file->plain_ = false;  // larger records
  return file;
}

CaptureFile::~CaptureFile() {
  if (handle_ != nullptr) pcap_close(handle_);  // closes the stdio stream as well
}

CaptureFile::Got CaptureFile::end_of_records(std::size_t wanted, const char* what, std::size_t got) {
  if (stream_.interrupted()) return Got::kStopped;
  if (stream_.error() != 0) {
    error_ = std::string("error reading dump file: ") + std::strerror(stream_.error());
    return Got::kError;
  }
  if (got == 0 && wanted == kRecordHeader) return Got::kEnd;
  error_ = "truncated dump file; tried to read " + std::to_string(wanted) + what + ", only got " + std::to_string(got);
  return Got::kError;
}

CaptureFile::Got CaptureFile::next_plain(Packet& packet) {
  if (stream_.buffered().size() < kRecordHeader && !stream_.fill(kRecordHeader))
    return end_of_records(kRecordHeader, " header bytes", stream_.buffered().size());
  const std::uint8_t* header = stream_.buffered().data();
  const auto captured = native<std::uint32_t>(header + 8);
  if (captured > kMaxCaptured) {
    error_ = "invalid packet capture length " + std::to_string(captured) + ", bigger than snaplen of " +
             std::to_string(snapshot_);
    return Got::kError;
  }
  if (stream_.buffered().size() < kRecordHeader + captured && !stream_.fill(kRecordHeader + captured))
    return end_of_records(captured, " captured bytes", stream_.buffered().size() - kRecordHeader);
  header = stream_.buffered().data();
  packet.seconds = native<std::int32_t>(header);
  packet.nanoseconds = std::uint64_t{native<std::uint32_t>(header + 4)} * fraction_unit_;
  if (!nanoseconds_) packet.nanoseconds -= packet.nanoseconds % 1000;
  packet.captured = std::min(captured, snapshot_);
  packet.length = native<std::uint32_t>(header + 12);
  packet.data = header + kRecordHeader;
  stream_.consume(kRecordHeader + captured);
  return Got::kPacket;
}

CaptureFile::Got CaptureFile::next_from_libpcap(Packet& packet) {
  pcap_pkthdr* header = nullptr;
  const u_char* data = nullptr;
  const int status = pcap_next_ex(handle_, &header, &data);
  if (status == PCAP_ERROR_BREAK) return stream_.interrupted() ? Got::kStopped : Got::kEnd;
  if (status != 1) {
    if (stream_.interrupted()) return Got::kStopped;
    error_ = pcap_geterr(handle_);
    return Got::kError;
  }
  packet.seconds = header->ts.tv_sec;
  packet.nanoseconds = static_cast<std::uint64_t>(header->ts.tv_usec) * (nanoseconds_ ? 1 : 1000);
  packet.captured = header->caplen;
  packet.length = header->len;
  packet.data = data;
  return Got::kPacket;
}

}  // namespace nd::capture
