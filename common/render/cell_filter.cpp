#include "common/render/cell_filter.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace nd {
namespace {

using Operation = CellFilter::Operation;
using Node = CellFilter::Node;

constexpr std::size_t kDeepest = 100;  // parentheses and "not" within each other: each takes some of our stack
constexpr std::string_view kBlanks = " \t\n";
constexpr std::string_view kSigns = "()!=<>~&|\"'";

struct Sign {
  std::string_view text;
  Operation operation;
};
// Longer ones first.
constexpr Sign kComparisons[] = {
    {"==", Operation::kEqual},      {"=~", Operation::kMatches},     {"!=", Operation::kNotEqual},
    {"!~", Operation::kMatchesNot}, {"<=", Operation::kLessOrEqual}, {">=", Operation::kGreaterOrEqual},
    {"<", Operation::kLess},        {">", Operation::kGreater},      {"=", Operation::kEqual}};

std::optional<long double> number_of(std::string_view text) {
  constexpr std::string_view kUnits = "KMGT";
  long double unit = 1;
  const std::size_t place = text.empty() ? std::string_view::npos : kUnits.find(text.back());
  if (place != std::string_view::npos) {
    unit = std::pow(1024.0L, static_cast<long double>(place + 1));
    text.remove_suffix(1);
  }
  std::uint64_t whole = 0;  // apart from other numbers: a double has no room for all inodes
  const char* end = text.data() + text.size();
  if (const auto read = std::from_chars(text.data(), end, whole); read.ec == std::errc{} && read.ptr == end) {
    return static_cast<long double>(whole) * unit;
  }
  double other = 0;
  const auto read = std::from_chars(text.data(), end, other, std::chars_format::fixed);
  if (read.ec != std::errc{} || read.ptr != end || !std::isfinite(other)) return std::nullopt;
  return static_cast<long double>(other) * unit;
}

bool is_truth(std::string_view text) {
  constexpr std::string_view kWords[] = {"yes", "no", "true", "false", "1", "0"};
  return std::find(std::begin(kWords), std::end(kWords), text) != std::end(kWords);
}

bool same_word(std::string_view a, std::string_view b) {
  const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return small(x) == small(y); });
}

std::string text_of(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  TextBuffer out(64);
  append_cell(out, cell);
  return std::string(out.view());
}

std::optional<long double> number_of(const Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return static_cast<long double>(*number);
  if (const auto* number = std::get_if<std::uint64_t>(&cell)) return static_cast<long double>(*number);
  if (const auto* number = std::get_if<double>(&cell)) return static_cast<long double>(*number);
  return std::nullopt;
}

template <typename T>
bool compares(Operation operation, const T& a, const T& b) {
  switch (operation) {
    case Operation::kEqual:
      return !(a < b) && !(b < a);
    case Operation::kNotEqual:
      return a < b || b < a;
    case Operation::kLess:
      return a < b;
    case Operation::kLessOrEqual:
      return !(b < a);
    case Operation::kGreater:
      return b < a;
    default:
      return !(a < b);
  }
}

bool is_set(const Cell& cell) {
  if (const auto number = number_of(cell)) return *number < 0 || *number > 0;
  if (const auto* truth = std::get_if<bool>(&cell)) return *truth;
  return !text_of(cell).empty();
}

bool passes(const Node& node, const Cell& cell) {
  const bool negative = node.operation == Operation::kNotEqual || node.operation == Operation::kMatchesNot;
  if (std::holds_alternative<std::monostate>(cell)) return negative;
  if (node.regex) return (::regexec(node.regex.get(), text_of(cell).c_str(), 0, nullptr, 0) == 0) != negative;
  const auto number = number_of(cell);
  if (number && node.number) return compares(node.operation, *number, *node.number);
  const auto* address = std::get_if<IpAddress>(&cell);
  if (address != nullptr && node.address) return compares(node.operation, *address, *node.address);
  std::string wanted = node.text;
  if (std::holds_alternative<bool>(cell)) {
    if (wanted == "true" || wanted == "1") wanted = "yes";
    if (wanted == "false" || wanted == "0") wanted = "no";
  }
  return compares(node.operation, text_of(cell), wanted);
}

class Parser {
 public:
  Parser(std::string_view text, std::span<const FilterColumn> columns) : text_(text), columns_(columns) {}

  Result<std::size_t> whole() {
    auto root = expression();
    if (root && !skip_blanks().empty()) return fail("expected and, or, or the end, not " + seen());
    return root;
  }
  std::vector<Node> take_nodes() { return std::move(nodes_); }

 private:
  std::string_view skip_blanks() {
    at_ = std::min(text_.find_first_not_of(kBlanks, at_), text_.size());
    return text_.substr(at_);
  }
  Failure fail(const std::string& reason) const {
    return input_failure("--filter", "character " + std::to_string(at_ + 1) + ": " + reason, "see the man page");
  }
  // What stands here, for a message.
  std::string seen() const {
    const std::string_view rest = text_.substr(at_);
    if (rest.empty()) return "the end";
    const std::size_t size = std::max<std::size_t>(1, std::min(word_size(rest), rest.size()));
    return "\"" + std::string(rest.substr(0, size)) + "\"";
  }
  static std::size_t word_size(std::string_view rest) {
    const auto end = std::find_if(rest.begin(), rest.end(), [](char c) {
      return kSigns.find(c) != kSigns.npos || kBlanks.find(c) != kBlanks.npos;
    });
    return static_cast<std::size_t>(end - rest.begin());
  }

  bool take_word(std::string_view word, std::string_view sign) {
    const std::string_view rest = skip_blanks();
    const bool is_word = rest.substr(0, word_size(rest)) == word;
    const bool is_sign = rest.starts_with(sign);
    if (!is_word && !is_sign) return false;
    at_ += is_word ? word.size() : sign.size();
    return true;
  }

  std::size_t add(Node node) {
    nodes_.push_back(std::move(node));
    return nodes_.size() - 1;
  }

  Result<std::size_t> expression() {
    auto left = term();
    while (left && take_word("or", "||")) {
      auto right = term();
      if (!right) return right;
      left = add({.operation = Operation::kOr, .left = *left, .right = *right});
    }
    return left;
  }

  Result<std::size_t> term() {
    auto left = factor();
    while (left && take_word("and", "&&")) {
      auto right = factor();
      if (!right) return right;
      left = add({.operation = Operation::kAnd, .left = *left, .right = *right});
    }
    return left;
  }

  Result<std::size_t> factor() {
    if (depth_ == kDeepest) return fail("too many parentheses and negations within each other");
    ++depth_;
    auto made = within();
    --depth_;
    return made;
  }

  Result<std::size_t> within() {
    if (take_word("not", "!")) {
      auto inner = factor();
      if (!inner) return inner;
      return add({.operation = Operation::kNot, .left = *inner});
    }
    if (!take_word("(", "(")) return comparison();
    auto inner = expression();
    if (inner && !take_word(")", ")")) return fail("expected ), and, or, not " + seen());
    return inner;
  }

  Result<std::size_t> comparison() {
    const std::string_view rest = skip_blanks();
    const std::string_view word = rest.substr(0, word_size(rest));
    const auto column =
        std::find_if(columns_.begin(), columns_.end(), [&](const FilterColumn& c) { return same_word(c.id, word); });
    if (word.empty()) return fail("expected a column, not " + seen());
    if (column == columns_.end()) return fail("unknown column " + seen());
    at_ += word.size();
    Node node{.column = static_cast<std::size_t>(column - columns_.begin())};
    const std::string_view behind = skip_blanks();
    const auto sign = std::find_if(std::begin(kComparisons), std::end(kComparisons),
                                   [&](const Sign& s) { return behind.starts_with(s.text); });
    if (sign == std::end(kComparisons)) return add(std::move(node));
    node.operation = sign->operation;
    at_ += sign->text.size();
    return value(std::move(node));
  }

  Result<std::size_t> value(Node node) {
    const std::string_view rest = skip_blanks();
    const std::size_t start = at_;
    if (rest.starts_with('"') || rest.starts_with('\'')) {
      const std::size_t end = rest.find(rest[0], 1);
      if (end == rest.npos) return fail("a quotation mark that nothing ends");
      node.text = rest.substr(1, end - 1);
      at_ += end + 1;
    } else {
      node.text = rest.substr(0, word_size(rest));
      if (node.text.empty()) return fail("expected a value, not " + seen());
      at_ += node.text.size();
    }
    if (node.operation != Operation::kMatches && node.operation != Operation::kMatchesNot) {
      return compared(std::move(node), start);
    }
    regex_t compiled;
    if (const int code = ::regcomp(&compiled, node.text.c_str(), REG_EXTENDED | REG_NOSUB); code != 0) {
      char reason[128];
      ::regerror(code, &compiled, reason, sizeof reason);
      at_ = start;
      return fail(std::string("regular expression: ") + reason);
    }
    node.regex = std::shared_ptr<const regex_t>(new regex_t(compiled), [](const regex_t* regex) {
      ::regfree(const_cast<regex_t*>(regex));
      delete regex;
    });
    return add(std::move(node));
  }

  // The value is what the cells of the column may be.
  Result<std::size_t> compared(Node node, std::size_t start) {
    const FilterColumn& column = columns_[node.column];
    const auto refuse = [&](std::string_view wanted) {
      at_ = start;
      return fail(std::string(column.id) + " is compared with " + std::string(wanted) + ", not \"" + node.text + "\"");
    };
    node.number = number_of(std::string_view(node.text));
    if (column.kind == CellKind::kNumber && !node.number) return refuse("a number (512, 10K, 1.5G)");
    if (column.kind == CellKind::kTruth && !is_truth(node.text)) return refuse("yes or no");
    if (column.kind == CellKind::kAddress) {
      node.address = column.address(node.text);
      if (!node.address) return refuse("an address (127.0.0.1, ::1)");
    }
    return add(std::move(node));
  }

  std::string_view text_;
  std::span<const FilterColumn> columns_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::vector<Node> nodes_;
};

}  // namespace

Result<CellFilter> CellFilter::parse(std::string_view text, std::span<const FilterColumn> columns) {
  Parser parser(text, columns);
  const auto root = parser.whole();
  if (!root) return tl::unexpected(root.error());
  return CellFilter(parser.take_nodes(), *root);
}

bool CellFilter::asks(std::size_t column) const {
  return std::any_of(nodes_.begin(), nodes_.end(),
                     [&](const Node& node) { return node.operation >= Operation::kIsSet && node.column == column; });
}

bool CellFilter::holds(std::size_t place, const CellOf& cell) const {
  const Node& node = nodes_[place];
  switch (node.operation) {
    case Operation::kOr:
      return holds(node.left, cell) || holds(node.right, cell);
    case Operation::kAnd:
      return holds(node.left, cell) && holds(node.right, cell);
    case Operation::kNot:
      return !holds(node.left, cell);
    case Operation::kIsSet:
      return is_set(cell(node.column));
    default:
      return passes(node, cell(node.column));
  }
}

}  // namespace nd
