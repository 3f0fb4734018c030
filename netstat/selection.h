// Which lists the options add up to, by netstat's rules: a family without a kind means every kind, a kind without a
// family both families, nothing at all everything.
#pragma once

#include "netstat/options.h"

namespace nd::netstat {

struct Selection {
  bool ipv4 = false, ipv6 = false;
  bool tcp = false, sctp = false, udp = false, udplite = false, raw = false;
  bool unix_sockets = false, groups = false;
  bool l2cap = false, rfcomm = false;
  // Something was named: a list that the kernel does not have is an error then.
  bool named = false;
  // False: none of what is listed has one of the columns of --columns, or that of --sort.
  bool columns_fit = true;
  // The kinds follow from a family: what is missing is passed over.
  bool kinds_follow = false;

  bool inet_sockets() const { return tcp || sctp || udp || udplite || raw; }
  bool operator==(const Selection&) const = default;
};

Selection select(const Options& options);

}  // namespace nd::netstat
