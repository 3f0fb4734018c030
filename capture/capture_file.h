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

class CaptureFile {
 public:
  enum class Got : std::uint8_t { kPacket, kEnd, kError, kStopped };

  // "-" is standard input. Times are in nanoseconds if `nanoseconds`, else cut to microseconds.
  static Result<std::unique_ptr<CaptureFile>> open(const std::string& path, bool nanoseconds, Interrupts& interrupts);
  ~CaptureFile();
  CaptureFile(const CaptureFile&) = delete;
  CaptureFile& operator=(const CaptureFile&) = delete;

  pcap_t* handle() const { return handle_; }
  const InputStream& stream() const { return stream_; }
  // The next packet, valid until the next call; after kError error() says what was wrong.
  Got next(Packet& packet) { return plain_ ? next_plain(packet) : next_from_libpcap(packet); }
  const std::string& error() const { return error_; }

 private:
  CaptureFile(UniqueFd fd, Interrupts& interrupts) : stream_(std::move(fd), interrupts) {}
  Got next_plain(Packet& packet);
  Got next_from_libpcap(Packet& packet);
  Got end_of_records(std::size_t wanted, const char* what, std::size_t got);
  // Reads for libpcap out of the buffer.
  static ssize_t read_cookie(void* self, char* into, std::size_t size);
  void detect_plain(Bytes header);

  InputStream stream_;
  pcap_t* handle_ = nullptr;
  std::string error_;
  bool plain_ = false;
  std::uint32_t fraction_unit_ = 1000;  // nanoseconds in one unit of a record's fraction
  std::uint32_t snapshot_ = 0;
  bool nanoseconds_ = false;
};

}  // namespace nd::capture
