// A savefile. libpcap opens it, whatever its format, and says its link type; the records of an ordinary pcap file are
// then read here, in place in a large buffer. libpcap would copy each packet once more through stdio.
#pragma once

#include <pcap/pcap.h>

#include <cstdio>
#include <memory>
#include <string>

#include "capture/input_stream.h"
#include "capture/packet.h"
#include "common/base/result.h"

namespace nd::capture {

struct OpenedInput {
  UniqueFd fd;
  bool regular = false;
  std::uint64_t size = 0;  // of a regular file
};
// "-" is standard input.
Result<UniqueFd> open_capture_file(const std::string& path);

class CaptureFile {
 public:
  enum class Got : std::uint8_t { kPacket, kEnd, kError, kStopped };

  // Times are in nanoseconds if `nanoseconds`, else cut to microseconds. `path` is for what is said of it.
  static Result<std::unique_ptr<CaptureFile>> open(OpenedInput input, const std::string& path, bool nanoseconds,
                                                   Interrupts& interrupts);
  ~CaptureFile();
  CaptureFile(const CaptureFile&) = delete;
  CaptureFile& operator=(const CaptureFile&) = delete;

  pcap_t* handle() const { return handle_; }
  const InputStream& stream() const { return stream_; }
  // The next packet, valid until the next call; after kError error() says what was wrong.
  Got next(Packet& packet) { return plain_ ? next_plain(packet) : next_from_libpcap(packet); }
  const std::string& error() const { return error_; }
  // Bytes; 0: it is no regular file.
  std::uint64_t size() const { return size_; }

 private:
  CaptureFile(OpenedInput input, Interrupts& interrupts)
      : stream_(std::move(input.fd), !input.regular, interrupts), size_(input.size) {}
  Got next_plain(Packet& packet);
  Got next_from_libpcap(Packet& packet);
  Got end_of_records(std::size_t wanted, const char* what, std::size_t got);
  // Reads for libpcap out of the buffer.
  static ssize_t read_cookie(void* self, char* into, std::size_t size);
  void detect_plain(Bytes header);

  InputStream stream_;
  std::uint64_t size_;
  pcap_t* handle_ = nullptr;
  std::string error_;
  bool plain_ = false;
  std::uint32_t fraction_unit_ = 1000;  // nanoseconds in one unit of a record's fraction
  std::uint32_t snapshot_ = 0;
  bool nanoseconds_ = false;
};

}  // namespace nd::capture
