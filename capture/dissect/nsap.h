// OSI network addresses, "49.0001.1921.6800.1001.00".
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture {

inline void put_nsap(Printer& p, Bytes address) {
  constexpr std::size_t kMax = 20;
  if (address.empty() || address.size() > kMax) {
    p.put("isonsap_string: illegal length");
    return;
  }
  for (std::size_t i = 0; i < address.size(); ++i) {
    p.put(Hex{address[i], 2});
    if (i % 2 == 0 && i + 1 < address.size()) p.put('.');
  }
}

}  // namespace nd::capture
