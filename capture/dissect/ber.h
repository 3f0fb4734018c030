// Elements in ASN.1's basic encoding rules (X.690), as far as SNMP uses them. Parsing is apart from printing: what is
// wrong with an element is data, and the text says it in the peer's words.
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture::ber {

enum class Type : std::uint8_t {
  kOctets,       // a primitive type that has no form of its own
  kConstructed,  // a constructed one
  kNull,
  kOid,
  kInteger,
  kString,
  kAddress,
  kUnsigned,
  kUnsigned64,
  kPdu,
  kNoSuchObject,
  kNoSuchInstance,
  kEndOfMibView,
  kContext,
  kSequence,
};
enum class Fault : std::uint8_t { kNone, kEmpty, kTag, kNoLength, kLengthCut, kTooLong, kUnknown, kNoValue };

struct Element {
  Fault fault = Fault::kNone;
  Type type = Type::kOctets;
  std::uint8_t form = 0;    // 1: constructed
  std::uint8_t family = 0;  // universal, application, context, private
  std::uint32_t id = 0;
  Slice value;                          // its claimed length is the element's
  std::uint32_t size = 0;               // header and value
  std::uint32_t given = 0, wanted = 0;  // of a length fault

  bool good() const { return fault == Fault::kNone; }
  std::string_view name() const;
  std::int32_t as_integer() const;
  std::uint32_t as_unsigned() const { return static_cast<std::uint32_t>(as_unsigned64()); }
  std::uint64_t as_unsigned64() const;
};

// The element at the start of `in`, whose claimed length bounds it. Throws Truncated where the header is cut.
Element parse(Slice in);
// What parsing says on its way: the fault, or the kind of an unusual primitive.
void print_remarks(Printer& p, const Element& element);
// parse() with its remarks.
Element read(Printer& p, Slice in);
void print_value(Printer& p, const Element& element);
// An object identifier, ".1.3.6.1".
void put_oid(TextBuffer& out, Slice value);

}  // namespace nd::capture::ber
