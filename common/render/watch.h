// --watch: what changed in a report since its last round. Rows have a key, by which those that were opened are marked
// with "+ " and those that are gone are told once more behind "- "; counters become rates. One of these lives as long
// as the run for each report, and time is an argument.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/base/text_buffer.h"

namespace nd {

// How much of a terminal is left for a round, which would scroll its beginning away.
struct Screen {
  std::size_t columns = 0;  // 0: any number
  std::size_t lines = 0;
};

class Watch {
 public:
  static constexpr std::size_t kMarkWidth = 2;

  Watch(bool json, bool changed_only) : json_(json), changed_only_(changed_only) {}

  // `seconds` since the last round, of no matter in the first one; the report begins at `start` of its text. Lines that
  // do not fit `screen` are left out; it lives until the round has ended.
  void begin_round(double seconds, std::size_t start = 0, Screen* screen = nullptr);
  // A row, or a JSON line, was appended from `start` on: it is marked, or taken back when only changes are asked for.
  // Rows with the same key are told apart by their order.
  // One that is not new may have `moved` and is a change too.
  void row(TextBuffer& out, std::size_t start, std::string key, bool moved = false);
  // Tells the rows that are gone.
  void end_round(TextBuffer& out);

  bool is_first() const { return rounds_ <= 1; }
  bool shows_all() const { return is_first() || !changed_only_; }
  // How fast a counter grows, per second; nullopt when it was not there in the last round. One that went back began
  // anew and has no rate.
  std::optional<double> rate(const std::string& counter, std::uint64_t value);
  // Whether what is no counter has another value than in the last round.
  bool has_changed(const std::string& gauge, std::uint64_t value);

 private:
  enum class Change { kNone, kOpened, kClosed };
  void indent(TextBuffer& out, std::size_t start) const;
  void put(TextBuffer& out, std::string_view text, Change change) const;
  bool has_room(std::string_view line) const;

  bool json_;
  bool changed_only_;
  std::size_t rounds_ = 0;
  double seconds_ = 0;
  Screen* screen_ = nullptr;
  std::size_t end_ = 0;                                            // of what was put last: a heading may follow it
  std::vector<std::pair<std::string, std::string>> before_, now_;  // key and text, in the order of the report
  std::set<std::string> keys_before_, keys_now_;
  std::map<std::string, std::uint64_t> counters_before_, counters_now_;
};

}  // namespace nd
