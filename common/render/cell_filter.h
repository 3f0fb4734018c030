// --filter: which rows of a list are meant, as an expression over its columns:
//
//   expression = term { ("or" | "||") term }
//   term       = factor { ("and" | "&&") factor }
//   factor     = ("not" | "!") factor | "(" expression ")" | column [ operator value ]
//   operator   = "==" | "=" | "!=" | "<" | "<=" | ">" | ">=" | "=~" | "!~"
//   value      = a word, a number with K, M, G or T behind it (1024 and its powers), or a text in " or '
//
// Columns are known by their ids, in small or capital letters. A value that a column of numbers, addresses or truths
// can never have is refused. A column alone asks whether it says anything: not empty, not 0, not "no". Numbers are
// compared as numbers, everything else as text; =~ searches for an extended regular expression. What has no value
// passes != and !~ alone.
#pragma once

#include <regex.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/render/column.h"

namespace nd {

// What the cells of a column are, where they are anything.
enum class CellKind : std::uint8_t { kText, kNumber, kTruth, kAddress };
struct FilterColumn {
  std::string_view id;
  CellKind kind = CellKind::kText;
  std::optional<IpAddress> (*address)(std::string_view) = nullptr;  // kAddress: how one is read
};

class CellFilter {
 public:
  // An error names the character, counted from 1, that is not understood.
  static Result<CellFilter> parse(std::string_view text, std::span<const FilterColumn> columns);

  // `cell` gives the value of a column by its place in `columns`.
  using CellOf = std::function<Cell(std::size_t column)>;
  bool matches(const CellOf& cell) const { return holds(root_, cell); }
  // The columns it asks for.
  bool asks(std::size_t column) const;

  enum class Operation : std::uint8_t {
    kOr,
    kAnd,
    kNot,
    kIsSet,
    kEqual,
    kNotEqual,
    kLess,
    kLessOrEqual,
    kGreater,
    kGreaterOrEqual,
    kMatches,
    kMatchesNot
  };
  struct Node {
    Operation operation = Operation::kIsSet;
    std::size_t left = 0, right = 0;  // of kOr, kAnd, kNot: nodes
    std::size_t column = 0;           // of the others
    std::string text = {};
    std::optional<long double> number = {};  // what `text` is, if it is one
    std::optional<IpAddress> address = {};   // the same, in a column of addresses
    std::shared_ptr<const regex_t> regex = {};
  };

 private:
  CellFilter(std::vector<Node> nodes, std::size_t root) : nodes_(std::move(nodes)), root_(root) {}
  bool holds(std::size_t node, const CellOf& cell) const;

  std::vector<Node> nodes_;
  std::size_t root_ = 0;
};

}  // namespace nd
