#include "ping/named_lines.h"

#include <algorithm>

#include "common/base/escape.h"
#include "common/parse/address.h"

namespace nd::ping {

void NamedLines::address(const IpAddress& address) {
  if (names_ == nullptr) {
    line_.put(numeric_text(address, scopes_));
    return;
  }
  gaps_.push_back({line_.size(), address});
  const IpAddress unscoped = with_scope(address, 0);
  if (!names_->known(unscoped)) {
    names_->look_up(unscoped, [this](const std::optional<std::string>&) { pump(); });
  }
}

bool NamedLines::ready(const Line& line) const {
  return std::all_of(line.gaps.begin(), line.gaps.end(),
                     [&](const Gap& gap) { return names_->known(with_scope(gap.address, 0)).has_value(); });
}

void NamedLines::print(const Line& line) {
  TextBuffer& out = out_.text();
  std::size_t done = 0;
  for (const Gap& gap : line.gaps) {
    out.put(std::string_view(line.text).substr(done, gap.at - done));
    done = gap.at;
    const auto name = names_->known(with_scope(gap.address, 0));
    const std::string number = numeric_text(gap.address, scopes_);
    if (name && *name) {
      append_escaped(out, **name);
      out.put(" (").put(number).put(')');
    } else {
      out.put(number);
    }
  }
  out.put(std::string_view(line.text).substr(done));
}

void NamedLines::end_line() {
  if (gaps_.empty() && queue_.empty()) {
    out_.text().put(line_.view());
  } else {
    queue_.push_back({std::string(line_.view()), std::move(gaps_)});
    pump();
  }
  line_.clear();
  gaps_.clear();
}

void NamedLines::pump() {
  while (!queue_.empty() && ready(queue_.front())) {
    print(queue_.front());
    queue_.pop_front();
  }
}

void NamedLines::give_up() {
  for (const Line& line : queue_) print(line);
  queue_.clear();
}

}  // namespace nd::ping
