// A pcap file being written: records gathered in one block, every failure noticed, and then the file cut back to its
// last whole record, so that what was captured before the disk was full can still be read.
#pragma once

#include <pcap/pcap.h>

#include <cstdint>
#include <string>

#include "capture/packet.h"
#include "common/base/result.h"
#include "common/base/text_buffer.h"
#include "common/sys/unique_fd.h"

namespace nd::capture {

// What a savefile of this source begins with; libpcap makes it, who knows the file's number for each link type.
struct SavefileFormat {
  std::string header;
  bool nanoseconds = false;
};
Result<SavefileFormat> savefile_format(pcap_t* handle);

class Savefile {
 public:
  // `path` is for what is said of it; what could not be written of a regular file is cut off.
  Savefile(UniqueFd fd, std::string path, bool regular, const SavefileFormat& format);

  void add(const Packet& packet);
  // As much is gathered as is written at once.
  bool is_full() const;
  Status flush();
  // Flushes and closes, and notices what only close(2) tells and, with `to_disk`, fsync(2).
  Status close(bool to_disk);

  const std::string& path() const { return path_; }
  std::uint64_t size() const { return written_ + block_.size(); }  // bytes, those not yet flushed included
  std::uint64_t written() const { return written_; }               // whole records
  std::uint64_t packets() const { return packets_; }

 private:
  // After a write that stopped short: the file without its last, partial record, and an error that says what is lost.
  Status cut_back(int code, std::size_t written_of_block);

  UniqueFd fd_;
  std::string path_;
  bool nanoseconds_;
  bool regular_;
  TextBuffer block_;
  std::uint64_t written_ = 0;
  std::uint64_t packets_ = 0;
  std::uint64_t packets_in_block_ = 0;
  bool header_in_block_ = true;
};

}  // namespace nd::capture
