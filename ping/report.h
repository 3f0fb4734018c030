// What a run has to tell, event by event. One form is iputils' text, the other JSON Lines.
#pragma once

#include <optional>
#include <string>

#include "common/base/byte_reader.h"
#include "ping/echo_packet.h"
#include "ping/explain.h"
#include "ping/session.h"
#include "ping/target.h"

namespace nd::ping {

struct StartReport {
  const Target& target;
  IpAddress source;
  std::string device;
  bool show_source = false;  // asked for with -I or -B
  std::size_t size = 0;
  std::size_t ip_options = 0;  // bytes
  std::optional<std::uint32_t> flow_label;
  std::uint16_t ident = 0;
  bool raw = false;
  std::chrono::nanoseconds interval{0};
};

struct ReplyReport {
  ReplyVerdict verdict;
  IpAddress from;
  std::size_t bytes = 0;  // of the ICMP message
  std::uint16_t sequence = 0;
  std::optional<std::uint8_t> ttl;
  bool truncated = false;
  std::optional<WrongByte> wrong_byte;
  Bytes payload;
  Bytes ip_options;
  std::uint16_t ident = 0;
};

struct IcmpErrorReport {
  std::uint64_t index = 0;
  std::uint16_t sequence = 0;
  IpAddress from;
  Family family = Family::kIpv4;
  std::uint8_t type = 0;
  std::uint8_t code = 0;
  std::uint32_t info = 0;
  bool notice = false;  // a redirect or source quench: told, not counted
};

struct LocalErrorReport {
  std::uint64_t index = 0;
  Family family = Family::kIpv4;
  int code = 0;           // errno
  std::uint32_t mtu = 0;  // of EMSGSIZE that path MTU discovery brought
  bool queued = false;    // from the error queue; else what send said
};

struct ChangeReport {
  bool up = false;
  std::uint64_t index = 0;                           // of the probe that told
  std::optional<std::chrono::nanoseconds> lasted{};  // the state before; nothing: it is the first
};

// What is known without asking anybody.
struct FiguresReport {
  const Target& target;
  const EchoSession& session;
  bool timed = true;
  bool show_pace = false;  // ipg/ewma
};

struct SummaryReport {
  FiguresReport figures;
  const PathEvidence* path = nullptr;  // asked for with --explain
  const std::optional<Verdict>& verdict;
  const std::vector<Hop>* hops = nullptr;  // asked for with --trace
};

class Report {
 public:
  virtual ~Report() = default;
  virtual void start(const StartReport& start) = 0;
  virtual void sent(std::uint64_t index) = 0;
  virtual void reply(const ReplyReport& reply) = 0;
  virtual void icmp_error(const IcmpErrorReport& error) = 0;
  virtual void local_error(const LocalErrorReport& error) = 0;
  // Before the next probe goes, with -O.
  virtual void no_answer_yet(std::uint64_t index) = 0;
  virtual void lost(std::uint64_t index) = 0;
  virtual void status(const EchoSession& session) = 0;
  // Every so often, with --report.
  virtual void progress(const EchoSession& session) = 0;
  // The host answers, or does so no longer; with --changes.
  virtual void changed(const ChangeReport& change) = 0;
  // The figures come first, since finding out the verdict may take seconds.
  virtual void figures(const FiguresReport& figures) = 0;
  virtual void summary(const SummaryReport& summary) = 0;
  // Lines that wait for a name.
  virtual bool waiting() const = 0;
  virtual void give_up_waiting() = 0;
};

}  // namespace nd::ping
