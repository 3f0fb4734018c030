// One function a family of sockets: its row of the kernel's table, into lsof's columns.
#pragma once

#include "lsof/open_file.h"
#include "lsof/sockets.h"

namespace nd::lsof {

void describe_inet(const SocketRow& row, OpenFile& file);
void describe_unix(const UnixSocketRow& row, OpenFile& file);
void describe_netlink(const NetlinkSocketRow& row, OpenFile& file);
void describe_packet(const PacketSocketRow& row, OpenFile& file);
void describe_raw(const RawRow& row, OpenFile& file);

}  // namespace nd::lsof
