#include "common/render/column.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace nd {
namespace {

template <typename... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};
template <typename... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;  // clang 14 does not deduce it for aggregates

}  // namespace

void append_cell(TextBuffer& out, const Cell& cell) {
  std::visit(Overloaded{
                 [](std::monostate) {},
                 [&](std::int64_t number) { out.dec(number); },
                 [&](std::uint64_t number) { out.dec(number); },
                 [&](double number) {
                   char* at = out.reserve(40);
                   out.commit_to(std::to_chars(at, at + 40, number).ptr);
                 },
                 [&](bool truth) { out.put(truth ? "yes" : "no"); },
                 [&](const std::string& text) { append_escaped(out, text); },
                 [&](const IpAddress& address) { append_address(out, address); },
                 [&](const Mac& mac) { append_mac(out, mac); },
             },
             cell);
}

void json_cell(JsonWriter& json, std::string_view key, const Cell& cell) {
  std::visit(Overloaded{
                 [&](std::monostate) { json.null_field(key); },
                 [&](const std::string& text) { json.foreign_field(key, text); },
                 [&](const auto& value) { json.field(key, value); },
             },
             cell);
}

std::size_t display_width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

TextTable::TextTable(std::vector<std::pair<std::string, Align>> headings) {
  for (auto& [title, align] : headings) {
    widths_.push_back(display_width(title));
    aligns_.push_back(align);
    titles_.push_back(std::move(title));
  }
}

void TextTable::add(std::vector<std::string> cells) {
  for (std::size_t i = 0; i < cells.size() && i < widths_.size(); ++i) {
    widths_[i] = std::max(widths_[i], display_width(cells[i]));
  }
  rows_.push_back(std::move(cells));
}

void TextTable::print(TextBuffer& out) const {
  print_row(out, titles_);
  for (const auto& row : rows_) print_row(out, row);
}

std::vector<std::string> TextTable::lines(TextBuffer& heading) const {
  print_row(heading, titles_);
  std::vector<std::string> lines;
  TextBuffer line(256);
  for (const auto& row : rows_) {
    line.clear();
    print_row(line, row);
    lines.emplace_back(line.view());
  }
  return lines;
}

void TextTable::print_row(TextBuffer& out, const std::vector<std::string>& cells) const {
  for (std::size_t i = 0; i < cells.size() && i < widths_.size(); ++i) {
    const std::size_t padding = widths_[i] - display_width(cells[i]);
    if (i > 0) out.put(' ');
    if (aligns_[i] == Align::kRight) out.fill(padding);
    out.put(cells[i]);
    if (aligns_[i] == Align::kLeft && i + 1 < cells.size()) out.fill(padding);
  }
  out.put('\n');
}

}  // namespace nd
