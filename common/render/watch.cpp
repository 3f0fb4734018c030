#include "common/render/watch.h"

#include <algorithm>
#include <utility>

#include "common/render/column.h"

namespace nd {

void Watch::begin_round(double seconds, std::size_t start, Screen* screen) {
  ++rounds_;
  seconds_ = seconds;
  end_ = start;
  screen_ = screen;
  before_ = std::exchange(now_, {});
  keys_before_ = std::exchange(keys_now_, {});
  counters_before_ = std::exchange(counters_now_, {});
}

void Watch::row(TextBuffer& out, std::size_t start, std::string key, bool moved) {
  std::string text(out.view().substr(start));
  if (key.empty()) key = text;
  for (std::size_t n = 1; keys_now_.contains(key); ++n) key += "\n" + std::to_string(n);
  out.truncate(start);
  if (start < end_) end_ = 0;  // written meanwhile
  indent(out, end_);
  const bool opened = !is_first() && !keys_before_.contains(key);
  if (opened || moved || shows_all()) put(out, text, opened ? Change::kOpened : Change::kNone);
  end_ = out.size();
  keys_now_.insert(key);
  now_.emplace_back(std::move(key), std::move(text));
}

void Watch::end_round(TextBuffer& out) {
  if (out.size() < end_) end_ = 0;
  indent(out, end_);
  for (const auto& [key, text] : before_) {
    if (!keys_now_.contains(key)) put(out, text, Change::kClosed);
  }
}

std::optional<double> Watch::rate(const std::string& counter, std::uint64_t value) {
  counters_now_[counter] = value;
  const auto before = counters_before_.find(counter);
  if (before == counters_before_.end() || seconds_ <= 0 || value < before->second) return std::nullopt;
  return static_cast<double>(value - before->second) / seconds_;
}

bool Watch::has_changed(const std::string& gauge, std::uint64_t value) {
  counters_now_[gauge] = value;
  const auto before = counters_before_.find(gauge);
  return before != counters_before_.end() && before->second != value;
}

// Headings stand above the rows, which begin with a mark.
void Watch::indent(TextBuffer& out, std::size_t start) const {
  if (json_ || start == out.size()) return;
  const std::string text(out.view().substr(start));
  out.truncate(start);
  put(out, text, Change::kNone);
}

// Takes the room that the line needs, if there is as much. Once a line did not fit none does.
bool Watch::has_room(std::string_view line) const {
  if (screen_ == nullptr) return true;
  const std::size_t width = kMarkWidth + display_width(line.substr(0, line.find_last_not_of(" \n") + 1));
  const std::size_t needed = screen_->columns == 0 ? 1 : (width + screen_->columns - 1) / screen_->columns;
  const bool fits = needed <= screen_->lines;
  screen_->lines = fits ? screen_->lines - needed : 0;
  return fits;
}

void Watch::put(TextBuffer& out, std::string_view text, Change change) const {
  if (json_) {
    constexpr std::string_view kNames[] = {"null", "\"opened\"", "\"closed\""};
    out.put(text.substr(0, text.rfind('}'))).put(",\"change\":").put(kNames[static_cast<std::size_t>(change)]);
    out.put("}\n");
    return;
  }
  std::string_view mark = change == Change::kNone ? "  " : change == Change::kOpened ? "+ " : "- ";
  while (!text.empty()) {
    const std::size_t line = std::min(text.find('\n'), text.size() - 1) + 1;
    if (has_room(text.substr(0, line))) {
      if (text[0] != '\n') out.put(mark);
      out.put(text.substr(0, line));
    }
    text.remove_prefix(line);
    mark = "  ";
  }
}

}  // namespace nd
