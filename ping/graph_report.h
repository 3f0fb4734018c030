// --graph: a strip chart instead of a line a reply. On a terminal one line is drawn again and again, with the latest
// probe at its right end; elsewhere each line of the chart is printed when it is full.
#pragma once

#include <deque>

#include "ping/text_report.h"

namespace nd::ping {

class GraphReport : public TextReport {
 public:
  GraphReport(OutputBuffer& out, HostNames* names, const ScopeNames& scopes, const Options& options);

  void sent(std::uint64_t index) override;
  void reply(const ReplyReport& reply) override;
  void icmp_error(const IcmpErrorReport& error) override;
  void local_error(const LocalErrorReport& error) override;
  void lost(std::uint64_t index) override;
  void changed(const ChangeReport& change) override;
  void status(const EchoSession& session) override;
  void progress(const EchoSession& session) override;
  void figures(const FiguresReport& figures) override;

 private:
  enum class State : std::uint8_t { kWaiting, kAnswered, kLost };
  struct Probe {
    State state = State::kWaiting;
    std::int64_t us = 0;
  };

  void open_column(std::uint64_t index);
  Probe* find(std::uint64_t index);
  void mark_lost(std::uint64_t index);
  void trim(std::size_t width);
  std::size_t shown() const;  // columns
  std::int64_t top() const;   // the largest time of these
  void append_chart(TextBuffer& out) const;
  void append_figures(TextBuffer& out) const;
  void draw();
  void end_strip();

  std::deque<Probe> probes_;
  std::uint64_t first_ = 1;  // the number of the probe in front
  bool terminal_;
  bool unicode_;
};

// What a locale's name says about its letters: LC_ALL, else LC_CTYPE, else LANG.
bool locale_has_unicode();

}  // namespace nd::ping
