// What myping reads from its sockets: replies, quoted probes, recorded IP options and the texts made of them.
#include <cstdlib>

#include "common/base/text_buffer.h"
#include "ping/echo_packet.h"
#include "ping/icmp_text.h"
#include "ping/ip_options.h"

namespace {

void read_as(nd::Family family, bool with_ip_header, nd::Bytes bytes) {
  const auto datagram = nd::ping::parse_datagram(bytes, family, with_ip_header);
  if (!datagram) return;
  const nd::Bytes body = datagram->message.subspan(nd::IcmpHeader::kSize);
  static_cast<void>(nd::ping::parse_quoted(body, family));
  nd::TextBuffer text;
  nd::ping::append_icmp_text(text, family, datagram->header.type, datagram->header.code, datagram->header.rest);
  if (text.empty()) std::abort();
  nd::OutputBuffer out;
  const nd::ping::ScopeNames scopes;
  nd::ping::NamedLines lines(out, nullptr, scopes);
  std::vector<std::uint8_t> last_route;
  nd::ping::append_ip_options(lines, datagram->ip_options, last_route);
  nd::ping::append_ip_options(lines, body, last_route);
  nd::TextBuffer object;
  nd::JsonWriter json(object);
  json.begin_line("reply");
  nd::ping::json_ip_options(json, body);
  json.end_line();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const nd::Bytes bytes(data, size);
  read_as(nd::Family::kIpv4, true, bytes);
  read_as(nd::Family::kIpv4, false, bytes);
  read_as(nd::Family::kIpv6, false, bytes);
  return 0;
}
