// -e and +e: file systems of which nothing is asked, given by the path that they are mounted at.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lsof/open_file.h"

namespace nd::lsof {

struct Exemption {
  std::string point;
  bool links = false;  // +e; ours reads no link that could block, so it only shows in the remark
};

// The exemption that `path` lies under; null: none.
inline const Exemption* exemption_of(std::string_view path, const std::vector<Exemption>& exemptions) {
  for (const Exemption& exemption : exemptions) {
    const std::string_view point = exemption.point;
    if (point == "/" ? path.starts_with('/')
                     : path.starts_with(point) && (path.size() == point.size() || path[point.size()] == '/')) {
      return &exemption;
    }
  }
  return nullptr;
}

// TYPE "UNKNfd", "UNKNcwd" …, and the option behind the name.
inline void exempt(const Exemption& exemption, OpenFile& file) {
  file.type = FileType::kExempt;
  if (!file.has(kDevice)) file.device_kind = DeviceKind::kUnknown;
  file.name += std::string(exemption.links ? " (+e " : " (-e ") + exemption.point + ")";
}

}  // namespace nd::lsof
