#include "common/render/column.h"

#include <gtest/gtest.h>

#include <array>

namespace nd {
namespace {

std::string printed(const TextTable& table) {
  TextBuffer out;
  table.print(out);
  return std::string(out.view());
}

TEST(TextTable, is_as_wide_as_its_widest_cell_and_pads_no_last_column) {
  TextTable table({{"N", Align::kRight}, {"NAME", Align::kLeft}, {"X", Align::kLeft}});
  table.add({"1", "a", "long text"});
  table.add({"100", "longer", "b"});
  EXPECT_EQ(printed(table), "  N NAME   X\n  1 a      long text\n100 longer b\n");
}

TEST(TextTable, aligns_a_last_column_to_the_right) {
  TextTable table({{"A", Align::kLeft}, {"N", Align::kRight}});
  table.add({"x", "10"});
  EXPECT_EQ(printed(table), "A  N\nx 10\n");
}

TEST(TextTable, counts_characters_and_not_bytes) {
  TextTable table({{"A", Align::kLeft}, {"B", Align::kLeft}});
  table.add({"caf\xc3\xa9", "x"});
  table.add({"abcd", "y"});
  EXPECT_EQ(printed(table), "A    B\ncaf\xc3\xa9 x\nabcd y\n");
}

std::string text_of(const Cell& cell) {
  TextBuffer out;
  append_cell(out, cell);
  return std::string(out.view());
}

TEST(Cell, as_text) {
  EXPECT_EQ(text_of(std::monostate{}), "");
  EXPECT_EQ(text_of(std::int64_t{-3}), "-3");
  EXPECT_EQ(text_of(std::uint64_t{3}), "3");
  EXPECT_EQ(text_of(0.25), "0.25");
  EXPECT_EQ(text_of(true), "yes");
  EXPECT_EQ(text_of(std::string("a\nb")), "a\\x0ab");
  EXPECT_EQ(text_of(Mac{{1, 2, 3, 4, 5, 6}}), "01:02:03:04:05:06");
}

struct Row {
  std::string name;
  std::uint64_t size;
};
constexpr std::array<Column<Row>, 2> kColumns = {{
    {"name", "NAME", Align::kLeft, [](const Row& row) { return Cell{row.name}; }, "What it is called"},
    {"size", "SIZE", Align::kRight, [](const Row& row) { return row.size == 0 ? Cell{} : Cell{row.size}; }, "Bytes"},
}};

TEST(Columns, make_a_json_line) {
  TextBuffer out;
  JsonWriter json(out);
  const std::vector<const Column<Row>*> columns = {&kColumns[0], &kColumns[1]};
  json_line(json, "file", columns, Row{"a", 5});
  json_line(json, "file", columns, Row{"b", 0});
  EXPECT_EQ(out.view(),
            "{\"type\":\"file\",\"name\":\"a\",\"size\":5}\n{\"type\":\"file\",\"name\":\"b\",\"size\":null}\n");
}

}  // namespace
}  // namespace nd
