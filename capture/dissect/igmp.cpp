// IGMP (RFC 1112, RFC 2236, RFC 3376), and multicast traceroute, which shares its protocol number.
#include "capture/dissect/dissectors.h"
#include "capture/dissect/dissectors_routing.h"
#include "capture/dissect/fields.h"
#include "capture/dissect/printer.h"
#include "common/base/checksum.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

enum : std::uint8_t {
  kQuery = 0x11,
  kReport1 = 0x12,
  kDvmrpMessage = 0x13,
  kPim1Message = 0x14,
  kReport2 = 0x16,
  kLeave = 0x17,
  kTraceReply = 0x1e,
  kTrace = 0x1f,
  kReport3 = 0x22,
};
constexpr std::uint32_t kHeader = 8;
constexpr std::uint32_t kRecordHeader = 8;
constexpr Token kRecordTypes[] = {
    {1, "is_in"}, {2, "is_ex"}, {3, "to_in"}, {4, "to_ex"}, {5, "allow"}, {6, "block"},
};

// Tenths of a second; from 128 on a floating-point code (RFC 3376 section 4.1.1).
std::uint32_t response_time(std::uint8_t code) {
  return code < 128 ? code : ((code & 0xfU) | 0x10U) << ((code >> 4 & 7) + 3);
}

void put_response_time(Printer& p, std::uint32_t tenths) {
  p.put(" [max resp time ");
  if (tenths < 600) {
    p.put(Fixed{tenths * 0.1, 1}, 's');
  } else {
    p.put(tenths / 600, 'm');
    if (tenths % 600 != 0) p.put(tenths % 600 / 10, 's');
  }
  p.put(']');
}

void put_sources(Printer& p, Slice sources, std::uint32_t count) {
  p.put(" {");
  for (std::size_t i = 0; i < count; ++i) p.put(' ', Ip4{sources.at(4 * i, 4)});
  p.put(" }");
}

bool put_bad_length(Printer& p, Slice in, std::uint32_t least) {
  if (in.length() >= least && in.length() % 4 == 0) return false;
  p.put(" [invalid len ", in.length(), ']');
  return true;
}

void print_query3(Printer& p, Slice in) {
  p.put(" v3");
  if (put_bad_length(p, in, 12)) return;
  if (const std::uint8_t code = in.u8(1); code != 100) put_response_time(p, response_time(code));
  if (in.b32(4) == 0) return;
  p.put(" [gaddr ", Ip4{in.at(4, 4)});
  if (const std::uint32_t count = in.b16(10); count > 0) {
    if (in.length() < 12 + 4 * count) {
      p.put(" [invalid number of sources]");
    } else if (p.verbose() > 1) {
      put_sources(p, in.after(12), count);
    } else {
      p.put(", ", count, " source(s)");
    }
  }
  p.put(']');
}

void print_query(Printer& p, Slice in) {
  p.put("igmp query");
  if (in.length() >= 12) return print_query3(p, in);
  if (const std::uint8_t time = in.u8(1); time != 0) {
    p.put(" v2");
    if (time != 100) p.put(" [max resp time ", time, ']');
  } else {
    p.put(" v1");
  }
  if (in.b32(4) != 0) p.put(" [gaddr ", Ip4{in.at(4, 4)}, ']');
  if (in.length() != 8) p.put(" [len ", in.length(), ']');
}

void print_records(Printer& p, Slice in, std::uint32_t count) {
  Slice record = in.after(8);
  for (; count > 0; --count) {
    if (record.length() < kRecordHeader) {
      p.put(" [invalid number of groups]");
      return;
    }
    p.put(" [gaddr ", Ip4{record.at(4, 4)});
    p.put(' ', Named{kRecordTypes, record.u8(), " [v3-report-#", "]"});
    const std::uint32_t sources = record.b16(2);
    if (record.length() < kRecordHeader + 4 * sources) {
      p.put(" [invalid number of sources ", sources, ']');
      return;
    }
    if (p.verbose() == 1) {
      p.put(", ", sources, " source(s)");
    } else {
      put_sources(p, record.after(kRecordHeader), sources);
    }
    record.advance(kRecordHeader + 4 * sources);
    p.put(']');
  }
}

void print_report3(Printer& p, Slice in) {
  p.put("igmp v3 report");
  if (put_bad_length(p, in, 16)) return;
  const std::uint16_t count = in.b16(6);
  p.put(", ", count, " group record(s)");
  if (p.verbose() > 0) print_records(p, in, count);
}

void print_trace(Printer& p, std::string_view name, Slice in) {
  if (in.length() < 24) {
    p.put(" [invalid len ", in.length(), ']');
    return;
  }
  const Slice query = in.after(8);
  p.put(name, ' ', query.b24(13), ": ", Ip4{query.at(0, 4)}, " to ", Ip4{query.at(4, 4)}, " reply-to ",
        Ip4{query.at(8, 4)});
  if (query.u8(8) >> 4 == 0xe) p.put(" with-ttl ", query.u8(12));
}

void print_kind(Printer& p, Slice in) {
  switch (const std::uint8_t type = in.u8(); type) {
    case kQuery:
      return print_query(p, in);
    case kReport1:
      p.put("igmp v1 report ", Ip4{in.at(4, 4)});
      if (in.length() != 8) p.put(" [len ", in.length(), ']');
      return;
    case kReport2:
      p.put("igmp v2 report ", Ip4{in.at(4, 4)});
      return;
    case kReport3:
      return print_report3(p, in);
    case kLeave:
      p.put("igmp leave ", Ip4{in.at(4, 4)});
      return;
    case kDvmrpMessage:
      p.put("igmp dvmrp");
      if (in.length() >= kHeader) return p.call(kDvmrp, in);
      p.put(" [len ", in.length(), ']');
      return;
    case kPim1Message:
      p.put("igmp pimv1");
      return p.call(kPim1, in);
    case kTraceReply:
      return print_trace(p, "mresp", in);
    case kTrace:
      return print_trace(p, "mtrace", in);
    default:
      p.put("igmp-", type);
  }
}

void print(Printer& p, Slice in) {
  if (p.ip.version == 6) {
    p.put("[IGMP requires IPv4]");
    return p.invalid();
  }
  if (p.options.quiet > 0) {
    p.put("igmp");
    return;
  }
  print_kind(p, in);
  if (p.verbose() > 0 && in.has(in.length()) && internet_checksum(in.bytes()) != 0)
    p.put(" bad igmp cksum ", Hex{in.b16(2)}, '!');
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.field("type", in.u8());
  json.field("max_response_code", in.u8(1));
  json.field("checksum", in.b16(2));
  if (in.u8() == kDvmrpMessage) return {&kDvmrp, in};
  if (in.u8() == kPim1Message) return {&kPim1, in};
  if (in.u8() != kReport3) {
    json.field("group", ipv4_at(in, 4));
    return {};
  }
  json.begin_array("records");
  Slice record = in.after(8);
  for (std::uint32_t left = in.b16(6); left > 0 && record.length() >= kRecordHeader; --left) {
    const std::uint32_t sources = record.b16(2);
    json.begin_object();
    json.field("type", record.u8());
    json.field("group", ipv4_at(record, 4));
    json.begin_array("sources");
    for (std::size_t i = 0; i < sources; ++i) json.value(ipv4_at(record, kRecordHeader + 4 * i));
    json.end_array();
    json.end_object();
    record.advance(kRecordHeader + 4 * sources);
  }
  json.end_array();
  return {};
}

}  // namespace

const Dissector kIgmp{"igmp", print, json};

}  // namespace nd::capture
