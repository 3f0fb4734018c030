#include "common/parse/netlink_attributes.h"

#include <linux/netlink.h>

#include <algorithm>

namespace nd {

std::optional<NetlinkAttribute> next_attribute(Bytes& rest) {
  const auto header = load<nlattr>(rest);
  if (!header || header->nla_len < sizeof(nlattr) || header->nla_len > rest.size()) return std::nullopt;
  const std::size_t length = header->nla_len;
  const NetlinkAttribute found{static_cast<std::uint16_t>(header->nla_type & NLA_TYPE_MASK),
                               rest.subspan(sizeof(nlattr), length - sizeof(nlattr))};
  rest = rest.subspan(std::min(rest.size(), (length + 3) / 4 * 4));
  return found;
}

}  // namespace nd
