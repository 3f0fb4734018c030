// A run in the words of iputils ping 20221126: what scripts, jc, check_ping and gping read.
#pragma once

#include "ping/named_lines.h"
#include "ping/options.h"
#include "ping/report.h"

namespace nd::ping {

class TextReport : public Report {
 public:
  // `out` and `names` outlive it; without `names` addresses are numbers.
  TextReport(OutputBuffer& out, HostNames* names, const ScopeNames& scopes, const Options& options);

  void start(const StartReport& start) override;
  void sent(std::uint64_t index) override;
  void reply(const ReplyReport& reply) override;
  void icmp_error(const IcmpErrorReport& error) override;
  void local_error(const LocalErrorReport& error) override;
  void no_answer_yet(std::uint64_t index) override;
  void lost(std::uint64_t) override {}
  void status(const EchoSession& session) override;
  void progress(const EchoSession& session) override;
  void changed(const ChangeReport& change) override;
  void figures(const FiguresReport& figures) override;
  void summary(const SummaryReport& summary) override;
  bool waiting() const override { return lines_.waiting(); }
  void give_up_waiting() override { lines_.give_up(); }

 protected:
  OutputBuffer& output() { return out_; }
  const Options& options() const { return options_; }

 private:
  bool silent() const { return options_.quiet || options_.changes || options_.graph; }
  bool timed() const { return options_.size >= 16; }
  void put_time_prefix(TextBuffer& out) const;
  void put_reply_suffixes(TextBuffer& line, const ReplyReport& reply) const;
  // Into the terminal at once, as flood mode does.
  void put_mark(std::string_view mark);
  void complain_after_output(const std::string& message);

  OutputBuffer& out_;
  NamedLines lines_;
  const ScopeNames& scopes_;
  Options options_;
  std::vector<std::uint8_t> last_route_;
  bool multicast_ = false;
  bool raw_ = true;
  std::string host_;
  bool replied_ = false;
  Family family_ = Family::kIpv4;
};

}  // namespace nd::ping
