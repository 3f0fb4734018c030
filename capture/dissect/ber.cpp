#include "capture/dissect/ber.h"

namespace nd::capture::ber {
namespace {

enum Family : std::uint8_t { kUniversal, kApplication, kContextFamily, kPrivate };
constexpr std::string_view kUniversalNames[] = {"U-0",   "Boolean",   "Integer", "Bitstring", "String",   "Null",
                                                "ObjID", "ObjectDes", "U-8",     "U-9",       "U-10",     "U-11",
                                                "U-12",  "U-13",      "U-14",    "U-15",      "Sequence", "Set"};
constexpr std::string_view kApplicationNames[] = {"IpAddress", "Counter", "Gauge",    "TimeTicks",
                                                  "Opaque",    "C-5",     "Counter64"};
constexpr std::string_view kContextNames[] = {"GetRequest", "GetNextRequest", "GetResponse", "SetRequest", "Trap",
                                              "GetBulk",    "Inform",         "V2Trap",      "Report"};
constexpr std::string_view kPrivateNames[] = {"P-0"};
constexpr std::span<const std::string_view> kNames[] = {kUniversalNames, kApplicationNames, kContextNames,
                                                        kPrivateNames};

Type type_of(const Element& e) {
  if (e.form != 0) {
    if (e.family == kContextFamily) return Type::kPdu;
    return e.family == kUniversal && e.id == 16 ? Type::kSequence : Type::kConstructed;
  }
  switch (e.family) {
    case kUniversal:
      switch (e.id) {
        case 2:
          return Type::kInteger;
        case 4:
          return Type::kString;
        case 5:
          return Type::kNull;
        case 6:
          return Type::kOid;
        default:
          return Type::kOctets;
      }
    case kApplication:
      switch (e.id) {
        case 0:
          return Type::kAddress;
        case 1:
        case 2:
        case 3:
          return Type::kUnsigned;
        case 6:
          return Type::kUnsigned64;
        default:
          return Type::kOctets;
      }
    case kContextFamily:
      switch (e.id) {
        case 0:
          return Type::kNoSuchObject;
        case 1:
          return Type::kNoSuchInstance;
        case 2:
          return Type::kEndOfMibView;
        default:
          return Type::kContext;
      }
    default:
      return Type::kOctets;
  }
}

// The identifier's bytes; 0 where they go on behind the end.
std::uint32_t read_tag(Slice in, Element& e) {
  const std::uint8_t first = in.u8();
  e.form = first >> 5 & 1;
  e.family = first >> 6;
  e.id = first & 0x1f;
  if (e.id != 0x1f) return 1;
  e.id = 0;
  std::uint32_t at = 1;
  std::uint8_t byte = 0;
  do {
    if (at > in.length()) return 0;
    byte = in.u8(at++);
    e.id = (e.id << 7 | (byte & 0x7fU)) & 0xff;  // the peer keeps it in a byte
  } while ((byte & 0x80) != 0);
  return at;
}

void put_printable(Printer& p, Slice value) {
  const auto text = value.take_bytes(0, value.length());
  for (const std::uint8_t byte : text) {
    if (byte >= 0x20 && byte < 0x7f) continue;
    for (std::size_t i = 0; i < text.size(); ++i) p.put(i == 0 ? "" : "_", Hex{text[i], 2});
    return;
  }
  p.put('"', as_text(text), '"');
}

}  // namespace

std::string_view Element::name() const { return kNames[family][id]; }

std::int32_t Element::as_integer() const {
  std::uint32_t number = (value.u8() & 0x80) != 0 ? ~0U : 0U;
  for (const std::uint8_t byte : value.take_bytes(0, value.length())) number = number << 8 | byte;
  return static_cast<std::int32_t>(number);
}

std::uint64_t Element::as_unsigned64() const {
  std::uint64_t number = 0;
  for (const std::uint8_t byte : value.take_bytes(0, value.length())) number = number << 8 | byte;
  return number;
}

Element parse(Slice in) {
  Element e;
  const auto fault = [&e](Fault what) {
    e.fault = what;
    return e;
  };
  if (in.length() < 1) return fault(Fault::kEmpty);
  std::uint32_t at = read_tag(in, e);
  if (at == 0) return fault(Fault::kTag);
  if (in.length() <= at) return fault(Fault::kNoLength);
  std::uint32_t length = in.u8(at++);
  std::uint32_t left = in.length() - at;
  if ((length & 0x80) != 0) {
    const std::uint32_t octets = length & 0x7f;
    e.given = left;
    e.wanted = octets;
    if (left < octets) return fault(Fault::kLengthCut);
    in.want(at, octets);
    length = 0;
    for (std::uint32_t i = 0; i < octets; ++i) length = length << 8 | in.u8(at + i);
    at += octets;
    left -= octets;
  }
  e.given = left;
  e.wanted = length;
  if (left < length) return fault(Fault::kTooLong);
  if (e.id >= kNames[e.family].size()) return fault(Fault::kUnknown);
  in.want(at, length);
  e.value = in.after(at).with_length(length);
  e.size = at + length;
  e.type = type_of(e);
  if (e.type == Type::kInteger && length == 0) return fault(Fault::kNoValue);
  return e;
}

void print_remarks(Printer& p, const Element& e) {
  switch (e.fault) {
    case Fault::kEmpty:
      p.put("[nothing to parse]");
      return;
    case Fault::kTag:
      p.put("[Xtagfield?]");
      return;
    case Fault::kNoLength:
      p.put("[no asnlen]");
      return;
    case Fault::kLengthCut:
      p.put("[asnlen? ", e.given, '<', e.wanted, ']');
      return;
    case Fault::kTooLong:
      p.put("[len", e.given, "<asnlen", e.wanted, ']');
      return;
    case Fault::kUnknown:
      p.put("[id?", e.form != 0 ? 'C' : 'P', "/x/", e.id, ']');
      return;
    case Fault::kNoValue:
      p.put("[asnlen=0]");
      return;
    case Fault::kNone:
      if (e.type == Type::kConstructed) p.put("C/", e.family == kUniversal ? 'U' : 'x', '/', e.name());
      if (e.type != Type::kOctets) return;
      p.put("[P/", e.family == kUniversal ? 'U' : e.family == kApplication ? 'A' : 'x', '/', e.name(), ']');
  }
}

Element read(Printer& p, Slice in) {
  const Element element = parse(in);
  print_remarks(p, element);
  return element;
}

void put_oid(TextBuffer& out, Slice value) {
  std::uint32_t number = 0;
  bool first = true;
  for (const std::uint8_t byte : value.take_bytes(0, value.length())) {
    number = (number << 7) + (byte & 0x7fU);
    if ((byte & 0x80) != 0) continue;
    if (first) {  // the first two arcs share a number
      const std::uint32_t root = std::min(number / 40, 2U);
      out.put('.').dec(root);
      number -= root * 40;
      first = false;
    }
    out.put('.').dec(number);
    number = 0;
  }
}

void print_value(Printer& p, const Element& e) {
  switch (e.type) {
    case Type::kConstructed:
    case Type::kOctets:
      for (const std::uint8_t byte : e.value.take_bytes(0, e.value.length())) p.put('_', Hex{byte, 2});
      return;
    case Type::kNull:
      return;
    case Type::kOid:
      return put_oid(p.out, e.value);
    case Type::kInteger:
      p.put(e.as_integer());
      return;
    case Type::kUnsigned:
      p.put(e.as_unsigned());
      return;
    case Type::kUnsigned64:
      p.put(e.as_unsigned64());
      return;
    case Type::kString:
      return put_printable(p, e.value);
    case Type::kSequence:
      p.put("Seq(", e.value.length(), ')');
      return;
    case Type::kAddress: {
      if (e.value.length() != 4) p.put("[inetaddr len!=4]");
      bool first = true;
      for (const std::uint8_t byte : e.value.take_bytes(0, e.value.length())) {
        p.put(first ? "" : ".", byte);
        first = false;
      }
      return;
    }
    case Type::kNoSuchObject:
    case Type::kNoSuchInstance:
    case Type::kEndOfMibView:
      p.put(e.id == 0 ? "[noSuchObject]" : e.id == 1 ? "[noSuchInstance]" : "[endOfMibView]");
      return;
    case Type::kPdu:
      p.put(e.name(), '(', e.value.length(), ')');
      return;
    case Type::kContext:
      p.put("[BE_ANY!?]");
  }
}

}  // namespace nd::capture::ber
