// What the files of ISAKMP share: the chain of payloads and the names of its numbers.
#pragma once

#include <optional>

#include "capture/dissect/printer.h"

namespace nd::capture::isakmp {

inline constexpr std::uint8_t kEncryptedPayload = 46;

// A generic payload header (RFC 2408 section 3.2) and the message from it on.
struct Payload {
  std::uint8_t type = 0;
  bool critical = false;
  std::uint32_t length = 0;  // of header and body
  Slice in;                  // all that was captured from the header on

  Slice body() const { return in.with_length(length).after(4); }
  Slice after() const { return in.after(length); }
};

// What the payloads inside a payload depend on.
struct Nesting {
  std::uint8_t protocol = 0;  // of the proposal around a transform
  std::uint8_t cut_name = 0;  // what a cut chain is called; 0: by the payload that does not fit
  int depth = 0;
};

// Prints what is inside the parentheses of one payload; where it says so, the next payload stands elsewhere than the
// length tells. None: it could not be read to its end.
using PrintPayload = std::optional<Slice> (*)(Printer& p, const Payload& payload, Nesting nesting);
using FindPrinter = PrintPayload (*)(std::uint8_t type);
PrintPayload find_printer1(std::uint8_t type);
PrintPayload find_printer2(std::uint8_t type);

// A chain of payloads that begins with one of `type`. None: it ends too early, as printed.
std::optional<Slice> print_chain(Printer& p, std::uint8_t type, Slice in, Nesting nesting, FindPrinter find);

// " [|sa]": the payload is cut.
std::nullopt_t put_cut(Printer& p, std::uint8_t type);
void put_type(Printer& p, std::uint8_t type);
// Throws Cut where the capture ends before the bytes do; the chain says then which payload it was.
struct Cut {};
void put_hex(Printer& p, Slice bytes);
// " data=(…)": the first ten and the last twenty bytes, all with -vvvv. The peer counts to the capture's end, over that
// of the payload.
void put_some_data(Printer& p, Slice data);
// "id=", or "id=#7" where the name is not known.
void put_named(Printer& p, Tokens names, std::uint32_t value);

// One attribute (RFC 2408 section 3.3); returns its length. With names of an own for the values of a type.
struct AttributeNames {
  std::uint16_t type;
  std::string_view name;
  Tokens values;
};
std::uint32_t print_attribute(Printer& p, Slice in, std::span<const AttributeNames> names);
// All that start before `length`. Returns what follows them; behind one that reaches too far, the peer leaves out a
// byte.
Slice print_attributes(Printer& p, Slice in, std::uint32_t length, std::span<const AttributeNames> names);

extern const Tokens kPayloads;
extern const Tokens kProtocols;
extern const Tokens kExchanges;
extern const Tokens kGroups;
extern const Tokens kCertificates;
extern const Tokens kIdentities;
extern const Tokens kErrors;
extern const Tokens kStatuses;
extern const Tokens kNotifications2;
extern const std::span<const AttributeNames> kOakleyAttributes;
extern const std::span<const AttributeNames> kIpsecAttributes;
extern const std::span<const AttributeNames> kTransformAttributes2;
// Of a transform, by the protocol of its proposal; empty: the peer shows the number alone.
Tokens transform_names(std::uint8_t protocol);
// Of a transform of version 2, by its type.
Tokens transform_names2(std::uint8_t type);
extern const Tokens kTransformTypes2;
extern const Tokens kAuthentications2;

}  // namespace nd::capture::isakmp
