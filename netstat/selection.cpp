#include "netstat/selection.h"

#include <algorithm>
#include <array>

#include "netstat/report_columns.h"
#include "netstat/views/registry.h"

namespace nd::netstat {
namespace {

void choose_all_kinds(Selection& chosen) { chosen.tcp = chosen.sctp = chosen.udp = chosen.udplite = chosen.raw = true; }

bool names_other_family(const Options& options) {
  return std::any_of(options.families.begin(), options.families.end(), [](const std::string& family) {
    constexpr std::array kNoSockets = {"inet", "inet6", "unix", "bluetooth", "ddp", "ash", "ec"};
    return std::find(kNoSockets.begin(), kNoSockets.end(), family) == kNoSockets.end();
  });
}

// Which lists have columns of these names, and which list of sockets has one that the other has not.
struct ColumnKinds {
  bool ip = false, unix_sockets = false, groups = false, only_ip = false, only_unix = false;
  void add(std::string_view id) {
    const bool of_ip = has_column(kSocketsView, id);
    const bool of_unix = has_column(kUnixView, id);
    ip |= of_ip;
    unix_sockets |= of_unix;
    groups |= has_column(kGroupsView, id);
    only_ip |= of_ip && !of_unix;
    only_unix |= of_unix && !of_ip;
  }
};

void drop_ip(Selection& chosen) { chosen.tcp = chosen.sctp = chosen.udp = chosen.udplite = chosen.raw = false; }

// A list that has none of the columns is left out: it would be a list of empty lines.
void fit_columns(Selection& chosen, const Options& options) {
  const std::string_view sort = SortKey(options.sort).id;
  ColumnKinds columns, all;
  for (const std::string& id : options.columns) columns.add(id);
  all = columns;
  if (!sort.empty()) all.add(sort);
  if (!chosen.named && all.only_unix) {
    if (!all.only_ip) drop_ip(chosen);
    chosen.unix_sockets = true;
  }
  if (!options.columns.empty()) {
    if (!columns.ip) drop_ip(chosen);
    chosen.unix_sockets = chosen.unix_sockets && columns.unix_sockets;
    chosen.groups = chosen.groups && columns.groups;
  }
  const bool lists = chosen.inet_sockets() || chosen.unix_sockets || chosen.groups;
  const bool sorts = sort.empty() || (chosen.inet_sockets() && has_column(kSocketsView, sort)) ||
                     (chosen.unix_sockets && has_column(kUnixView, sort)) ||
                     (chosen.groups && has_column(kGroupsView, sort));
  chosen.columns_fit = lists && sorts;
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
  if (!options.columns.empty() || !options.sort.empty()) fit_columns(chosen, options);
  return chosen;
}

}  // namespace nd::netstat
