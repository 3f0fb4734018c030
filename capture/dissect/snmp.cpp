// SNMP versions 1, 2c and 3 (RFC 1157, RFC 3416, RFC 3412, RFC 3414).
#include "capture/dissect/snmp.h"

#include "capture/dissect/ber.h"
#include "capture/dissect/dissectors.h"

namespace nd::capture {
namespace snmp {
namespace {

using ber::Element;
using ber::Type;

constexpr std::string_view kErrors[] = {"noError",
                                        "tooBig",
                                        "noSuchName",
                                        "badValue",
                                        "readOnly",
                                        "genErr",
                                        "noAccess",
                                        "wrongType",
                                        "wrongLength",
                                        "wrongEncoding",
                                        "wrongValue",
                                        "noCreation",
                                        "inconsistentValue",
                                        "resourceUnavailable",
                                        "commitFailed",
                                        "undoFailed",
                                        "authorizationError",
                                        "notWritable",
                                        "inconsistentName"};
constexpr std::string_view kTraps[] = {
    "coldStart", "warmStart", "linkDown", "linkUp", "authenticationFailure", "egpNeighborLoss", "enterpriseSpecific"};
constexpr std::int32_t kEnterpriseSpecific = 6;
constexpr std::string_view kUsualCommunity = "public";

// Elements one after the other; the walk ends at the first that is not what it has to be.
class Reader {
 public:
  Reader(Printer& p, Slice in) : p_(p), rest_(in) {}

  // The next element, if it is of this type; else it is told what stands there instead.
  const Element* take(Type type, std::string_view complaint) {
    element_ = ber::read(p_, rest_);
    if (!element_.good()) return nullptr;
    if (element_.type != type) {
      p_.put('[', complaint, ']');
      ber::print_value(p_, element_);
      return nullptr;
    }
    rest_.advance(element_.size);
    return &element_;
  }
  bool any() {
    element_ = ber::read(p_, rest_);
    return element_.good();
  }
  const Element& element() const { return element_; }
  Slice rest() const { return rest_; }

 private:
  Printer& p_;
  Slice rest_;
  Element element_;
};

void put_error(Printer& p, std::int32_t error) {
  if (error >= 0 && error < static_cast<std::int32_t>(std::size(kErrors))) {
    p.put(kErrors[error]);
  } else {
    p.put("err=", static_cast<std::uint32_t>(error));
  }
}

bool asks(std::uint32_t pdu) { return pdu == kGet || pdu == kGetNext || pdu == kGetBulk; }

// One binding; false ends the list.
bool print_binding(Printer& p, std::uint32_t pdu, Slice in) {
  Reader reader(p, in);
  const Element* name = reader.take(Type::kOid, "objName!=OID");
  if (name == nullptr) return false;
  ber::print_value(p, *name);
  if (!asks(pdu)) p.put('=');
  if (!reader.any()) return false;
  if (asks(pdu) && reader.element().type != Type::kNull) p.put("[objVal!=NULL]");
  ber::print_value(p, reader.element());
  return true;
}

void print_bindings(Printer& p, std::uint32_t pdu, Slice in) {
  Reader list(p, in);
  const Element* sequence = list.take(Type::kSequence, "!SEQ of varbind");
  if (sequence == nullptr) return;
  if (list.rest().length() > 0) p.put('[', list.rest().length(), " extra after SEQ of varbind]");
  Slice rest = sequence->value;
  while (rest.length() > 0) {
    p.put(' ');
    Reader reader(p, rest);
    const Element* binding = reader.take(Type::kSequence, "!varbind");
    if (binding == nullptr || !print_binding(p, pdu, binding->value)) return;
    rest = reader.rest();
  }
}

void print_request(Printer& p, std::uint32_t pdu, Slice in) {
  Reader reader(p, in);
  const Element* id = reader.take(Type::kInteger, "reqId!=INT");
  if (id == nullptr) return;
  if (p.verbose() > 0) p.put("R=", id->as_integer(), ' ');
  const Element* status = reader.take(Type::kInteger, "errorStatus!=INT");
  if (status == nullptr) return;
  const std::int32_t error = status->as_integer();
  if (pdu == kGetBulk) {
    p.put(" N=", error);
  } else if (pdu != kResponse && error != 0) {
    p.put("[errorStatus(");
    put_error(p, error);
    p.put(")!=0]");
  } else if (error != 0) {
    p.put(' ');
    put_error(p, error);
  }
  const Element* place = reader.take(Type::kInteger, "errorIndex!=INT");
  if (place == nullptr) return;
  const std::int32_t index = place->as_integer();
  if (pdu == kGetBulk) {
    p.put(" M=", index);
  } else if (pdu != kResponse) {
    if (index != 0) p.put("[errorIndex(", index, ")!=0]");
  } else if (index != 0 && error == 0) {
    p.put("[errorIndex(", index, ") w/o errorStatus]");
  } else if (index != 0) {
    p.put('@', index);
  } else if (error != 0) {
    p.put("[errorIndex==0]");
  }
  print_bindings(p, pdu, reader.rest());
}

void print_trap(Printer& p, Slice in) {
  Reader reader(p, in);
  p.put(' ');
  const Element* element = reader.take(Type::kOid, "enterprise!=OID");
  if (element == nullptr) return;
  ber::print_value(p, *element);
  p.put(' ');
  element = reader.take(Type::kAddress, "agent-addr!=INETADDR");
  if (element == nullptr) return;
  ber::print_value(p, *element);
  element = reader.take(Type::kInteger, "generic-trap!=INT");
  if (element == nullptr) return;
  const std::int32_t generic = element->as_integer();
  if (generic >= 0 && generic < static_cast<std::int32_t>(std::size(kTraps))) {
    p.put(' ', kTraps[generic]);
  } else {
    p.put(" gt=", generic);
  }
  element = reader.take(Type::kInteger, "specific-trap!=INT");
  if (element == nullptr) return;
  const std::int32_t specific = element->as_integer();
  if (generic == kEnterpriseSpecific) {
    p.put(" s=", specific);
  } else if (specific != 0) {
    p.put("[specific-trap(", specific, ")!=0]");
  }
  p.put(' ');
  element = reader.take(Type::kUnsigned, "time-stamp!=TIMETICKS");
  if (element == nullptr) return;
  ber::print_value(p, *element);
  print_bindings(p, kTrap, reader.rest());
}

void print_pdu(Printer& p, std::int32_t version, Slice in) {
  const Element pdu = ber::read(p, in);
  if (!pdu.good()) return;
  if (pdu.type != Type::kPdu) {
    p.put("[no PDU]");
    return;
  }
  if (pdu.size < in.length()) p.put('[', in.length() - pdu.size, " extra after PDU]");
  if (p.verbose() > 0) p.put("{ ");
  ber::print_value(p, pdu);
  p.put(' ');
  if (version == kVersion1 && pdu.id > kTrap) {
    p.put("[v2 PDU in v1 message]");
    return;
  }
  if (version != kVersion1 && pdu.id == kTrap) {
    p.put("[v1 PDU in v2 message]");
    return;
  }
  if (pdu.id == kTrap) {
    print_trap(p, pdu.value);
  } else {
    print_request(p, pdu.id, pdu.value);
  }
  if (p.verbose() > 0) p.put(" } ");
}

void print_community(Printer& p, std::int32_t version, Slice in) {
  Reader reader(p, in);
  const Element* community = reader.take(Type::kString, "comm!=STR");
  if (community == nullptr) return;
  if (as_text(community->value.take_bytes(0, community->value.length())) != kUsualCommunity) {
    p.put("C=");
    ber::print_value(p, *community);
    p.put(' ');
  }
  print_pdu(p, version, reader.rest());
}

// RFC 3414's security parameters, inside a string.
void print_user_security(Printer& p, Slice in) {
  Reader outer(p, in);
  const Element* sequence = outer.take(Type::kSequence, "!usm");
  if (sequence == nullptr) return;
  Reader reader(p, sequence->value);
  if (reader.take(Type::kString, "msgAuthoritativeEngineID!=STR") == nullptr) return;
  const Element* element = reader.take(Type::kInteger, "msgAuthoritativeEngineBoots!=INT");
  if (element == nullptr) return;
  if (p.verbose() > 0) p.put("B=", element->as_integer(), ' ');
  element = reader.take(Type::kInteger, "msgAuthoritativeEngineTime!=INT");
  if (element == nullptr) return;
  if (p.verbose() > 0) p.put("T=", element->as_integer(), ' ');
  element = reader.take(Type::kString, "msgUserName!=STR");
  if (element == nullptr) return;
  p.put("U=");
  ber::print_value(p, *element);
  p.put(' ');
  if (reader.take(Type::kString, "msgAuthenticationParameters!=STR") == nullptr) return;
  reader.take(Type::kString, "msgPrivacyParameters!=STR");
}

void print_scoped(Printer& p, Slice in) {
  Reader outer(p, in);
  const Element* sequence = outer.take(Type::kSequence, "!scoped PDU");
  if (sequence == nullptr) return;
  Reader reader(p, sequence->value);
  const Element* element = reader.take(Type::kString, "contextEngineID!=STR");
  if (element == nullptr) return;
  p.put("E=");
  for (const std::uint8_t byte : element->value.take_bytes(0, element->value.length())) p.put('_', Hex{byte, 2});
  p.put(' ');
  element = reader.take(Type::kString, "contextName!=STR");
  if (element == nullptr) return;
  p.put("C=");
  ber::print_value(p, *element);
  p.put(' ');
  print_pdu(p, kVersion3, reader.rest());
}

constexpr bool is_security_level(std::uint8_t flags) { return (flags & 3) != 2 && flags < 8; }

// The header's fields; false where the message cannot be read on.
bool print_global_data(Printer& p, Reader& reader) {
  if (p.verbose() > 0) p.put("{ ");
  if (reader.take(Type::kInteger, "msgID!=INT") == nullptr) return false;
  if (reader.take(Type::kInteger, "msgMaxSize!=INT") == nullptr) return false;
  const Element* element = reader.take(Type::kString, "msgFlags!=STR");
  if (element == nullptr) return false;
  if (element->value.length() != 1) {
    p.put("[msgFlags size ", element->value.length(), ']');
    return false;
  }
  const std::uint8_t flags = element->value.u8();
  if (!is_security_level(flags)) {
    constexpr char kDigits[] = "0123456789ABCDEF";
    p.put("[msgFlags=0x", kDigits[flags >> 4], kDigits[flags & 0xf], ']');
    return false;
  }
  p.put("F=", (flags & 1) != 0 ? "a" : "", (flags & 2) != 0 ? "p" : "", (flags & 4) != 0 ? "r" : "", ' ');
  element = reader.take(Type::kInteger, "msgSecurityModel!=INT");
  if (element == nullptr) return false;
  // The peer counts as if the model's bytes were still to come.
  if (reader.rest().length() > element->size)
    p.put('[', reader.rest().length() - element->size, " extra after message SEQ]");
  if (p.verbose() > 0) p.put("} ");
  constexpr std::int32_t kUserModel = 3;
  if (element->as_integer() == kUserModel) return true;
  p.put("[security model ", element->as_integer(), ']');
  return false;
}

void print_version3(Printer& p, Slice in) {
  Reader outer(p, in);
  const Element* header = outer.take(Type::kSequence, "!message");
  if (header == nullptr) return;
  Reader fields(p, header->value);
  if (!print_global_data(p, fields)) return;
  // The peer reads on behind the fields it knows, be it still inside the header.
  Reader reader(p, fields.rest().with_length(fields.rest().length() + outer.rest().length()));
  if (p.verbose() > 0) p.put("{ USM ");
  const Element* security = reader.take(Type::kString, "msgSecurityParameters!=STR");
  if (security == nullptr) return;
  print_user_security(p, security->value);
  if (p.verbose() > 0) p.put("} { ScopedPDU ");
  print_scoped(p, reader.rest());
  if (p.verbose() > 0) p.put("} ");
}

void print(Printer& p, Slice in) {
  p.put(' ');
  Reader outer(p, in);
  const Element* sequence = outer.take(Type::kSequence, "!init SEQ");
  if (sequence == nullptr) return;
  if (sequence->size < in.length()) p.put('[', in.length() - sequence->size, " extra after iSEQ]");
  Reader reader(p, sequence->value);
  const Element* number = reader.take(Type::kInteger, "version!=INT");
  if (number == nullptr) return;
  const std::int32_t version = number->as_integer();
  if (version != kVersion1 && version != kVersion2 && version != kVersion3) {
    p.put("SNMP [version = ", version, ']');
    return;
  }
  if (p.verbose() > 0) p.put("{ SNMPv", version == kVersion1 ? "1" : version == kVersion2 ? "2c" : "3", ' ');
  if (version == kVersion3) {
    print_version3(p, reader.rest());
  } else {
    print_community(p, version, reader.rest());
  }
  if (p.verbose() > 0) p.put("} ");
}

}  // namespace
}  // namespace snmp

const Dissector kSnmp{"snmp", snmp::print, snmp::json};

}  // namespace nd::capture
