#include "common/render/cell_filter.h"

#include <gtest/gtest.h>

#include <string>

namespace nd {
namespace {

std::optional<IpAddress> local_address(std::string_view text) {
  return text == "127.0.0.1" ? std::optional(IpAddress::v4(127, 0, 0, 1))
         : text == "9.0.0.0" ? std::optional(IpAddress::v4(9, 0, 0, 0))
                             : std::nullopt;
}

constexpr FilterColumn kColumns[] = {{"pid", CellKind::kNumber},
                                     {"size", CellKind::kNumber},
                                     {"name", CellKind::kText},
                                     {"deleted", CellKind::kTruth},
                                     {"address", CellKind::kAddress, local_address},
                                     {"none", CellKind::kNumber}};

Cell cell_of(std::size_t column) {
  switch (column) {
    case 0:
      return std::int64_t{42};
    case 1:
      return std::uint64_t{2048};
    case 2:
      return std::string("/var/log/a b");
    case 3:
      return true;
    case 4:
      return IpAddress::v4(127, 0, 0, 1);
    default:
      return {};
  }
}

struct FilterCase {
  const char* name;
  const char* text;
  bool matches;
};
void PrintTo(const FilterCase& tested, std::ostream* out) { *out << tested.text; }

class Matching : public testing::TestWithParam<FilterCase> {};

TEST_P(Matching, Row) {
  const auto filter = CellFilter::parse(GetParam().text, kColumns);
  ASSERT_TRUE(filter) << filter.error().message();
  EXPECT_EQ(filter->matches(cell_of), GetParam().matches);
}

INSTANTIATE_TEST_SUITE_P(
    CellFilter, Matching,
    testing::Values(
        FilterCase{"equal", "pid == 42", true}, FilterCase{"one_sign", "pid=42", true},
        FilterCase{"number_not_text", "pid < 100", true}, FilterCase{"unequal", "pid != 42", false},
        FilterCase{"unit", "size >= 2K", true}, FilterCase{"fraction", "size > 1.5K", true},
        FilterCase{"below_unit", "size < 2K", false}, FilterCase{"at_most", "size <= 2048", true},
        FilterCase{"regex", "name =~ ^/var", true}, FilterCase{"no_match", "name !~ '^/var'", false},
        FilterCase{"quoted", "name == \"/var/log/a b\"", true}, FilterCase{"truth", "deleted", true},
        FilterCase{"truth_by_name", "deleted == true", true}, FilterCase{"truth_by_no", "deleted == no", false},
        FilterCase{"address", "address == 127.0.0.1", true}, FilterCase{"address_order", "address > 9.0.0.0", true},
        FilterCase{"address_text", "address =~ ^127", true}, FilterCase{"capitals", "PID == 42 and Size > 0", true},
        FilterCase{"nothing_is_not_set", "none", false}, FilterCase{"nothing_equals_nothing", "none == 0", false},
        FilterCase{"nothing_differs", "none != 0", true},
        FilterCase{"and_before_or", "pid == 42 or pid == 1 and size == 0", true},
        FilterCase{"parentheses", "(pid == 42 or pid == 1) and size == 0", false},
        FilterCase{"not", "not (pid == 1)", true}, FilterCase{"signs", "!none&&(pid==1||size>1)", true},
        FilterCase{"not_binds_tight", "not pid == 1 and size == 0", false}),
    [](const auto& tested) { return tested.param.name; });

struct RefusalCase {
  const char* name;
  const char* text;
  const char* reason;
};
void PrintTo(const RefusalCase& tested, std::ostream* out) { *out << tested.text; }

class Refused : public testing::TestWithParam<RefusalCase> {};

TEST_P(Refused, SaysWhere) {
  const auto filter = CellFilter::parse(GetParam().text, kColumns);
  ASSERT_FALSE(filter);
  EXPECT_EQ(filter.error().reason, GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(
    CellFilter, Refused,
    testing::Values(RefusalCase{"empty", "", "character 1: expected a column, not the end"},
                    RefusalCase{"column", "pid == 1 and foo > 2", "character 14: unknown column \"foo\""},
                    RefusalCase{"no_value", "pid ==", "character 7: expected a value, not the end"},
                    RefusalCase{"open", "(pid == 1", "character 10: expected ), and, or, not the end"},
                    RefusalCase{"closed", "pid == 1)", "character 9: expected and, or, or the end, not \")\""},
                    RefusalCase{"two_values", "pid == 1 2", "character 10: expected and, or, or the end, not \"2\""},
                    RefusalCase{"word_for_number", "size > abc",
                                "character 8: size is compared with a number (512, 10K, 1.5G), not \"abc\""},
                    RefusalCase{"wrong_unit", "name = x or SIZE >= 10Q",
                                "character 21: size is compared with a number (512, 10K, 1.5G), not \"10Q\""},
                    RefusalCase{"digits_and_more", "pid = 12x",
                                "character 7: pid is compared with a number (512, 10K, 1.5G), not \"12x\""},
                    RefusalCase{"truth", "deleted == perhaps",
                                "character 12: deleted is compared with yes or no, not \"perhaps\""},
                    RefusalCase{"no_address", "address == 127.0.0",
                                "character 12: address is compared with an address (127.0.0.1, ::1), not \"127.0.0\""},
                    RefusalCase{"quotation", "name == 'x", "character 9: a quotation mark that nothing ends"},
                    RefusalCase{"regex", "name =~ \"(\"", "character 9: regular expression: Unmatched ( or \\("}),
    [](const auto& tested) { return tested.param.name; });

TEST(CellFilter, EveryPrefixIsReadOrRefused) {
  const std::string text = "not (pid == 42 || size >= 2K) && name =~ '^/(a|b)' or deleted";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    const auto filter = CellFilter::parse(std::string_view(text).substr(0, size), kColumns);
    if (filter) static_cast<void>(filter->matches(cell_of));
  }
}

TEST(CellFilter, DeepNestingIsRefused) {
  EXPECT_TRUE(CellFilter::parse(std::string(99, '(') + "pid" + std::string(99, ')'), kColumns));
  EXPECT_FALSE(CellFilter::parse(std::string(100000, '('), kColumns));
  EXPECT_FALSE(CellFilter::parse(std::string(100000, '!'), kColumns));
}

TEST(CellFilter, TellsWhichColumnsItAsks) {
  const auto filter = CellFilter::parse("not (size > 1 and deleted)", kColumns);
  ASSERT_TRUE(filter);
  EXPECT_FALSE(filter->asks(0));
  EXPECT_TRUE(filter->asks(1));
  EXPECT_TRUE(filter->asks(3));
}

}  // namespace
}  // namespace nd
