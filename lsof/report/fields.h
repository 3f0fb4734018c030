// lsof's output for programs (-F): one value a line, each behind the letter of its field.
#pragma once

#include <set>
#include <string_view>

#include "common/base/result.h"
#include "lsof/open_file.h"
#include "lsof/report/names.h"
#include "lsof/report/row_sink.h"
#include "lsof/report/style.h"

namespace nd::lsof {

struct FieldChoice {
  std::set<char> letters;
  bool nul = false;      // '0': NUL ends a value, a newline a set
  bool all_set = false;  // -F without letters

  bool has(char letter) const { return letters.count(letter) != 0; }
};

// The values of -F, each as given: "pcfn0"; one without letters, and none at all, chooses every field. An unknown
// letter is an error.
Result<FieldChoice> parse_fields(std::span<const std::string> words);
// What -F ? prints.
std::string_view field_help();

Status print_fields(const RowSink& out, const Process& process, Names& names, const Style& style,
                    const FieldChoice& choice);

}  // namespace nd::lsof
