// A column is data: text tables, JSON, --columns, the help and the man pages follow from one array of these.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/base/escape.h"
#include "common/base/text_buffer.h"
#include "common/model/address.h"
#include "common/render/address.h"
#include "common/render/json.h"

namespace nd {

enum class Align : std::uint8_t { kLeft, kRight };

// What stands in one field: text is foreign bytes unless a column says otherwise, monostate is "nothing to say".
using Cell = std::variant<std::monostate, std::int64_t, std::uint64_t, double, bool, std::string, IpAddress, Mac>;

// Escaped for a terminal; nothing for monostate.
void append_cell(TextBuffer& out, const Cell& cell);
void json_cell(JsonWriter& json, std::string_view key, const Cell& cell);  // monostate is null

template <typename Row, typename... Context>
struct Column {
  std::string_view id;     // --columns, the JSON key
  std::string_view title;  // the table's heading
  Align align;
  Cell (*cell)(const Row&, const Context&...);
  std::string_view help;  // one sentence for --help and the man page
};

// Terminal columns that `text` takes, counting a UTF-8 character as one.
std::size_t display_width(std::string_view text);

// Rows gathered as text, printed with each column as wide as its widest cell; the last is not padded.
class TextTable {
 public:
  explicit TextTable(std::vector<std::pair<std::string, Align>> headings);
  void add(std::vector<std::string> cells);
  void print(TextBuffer& out) const;
  std::vector<std::string> lines(TextBuffer& heading) const;

 private:
  void print_row(TextBuffer& out, const std::vector<std::string>& cells) const;

  std::vector<std::string> titles_;
  std::vector<Align> aligns_;
  std::vector<std::size_t> widths_;
  std::vector<std::vector<std::string>> rows_;
};

template <typename Row, typename... Context>
void json_line(JsonWriter& json, std::string_view type, const std::vector<const Column<Row, Context...>*>& columns,
               const Row& row, const Context&... context) {
  json.begin_line(type);
  for (const auto* column : columns) json_cell(json, column->id, column->cell(row, context...));
  json.end_line();
}

}  // namespace nd
