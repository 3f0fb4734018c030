// SCTP (RFC 9260): the common header and its chunks; with -vv each on its line and data with its payload.
#include "capture/dissect/dissectors.h"
#include "capture/dissect/ports.h"
#include "capture/dissect/printer.h"
#include "capture/dissect/sctp_names.h"
#include "common/render/json.h"

namespace nd::capture {
namespace sctp {
namespace {

constexpr std::uint8_t kSctpProtocol = 132;
constexpr std::uint32_t kHeaderLength = 12;
constexpr std::uint32_t kChunkHeader = 4;
constexpr std::uint32_t kDataLength = 12;
enum Chunk : std::uint8_t { kData = 0, kInit = 1, kInitAck = 2, kSack = 3 };

struct Header {
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
  std::uint32_t tag = 0;
  std::uint32_t checksum = 0;
};

Header parse(Slice in) {
  return {.source_port = in.b16(0), .destination_port = in.b16(2), .tag = in.b32(4), .checksum = in.b32(8)};
}

void put_endpoints(Printer& p, const Header& header) {
  const TcpPort source{header.source_port};
  const TcpPort destination{header.destination_port};
  if (p.ip.protocol != kSctpProtocol) {
    p.put(source, " > ", destination, ": sctp");
  } else if (p.ip.version == 6) {
    p.put(Ip6{p.ip.source}, '.', source, " > ", Ip6{p.ip.destination}, '.', destination, ": sctp");
  } else {
    p.put(Ip4{p.ip.source}, '.', source, " > ", Ip4{p.ip.destination}, '.', destination, ": sctp");
  }
}

// RFC 5811: ForCES knows its channels by their ports.
void put_channel(Printer& p, std::uint16_t port) {
  if (const std::string_view name = find_token(kForcesPorts, port); !name.empty()) p.put('[', name, ']');
}

// The chunk is too short for its kind: false, as its printer returns.
bool bogus(Printer& p, Slice body) {
  p.put("bogus chunk length ", body.length() + kChunkHeader, ']');
  return false;
}

bool print_data(Printer& p, std::uint8_t flags, Slice in) {
  if ((flags & 4) != 0) p.put("(U)");
  if ((flags & 2) != 0) p.put("(B)");
  if ((flags & 1) != 0) p.put("(E)");
  if ((flags & 7) != 0) p.put(' ');
  if (in.length() < kDataLength) return bogus(p, in);
  p.put("[TSN: ", in.b32(), "] ");
  p.put("[SID: ", in.b16(4), "] ");
  p.put("[SSEQ ", in.b16(6), "] ");
  p.put("[PPID ", NamedHex{kPayloadProtocols, in.b32(8), "0x"}, "] ");
  if (in.length() == kDataLength) return bogus(p, in);  // RFC 9260: no chunk without data
  in.advance(kDataLength);
  if (p.verbose() < 2) return true;
  p.put("[Payload");
  if (!p.options.no_payload_dump) {
    p.put(':');
    p.put_payload(in);
  }
  p.put(']');
  return true;
}

bool print_init(Printer& p, Slice in) {
  if (in.length() < 16) return bogus(p, in);
  p.put("[init tag: ", in.b32(), "] ");
  p.put("[rwnd: ", in.b32(4), "] ");
  p.put("[OS: ", in.b16(8), "] ");
  p.put("[MIS: ", in.b16(10), "] ");
  p.put("[init TSN: ", in.b32(12), "] ");
  return true;
}

bool print_sack(Printer& p, Slice in) {
  if (in.length() < 12) return bogus(p, in);
  const Slice chunk = in;
  const std::uint32_t acknowledged = in.b32();
  const std::uint32_t gaps = in.b16(8);
  const std::uint32_t duplicates = in.b16(10);
  p.put("[cum ack ", acknowledged, "] ");
  p.put("[a_rwnd ", in.b32(4), "] ");
  p.put("[#gap acks ", gaps, "] ");
  p.put("[#dup tsns ", duplicates, "] ");
  in.advance(12);
  for (std::uint32_t i = 1; i <= gaps; ++i, in.advance(4)) {
    if (in.length() < 4) return bogus(p, chunk);
    p.put("\n\t\t[gap ack block #", i, ": start = ", acknowledged + in.b16(), ", end = ", acknowledged + in.b16(2),
          "] ");
  }
  for (std::uint32_t i = 1; i <= duplicates; ++i, in.advance(4)) {
    if (in.length() < 4) return bogus(p, chunk);
    p.put("\n\t\t[dup TSN #", i, ": ", in.b32(), "] ");
  }
  return true;
}

bool print_chunk(Printer& p, std::uint8_t type, std::uint8_t flags, Slice body) {
  switch (type) {
    case kData:
      return print_data(p, flags, body);
    case kInit:
    case kInitAck:
      return print_init(p, body);
    case kSack:
      return print_sack(p, body);
    default:
      return true;
  }
}

void print_chunks(Printer& p, Slice in) {
  std::string_view separator = p.verbose() >= 2 ? "\n\t" : " (";
  for (std::uint32_t number = 1; in.length() > 0; ++number) {
    if (in.length() < kChunkHeader) {
      p.put(separator, number, ") [chunk descriptor cut off at end of packet]");
      return;
    }
    const std::uint32_t length = in.b16(2);
    if (length < kChunkHeader) {
      p.put(separator, number, ") [Bad chunk length ", length, ", < size of chunk descriptor]");
      return;
    }
    if (!in.has(length)) return p.truncated();
    const std::uint8_t type = in.u8();
    p.put(separator, number, ") [", NamedHex{kChunks, type, "Unknown chunk type: 0x"}, "] ");
    if (!print_chunk(p, type, in.u8(1), in.after(kChunkHeader).with_length(length - kChunkHeader))) return;
    const std::uint32_t padded = (length + 3) / 4 * 4;
    if (!in.has(std::min(padded, in.length()))) return p.truncated();
    in.advance(padded);
    if (p.verbose() < 2) separator = ", (";
  }
}

void print_whole(Printer& p, Slice in) {
  if (in.length() < kHeaderLength) {
    p.put("truncated-sctp - ", kHeaderLength - in.length(), " bytes missing!");
    return;
  }
  in.need(0, kHeaderLength);
  const Header header = parse(in);
  put_endpoints(p, header);
  put_channel(p, header.source_port);
  put_channel(p, header.destination_port);
  print_chunks(p, in.after(kHeaderLength));
}

void print(Printer& p, Slice in) {
  p.ending_here([&] { print_whole(p, in); });
}

Next json(JsonWriter& json, Context& context, Slice in) {
  const Header header = parse(in);
  json_ports(json, context, in);
  json.field("verification_tag", header.tag);
  json.field("checksum", header.checksum);
  json.begin_array("chunks");
  for (Slice chunk = in.after(kHeaderLength); chunk.length() >= kChunkHeader && chunk.has(kChunkHeader);) {
    const std::uint32_t length = chunk.b16(2);
    if (length < kChunkHeader) break;
    json.begin_object();
    json.field("chunk_type", chunk.u8());
    if (const std::string_view name = find_token(kChunks, chunk.u8()); !name.empty()) json.field("name", name);
    json.field("flags", chunk.u8(1));
    json.field("length", length);
    if (chunk.u8() == kData && chunk.has(4 + kDataLength)) {
      json.field("tsn", chunk.b32(4));
      json.field("stream", chunk.b16(8));
      json.field("stream_sequence", chunk.b16(10));
      json.field("payload_protocol", chunk.b32(12));
    }
    json.end_object();
    chunk.advance((length + 3) / 4 * 4);
  }
  json.end_array();
  return {};
}

}  // namespace
}  // namespace sctp

const Dissector kSctp{"sctp", sctp::print, sctp::json};

}  // namespace nd::capture
