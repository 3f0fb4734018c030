// A run as JSON Lines: one object an event, and always a last summary. The schema is man/myping.schema.json.
#pragma once

#include "common/render/json.h"
#include "common/sys/output.h"
#include "ping/options.h"
#include "ping/report.h"
#include "ping/scope_names.h"

namespace nd::ping {

class JsonReport : public Report {
 public:
  // `only_changes`: of the events between start and summary; `histogram`: in the summary.
  JsonReport(OutputBuffer& out, const ScopeNames& scopes, bool only_changes = false, bool histogram = false)
      : out_(out), scopes_(scopes), json_(out.text()), only_changes_(only_changes), histogram_(histogram) {}

  void start(const StartReport& start) override;
  void sent(std::uint64_t) override {}
  void reply(const ReplyReport& reply) override;
  void icmp_error(const IcmpErrorReport& error) override;
  void local_error(const LocalErrorReport& error) override;
  void no_answer_yet(std::uint64_t) override {}
  void lost(std::uint64_t index) override;
  void status(const EchoSession& session) override { progress(session); }
  void progress(const EchoSession& session) override;
  void changed(const ChangeReport& change) override;
  void figures(const FiguresReport&) override {}  // part of the summary
  void summary(const SummaryReport& summary) override;
  bool waiting() const override { return false; }
  void give_up_waiting() override {}

 private:
  friend void json_refusal(const Options& options, const Refusal& refusal);
  void begin(std::string_view type);
  void put_summary(const SummaryReport& summary);

  OutputBuffer& out_;
  const ScopeNames& scopes_;
  JsonWriter json_;
  bool only_changes_;
  bool histogram_;
};

// The last line of a run, or a sweep, that was refused. `refusal` is still to be told on standard error.
void json_refusal(const Options& options, const Refusal& refusal);

}  // namespace nd::ping
