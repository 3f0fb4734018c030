#include "netstat/selection.h"

#include <algorithm>
#include <array>

namespace nd::netstat {
namespace {

void choose_all_kinds(Selection& chosen) { chosen.tcp = chosen.sctp = chosen.udp = chosen.udplite = chosen.raw = true; }

bool names_other_family(const Options& options) {
  return std::any_of(options.families.begin(), options.families.end(), [](const std::string& family) {
    constexpr std::array kNoSockets = {"inet", "inet6", "unix", "bluetooth", "ddp", "ash", "ec"};
    return std::find(kNoSockets.begin(), kNoSockets.end(), family) == kNoSockets.end();
  });
}

}  // namespace

Selection select(const Options& options) {
  Selection chosen;
  chosen.ipv4 = options.has_family("inet");
  chosen.ipv6 = options.has_family("inet6");
  chosen.tcp = options.tcp;
  chosen.sctp = options.sctp;
  chosen.udp = options.udp;
  chosen.udplite = options.udplite;
  chosen.raw = options.raw;
  chosen.unix_sockets = options.has_family("unix");
  chosen.groups = options.groups;
  chosen.l2cap = options.l2cap;
  chosen.rfcomm = options.rfcomm;
  if (options.has_family("bluetooth") && !chosen.l2cap && !chosen.rfcomm) chosen.l2cap = chosen.rfcomm = true;

  if ((chosen.ipv4 || chosen.ipv6) && !chosen.inet_sockets()) {
    chosen.kinds_follow = true;
    choose_all_kinds(chosen);
  }
  if ((chosen.inet_sockets() || chosen.groups) && !chosen.ipv4 && !chosen.ipv6) chosen.ipv4 = chosen.ipv6 = true;

  chosen.named = chosen.inet_sockets() || chosen.unix_sockets || chosen.groups || chosen.l2cap || chosen.rfcomm ||
                 names_other_family(options);
  if (!chosen.named) {
    choose_all_kinds(chosen);
    chosen.ipv4 = chosen.ipv6 = true;
    chosen.unix_sockets = !options.filter.is_about_ip() && !options.summary && options.columns.empty();
  }
  return chosen;
}

}  // namespace nd::netstat
