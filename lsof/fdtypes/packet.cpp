// Packet sockets: NODE is the Ethernet protocol they receive.
#include <sys/socket.h>

#include <map>

#include "lsof/fdtypes/socket.h"
#include "lsof/kind_names.h"

namespace nd::lsof {
namespace {

struct Named {
  std::uint16_t protocol;
  std::string_view name;
};
// linux/if_ether.h's numbers, by the names lsof has for them.
constexpr Named kNamed[] = {
    {0x0001, "802.3"},   {0x0002, "AX25"},    {0x0003, "ALL"},     {0x0004, "802.2"},   {0x0005, "SNAP"},
    {0x0006, "DDCMP"},   {0x0007, "WAN_PPP"}, {0x0008, "PPP MP"},  {0x0009, "LCLTALK"}, {0x0010, "PPPTALK"},
    {0x0011, "802.2"},   {0x0015, "MOBITEX"}, {0x0016, "CONTROL"}, {0x0017, "IRDA"},    {0x0018, "ECONET"},
    {0x0019, "HDLC"},    {0x001a, "ARCNET"},  {0x0060, "LOOP"},    {0x0200, "PUP"},     {0x0201, "PUPAT"},
    {0x0800, "IP"},      {0x0805, "X25"},     {0x0806, "ARP"},     {0x08ff, "BPQ"},     {0x0a00, "I3EPUP"},
    {0x0a01, "I3EPUPA"}, {0x6000, "DEC"},     {0x6001, "DNA_DL"},  {0x6002, "DNA_RC"},  {0x6003, "DNA_RT"},
    {0x6004, "LAT"},     {0x6005, "DIAG"},    {0x6006, "CUST"},    {0x6007, "SCA"},     {0x8035, "RARP"},
    {0x809b, "ATALK"},   {0x80f3, "AARP"},    {0x8100, "8021Q"},   {0x8137, "IPX"},     {0x86dd, "IPV6"},
    {0x8809, "SLOW"},    {0x883e, "WCCP"},    {0x8847, "MPLS_UC"}, {0x8848, "MPLS_MC"}, {0x884c, "ATMMPOA"},
    {0x8863, "PPP_DIS"}, {0x8864, "PPP_SES"}, {0x8884, "ATMFATE"}, {0x88a2, "AOE"},     {0x88ca, "TIPC"}};

// Lives as long as the thread that lists the row, which keeps a view of it.
std::string_view protocol_name(std::uint16_t protocol) {
  for (const Named& named : kNamed) {
    if (named.protocol == protocol) return named.name;
  }
  thread_local std::map<std::uint16_t, std::string> numbers;
  return numbers.try_emplace(protocol, std::to_string(protocol)).first->second;
}

std::string type_name(std::uint16_t type) {
  switch (type) {
    case SOCK_RAW:
      return "SOCK_RAW";
    case SOCK_DGRAM:
      return "SOCK_DGRAM";
    case SOCK_PACKET:
      return "SOCK_PACKET";
    default:
      return std::to_string(type);
  }
}

}  // namespace

void describe_packet(const PacketSocketRow& row, OpenFile& file) {
  file.type = FileType::kPacket;
  file.kind = kind::kPacket;
  file.device_kind = DeviceKind::kSocketInode;
  file.device_code = row.inode;
  file.protocol = protocol_name(row.protocol);
  file.name = "type=" + type_name(row.type);
}

}  // namespace nd::lsof
